"""Where a text quotes: the outermost pairs of quotation marks, curly or straight, double or single. Pure.

A quotation ends with its paragraph. One that goes on is not closed there, and opened once more where the next begins.
Apostrophes are none of its marks, nor are inches and feet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qabot.core.text import Span, numbered_paragraphs

_CURLY = {"“": "”", "«": "»", "„": "“”"}
_SINGLE_CLOSERS = "’'"
_BEFORE_OPENING = "([{-–—/:;,“\"‘'*_>…"
"""What may stand right before an opening mark, besides white space."""
_MARKS = re.compile("[“”\"«»„‘’']")
_ENDS_INSIDE = ",.?!…;"
"""A single mark behind one of these closes, whatever follows."""
_MOST_MARKS = 400
"""Marks of a paragraph that are read: one with more of them is no prose."""


class Quotation(Struct, frozen=True):
    """A run of characters between quotation marks."""

    start: int
    """Its opening mark."""
    end: int
    """One past its closing mark, or past the end of its paragraph where it goes on in the next."""
    first: int
    """The first character within the marks."""
    last: int
    """One past the last within them."""
    goes_on: bool = False
    """Whether it is not closed here, but in a later paragraph."""
    resumes: bool = False
    """Whether it began in an earlier paragraph."""


def quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of cleaned text, in order; what stands within them is left to them."""
    found: list[Quotation] = []
    blocks = [span for number, span in numbered_paragraphs(text) if number is not None]
    is_open = ""
    for number, (start, end) in enumerate(blocks):
        following = blocks[number + 1][0] if number + 1 < len(blocks) else end
        block, is_open = _of_paragraph(text, (start, end), text[following : following + 3], is_open)
        found += block
    return found


def _of_paragraph(text: str, span: Span, following: str, resumed: str) -> tuple[list[Quotation], str]:
    """Return the quotations of a paragraph, and the mark of the one that goes on behind it; empty where none does."""
    start, end = span
    marks = _marks(text, start, end)
    found: list[Quotation] = []
    number = 0
    while number < len(marks):
        opening = marks[number]
        if not _opens(text, opening, start, end):
            number += 1
            continue
        closing = _closing(text, marks, number, end)
        resumes = bool(resumed) and text[opening] == resumed and not text[start:opening].strip("> ")
        if closing is None:
            if text[opening] in '“"«‘' and following.lstrip("> ").startswith(text[opening]):
                found.append(_quotation(text, opening, end, goes_on=True, resumes=resumes))
                return found, text[opening]
            number += 1
            continue
        found.append(_quotation(text, opening, marks[closing], resumes=resumes))
        number = closing + 1
    return found, ""


def _quotation(text: str, opening: int, closing: int, *, goes_on: bool = False, resumes: bool = False) -> Quotation:
    first, last = opening + 1, closing
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Quotation(opening, closing if goes_on else closing + 1, first, last, goes_on, resumes)


def _marks(text: str, start: int, end: int) -> list[int]:
    """Return where quotation marks may stand in a paragraph; apostrophes within words are left out."""
    marks = (found.start() for found in _MARKS.finditer(text, start, end))
    return [place for place in marks if not _is_within_a_word(text, place, start, end)][:_MOST_MARKS]


def _is_within_a_word(text: str, place: int, start: int, end: int) -> bool:
    inside = start < place < end - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()
    return inside and text[place] in _SINGLE_CLOSERS


def _opens(text: str, place: int, start: int, end: int) -> bool:
    """Whether a mark can open a quotation, by what stands on either side of it."""
    mark = text[place]
    if place + 1 >= end or text[place + 1].isspace():
        return False
    if mark in _CURLY:
        return True
    if mark not in "\"'‘":
        return False
    free = place == start or text[place - 1].isspace() or text[place - 1] in _BEFORE_OPENING
    return free and (mark == '"' or text[place + 1].isalnum() or text[place + 1] in '“"£$€([…')


def _closing(text: str, marks: Sequence[int], number: int, end: int) -> int | None:
    """Return which of the marks closes the one that opens here, if any does."""
    opening = text[marks[number]]
    if opening in "'‘":
        return _closing_single(text, marks, number, end)
    closers = _CURLY.get(opening, '"')
    depth = 0
    for other in range(number + 1, len(marks)):
        mark = text[marks[other]]
        if mark == opening and opening in _CURLY:
            depth += 1
        elif mark in closers:
            if opening == '"' and _opens(text, marks[other], marks[number], end) and not _may_close(text, marks[other]):
                continue
            if depth == 0:
                return other
            depth -= 1
    if depth:  # some mark is missing: the first that closes is taken for it
        return next((each for each in range(number + 1, len(marks)) if text[marks[each]] in closers), None)
    return None


def _may_close(text: str, place: int) -> bool:
    return not text[place - 1].isspace()


def _closing_single(text: str, marks: Sequence[int], number: int, end: int) -> int | None:
    """Return which mark closes a single one: of several that may be apostrophes of a plural, the last before the next.

    A mark behind a comma or a stop closes; so does the only one there is.
    """
    perhaps: int | None = None
    for other in _single_closers(text, marks, number, end):
        before, behind = text[marks[other] - 1], text[marks[other] + 1 : marks[other] + 3]
        if before in _ENDS_INSIDE or before in '”")' or not behind or behind[0] in ",.;:?!)]":
            return other
        is_plural = before in "sS" and behind[:1] == " " and behind[1:].islower()
        if not is_plural:
            return other
        perhaps = other if perhaps is None else perhaps
    return perhaps


def _single_closers(text: str, marks: Sequence[int], number: int, end: int) -> Iterator[int]:
    for other in range(number + 1, len(marks)):
        place = marks[other]
        if text[place] == "‘" or (text[place] == "'" and _opens(text, place, marks[number], end)):
            return
        is_end = place + 1 >= end or not text[place + 1].isalnum()
        if text[place] in _SINGLE_CLOSERS and is_end and not text[place - 1].isspace() and place - 1 > marks[number]:
            yield other
