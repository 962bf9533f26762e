"""Which of the times that a sentence names is that of a figure in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from qabot.facts.bracketed_figures import is_in_brackets
from qabot.facts.clauses import clause_at
from qabot.facts.figure_rates import rate_of, years_of
from qabot.facts.figures import Figure
from qabot.facts.other_times import TOLD_ITSELF, is_of_another
from qabot.facts.parted_times import is_parted
from qabot.facts.present_clauses import is_over
from qabot.facts.report_times import is_of_report
from qabot.facts.stated_times import TimeMention
from qabot.facts.time_stretches import is_year_long

_NAMES_ANOTHER = 30
"""Characters that another figure in between counts as."""

_OTHER_CLAUSE = 60
"""Characters that the end of a clause in between counts as."""

_BEHIND = 8
"""Characters that a time before a figure counts as being farther: most stand behind."""


def period_of(text: str, figure: Figure, figures: Sequence[Figure], times: Sequence[TimeMention]) -> str:
    """Return the time that a figure holds for, as `FigureFact.period` has it.

    Args:
        text: A sentence.
        figure: A figure of it.
        figures: All of them.
        times: The times that it names.
    """
    if (in_turn := _in_turn(text, figure, figures, times)) is not None:
        return in_turn
    years, rate = years_of(text, figure, figures), rate_of(text, figure, figures)
    per = f" per {rate}" if rate else ""
    own = [each for each in _open_to(text, figure, _joined(text, times)) if _is_free(text, figure, figures, each)]
    written = [_written(text, each, figure) for each in own]
    by_distance = zip((_distance(text, figure, figures, each, own) for each in own), written, strict=True)
    distance, best = min(by_distance, default=(_TOO_FAR, ""))
    at = best if distance < _TOO_FAR else ""
    lengths = (one for each, one in zip(own, written, strict=True) if _LENGTH.search(text, each.start, each.end))
    is_told = at in lengths
    is_part = at and _OF_IT.match(text, figure.end)
    over = f" over {years:f} years" if years is not None and not is_told and not is_part else ""
    return f"{at}{per}{over}".strip()


def _open_to(text: str, figure: Figure, times: Sequence[TimeMention]) -> Sequence[TimeMention]:
    """Return the times that may be a figure's: behind one that holds from another's on, only what says so."""
    found = _THEREAFTER.match(text, figure.end)
    if found is None:
        return times
    return [
        each for each in times if each.lead in {"since", "in"} and figure.end <= each.start and each.end <= found.end()
    ]


_RESPECTIVELY = " respectively"


def _in_turn(text: str, figure: Figure, figures: Sequence[Figure], times: Sequence[TimeMention]) -> str | None:
    """Return a figure's time among as many as there are figures: "£14m and £16m in 2013 and 2014 respectively"."""
    end = text.find(_RESPECTIVELY, figure.end)
    listed = [each for each in times if figure.end <= each.start and each.end <= end]
    if end < 0 and not (listed := _listed(text, figures, times)):
        return None
    in_turn: list[str] = []
    for each in listed:
        is_pair = " and " in text[each.start : each.end] and each.lead != "between"
        in_turn += [str(each.first), str(each.last)] if is_pair else [_written(text, each, figure)]
    stated = [each for each in figures if listed and each.end <= listed[0].start][-len(in_turn) :]
    return in_turn[stated.index(figure)] if len(stated) == len(in_turn) and figure in stated else None


def _joined(text: str, times: Sequence[TimeMention]) -> Sequence[TimeMention]:
    """Return the times with three years in a row as one, "in 2015, 2016 and 2017", and "between May and last month"."""
    found: list[TimeMention] = []
    for each in times:
        ahead = found[-1] if found else None
        if ahead and (_is_next_year(text, ahead, each) or _is_up_to(ahead, each)):
            found[-1] = replace(ahead, end=each.end, last=each.last)
        else:
            found.append(each)
    return found


def _is_next_year(text: str, ahead: TimeMention, each: TimeMention) -> bool:
    """Whether years stand behind a comma that go on from the one before it: "2015, 2016 and 2017"."""
    is_listed = text[ahead.end : each.start] == ", " and not each.lead and " and " in text[each.start : each.end]
    return is_listed and ahead.last.year + 1 == each.first.year


