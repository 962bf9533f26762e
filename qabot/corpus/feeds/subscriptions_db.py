"""What is remembered of feeds: who is subscribed to, when to ask again, which items were brought in.

One SQLite file in the corpus folder, hidden from the index. An item counts as brought in only once its article is in
the corpus, and what a server is to be told of its feed is noted only once all items are: stopping at any moment loses
no article. Losing the file loses the subscriptions, but no article either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from qabot.core.database import Layout, Policy, open_database
from qabot.core.errors import STILL_ANSWERED, QabotError, StorageFailed, UsageError
from qabot.core.storage_faults import storage_faults_told
from qabot.corpus.fetch.validators import NEW, Validators
from qabot.corpus.folder import HIDDEN, make_hidden_folder

FILE = "feeds.db"
EVERY = timedelta(hours=1)
"""How often a feed is asked."""
AT_LEAST = timedelta(days=1)
"""How often one that fails, or that says it changes seldom, is asked all the same."""
_FURTHEST = 8 * AT_LEAST
"""Within this every feed is asked again, whatever its server says."""
_LONGEST_WAIT = _FURTHEST - AT_LEAST
"""How long a server that asks for it is left alone at the most."""
REMEMBERED = 5000
"""Items remembered of one feed."""

_SCHEMA = """
CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    title TEXT,
    outlet TEXT,
    etag TEXT,
    modified TEXT,
    next_fetch TEXT,                        -- ISO 8601, UTC; so are all moments
    last_fetch TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    cause TEXT,
    last_item TEXT
);
CREATE TABLE seen (number INTEGER PRIMARY KEY, source TEXT NOT NULL, item TEXT NOT NULL, UNIQUE (source, item));
CREATE TABLE backfills (site TEXT NOT NULL, after TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (site, after));
"""
_LAYOUT = Layout(int.from_bytes(b"qabf"), (_SCHEMA,))
_POLICY = Policy[QabotError](
    name="The feeds in",
    error=UsageError,
    refused=StorageFailed,
    still_works=STILL_ANSWERED,
    start_anew="move {path} away, and add the feeds again",
    is_in_home=True,
)
_COLUMNS = "url, title, outlet, etag, modified, next_fetch, last_fetch, failures, cause, last_item"


class Subscription(Struct, frozen=True):
    """A feed that is subscribed to."""

    url: str
    """Where it lies."""
    title: str | None = None
    """What it calls itself."""
    outlet: str | None = None
    """Who publishes it, where the user said so; else its title stands for that."""
    validators: Validators = NEW
    """By what its server tells whether it has changed."""
    next_fetch: datetime | None = None
    """When it is to be asked again; None for at once."""
    last_fetch: datetime | None = None
    """When it was last had."""
    failures: int = 0
    """How often in a row it could not be had."""
    cause: str | None = None
    """Why not, the last time."""
    last_item: str | None = None
    """The title of the newest item that was brought in."""

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to ask."""
        if self.next_fetch is None or (self.last_fetch and now < self.last_fetch):  # had before it was so late
            return True
        # Later than it is ever put off to: the clock has gone backwards since.
        return not now < self.next_fetch <= now + _FURTHEST

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.outlet or self.title or self.url


