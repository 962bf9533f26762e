"""When segments are merged, and when everything is laid out anew: pure, and bounded by what was changed.

A merge rewrites rows of several segments into one. Small ones come first: a new segment takes in those before it that
are of a smaller tier, and the others of its own tier once there are some. So a row is rewritten at the most a few times
a tier, there are never many segments, and none that is large is read for the sake of a few new articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

SEGMENT_PASSAGES = 100_000
"""The most passages that are read before they are written into a segment, unless one article alone has more."""

_SMALLEST_TIER = 256
"""Passages below which a segment is of tier 0."""
_TIER_STEP = 4
"""By how much a tier is larger than the one before."""
_LEAST_OF_A_TIER = 3
"""So many segments of a tier stay side by side; with one more they are merged."""
_MOST_MERGED = 200_000
"""The most passages of a segment into which others are merged."""
_MERGED_UP_TO = 50_000
"""A segment of more passages is not merged with others, until everything is laid out anew."""
_MOST_STALE = 0.1
"""The share of dead passages from which everything is laid out anew."""


def tier(passages: int) -> int:
    """Return the tier of a segment, which counts fourfold sizes."""
    found, bound = 0, _SMALLEST_TIER
    while passages >= bound:
        found, bound = found + 1, bound * _TIER_STEP
    return found


def merged_with_new(sizes: Sequence[int], new: int) -> int:
    """Return how many of the newest segments are merged with one that is being written.

    Args:
        sizes: Living passages of each segment there is, the oldest first.
        new: Passages of the new one.
    """
    taken, total = 0, new
    while more := _next_to_merge(sizes[: len(sizes) - taken], total):
        total += sum(more)
        if total > _MOST_MERGED:
            break
        taken += len(more)
    return taken


def _next_to_merge(sizes: Sequence[int], total: int) -> list[int]:
    """Return the sizes of the newest segments that are merged with one of this size, if any are."""
    own = tier(total)
    alike = [*takewhile(lambda size: size <= _MERGED_UP_TO and tier(size) <= own, reversed(sizes))]
    if sum(tier(size) == own for size in alike) >= _LEAST_OF_A_TIER:
        return alike
    return [*takewhile(lambda size: tier(size) < own, alike)]


def is_stale(dead: int, living: int) -> bool:
    """Whether so many passages are dead that everything is laid out anew."""
    return dead > _MOST_STALE * (dead + living)
