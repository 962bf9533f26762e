"""The vectors of all segments of a generation, searched as one; dead passages are never found.

Search is exact, whatever the size. Of a million passages of 384 dimensions it takes 31 to 40 ms of processor time, by
how much else wants the memory, which its segments share out among the cores; an approximate index would save part of
a sixth of a question, and lose passages under filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from qabot.index.filter_query import Ids
from qabot.index.segments import Segment, first_ids
from qabot.index.text_index import Scored
from qabot.index.vector_index import VectorIndex, Vectors
from qabot.models.onnx_session import on_every_core

THREADS_FROM = 200_000
"""From this many passages on, segments are searched at once: to start threads takes as long as to search some 2,000."""


class SegmentedVectors:
    """Searches the segments of a generation, the oldest first."""

    def __init__(self, segments: Sequence[Segment], shown: Sequence[Ids] | None = None) -> None:
        """Search these; at least one.

        Args:
            segments: The segments.
            shown: Of each, the rows that may be found, in ascending order; by default those that live.
        """
        self._indexes = tuple(segment.vectors for segment in segments)
        self._live = tuple(segment.live_rows() for segment in segments) if shown is None else tuple(shown)
        self._firsts = first_ids(index.passages for index in self._indexes)
        self.dimensions = {index.dimension for index in self._indexes}

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None = None) -> list[Scored]:
        """Return the passages nearest in meaning, best first, with their cosines.

        Args:
            vector: A unit vector, shape (dimension,).
            limit: The most to return.
            allowed: Ids that may be returned, ascending, of passages that live; None for all of these.
        """
        if len(self._indexes) == 1:
            return self._indexes[0].nearest(vector, limit, self._live[0] if allowed is None else allowed)

        def search(part: tuple[VectorIndex, int, Ids | None]) -> list[Scored]:
            index, first, rows = part
            return [(row + first, score) for row, score in index.nearest(vector, limit, rows)]

        parts = [*self._allowed(allowed)]
        is_large = self._firsts[-1] >= THREADS_FROM
        found = chain.from_iterable(on_every_core(search, parts) if is_large else map(search, parts))
        return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each of these passages, shape (n,)."""
        return self.rows(ids) @ vector

    def rows(self, ids: Ids) -> Vectors:
        """Return the stored vectors of these passages."""
        if len(self._indexes) == 1:
            return self._indexes[0].rows(ids)
        found = np.empty((len(ids), self._indexes[0].dimension), dtype=np.float32)
        segment_of = np.searchsorted(self._firsts, ids, side="right") - 1
        for segment, index in enumerate(self._indexes):
            own = np.flatnonzero(segment_of == segment)
            if len(own):
                found[own] = index.rows(ids[own] - self._firsts[segment])
        return found

    def _allowed(self, allowed: Ids | None) -> Iterator[tuple[VectorIndex, int, Ids | None]]:
        """Yield each segment with its first id, and which of its rows may be found."""
        if allowed is None:
            yield from zip(self._indexes, self._firsts, self._live, strict=False)
            return
        cuts = np.searchsorted(allowed, self._firsts)
        for number, (index, first) in enumerate(zip(self._indexes, self._firsts, strict=False)):
            yield index, first, allowed[cuts[number] : cuts[number + 1]] - first
