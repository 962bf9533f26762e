"""Which of the times that a sentence names is that of a figure in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from qabot.core.text import Span
from qabot.facts.bracketed_figures import brackets_apart, is_in_brackets
from qabot.facts.clauses import clause_at
from qabot.facts.figure_rates import rate_of, years_of
from qabot.facts.figures import Figure
from qabot.facts.other_times import TOLD_ITSELF, is_of_another
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
    over = f" over {years:f} years" if years is not None and not is_told else ""
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
    """Return the times with three years in a row as one: "in 2015, 2016 and 2017"."""
    found: list[TimeMention] = []
    for each in times:
        ahead = found[-1] if found else None
        is_next = ahead is not None and text[ahead.end : each.start] == ", " and not each.lead
        if is_next and ahead and " and " in text[each.start : each.end] and ahead.last.year + 1 == each.first.year:
            found[-1] = replace(ahead, end=each.end, last=each.last)
        else:
            found.append(each)
    return found


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
    if text.startswith(", when ", time.end) and time.end < figure.start:
        return str(time.last)  # "the largest since 2011, when it paid £250,000"
    leads = not before.strip(" \"'“‘")
    if time.lead == "since" or _SINCE.search(before) or (time.lead == "from" and leads and time.first == time.last):
        return f"{time.first}/.."
    if time.lead in _BOUND and time.first == time.last and (leads or _DONE.search(before)):
        return f"../{time.last}" if time.lead == "before" else f"{time.first}/.."
    if (
        time.lead == "from"
        and (time.first == time.last or is_year_long(time.first, time.last))
        and _A_YEAR.search(before)
    ):
        return f"{time.first}/.."
    if time.first == time.last and (time.lead in _UNTIL or (time.lead == "to" and (leads or _RUNS.search(before)))):
        return f"../{time.last}"
    return _interval(time)


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
_ENDS = frozenset({"by the end of", "by the close of", "at the end of"})
_UNTIL = frozenset({"until", "till", "up to"})
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
_REASON = re.compile(
    r",\s(?:since|because|although|though|whereas|but|unless|so|against|compared\s(?:with|to)|(?:up|down)\sfrom|"
    r"an?\s(?:step|move|change|measure|decision|deal|merger|plan))\s"
)
"""What parts a time from a figure behind it: the one is of what happened, the other of why, or of what else."""
_BEFORE_DOING = re.compile(r"\s(?:before|after)\s[a-z]+ing\b")
"""What parts what was from what came of it: "hit £2.4bn in 2017-18 before falling to £2.1bn"."""
_NOW = re.compile(r"\b(?:now|today|currently|at\spresent)\b")
"""What parts a time that is over from a figure of the present."""
_WENT_TO = re.compile(
    r"\b(?:cut|reduced|fall|fallen|fell|rise|risen|rose|grow|grown|grew|raised|increased|brought)(?:\s(?:down|up))?\sto\s"
    r"(?:[a-z]+\s){0,2}[£$€]?\d"
)
"""What parts what something was from what it came to by a time: "40 sites will be cut to 25 by March"."""
_OF_THEM = re.compile(r"\sof\s(?:them|these|those|which|whom)\b")
"""What stands behind a part that has a time of its own: "900 people, 200 of them hired since January"."""
_OF_WHICH = re.compile(r",\s(?:[\w.,%£]+\s){0,3}of\s(?:which|whom|these|those|them|it|that)\b")
"""What begins a part behind its whole, which may have a time of its own: "2.9m, of which 628,000 came on 18 June"."""
_OF_WHOLE = re.compile(
    r"(?:^|[;:]\s|,\s(?:and|but)\s)(?:Of|of|Out\sof|From|Among)\s(?:the|its|their|all|those|these)\s$"
)
"""What stands before a whole whose parts have times: "Of the 48 sites, 12 closed in 2019"."""
_THE = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]n?)\s$")
_TOLD_OF = re.compile(r"\s[a-z]")
_VERB = re.compile(r"\b(?:had|has|have|was|were|is|are|costs?|came|rose|fell|reached|needs?|needed)\b")
_OPENING = re.compile(
    r"(?:(?:(?:First|Originally|Initially|Once)\s)?(?:[A-Z]?[a-z]+ed|[Pp]ut|[Ss]et|[Cc]ut|[Bb]uilt|[Bb]egun)\s(?!to\b)[^,;]{2,70},\s(?![£$€\d]|and\b)|"
    r"(?:After|Despite|Following|Without|Besides|Instead\sof|As\swell\sas)\s[^,;]{4,90},\s(?=(?:it|they|he|she|the|its|their|[A-Z][a-z]+)\s)|"
    r"(?:Of|Out\sof|From|Among)\s(?:the|its|their|all)\s[\d,.]+\s(?:[a-z-]+\s){1,3}[a-z]+ed\s[^,;]{4,60},\s)"
)
"""What a sentence begins with that has a time of its own: "After £18m of spending, it was dropped in 2019"."""
_NEXT_CLAUSE = re.compile(r"(?:,\s(?:and|but|while|then)|;)\s$")
"""What stands before a time that the next clause begins with: "paid £3m a year, and since April it has paid £2m"."""
_CLAUSE_BEHIND = re.compile(r"\s(?:it|they|he|she|there)\s[a-z]")
"""What follows a time behind a comma that the next clause begins with: "had 90 staff, today it has 14"."""
_CAME_AFTER = re.compile(r",\s(?:after|following)\s(?!(?:all|which)\b)")
"""What parts a time from what came before: "£4m a year from 2014, after set-up costs of £5m"."""
_FROM_TO = re.compile(r",\sfrom\s[^,;]*\d[^,;]*\sto\s[£$€]?\d")
"""What parts a change since a time from the last count of it: "Since 2012 it rose 44%, from 2.7m to 3.9m in 2015"."""
_BECAUSE = re.compile(r"\b(?:because|although|though|unless|whereas)\b")
"""What parts a figure from a time behind it."""
_OWN_SUBJECT = re.compile(
    r",\sand\s(?![£$€\d])(?:[\w’'-]+\s){1,4}(?:was|were|is|are|had|has|have|would|will|could|should|did|does|do|stood|stands|"
    r"hopes?|expects?|aims?|plans|wants?|intends?)\b"
)
"""What begins a sentence of its own within one: "the cost went up to £1.1bn, and the date had moved to 2030"."""
_SINCE_THEN = re.compile(r"\band\s(?!(?:[£$€\d]|about|some|around|nearly|almost|over|more)\b)[a-z]+\s")
"""What goes on behind a time since which something else has been so: "cut by £310m since 2019 and stood at £2bn"."""
_ASIDE = re.compile(
    r",\s(?:which|who|whose|where|(?:first\s)?[a-z]+ed|due|meant|set|in\s(?:use|force|place|service)|set\sup|begun|built|held|let|run|made|led|worth|"
    r"(?:an?|the|its|one)\s(?:[\w’'-]+\s){1,6}?(?:[a-z]+ed|built|run|made|led|held|set\sup)\s(?:by|with|from|of|for|on|at|in|under))"
    r"\s(?:[^,;]|,(?=\d))*,(?!\d)"
)
"""What is told in passing, between commas: by a verb, or of what something is, "a platform built by 12 people"."""
_LASTED = re.compile(
    r",\s(?:which\s(?:(?:has|had)\s)?(?:ran|run|runs|covered|covers|lasted|"
    r"took\splace(?=[^,;]*,\s(?:cost|took|drew|attracted|reached|involved|covered|saw|had|used)\b))|"
    r"in\s(?:use|force|place|service)(?=\ssince\s[^,;]{2,40},\s(?:has|have)\b))\s"
)
"""What says in passing when that was of which the rest is told: "the deal, which ran from 2016 to 2020, cost £4m"."""
_REMEMBERED = 8
"""Sentences of which asides are remembered: each pair of a figure and a time asks for them."""
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


def _is_parted(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether one of a time and a figure is told in passing, or in a clause that is not the other's."""
    if time.start > figure.start:
        is_told_apart = _is_before(text, figure, figures, time)
    else:
        is_told_apart = _is_behind(text, figure, time)
    if is_told_apart:
        return True
    opened = _opening_end(text)
    if (figure.start < opened) != (time.start < opened):
        return True
    asides = [span for span in _asides(text) if span[0] != figure.end]
    asides += brackets_apart(text, figure, figures)
    return any((start < figure.start < end) != (start < time.start < end) for start, end in asides)


