"""Connections to one finished SQLite file, so that several threads read it at once.

A connection is lent for one statement and never to two threads at the same time. Another one is opened only when a
thread finds none free, so that a single thread reads through one connection all along, and what it cached is warm.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from qabot.core.errors import InternalError


class ReadConnections:
    """Lends connections to a file that never changes. Any number of threads may ask at once; they wait, never fail."""

    def __init__(self, path: Path, most: int, prepare: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Open a file `mode=ro&immutable=1`: reading it takes no lock.

        Args:
            path: The file.
            most: How many connections are opened at the most; at least one is.
            prepare: Done to each connection before it is lent.

        Raises:
            sqlite3.Error: It cannot be opened.
        """
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._prepare = prepare
        self._left = most - 1
        """How many more may be opened."""
        self._idle = [self._open()]
        self._returned = threading.Condition()
        self._is_closed = False

    @contextmanager
    def lent(self) -> Generator[sqlite3.Connection]:
        """Lend a connection to this thread alone, once one is free.

        Raises:
            InternalError: They were closed.
        """
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def close(self) -> None:
        """Close every connection; one that is lent is closed when it comes back."""
        with self._returned:
            self._is_closed = True
            while self._idle:
                self._idle.pop().close()
            self._returned.notify_all()

    def _take(self) -> sqlite3.Connection:
        with self._returned:
            if not self._idle and self._left > 0 and not self._is_closed:
                # A generation that was pruned is still read through what is open: then one waits for that.
                with suppress(sqlite3.Error):
                    self._idle.append(self._open())
                    self._left -= 1
            self._returned.wait_for(lambda: self._idle or self._is_closed)
            if self._is_closed:
                raise InternalError("The index was asked after it had been closed.", hint="Start qabot again.")
            return self._idle.pop()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._returned:
            if self._is_closed:
                connection.close()
                return
            self._idle.append(connection)
            self._returned.notify()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        with ExitStack() as undo:
            undo.callback(connection.close)
            if self._prepare:
                self._prepare(connection)
            undo.pop_all()
        return connection
