"""The likeliest span of an answer, from what a reader gives for each token."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from qabot.core.text import Span

LONGEST = 30
"""Most tokens of an answer."""


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
            offsets: Which characters each token stands for; None for those outside the passage.
        """
        places = [place for place, each in enumerate(offsets) if each is not None]
        characters = np.array([each for each in offsets if each is not None], np.int64).reshape(-1, 2)
        self._first, self._behind = characters[:, 0], characters[:, 1]
        self._start, self._end = start[places], end[places]
        self._none = float(start[0] + end[0])

    @cached_property
    def whole(self) -> FoundSpan:
        """The likeliest answer in the passage."""
        return self._best(slice(None))

    def within(self, characters: Span) -> FoundSpan:
        """Return the likeliest answer of whole tokens inside a range of the passage's characters."""
        a, b = characters
        return self._best(np.flatnonzero((self._first >= a) & (self._behind <= b)))

    def _best(self, tokens: slice | NDArray[np.intp]) -> FoundSpan:
        """Return the span whose start and end are likeliest together (Devlin et al. 2019, section 4.3)."""
        starts, ends = self._start[tokens], self._end[tokens]
        if not len(starts):
            return FoundSpan((0, 0), -np.inf, -np.inf)
        padded = np.concatenate([ends, np.full(LONGEST - 1, -np.inf, ends.dtype)])
        # A row for each first token, with the sums for it as the last one too and for those behind it.
        pairs = starts[:, None] + sliding_window_view(padded, LONGEST)
        first, more = divmod(int(np.argmax(pairs)), LONGEST)
        found = float(pairs[first, more])
        last = min(first + more, len(starts) - 1)
        span = int(self._first[tokens][first]), int(self._behind[tokens][last])
        return FoundSpan(span, found, found - self._none)