def _is_up_to(ahead: TimeMention, each: TimeMention) -> bool:
    """Whether two times that stand side by side are the beginning and the end of one."""
    if ahead.end + 1 != each.start or _UP_TO.get(ahead.lead) != each.lead:
        return False
    are_single = ahead.first == ahead.last and each.first == each.last
    return are_single and ahead.first.first < each.last.last


_UP_TO = {"between": "and", "from": "to"}
"""What leads to the end of a time that is named by both of its ends, by what leads to its beginning."""


def _listed(text: str, figures: Sequence[Figure], times: Sequence[TimeMention]) -> list[TimeMention]:
    """Return times that stand side by side right behind as many figures: "£3m, £4m and £5m in 2015, 2016 and 2017"."""
    if len(figures) < _LIST or len(times) < _PAIR:
        return []
    parts = [(text[a.end : b.start].strip(), text[c.end : d.start].strip()) for (a, b), (c, d) in
             zip(pairwise(figures), pairwise(times), strict=False)]  # fmt: skip
    is_list = all(one in _JOINS and other in _JOINS for one, other in parts)
    return list(times) if is_list and 0 <= times[0].start - figures[-1].end <= 1 else []


_LIST, _PAIR = 3, 2
"""Figures that make a list, and mentions of times that name as many."""

_JOINS = frozenset({",", "and", ", and"})


def _written(text: str, time: TimeMention, figure: Figure) -> str:
    """Return a time as ISO 8601: a day, a month, a year or an interval, `2010/..` and `../2020` where it is open."""
    before = text[: time.start]
    is_then = time.end < figure.start and text.startswith(", when ", time.end)
    if is_then and (time.lead not in {"since", "from"} or text.find(",", time.end + 2, figure.start) < 0):
        return str(time.last)  # "the largest since 2011, when it paid £250,000"
    leads = not before.strip(" \"'“‘")
    if time.lead == "since" or _SINCE.search(before) or (time.lead == "from" and leads and time.first == time.last):
        return f"{time.first}/.."
    if time.lead in _BOUND and time.first == time.last and (leads or _DONE.search(before) or _OF_IT.search(before)):
        return f"../{time.last}" if time.lead == "before" else f"{time.first}/.."
    is_one = time.first == time.last or is_year_long(time.first, time.last)
    is_again = _A_YEAR.search(before) or (figure.per and figure.end <= time.start)
    if time.lead == "from" and is_one and is_again:
        return f"{time.first}/.."
    return f"../{time.last}" if _is_end(time, before, leads=leads) else _interval(time)


def _is_end(time: TimeMention, before: str, *, leads: bool) -> bool:
    """Whether a time is only the end of one whose beginning is open: "until 2027-28", "between now and May"."""
    if time.lead == "and":
        return before.endswith("between now ")
    if time.lead in _UNTIL:  # "not until 2027-28" begins then
        return time.first == time.last or (is_year_long(time.first, time.last) and not _NOT_UNTIL.search(before))
    return time.lead == "to" and time.first == time.last and (leads or _RUNS.search(before) is not None)


def _interval(time: TimeMention) -> str:
    """Return a time that is open at neither side, or the end of a year of accounts where its words say so."""
    if time.lead in _ENDS and is_year_long(time.first, time.last):
        return f"../{time.last}" if time.lead.startswith("by ") else str(time.last)
    return str(time.first) if time.first == time.last else f"{time.first}/{time.last}"


_BOUND = frozenset({"before", "after"})

_DONE = re.compile(
    r"(?<!\bwas\s)(?<!\bwere\s)\b(?:[a-z]{2,}ed|bought|built|made|sold|let|taken|written|begun|born|set\sup|put\sin)\s$"
)
"""What was done to what is counted, before or after a time: "200 laptops issued before 2015"."""

_OF_IT = re.compile(r"\sof\s(?:it|this|that|them|which)\s")
"""What says that a figure is part of another: "£9m of it before April 2021"."""
_ENDS = frozenset({"by the end of", "by the close of", "at the end of"})

