"""The likeliest span of an answer, from what a reader gives for each token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from qabot.core.text import Span

LONGEST = 30
"""Most tokens of an answer."""
_GOES_ON: NDArray[np.float32] = np.where(
    np.add.outer(np.arange(LONGEST), np.arange(LONGEST)) < LONGEST, 0, -np.inf
).astype(np.float32)
"""What is added to the sums of the last tokens of a range: minus infinity where an answer would end behind it."""


class FoundSpan(Struct, frozen=True):
    """Where an answer stands, if there is one."""

    span: Span
    """First character and one past the last; (0, 0) where the passage has no tokens."""
    score: float
    """Sum of the logits of its start and its end."""
    margin: float
    """By how much that is more than the same of the first token, which stands for "no answer"."""


class SpanSearch:
    """Looks for answers in what a reader gives for the tokens of one passage, which are told apart once."""

    def __init__(self, start: NDArray[np.floating], end: NDArray[np.floating], offsets: Sequence[Span | None]) -> None:
        """Take the tokens of the passage from among all that were read.

        Args:
            start: Logits of being an answer's first token, shape (tokens,).
            end: Logits of being its last.
            offsets: Which characters each token stands for, in order; None for those outside the passage.
        """
        places = np.array([place for place, each in enumerate(offsets) if each is not None], np.intp)
        self._first = [each[0] for each in offsets if each is not None]
        self._behind = [each[1] for each in offsets if each is not None]
        self._none = float(start[0] + end[0])
        ends = np.concatenate([end[places], np.full(LONGEST, -np.inf, end.dtype)])
        # A row for each first token, with the sums for it as the last one too and for those behind it.
        self._pairs = start[places][:, None] + sliding_window_view(ends, LONGEST)[:-1]

    @cached_property
    def whole(self) -> FoundSpan:
        """The likeliest answer in the passage."""
        return self._best(0, len(self._first))

    def within(self, characters: Span) -> FoundSpan:
        """Return the likeliest answer of whole tokens inside a range of the passage's characters."""
        a, b = characters
        return self._best(bisect_left(self._first, a), bisect_right(self._behind, b))

    def _best(self, one: int, behind: int) -> FoundSpan:
        """Return the span of these tokens whose start and end are likeliest together (Devlin et al. 2019, section 4.3).

        Args:
            one: The first of them.
            behind: One past the last.
        """
        if one >= behind:
            return FoundSpan((0, 0), -np.inf, -np.inf)
        pairs = self._pairs[one:behind]
        if behind < len(self._first):  # no answer goes on behind the last of them
            pairs = pairs.copy()
            pairs[-LONGEST:] += _GOES_ON[-len(pairs) :]
        first, more = divmod(int(np.argmax(pairs)), LONGEST)
        found = float(pairs[first, more])
        last = min(one + first + more, behind - 1)
        return FoundSpan((self._first[one + first], self._behind[last]), found, found - self._none)
