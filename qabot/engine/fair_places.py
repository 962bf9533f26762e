"""Places for so many at once, given to those who wait in the order in which they came.

`threading.Semaphore` lets whoever comes as one leaves go before those who wait, and has these wait anew behind all
others: of twenty who ask at once, some would wait several times as long as the rest.
"""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class FairPlaces:
    """So many places, each taken by `with`."""

    def __init__(self, places: int) -> None:
        """Have so many places."""
        self._free = places
        self._waiting: deque[threading.Lock] = deque()
        """Of each who waits a lock that is held until a place is theirs."""
        self._changing = threading.Lock()

    def __enter__(self) -> None:
        """Take a place, or wait for one."""
        with self._changing:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()
        except BaseException:  # whoever waited was interrupted, perhaps with a place already
            self._give_up(turn)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the place to whoever has waited longest."""
        with self._changing:
            self._leave()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    def _give_up(self, turn: threading.Lock) -> None:
        with self._changing:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._leave()

    def _leave(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._free += 1
