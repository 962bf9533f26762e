"""The likeliest span of an answer, from what a reader gives for each token."""

from __future__ import annotations

from collections.abc import Sequence

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


def best_span(start: NDArray[np.floating], end: NDArray[np.floating], offsets: Sequence[Span | None]) -> FoundSpan:
    """Return the span whose start and end are likeliest together (Devlin et al. 2019, section 4.3).

    Args:
        start: Logits of being an answer's first token, shape (tokens,).
        end: Logits of being its last.
        offsets: Which characters each token stands for; None for those outside the passage.
    """
    places = [place for place, each in enumerate(offsets) if each is not None]
    none = float(start[0] + end[0])
    if not places:
        return FoundSpan((0, 0), -np.inf, -np.inf)
    ends = np.concatenate([end[places], np.full(LONGEST - 1, -np.inf, end.dtype)])
    # A row for each first token, with the sums for it as the last one too and for those behind it.
    pairs = start[places][:, None] + sliding_window_view(ends, LONGEST)
    first, more = divmod(int(np.argmax(pairs)), LONGEST)
    one, other = offsets[places[first]], offsets[places[min(first + more, len(places) - 1)]]
    found = float(pairs[first, more])
    return FoundSpan((one[0] if one else 0, other[1] if other else 0), found, found - none)
