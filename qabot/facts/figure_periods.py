"""Which of the times that a sentence names is that of a figure in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.facts.clauses import clause_at
from qabot.facts.figure_rates import rate_of, years_of
from qabot.facts.figures import Figure
from qabot.facts.stated_times import TimeMention, is_of_report

_NEAR = 50
"""Characters before a time among which a clause of its own begins."""
_RELATIVE = re.compile(r"\b(?:that|which|who)\s(?!(?:was|were|had)\s(?:spent|paid|saved))(?:[\w’']+\s){1,4}$")
_BESIDE = 2
"""Characters between a figure and what goes on about it: a space, or a comma and a space."""
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
    years, rate = years_of(text, figure, figures), rate_of(text, figure, figures)
    per = f" per {rate}" if rate else ""
    own = [
        each
        for each in times
        if not is_of_report(text, each) and not _overlaps(each, figure) and not _is_of_another(text, figure, each)
    ]
    written = [_written(text, each) for each in own]
    by_distance = zip((_distance(text, figure, figures, each) for each in own), written, strict=True)
    distance, best = min(by_distance, default=(_TOO_FAR, ""))
    at = best if distance < _TOO_FAR else ""
    lengths = (one for each, one in zip(own, written, strict=True) if _LENGTH.search(text, each.start, each.end))
    is_told = at in lengths
    over = f" over {years:f} years" if years is not None and not is_told else ""
    return f"{at}{per}{over}".strip()


def _written(text: str, time: TimeMention) -> str:
    """Return a time as ISO 8601: a day, a month, a year or an interval, `2010/..` and `../2020` where it is open."""
    before = text[: time.start]
    leads = not before.strip(" \"'“‘")
    if time.lead == "since" or _SINCE.search(before) or (time.lead == "from" and leads and time.first == time.last):
        return f"{time.first}/.."
    if time.first == time.last and (time.lead in _UNTIL or (time.lead == "to" and _RUNS.search(before))):
        return f"../{time.last}"
    return str(time.first) if time.first == time.last else f"{time.first}/{time.last}"


_UNTIL = frozenset({"until", "till", "up to"})
_RUNS = re.compile(r"\b(?:running|runs?|lasting|lasts?|extended)\s$")
"""What stands before "to" and a time where that is an end."""
_SINCE = re.compile(r"\bsince\s(?:the|its|their|his|her|an?|it|they)\b[^,;]{0,40}\s$", re.IGNORECASE)
"""What stands before a time from which something is counted: "since its launch in 2012"."""
_PRESENTED = re.compile(
    r"\b(?:presented|unveiled|delivered|issued|chaired|led|carried\sout)(?:\sby\s[^,;]{1,60}?)?(?:\s(?:back|late|early|only))?\s?$"
)
"""What was done at a time to what a figure is in: "the review presented by the Chancellor in October"."""
_ANOTHER = re.compile(
    r"\b(?:from|than|against|with)\s(?:\w+\s){0,2}?[£$€]?\d[\d,.]*\s?(?:k|m|bn|million|billion|%|per\scent)?\s?$"
)
"""What ends in a number that a time is of: "4,000 staff, down from 5,000 in 2010"."""
_OF_THE = re.compile(r"\d\s?(?:k|m|bn|million|billion|%)?\sof\s(?:the|its|their|a)\s$")
"""What stands before the whole of which something is told: "€14m of the €65m had been claimed by mid-2017"."""
_BEGUN = re.compile(r"(?:[A-Z][a-z]+ed|Begun|Built|Set\sup|Born)\s(?!to\b)[^,;]*,")
"""What a sentence begins with that was done before: "Launched in 2010, the programme has cost £4m"."""
_LENGTH = re.compile(r"\byears\s(?:to|end)", re.IGNORECASE)
"""How a time says over how many years it runs."""
_EVENT = re.compile(
    r"\b(?:the|an?|its|their)\s(?:[\w-]+\s){0,2}(?:attacks?|breach|incidents?|elections?|votes?|referendum|strikes?|crash|outage|"
    r"letters?|decision|merger|agreement|deal|announcement|meeting|hearing|review|reports?|audit|survey|speech|statement)\s$",
    re.IGNORECASE,
)
"""What is told apart by when it was, as in "the attack of October 2020"."""


_SAID_BETWEEN = re.compile(r"\b(?:said|added|reported|noted|warned|claimed|argued|told\s\w+)\sthat\b")
"""What parts a time from a figure, wherever it stands between them."""
_DOES_BESIDES = re.compile(
    r"\band\s(?:(?:expects|plans|hopes|aims|wants|intends)(?:ed)?|was|were|is|are|had|has|have|would|will|could|should|must|may|might|did|does)\b"
)
"""What begins something else that the same subject does or is."""
_REASON = re.compile(
    r",\s(?:since|because|although|though|whereas|but|unless|so|against|compared\s(?:with|to)|(?:up|down)\sfrom)\s"
)
"""What parts a time from a figure behind it: the one is of what happened, the other of why, or of what else."""
_ASIDE = re.compile(r",\s(?:which|who|whose|where|(?:first\s)?[a-z]+ed)\s[^,;]*,")
"""What is told in passing, between commas."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
"""Where a figure in brackets has a time, that is its own: "£4m (2013: £3m)"."""
_TOO_FAR = 260
"""Characters, counted so, from which on a time is none of a figure's."""


