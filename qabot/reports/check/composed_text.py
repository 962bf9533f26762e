"""What a statement of a draft is read as, where its pieces stand apart in it: each character with its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from qabot.core.text import Span

_BETWEEN = ", "
"""A comma keeps the words on either side from being read as one name."""


_COUNTED = re.compile(r"[a-z]{3,}\s[a-z]")
_COMMON = re.compile(r"[A-Z][a-z]+\s[a-z]")


def _within_a_sentence(piece: str) -> str:
    """Return a piece without the capital it only has because it begins a line: "Bodies in danger"."""
    return piece[0].lower() + piece[1:] if _COMMON.match(piece) else piece


def _counts(one: str, other: str) -> bool:
    """Whether a piece is a number, and the next what it counts: "47 bodies in danger"."""
    return one[-1:].isdigit() and _COUNTED.match(other) is not None


class ComposedText:
    """Pieces of a draft in the order in which they are read."""

    def __init__(self, text: str, own: Span, parts: Sequence[Span] = ()) -> None:
        """Put the pieces one behind the other.

        Args:
            text: The draft.
            own: What the statement is: what is found of other pieces is none of it.
            parts: The pieces; none where it is read as it stands.
        """
        self._own = own
        self._parts = [*parts] or [own]
        pieces = [text[slice(*each)] for each in self._parts]
        pieces = [*pieces[:1], *map(_within_a_sentence, pieces[1:])]
        betweens = [" " if _counts(one, other) else _BETWEEN for one, other in pairwise(pieces)]
        self.text = "".join(map("".join, zip(pieces, [*betweens, ""], strict=True)))
        self._starts: list[int] = []
        place = 0
        for piece, between in zip(pieces, [*betweens, ""], strict=True):
            self._starts.append(place)
            place += len(piece) + len(between)

    def place(self, position: int) -> int | None:
        """Return where a character of the draft stands in the text; None where it does not."""
        for start, (first, last) in zip(self._starts, self._parts, strict=True):
            if first <= position <= last:
                return start + position - first
        return None

    def within(self, spans: Iterable[Span]) -> list[Span]:
        """Return where ranges of the draft stand in the text, each within one piece; without those that do not."""
        return [
            (start + a - first, start + b - first)
            for a, b in spans
            for start, (first, last) in zip(self._starts, self._parts, strict=True)
            if first <= a < b <= last
        ]

    def span(self, span: Span) -> Span | None:
        """Return what a range of the text is of the statement in the draft; None where it is all of other pieces."""
        found = [
            (max(first, first + span[0] - start), min(last, first + span[1] - start))
            for start, (first, last) in zip(self._starts, self._parts, strict=True)
            if self._own[0] <= first and last <= self._own[1] and span[0] < start + last - first and span[1] > start
        ]
        return (min(a for a, _ in found), max(b for _, b in found)) if found else None
