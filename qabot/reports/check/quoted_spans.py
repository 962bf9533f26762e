"""Where a text quotes: what stands between quotation marks, single or double, straight or curly. Pure.

A mark that opens and is never closed quotes to the end of its paragraph where the next begins with one, as the press
writes quotations of several paragraphs; else it quotes nothing, and is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from qabot.core.text import Span

_MARK = re.compile(r"[“”„\"«»‘']")
_CLOSERS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’'", "'": "'’"}
_SURE = frozenset("“„«")
"""Marks that open wherever they stand; the others close too."""
_SINGLE = frozenset("‘'")
_ENDS_SINGLE = re.compile(r"(?<=\S)['’](?!\w)")
_BEFORE = re.compile(r"[\s(\[{—–/:,>*_-]")
_AFTER = re.compile(r"[\w£$€\[(“\"…]|\.\.\.")
_MOST = 6_000
"""Characters of a quotation between marks of one kind."""
_MOST_SINGLE = 1_500
"""The same between single marks, which are apostrophes too."""
_POSSESSIVES = 4
"""How many plural possessives may stand in a quotation between single marks."""


class QuotedSpans(NamedTuple):
    """The quotations of a paragraph."""

    spans: list[Span]
    """What stands between marks, in order, without them; none lies within another."""
    unmatched: int
    """How many marks open and are not closed."""


def quoted_spans(text: str, *, goes_on: bool = False) -> QuotedSpans:
    """Return what a paragraph quotes.

    Args:
        text: The paragraph.
        goes_on: Whether the next paragraph begins with a mark that opens.
    """
    ends = [found.start() for found in _ENDS_SINGLE.finditer(text)]
    spans: list[Span] = []
    place = unmatched = 0
    never: set[str] = set()
    while found := _MARK.search(text, place):
        start, mark = found.end(), found[0]
        place = start
        if mark not in _CLOSERS or mark in never or not _opens(text, found.start()):
            continue
        end = _single_end(text, start, ends) if mark in _SINGLE else _double_end(text, start, mark)
        if end is None:
            if mark in _SINGLE:
                continue
            never.add(mark)
            if not goes_on:
                unmatched += 1
                continue
            end = len(text)
        if text[start:end].strip():
            spans.append((start, end))
        place = end + 1
    return QuotedSpans(spans, unmatched)


def _opens(text: str, place: int) -> bool:
    if text[place] in _SURE:
        return text[place + 1 : place + 2].strip() != ""
    is_behind_a_word = place > 0 and not _BEFORE.match(text[place - 1])
    return not is_behind_a_word and bool(_AFTER.match(text, place + 1))


def _double_end(text: str, start: int, mark: str) -> int | None:
    ends = [place for each in _CLOSERS[mark] if (place := text.find(each, start, start + _MOST)) >= 0]
    return min(ends, default=None)


def _single_end(text: str, start: int, ends: list[int]) -> int | None:
    """Return where a quotation between single marks ends, past plural possessives: the last before a new one opens."""
    first = bisect_left(ends, start + 1)
    for number in range(first, min(len(ends), first + _POSSESSIVES)):
        end = ends[number]
        if end - start > _MOST_SINGLE:
            return None
        later = ends[number + 1] if number + 1 < len(ends) else None
        if not _may_be_possessive(text, end) or later is None or _opens_between(text, end, later):
            return end
    return None


def _may_be_possessive(text: str, end: int) -> bool:
    return text[end - 1] in "sS" and text[end + 1 : end + 2] == " " and text[end + 2 : end + 3].islower()


def _opens_between(text: str, end: int, later: int) -> bool:
    return later - end > _MOST_SINGLE or any(
        _opens(text, found.start()) for found in _MARK.finditer(text, end + 1, later) if found[0] in _SINGLE
    )
