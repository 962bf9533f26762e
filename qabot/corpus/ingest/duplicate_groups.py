"""Near-copies in groups: who belongs together so far."""

from __future__ import annotations


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
