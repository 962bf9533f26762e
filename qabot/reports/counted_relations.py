"""How counts stand to each other as their words say: parts of what was counted, and what a number moved to. Pure.

`588 bodies … 20 of those`, `Out of 588 bodies, 20`, `350,000 checks in January` of 840,000 in the quarter; and
`60 had not complied. That number was to fall to 20`, told of one whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qabot.facts.elided_counts import OF_THEM
from qabot.reports.compared_figure import ComparedFigure, is_next, places_by_article

_OF_THE = re.compile(r"\s(?:out\sof|of\s(?:the|its|their|all))\s(?:[a-z]+\s){0,2}$")
_OUT_OF = re.compile(r"(?:^|[;:,]\s|\b(?:and|but)\s)(?:out\sof|of|from|among)\s(?:[a-z]+\s){0,3}$", re.IGNORECASE)
_IN_ALL = re.compile(r"\s(?:in\s(?:all|total)|altogether|overall)\b")
_THAT_NUMBER = re.compile(r"(?:That|The|This|Their)\s(?:number|total|figure|count|tally)\b|They\b")
_LEFT = re.compile(r"\s(?:left|remaining|still\sto\s\w+|outstanding)\b")
"""What stands behind a count of those of a part that have not moved yet."""
_FLOWS = frozenset(
    """check call visit order claim download transaction payment request complaint prescription appointment search login
    sign-in response registration message letter test incident attack breach death birth application booking enquiry
    form return delivery referral journey trip arrest crime sale query report view ticket verification""".split()
)
"""What happens again and again, so that a month's is a part of its year's; staff and offices are there all along."""

_PLANNED = re.compile(r"\b(?:forecast|expect|plan|target|estimate|would|will|could|should|may|might)")
_MANY_DIGITS = 3
"""Digits of a whole that two articles do not have by chance."""


def counted_parts(read: Sequence[ComparedFigure]) -> Iterator[tuple[int, int]]:
    """Yield each count with the count that it is a part of, as their article says."""
    for places in _by_article(read):
        for number, part in enumerate(places):
            whole = _whole_of(read, part, places[:number])
            if whole is not None:
                yield part, whole
            yield from ((part, each) for each in places if each != part and _is_of_its_period(read[part], read[each]))


def counted_moves(read: Sequence[ComparedFigure]) -> Iterator[tuple[int, int]]:
    """Yield each count with what it was before: in the sentence before, or out of one whole in an earlier article."""
    wholes = {part: read[whole] for part, whole in counted_parts(read)}
    wholes |= {part: read[whole] for part, whole in _of_the(read)}
    for places in _by_article(read):
        yield from _left(read, places, wholes)
        for number, later in enumerate(places):
            each = read[later]
            if not _THAT_NUMBER.match(each.stated.words):
                continue
            before = [
                place for place in places[:number] if is_next(read[place], each) and read[place].unit == each.unit
            ]
            parts = [place for place in before if place in wholes]
            if before and len(parts or before) == 1:
                yield later, (parts or before)[0]
    for later, whole in wholes.items():
        for before, other in wholes.items():
            days = read[before].day, read[later].day
            is_one = whole.fact.value == other.fact.value and whole.unit == other.unit and whole.digits >= _MANY_DIGITS
            is_later = days[0] is not None and days[1] is not None and days[0] < days[1]
            if is_one and is_later and read[later].fact.value != read[before].fact.value:
                yield later, before


def _left(
    read: Sequence[ComparedFigure], places: Sequence[int], wholes: dict[int, ComparedFigure]
) -> Iterator[tuple[int, int]]:
    """Yield how many were left with the part of a whole before it that they are left of, and note their whole."""
    for number, later in enumerate(places):
        each = read[later]
        if not _LEFT.match(each.stated.article.text, each.fact.figure[1]):
            continue
        parts = [place for place in places[:number] if place in wholes and read[place].unit == each.unit]
        if len(parts) == 1 and read[parts[0]].fact.value > each.fact.value:
            wholes[later] = wholes[parts[0]]
            yield later, parts[0]


def _by_article(read: Sequence[ComparedFigure]) -> list[list[int]]:
    return places_by_article(read, lambda each: each.is_count and not each.is_range)


def _of_the(read: Sequence[ComparedFigure]) -> Iterator[tuple[int, int]]:
    """Yield `60 out of 588 bodies`, which the sentences of figures tell themselves."""
    for places in _by_article(read):
        for part, whole in pairwise(places):
            one, other = read[part].fact, read[whole].fact
            between = read[part].stated.article.text[one.figure[1] : other.figure[0]]
            if one.start == other.start and _OF_THE.fullmatch(between) and one.value < other.value:
                yield part, whole


def _whole_of(read: Sequence[ComparedFigure], part: int, ahead: Sequence[int]) -> int | None:
    """Return which count before it a count is a part of; None where its words say of none."""
    each = read[part]
    text, fact = each.stated.article.text, each.fact
    larger = [place for place in ahead if read[place].unit == each.unit and read[place].fact.value > fact.value]
    if not larger:
        return None
    last = read[larger[-1]].fact
    if OF_THEM.match(text, fact.figure[1]) and "\n\n" not in text[last.start : fact.start]:
        return larger[-1]
    inside = next((place for place in larger if read[place].fact.start == fact.start), None)
    if inside is None or fact.of is None or fact.of[0] > fact.figure[0]:
        return None  # it has a noun of its own
    whole = read[inside].fact
    return inside if _OUT_OF.search(text[whole.start : whole.figure[0]]) else None


def _is_of_its_period(part: ComparedFigure, whole: ComparedFigure) -> bool:
    """Whether a count is of a time within that of another, of something that happens again and again."""
    if part.unit not in _FLOWS or part.unit != whole.unit or part.fact.value >= whole.fact.value:
        return False
    if not (part.when and whole.when) or part.scope or whole.scope:
        return False
    if any(_PLANNED.search(each.stated.words) for each in (part, whole)):
        return False
    return bool(part.terms <= whole.terms or whole.terms <= part.terms) and _lies_within(part.when, whole.when)


def _lies_within(inner: str, outer: str) -> bool:
    """Whether a period in ISO 8601 lies in another that is longer, and both have their ends."""
    first, _, last = inner.partition("/")
    begin, _, end = outer.partition("/")
    last, end = last or first, end or begin
    if ".." in {first, last, begin, end} or inner == outer or len(first) < len(begin):
        return False
    is_longer = begin != end or len(first) > len(begin)
    return is_longer and begin <= first[: len(begin)] and last[: len(end)] <= end


def in_all(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether the second of two counts of a sentence is what the first is a part of: `12 errors, and 76 in all`."""
    text = one.stated.article.text
    is_behind = one.fact.start == other.fact.start and one.fact.figure[1] <= other.fact.figure[0]
    is_alike = one.is_count and one.unit == other.unit and one.fact.value < other.fact.value
    return is_behind and is_alike and bool(_IN_ALL.match(text, other.fact.figure[1]))