def _is_of_another(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a time is that of something else, which a clause of its own says: `the attack that hit it in 2020`."""
    if _PRESENTED.search(text, max(0, time.start - 2 * _NEAR), time.start):
        return True
    if time.lead == "of" and _EVENT.search(text, max(0, time.start - _NEAR), time.start):
        return True
    if time.start >= figure.end and _OF_THE.search(text, max(0, figure.start - _NEAR), figure.start):
        return True
    if figure.end <= time.start and _ANOTHER.search(text, figure.end, time.start):
        return True
    if time.end <= figure.start and _BEGUN.match(text) and text.startswith(",", time.end):
        return True
    found = _RELATIVE.search(text, max(0, time.start - _NEAR), time.start)
    return found is not None and not 0 <= found.start() - figure.end <= _BESIDE


def _is_parted(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether one of a time and a figure is told in passing, or the figure is in the reason for what was then."""
    if time.end <= figure.start and _REASON.search(text, time.end - 1, figure.start):
        return True
    asides = [found.span() for found in _ASIDE.finditer(text) if found.start() != figure.end]
    asides += [found.span() for found in _IN_BRACKETS.finditer(text) if any(_lies_in(each, found) for each in figures)]
    return any((start < figure.start < end) != (start < time.start < end) for start, end in asides)


def _lies_in(figure: Figure, found: re.Match[str]) -> bool:
    return found.start() < figure.start < found.end()


def _is_start(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a figure is where something came from, and a time when it was where it went: "from £7m to £4m by May"."""
    if not text.endswith("from ", 0, figure.start):
        return False
    behind = next((each for each in figures if each.start >= figure.end), None)
    return behind is not None and text.endswith(" to ", 0, behind.start) and time.start >= behind.end


def _overlaps(time: TimeMention, figure: Figure) -> bool:
    return time.start < figure.end and figure.start < time.end


def _distance(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> int:
    """Return how far a time is from a figure, in characters, with what stands between counted as more."""
    if time.start >= figure.end:
        low, high, extra = figure.end, time.start, 0
    else:
        low, high, extra = time.end, figure.start, _BEHIND
    between = sum(low <= each.start and each.end <= high for each in figures)
    begin, end = clause_at(text, figure.start)
    apart = _OTHER_CLAUSE if not begin <= time.start < max(end, figure.end) else 0
    if between and apart and time.start >= figure.end:
        return _TOO_FAR + 1  # it is the other figure's
    if _SAID_BETWEEN.search(text, low, high):
        return _TOO_FAR + 1
    leads = not text[: time.start].strip(" \"'“‘")
    if not leads and (_DOES_BESIDES.search(text, low, high) or _is_parted(text, figure, figures, time)):
        return _TOO_FAR + 1
    if time.start >= figure.end and _is_start(text, figure, figures, time):
        return _TOO_FAR + 1
    if leads:  # a time that begins the sentence holds for all of it that has no other
        between, apart = 0, min(apart, _NAMES_ANOTHER)
        high = min(high, low + 2 * _NAMES_ANOTHER)
    if not leads and time.end <= figure.start and text.startswith(",", time.end):
        extra += _NAMES_ANOTHER
    return max(0, high - low) + extra + _NAMES_ANOTHER * between + apart
