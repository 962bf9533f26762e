"""Lines of a draft that stand for themselves, and what a short one is read with: its question, its table's heads. Pure.

A quiz, a table, a slide or a timeline says half of what it states beside the value: "How many councils? 23." is read as
"23 councils", a cell with its row and its column, and "June 2013: the board meets" with the date behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from qabot.core.dates import MONTH_NAME
from qabot.core.text import Span

_TABLE_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE = re.compile(r"[\s|:-]+")
"""What parts the heads of a table from its rows."""
_MARK = r"(?:\[\^?\w{1,4}\]:?|[*†‡§#]|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\(?\d{1,3}[.):]|\(?[a-zA-Z][.):]|[-•–])"
_LABEL = re.compile(rf"(?:[>\s]*{_MARK}\s)|[A-Z0-9][^.!?:;|“\"\n]{{0,40}}:(?:\s|$)")
"""What a line begins with that no other goes on in: a mark of a list or a note, or a word and a colon."""
_GOES_ON = re.compile(r"(?:[,;–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|that|the|to|was|were|with))$")
"""What a line ends with that goes on in the next."""
_BEGINS = re.compile(r"[A-Z0-9£$€“\"‘'|(\[]")
_AN_ANSWER = 6
"""Words of an answer up to which its question says what it is of."""
_LEADING = re.compile(
    r"[>\s]*(?:(?:[-*•–]|\(?\d{1,3}[.):]|\(?[a-zA-Z][.):])\s+)?(?:\*\*)?(?:(?:question|answer|[QA])\s?\d{0,2}[.:)]\s*)?",
    re.IGNORECASE,
)
"""What numbers a question or an answer."""
_HOW_MANY = re.compile(r"How many\s", re.IGNORECASE)
_WHO = re.compile(
    r"(?:Who|Which (?:\w+\s){0,2}?(?:body|outlet|company|firm|council|department|paper))\s", re.IGNORECASE
)
_FORM = re.compile(
    rf"(?:[>\s]*(?:{_MARK})\s+)?(?:(?:slide|figure|fig|table|title|caption|photo|picture|pictured|pic|below|above|headline|standfirst|subject|re|"
    r"subhead|note|heading|chart|image|left|right)\b\.?\s?\d{0,3}\s?[:.–—)]\s+)(?=\S)",
    re.IGNORECASE,
)
"""What says which part of a draft a line is."""
_AT_TIME = re.compile(
    rf"(?:[-*•–]\s)?(?P<date>(?:\d{{1,2}}\s)?(?:{MONTH_NAME}\s)?(?:19|20)\d\d|\d{{1,2}}\s{MONTH_NAME})\s?[:–—]\s(?=\S)"
)
"""A date that what it is of follows."""
_NUMBER = re.compile(r"(?:about |around |some |nearly |over |more than )?\d[\d,]*")
_TWO = 2
"""Cells of a row that are one statement."""


class Line(Struct, frozen=True):
    """What of a draft stands for itself, and with what it is read."""

    start: int
    """First character."""
    end: int
    """One past the last."""
    parts: tuple[Span, ...] = ()
    """What it is read as, piece by piece, some of them elsewhere; empty where as it stands."""
    is_whole: bool = False
    """Whether it is cut no further: a row or a cell of a table."""


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Cut a paragraph where a line stands for itself; lines that merely wrap stay together.

    Args:
        text: The draft.
        start: First character of the paragraph.
        end: One past its last.
    """
    found: list[Line] = []
    rows: list[Span] = []
    for first, last in _parted(text, start, end):
        if _TABLE_ROW.fullmatch(text, first, last):
            rows.append((first, last))
            continue
        found += _of_table(text, rows)
        rows = []
        found.append(Line(first, last))
    return [*found, *_of_table(text, rows)]


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines of a paragraph, those that wrap with what they go on in."""
    spans = list(_physical(text, start, end))
    width = max((b - a for a, b in spans), default=0)
    ends_early = [_ends_early(text, one, other, width) for one, other in pairwise(spans)]
    is_list = 2 * sum(ends_early) >= len(ends_early)
    first = start
    for one, other in pairwise(spans):
        if _is_apart(text, one, other, is_list=is_list):
            yield first, one[1]
            first = other[0]
    yield first, end


def _physical(text: str, start: int, end: int) -> Iterator[Span]:
    place = start
    while (feed := text.find("\n", place, end)) >= 0:
        yield place, feed
        place = feed + 1
    yield place, end


def _ends_early(text: str, one: Span, other: Span, width: int) -> bool:
    """Whether the next line's first word had had room on a line."""
    word = text[other[0] : other[1]].split(maxsplit=1)
    return bool(word) and one[1] - one[0] + 1 + len(word[0]) <= width