_UNTIL = frozenset({"until", "till", "up to"})
_NOT_UNTIL = re.compile(r"\bnot\s[^,;]*$")

_A_YEAR = re.compile(r"\b(?:(?:a|per|each|every)\s(?:year|month|week)|annually)\s$")
"""What stands before a time from which on a sum is due again and again: "£4m a year from 2025"."""

_RUNS = re.compile(r"\b(?:running|runs?|lasting|lasts?|extended|extensions?)\s$")
"""What stands before "to" and a time where that is an end."""

_SINCE = re.compile(
    r"(?:^|,\s)since\s[^,;£$€\d]{1,60}\s$|\bsince\s(?:the|its|their|his|her|an?|it|they)\b[^,;£$€\d]{0,40}\s$",
    re.IGNORECASE,
)
"""What stands before a time from which something is counted: "since its launch in 2012"."""

_LENGTH = re.compile(r"\byears\s(?:to|end|from|start|begin|after|since|following|before|up\sto|leading)", re.IGNORECASE)
"""How a time says over how many years it runs."""

_THEREAFTER = re.compile(
    r"\s(?:in|for|over|during)\s(?:the|its|their)\s(?:first|second|third|fourth|fifth|opening|final)(?:\s(?:year|phase|stage))?(?=[,.;]|\sand\b)|"
    r"\s(?:(?:do|does|are|have|is)\s)?(?:now|currently|at\spresent|today|to\sdate|so\sfar(?!\s(?:this|in|since|during)\b))\b|(?:\s(?:a|per|each|every)\s[a-z]+)?\s(?:after\sthat|afterwards|thereafter|from\sthen\son|since\sthen)\b|"
    r"(?:\s(?:a|per|each|every)\s[a-z]+)?\s(?:to\s[a-z]+\s)?since(?=[.,;]|$)"
)
"""What stands behind a figure that holds from the other's time on: "£4.5m a year after that"; or now."""

_TELLS_STATE = re.compile(
    r"\sthat\s(?:(?:[\w’'-]+\s){1,6}?had\s(?:only\s|just\s|about\s|some\s|over\s)?(?:no\b|[£$€]?\d)|there\s(?:were|was|are|is)|(?:[\w£$€%.,’'-]+\s){1,6}?(?:were|was|are|is|remained|stood)\s"
    r"(?:still\s|now\s|already\s)?(?:(?!(?:to|due|expected|likely)\b|[a-z]+(?:ed|ing)\b)[a-z]+\b|[£$€]?\d))"
)
"""What goes on behind when somebody said how things were then: "said in March that there were 30 left"."""

_SPOKE = re.compile(r"\b(?:said|told|heard|admitted|conceded|confirmed|warned|learned|learnt)(?:\s[\w’'-]+){0,4}\s$")
"""How somebody said what they knew, where a report tells what was counted before."""

_SAID_BETWEEN = re.compile(r"\b(?:said|announced|added|reported|noted|warned|claimed|argued|told\s\w+)\sthat\b")
"""What parts a time from a figure, wherever it stands between them."""

_DOES_BESIDES = re.compile(
    r"\b(?:and|but)\s(?:(?:expect|hope|aim|want|intend|plan(?:n)?)(?:s|d|ed)?|finish|end|start|begin|open|close|launch|was|were|is|are|had|has|have|would|will|could|should|must|may|might|did|does)\b"
)
"""What begins something else that the same subject does or is."""

_OTHERWISE_NAMED = re.compile(
    r"(?:\s[a-z]+){0,2},\s(?:or\s)?(?:(?:an?|about|some|around|nearly|almost|over|more\sthan|equal\sto|worth)\s){0,2}"
    r"[\w£$€.,%-]+(?:\sof)?(?:\s[\w’'-]+){0,4},\s(?!(?:and|but|while|up|down|compared|against|which|of|from)\b)(?=[a-z])(?=[^£$€\d]*$)?"
)
"""What says in passing how many those are that are told of, before it goes on: ", a quarter of the staff, "."""

_RIGHT_BEFORE = re.compile(
    r"(?:['’]s)?\s(?:(?:only|just|about|some|around|nearly|almost|over|a|another|further)\s){0,2}"
)
"""What stands between a time and a figure that has it."""