class FeedState:
    """The file, open. One thread uses it; processes may use it at the same time."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        """Take an open database that has the layout, and where it lies; `open` makes one."""
        self._database = database
        self._path = path

    @classmethod
    def open(cls, corpus: Path, *, makes: bool = True) -> Self:
        """Open the file of a corpus folder.

        Args:
            corpus: The folder.
            makes: Whether to make the file where there is none; else nothing is remembered then.

        Raises:
            UsageError: It is damaged, of a newer qabot, or not one of qabot's.
            StorageFailed: The machine refuses to read or write it.
        """
        path = corpus / HIDDEN / FILE
        with storage_faults_told(path, _POLICY.still_works):
            is_kept = makes or path.exists()
            if is_kept:
                make_hidden_folder(corpus)
        return cls(open_database(path if is_kept else None, _LAYOUT, _POLICY), path)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def faults_told(self) -> Generator[None]:
        """Tell what goes wrong with the file inside, for whoever goes on after it.

        Raises:
            UsageError: It is held by another process, or damaged.
            StorageFailed: The machine refuses to read or write it.
        """
        try:
            yield
        except sqlite3.Error as error:
            raise _POLICY.unusable(self._path, error) from error

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Close it, and tell what the machine refused to write of it."""
        self.close()
        if isinstance(error, sqlite3.Error):
            raise _POLICY.unusable(self._path, error) from error

    def subscribe(self, url: str, title: str | None = None, outlet: str | None = None) -> bool:
        """Subscribe to a feed, and tell whether that is new; what is said of it replaces what was said before."""
        is_new = self.subscription(url) is None
        sql = (
            "INSERT INTO feeds (url, title, outlet) VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET "
            "title = coalesce(excluded.title, title), outlet = coalesce(excluded.outlet, outlet)"
        )
        with self._database:
            self._database.execute(sql, (url, title, outlet))
        return is_new

    def unsubscribe(self, url: str) -> bool:
        """Forget a feed, and tell whether it was subscribed to; its articles stay."""
        with self._database:
            self._database.execute("DELETE FROM seen WHERE source = ?", (url,))
            return self._database.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount > 0

    def subscriptions(self) -> list[Subscription]:
        """Return all feeds, by their addresses."""
        sql = f"SELECT {_COLUMNS} FROM feeds ORDER BY url"  # noqa: S608 - constants of this module
        return [_subscription(row) for row in self._database.execute(sql)]

    def subscription(self, url: str) -> Subscription | None:
        """Return a feed, None where it is not subscribed to."""
        row = self._database.execute(f"SELECT {_COLUMNS} FROM feeds WHERE url = ?", (url,)).fetchone()  # noqa: S608 - as above
        return _subscription(row) if row else None

    def seen(self, source: str) -> frozenset[str]:
        """Return the keys of the items of a feed, or of a site, that were brought in."""
        return frozenset(row[0] for row in self._database.execute("SELECT item FROM seen WHERE source = ?", (source,)))

    def note_seen(self, source: str, items: Iterable[str], remembered: int | None = REMEMBERED) -> None:
        """Note that items were brought in, and forget the oldest beyond `remembered`."""
        with self._database:
            rows = [(source, item) for item in items]
            self._database.executemany("INSERT OR IGNORE INTO seen (source, item) VALUES (?, ?)", rows)
            if remembered is not None:
                sql = (
                    "DELETE FROM seen WHERE source = ?1 AND number <= "
                    "(SELECT number FROM seen WHERE source = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)"
                )
                self._database.execute(sql, (source, remembered))

    def note_had(self, url: str, now: datetime, wait: timedelta, validators: Validators | None) -> None:
        """Note that a feed was had.

        Args:
            url: Which.
            now: When.
            wait: How long not to ask again.
            validators: What to tell its server the next time; None where something in it is still to be brought in.
        """
        etag, modified = (validators.etag, validators.modified) if validators else (None, None)
        sql = (
            "UPDATE feeds SET etag = ?, modified = ?, last_fetch = ?, next_fetch = ?, failures = 0, cause = NULL "
            "WHERE url = ?"
        )
        later = now + min(max(wait, EVERY), AT_LEAST)
        with self._database:
            self._database.execute(sql, (etag, modified, now.isoformat(), later.isoformat(), url))

    def note_title(self, url: str, title: str | None, last_item: str | None) -> None:
        """Note what a feed calls itself and its newest item."""
        sql = "UPDATE feeds SET title = coalesce(?, title), last_item = coalesce(?, last_item) WHERE url = ?"
        with self._database:
            self._database.execute(sql, (title, last_item, url))

    def note_failed(self, url: str, now: datetime, cause: str, retry_after: float | None = None) -> None:
        """Note that a feed could not be had; the more often in a row, the later it is asked again."""
        subscription = self.subscription(url)
        failures = subscription.failures + 1 if subscription else 1
        back_off = min(EVERY * 2 ** min(failures - 1, 10), AT_LEAST)
        later = now + max(back_off, timedelta(seconds=min(retry_after or 0, _LONGEST_WAIT.total_seconds())))
        sql = "UPDATE feeds SET failures = ?, cause = ?, next_fetch = ? WHERE url = ?"
        with self._database:
            self._database.execute(sql, (failures, cause, later.isoformat(), url))

    def page(self, site: str, after: str) -> int:
        """Return how many pages of a site's archive were brought in whole."""
        row = self._database.execute(
            "SELECT page FROM backfills WHERE site = ? AND after = ?", (site, after)
        ).fetchone()
        return int(row[0]) if row else 0

    def note_page(self, site: str, after: str, page: int) -> None:
        """Note how many pages of a site's archive were brought in whole."""
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO backfills VALUES (?, ?, ?)", (site, after, page))


def _subscription(row: tuple[Any, ...]) -> Subscription:
    url, title, outlet, etag, modified, next_fetch, last_fetch, failures, cause, last_item = row
    moments = _moment(next_fetch), _moment(last_fetch)
    return Subscription(url, title, outlet, Validators(etag, modified), *moments, failures, cause, last_item)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
