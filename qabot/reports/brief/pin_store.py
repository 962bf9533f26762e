"""Pinned passages in one SQLite file of the user's own, home by home.

It lies in the user's state folder and never in a home, which others may share: what somebody gathers is private. Each
change reads the list and writes it back in one transaction, so that two chats cannot lose each other's pins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from qabot.core.database import Layout, Policy, open_database, storable, transaction
from qabot.core.errors import HistoryUnusable
from qabot.reports.brief.pins import MOST_PINS, Pin, full, index_of

_SCHEMA = """
CREATE TABLE pins (
    home TEXT NOT NULL,
    place INTEGER NOT NULL,
    article TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    quote TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    attribution TEXT NOT NULL,
    title TEXT NOT NULL,
    own_note TEXT NOT NULL,
    pinned TEXT NOT NULL,                   -- ISO 8601, UTC
    PRIMARY KEY (home, place)
) WITHOUT ROWID;
"""
_LAYOUT = Layout(int.from_bytes(b"qabp"), (_SCHEMA,))
_POLICY = Policy(
    name="The file of pinned passages",
    error=HistoryUnusable,
    still_works="Questions are answered all the same.",
    start_anew="move {path} away to begin without any",
    is_private=True,
    is_checked=True,
    wait_s=5.0,  # each process holds the file for milliseconds
    isolation=None,
    any_thread=True,
)
_SELECT = (
    "SELECT article, first, last, quote, text_sha256, attribution, title, own_note, pinned FROM pins "
    "WHERE home = ? ORDER BY place"
)
_INSERT = "INSERT INTO pins VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

T = TypeVar("T")


def pins_path() -> Path:
    """Return where pins lie: `pins.db` in the user's state folder (`XDG_STATE_HOME` is honoured)."""
    return platformdirs.user_state_path("qabot", appauthor=False) / "pins.db"


class PinStore:
    """The file of pinned passages, opened for each thing that is done: any process may use it, any thread too."""

    def __init__(self, path: Path | None) -> None:
        """Keep pins in this file; None keeps them for as long as this lives."""
        self._path = path
        self._memory: sqlite3.Connection | None = None
        self._dropped: list[tuple[int, Pin]] = []

    @property
    def is_kept(self) -> bool:
        """Whether pins outlive the chat."""
        return self._path is not None

    def pins(self, home: str) -> list[Pin]:
        """Return the pins of a home, in their order; none where there is no file yet, and none is made.

        Raises:
            HistoryUnusable: It is damaged, another program's, of a newer qabot, or may not be read.
        """
        if self._path is not None and not self._path.exists():
            return []
        return self._do(lambda database: _pins(database, home))

    def change(self, home: str, work: Callable[[list[Pin]], T]) -> T:
        """Change the pins of a home, and return what the work does.

        Args:
            home: Its path.
            work: Changes the list that it is given; where it raises, nothing is changed.

        Raises:
            HistoryUnusable: As above, or it may not be written.
        """

        def changed(database: sqlite3.Connection) -> T:
            with transaction(database):
                pins = _pins(database, home)
                result = work(pins)
                database.execute("DELETE FROM pins WHERE home = ?", (storable(home),))
                database.executemany(_INSERT, [_row(home, place, each) for place, each in enumerate(pins)])
            return result

        return self._do(changed)

    @property
    def waiting(self) -> int:
        """How many pins `undo` would bring back now, if there is room for them."""
        return len(self._dropped)

    def drop(self, home: str, number: int | None) -> int:
        """Forget a pin by its number, from 1, or all of them, until `undo`; return how many.

        Raises:
            HistoryUnusable: As above.
            UsageError: There is no such pin.
        """

        def dropped(pins: list[Pin]) -> list[tuple[int, Pin]]:
            places = [index_of(pins, number)] if number is not None else [*range(len(pins))] or [index_of(pins, 1)]
            return [(place, pins.pop(place)) for place in reversed(places)]

        self._dropped = self.change(home, dropped)
        return len(self._dropped)

    def undo(self, home: str) -> int:
        """Bring back what was dropped last, where it stood, but for what was pinned again; return how many that were.

        What there is no room for may be brought back later: see `waiting`.

        Raises:
            HistoryUnusable: As above; nothing is brought back, and may be yet.
            UsageError: There is room for none, with the same outcome.
        """

        def brought_back(pins: list[Pin]) -> tuple[int, list[tuple[int, Pin]]]:
            count, left = len(pins), list[tuple[int, Pin]]()
            for place, pin in reversed(self._dropped):
                if any(each.is_of(pin) for each in pins):
                    continue
                if len(pins) < MOST_PINS:
                    pins.insert(place, pin)
                else:
                    left.append((place, pin))
            if left and len(pins) == count:
                raise full("Drop no more, or what was dropped before is forgotten: write a note of these with /brief.")
            return len(pins) - count, left[::-1]

        count, self._dropped = self.change(home, brought_back) if self._dropped else (0, [])
        return count

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with self._opened() as database:
                return work(database)
        except sqlite3.Error as cause:
            raise _POLICY.unusable(self._path or Path(":memory:"), cause) from cause

    @contextmanager
    def _opened(self) -> Generator[sqlite3.Connection]:
        if self._path is None:
            self._memory = self._memory or open_database(None, _LAYOUT, _POLICY)
            yield self._memory
        else:
            with closing(open_database(self._path, _LAYOUT, _POLICY)) as database:
                yield database


def _pins(database: sqlite3.Connection, home: str) -> list[Pin]:
    return [_pin(row) for row in database.execute(_SELECT, (storable(home),))]


def _pin(row: tuple[Any, ...]) -> Pin:
    try:
        article, start, end, quote, digest, attribution, title, own_note, pinned = row
        moment, start, end = datetime.fromisoformat(pinned), int(start), int(end)
    except (TypeError, ValueError) as cause:
        raise sqlite3.DataError("a pin is damaged") from cause
    return Pin(
        article=article,
        start=start,
        end=end,
        quote=quote,
        text_sha256=digest,
        attribution=attribution,
        title=title,
        own_note=own_note,
        pinned=moment,
    )


def _row(home: str, place: int, pin: Pin) -> tuple[Any, ...]:
    texts = (pin.quote, pin.text_sha256, pin.attribution, pin.title, pin.own_note, pin.pinned.isoformat())
    return (storable(home), place, storable(pin.article), pin.start, pin.end, *map(storable, texts))