def _is_apart(text: str, one: Span, other: Span, *, is_list: bool) -> bool:
    if _TABLE_ROW.fullmatch(text, *one) or _TABLE_ROW.fullmatch(text, *other):
        return True
    if _GOES_ON.search(text[one[0] : one[1]].rstrip()):
        return False
    if _LABEL.match(text, *other):
        return True
    return is_list and _BEGINS.match(text, *other) is not None


def _of_table(text: str, rows: Sequence[Span]) -> Iterator[Line]:
    """Yield the cells of a table, each with its row's and its column's head; a row of two cells is read as one."""
    is_headed = len(rows) > 1 and _RULE.fullmatch(text, *rows[1]) is not None
    heads = _columns(text, rows[0]) if is_headed else []
    for row in rows[is_headed:]:
        if _RULE.fullmatch(text, *row):
            continue
        columns = _columns(text, row)
        if sum(start < end for start, end in columns) == 1:
            yield Line(*row, is_whole=True)
        else:
            yield from _cells(text, row, columns, heads)


def _cells(text: str, row: Span, columns: Sequence[Span], heads: Sequence[Span]) -> Iterator[Line]:
    for number, cell in enumerate(columns[1:], start=1):
        if cell[0] < cell[1]:
            own = cell if len(columns) > _TWO else row
            yield _cell(text, own, cell, (columns[0], *heads[number : number + 1]))


def _cell(text: str, own: Span, value: Span, heads: Sequence[Span]) -> Line:
    """Return a value with what it is of: a bare number before it, as in "47 bodies in danger"."""
    said = tuple(each for each in heads if each[0] < each[1])
    parts = (value, *said) if _NUMBER.fullmatch(text, *value) else (*said, value)
    return Line(*own, parts=parts, is_whole=True)


def _columns(text: str, row: Span) -> list[Span]:
    """Return what stands between the strokes of a row, without the spaces around; empty cells too."""
    bars = [place for place in range(*row) if text[place] == "|"]
    return [_trimmed(text, (one + 1, other)) for one, other in pairwise(bars)]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def with_question(text: str, question: Span, answer: Span) -> Line | None:
    """Return a short answer with what its question says it is of; None where it says so itself.

    Args:
        text: The draft.
        question: A sentence that asks something.
        answer: The sentence behind it.
    """
    start = _led(text, answer)
    if start >= answer[1] or len(text[start : answer[1]].split()) > _AN_ANSWER:
        return None
    first, last = _led(text, question), question[1]
    while last > first and text[last - 1] in "?”’\"' *":
        last -= 1
    for form in (_HOW_MANY, _WHO):
        if found := form.match(text, first, last):
            end = answer[1] - (text[answer[1] - 1] in ".;")
            return Line(start, end, ((start, end), (found.end(), last)))
    return Line(start, answer[1], ((first, last), (start, answer[1]))) if last > first else None


def with_date_behind(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return a line of a timeline in the order of prose, what happened and then when; empty for any other."""
    found = _AT_TIME.match(text, start, end)
    if found is None:
        return ()
    last = end - (text[end - 1] == ".")
    return (found.end(), last), found.span("date")


def without_form(text: str, start: int, end: int) -> int:
    """Return where a line begins behind what only says which part of the draft it is: "Slide 5:", "Caption:"."""
    found = _FORM.match(text, start, end)
    return found.end() if found and found.end() < end else start


def _led(text: str, span: Span) -> int:
    found = _LEADING.match(text, *span)
    return found.end() if found else span[0]
