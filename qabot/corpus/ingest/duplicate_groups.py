"""Near-copies in groups: in which order texts are compared, and who belongs together so far."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from qabot.corpus.ingest.minhash import Pairs

_PIECE = 10_000


def by_turns(pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Yield the first pair of each later row, then the second of each, and so on.

    Texts that are all alike are known to be so after the first turn.
    """
    _, starts, counts = np.unique(pairs[:, 1], return_index=True, return_counts=True)
    order = np.argsort(np.arange(len(pairs)) - starts.repeat(counts), kind="stable")
    for start in range(0, len(order), _PIECE):
        yield from map(tuple, pairs[order[start : start + _PIECE]].tolist())


class Groups:
    """Rows that belong together, each group under its earliest."""

    def __init__(self) -> None:
        """Begin with every row by itself."""
        self._earlier: dict[int, int] = {}

    def first(self, row: int) -> int:
        """Return the earliest row of a row's group, which may be itself."""
        first = row
        while first in self._earlier:
            first = self._earlier[first]
        while row != first:  # the way is short next time
            self._earlier[row], row = first, self._earlier[row]
        return first

    def hold(self, one: int, other: int) -> bool:
        """Whether two rows belong together."""
        return self.first(one) == self.first(other)

    def join(self, one: int, other: int) -> None:
        """Make one group of those of two rows."""
        first, later = sorted((self.first(one), self.first(other)))
        if first != later:
            self._earlier[later] = first

    def later(self) -> list[int]:
        """Return the rows that are not the earliest of their group."""
        return sorted(self._earlier)