_WHOLE_OF = re.compile(r"\sof\s(?:the|its|their|a)\s(?:total\s)?")

_TOO_FAR = 260
"""Characters, counted so, from which on a time is none of a figure's."""


def _is_free(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time may be a figure's: it is no report's, no part of the figure, and nothing else's."""
    is_said = is_of_report(text, time, figure.start, is_count=figure.is_count)
    is_told = is_said and not _is_state(text, figure, time)
    return not (is_told or _overlaps(time, figure) or is_of_another(text, figure, figures, time))


def _is_state(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether somebody said at a time how things were then, and a figure is in what they said."""
    is_said = time.end <= figure.start and _TELLS_STATE.match(text, time.end)
    return bool(is_said and _SPOKE.search(text, max(0, time.start - 60), time.start))


def _is_start(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a figure is where something came from, and a time when it was where it went: "from £7m to £4m by May"."""
    if not text.endswith("from ", 0, figure.start):
        return False
    behind = next((each for each in figures if each.start >= figure.end), None)
    is_moved = behind is not None and text.endswith(" to ", 0, behind.start)
    is_between = time.lead in {"between", "from"} and time.first != time.last
    return is_moved and (is_between or (behind is not None and time.start >= behind.end))


def _is_next_ones(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time behind a figure stands right before the next one: "£32m for IT, next year's £47m"."""
    if time.start < figure.end:
        return False
    behind = next((each for each in figures if each.start >= time.end), None)
    return behind is not None and bool(_RIGHT_BEFORE.fullmatch(text, time.end, behind.start))


def _is_parts(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time before a figure is that of a part of it, since it says itself when it was."""
    before = [each for each in figures if each.end <= figure.start]
    if time.end > figure.start or not before or not _WHOLE_OF.fullmatch(text, before[-1].end, figure.start):
        return False
    return bool(TOLD_ITSELF.match(text, figure.end))


def _overlaps(time: TimeMention, figure: Figure) -> bool:
    return time.start < figure.end and figure.start < time.end


def _distance(
    text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention, times: Sequence[TimeMention]
) -> int:
    """Return how far a time is from a figure, in characters, with what stands between counted as more."""
    if time.start >= figure.end:
        low, high, extra = figure.end, time.start, 0
    else:
        low, high, extra = time.end, figure.start, _BEHIND
    if (
        is_over(text, figure, figures, time)
        or _is_next_ones(text, figure, figures, time)
        or _is_parts(text, figure, figures, time)
    ):
        return _TOO_FAR + 1
    between = sum(low <= each.start and each.end <= high and not is_in_brackets(text, each) for each in figures)
    begin, end = clause_at(text, figure.start)
    if between and (named := _OTHERWISE_NAMED.match(text, figure.end, time.start)):
        low, between, begin, end = named.end(), 0, 0, len(text)  # "4,000 people, a quarter of the staff, left in 2014"
    is_part = text.startswith(" of which ", figure.end) and time.start > figure.end
    apart = _OTHER_CLAUSE if not begin <= time.start < max(end, figure.end) and not is_part else 0
    if between and apart and time.start >= figure.end:
        return _TOO_FAR + 1  # it is the other figure's
    leads = not text[: time.start].strip(" \"'“‘")
    if _SAID_BETWEEN.search(text, low, high) or (";" in text[low:high] and not leads):
        return _TOO_FAR + 1
    if not leads and (_DOES_BESIDES.search(text, low, high) or is_parted(text, figure, figures, time)):
        return _TOO_FAR + 1
    if _is_start(text, figure, figures, time):
        return _TOO_FAR + 1
    is_followed = any(time.end <= each.start and each.end <= figure.start and each.lead == "by" for each in times)
    if leads and not is_followed:  # a time that begins the sentence holds for all of it that has no other
        between, apart = 0, min(apart, _NAMES_ANOTHER)
        high = min(high, low + 2 * _NAMES_ANOTHER)
    if not leads and time.end <= figure.start and text.startswith(",", time.end):
        extra += _NAMES_ANOTHER
    return max(0, high - low) + extra + _NAMES_ANOTHER * between + apart