@lru_cache(_REMEMBERED)
def _opening_end(text: str) -> int:
    """Return where the words end that a sentence begins with and that have a time of their own; 0 where none do."""
    found = _OPENING.match(text)
    return found.end() if found else 0


@lru_cache(_REMEMBERED)
def _asides(text: str) -> tuple[Span, ...]:
    return tuple(found.span() for found in _ASIDE.finditer(text) if not _LASTED.match(text, found.start()))


def _is_before(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether what stands between a figure and a time behind it parts them."""
    between = (figure.end, time.start)
    parting = (_OWN_SUBJECT, _BEFORE_DOING, _BECAUSE, _WENT_TO, _OF_WHICH)
    if _NEXT_CLAUSE.search(text, figure.end, time.start) or _is_worth(text, figure, figures, time):
        return True
    if text.endswith(", ", figure.end, time.start) and _CLAUSE_BEHIND.match(text, time.end):
        return True
    if text.startswith("Since ") and _FROM_TO.search(text, *between):
        return True
    is_of_part = any(figure.end <= each.start < time.start and _OF_THEM.match(text, each.end) for each in figures)
    is_whole = bool(_OF_WHOLE.search(text, 0, figure.start)) and any(
        figure.end < each.start < time.start for each in figures
    )
    return is_of_part or is_whole or any(each.search(text, *between) for each in parting)


def _is_worth(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a sum only says what something is worth of which another is told: "the £90m contract had cost £130m"."""
    others = [each for each in figures if figure.end <= each.start and each.end <= time.start]
    if figure.kind != "money" or not others or not _THE.search(text, 0, figure.start):
        return False
    return _TOLD_OF.match(text, figure.end) is not None and bool(_VERB.search(text, figure.end, others[-1].start))


def _is_behind(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether what stands between a time and a figure behind it parts them."""
    if time.lead == "since" and _SINCE_THEN.search(text, time.end, figure.start):
        return True
    parting = (_OWN_SUBJECT, _BEFORE_DOING, _NOW, _CAME_AFTER)
    is_parted = any(each.search(text, time.end, figure.start) for each in parting)
    return is_parted or bool(_REASON.search(text, time.end - 1, figure.start))


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
    if not leads and (_DOES_BESIDES.search(text, low, high) or _is_parted(text, figure, figures, time)):
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
