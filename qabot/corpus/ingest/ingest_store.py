"""What is kept beside the articles, in `corpus/.qabot/kept.db`, which the index does not read.

The text as it came and what was dropped of it, earlier versions, removed articles, and what finding doubles takes.
Losing the file loses no article: whatever it holds about those that are there is worked out anew from their files.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from qabot.core.articles import ArticleKind
from qabot.core.database import Layout, Policy, open_copy, open_database
from qabot.core.errors import STILL_ANSWERED, QabotError, StorageFailed, UsageError
from qabot.corpus.drafts import RemovedLine
from qabot.corpus.folder import SourceFile
from qabot.corpus.ingest.minhash_loops import MinHashSignature
from qabot.corpus.ingest.signature_bands import SCHEMA, SignatureBands

FILE = "kept.db"
"""Its name in the corpus folder's hidden folder."""

_SCHEMA = """
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, articles INTEGER, complete INTEGER);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,             -- in the order in which they came
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT,
    published TEXT,
    url TEXT,
    address TEXT,                           -- what different addresses of one page have in common
    words TEXT NOT NULL,                    -- a hash over the words of the text
    sketch BLOB NOT NULL
);
CREATE INDEX by_path ON articles (path);
CREATE INDEX by_address ON articles (address) WHERE address IS NOT NULL;
CREATE INDEX by_words ON articles (words);
CREATE TABLE received (id TEXT PRIMARY KEY, raw BLOB NOT NULL, dropped TEXT NOT NULL, flags TEXT NOT NULL);
CREATE TABLE versions (
    id TEXT NOT NULL, until TEXT NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (id, sha256)
);
CREATE TABLE removed (id TEXT PRIMARY KEY, path TEXT NOT NULL, removed TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE lines (outlet TEXT, hash INTEGER, article TEXT, PRIMARY KEY (outlet, hash, article)) WITHOUT ROWID;
CREATE TABLE dumps (path TEXT PRIMARY KEY, records INTEGER NOT NULL, parts INTEGER NOT NULL);
"""
_BRIEFS = """
ALTER TABLE articles ADD COLUMN kind TEXT NOT NULL DEFAULT 'article';
ALTER TABLE articles ADD COLUMN reported_outlet TEXT;   -- of what a brief reports on
"""
_ITEMS = """
CREATE TABLE items (item TEXT PRIMARY KEY, id TEXT NOT NULL);
CREATE INDEX by_article ON items (id);
CREATE INDEX by_title ON articles (words, title, outlet);
"""
_LINES = """
ALTER TABLE articles ADD COLUMN line BLOB;      -- the digest of the line of a dump that holds it
"""
_COPIES = "ALTER TABLE versions ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;   -- whether the file never held it"
_LAYOUT = Layout(int.from_bytes(b"qabk"), (_SCHEMA, _BRIEFS, _ITEMS, SCHEMA + _LINES, _COPIES))
POLICY = Policy[QabotError](
    name="The ingest store",
    error=UsageError,
    refused=StorageFailed,
    still_works=STILL_ANSWERED,
    start_anew="move {path} away: no article in the corpus is lost with it, but earlier versions and removed ones are",
    sets_damaged_aside=True,
    is_in_home=True,
)
"""What is said, and done, where the file cannot be used."""
_MOST_OF_A_PAGE = 5
"""Articles that state one address with which another is compared, besides those that it is like."""
_MOST_OF_A_TEXT = 5
"""Articles of one text with which another is compared."""
_COLUMNS = "id, path, title, outlet, published, url, address, words, kind, reported_outlet"


class StoredEntry(Struct, frozen=True):
    """An article of the corpus folder, as known here."""

    id: str
    """Its id."""
    path: str
    """The file it stands in."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it."""
    published: str | None
    """When, in ISO 8601, as precise as it is known."""
    url: str | None
    """Where it can be read."""
    address: str | None
    """What different addresses of that page have in common."""
    words: str
    """A hash over the words of its text."""
    kind: ArticleKind = "article"
    """Whose words it is in."""
    reported_outlet: str | None = None
    """The outlet that a brief reports on; None where that is not known, and for an article."""


class KeptVersion(Struct, frozen=True):
    """What an article's file held earlier, or a copy of it that was not taken."""

    until: str
    """When it was put here, in ISO 8601."""
    data: bytes
    """The whole file."""
    is_copy: bool = False
    """Whether it is a near-copy that was not taken; of what was put here before that was told apart, this is False."""


class RemovedArticle(Struct, frozen=True):
    """An article that was removed and can be restored."""

    id: str
    """Its id."""
    path: str
    """The file it stood in."""
    removed: str
    """When, in ISO 8601."""


class KnownFile(Struct, frozen=True):
    """A file of the corpus folder, as it was when it was last looked at."""

    size: int
    """Bytes."""
    mtime_ns: int
    """Last change, in nanoseconds since 1970."""
    articles: int
    """How many articles of it are known."""
    is_complete: bool
    """Whether those are all."""

    def is_state_of(self, file: SourceFile) -> bool:
        """Whether the file has not changed since."""
        return (self.size, self.mtime_ns) == (file.size, file.mtime_ns)


class IngestStore:
    """The file, open for one writer. Nothing is kept for good before `commit`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take an open database that has the layout; `open` makes one."""
        self.database = database
        self.bands = SignatureBands(database)

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """Open the file, or make it; None keeps nothing: for a corpus that is only looked at.

        One that is damaged is set aside.

        Raises:
            UsageError: It is of a newer qabot or of another program; it is left as it is.
            StorageFailed: The machine refuses to read or write it.
        """
        return cls(open_database(path, _LAYOUT, POLICY))

    @classmethod
    def open_copy(cls, path: Path) -> Self:
        """Open a copy in memory of a file that may not be written, or an empty one where there is no file.

        Raises:
            QabotError: As for `open`.
        """
        return cls(open_copy(path, _LAYOUT, POLICY) if path.is_file() else open_database(None, _LAYOUT, POLICY))

    def commit(self) -> None:
        """Keep what was said so far."""
        self.database.commit()

    def files(self) -> dict[str, KnownFile]:
        """Return what is known of every file, by path."""
        rows = self.database.execute("SELECT path, size, mtime_ns, articles, complete FROM files")
        return {path: KnownFile(size, mtime_ns, articles, bool(done)) for path, size, mtime_ns, articles, done in rows}

    def note_file(self, path: str, size: int, mtime_ns: int, articles: int, *, complete: bool) -> None:
        """Note the state of a file whose articles are known."""
        row = (path, size, mtime_ns, articles, complete)
        self.database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)

    def forget_file(self, path: str) -> None:
        """Forget a file and the articles in it."""
        self.database.execute("DELETE FROM articles WHERE path = ?", (path,))
        self.database.execute("DELETE FROM files WHERE path = ?", (path,))
        self.bands.forget_last()

    def forget_unwritten(self) -> None:
        """Forget articles that were kept, but whose file was never written: a process was killed in between."""
        self.database.execute("DELETE FROM articles WHERE path NOT IN (SELECT path FROM files)")
        self.bands.forget_last()

    def note_articles(
        self, rows: Iterable[tuple[StoredEntry, MinHashSignature]], lines: Iterable[bytes | None] = repeat(None)
    ) -> None:
        """Note articles; of two with one id the first counts, as in the index.

        Args:
            rows: What is noted of each, and its signature.
            lines: The digest of the line that holds each; None where it is read again whenever its file has changed.
        """
        self.database.executemany(
            f"INSERT OR IGNORE INTO articles ({_COLUMNS}, sketch, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            ((*_values(entry), signature, line) for (entry, signature), line in zip(rows, lines, strict=False)),
        )

    def lines_of(self, path: str) -> dict[bytes, str]:
        """Return which article each line of a file holds, id by digest, as far as that is known."""
        rows = self.database.execute("SELECT line, id FROM articles WHERE path = ? AND line NOTNULL", (path,))
        return dict(rows.fetchall())

    def ids_of(self, path: str) -> set[str]:
        """Return the ids of the articles in a file."""
        return {row[0] for row in self.database.execute("SELECT id FROM articles WHERE path = ?", (path,))}

    def forget_articles(self, ids: Iterable[str]) -> None:
        """Forget articles whose file is still there."""
        self.database.executemany("DELETE FROM articles WHERE id = ?", ((each,) for each in ids))
        self.bands.forget_last()

    def entry(self, article_id: str) -> StoredEntry | None:
        """Return an article by its id."""
        return self._one("id = ?", article_id)

    def by_address(self, like: StoredEntry) -> list[StoredEntry]:
        """Return articles that state the address of one, the newest first, and before them one that has its words."""
        same = self._select("address = ? AND words = ? LIMIT 1", like.address, like.words)
        return [*same, *self._select("address = ? ORDER BY number DESC LIMIT ?", like.address, _MOST_OF_A_PAGE)]

    def by_words(self, like: StoredEntry) -> list[StoredEntry]:
        """Return articles that hold the words of one, the earliest first, and before them one that is just like it."""
        where = "words = ? AND title = ? AND outlet IS ? LIMIT 1"
        same = self._select(where, like.words, like.title, like.outlet)
        return [*same, *self._select("words = ? ORDER BY number LIMIT ?", like.words, _MOST_OF_A_TEXT)]

    def of_item(self, item: str) -> list[StoredEntry]:
        """Return the article that an item of a feed became, if it is there."""
        return self._select("id = (SELECT id FROM items WHERE item = ?)", item)

    def is_of_another_item(self, article_id: str, item: str) -> bool:
        """Whether an article came from items of the same feed, and from no such one."""
        feed = item.partition(" ")[0]
        rows = self.database.execute("SELECT item FROM items WHERE id = ?", (article_id,)).fetchall()
        same = [known for (known,) in rows if known.partition(" ")[0] == feed]
        return bool(same) and item not in same

    def note_item(self, item: str, article_id: str) -> None:
        """Note which article an item of a feed is."""
        self.database.execute("INSERT OR REPLACE INTO items VALUES (?, ?)", (item, article_id))

    def entries(self) -> list[StoredEntry]:
        """Return every article, in the order of their ids."""
        return self._select("1 ORDER BY id")

    def entries_at(self, numbers: Iterable[int]) -> Iterator[StoredEntry]:
        """Yield the articles of these numbers, in the order of these; one that is gone is left out."""
        return (entry for number in numbers for entry in self._select("number = ?", number))

    def ids(self) -> list[str]:
        """Return the id of every article, in order."""
        return [str(row[0]) for row in self.database.execute("SELECT id FROM articles ORDER BY id")]

    def outlets(self) -> list[str]:
        """Return every outlet by which an article is found: its own, and that of what a brief reports on."""
        query = "SELECT outlet FROM articles WHERE outlet NOTNULL UNION SELECT reported_outlet FROM articles"
        return [str(row[0]) for row in self.database.execute(f"{query} WHERE reported_outlet NOTNULL ORDER BY 1")]

    def keep_received(self, article_id: str, raw: str, dropped: Sequence[RemovedLine], flags: Sequence[str]) -> None:
        """Keep the text as it came, what was dropped of it, and what should be looked at."""
        lines = json.dumps([[line.number, line.rule, line.line] for line in dropped], ensure_ascii=False)
        row = (article_id, zlib.compress(raw.encode()), lines, json.dumps(flags, ensure_ascii=False))
        self.database.execute("INSERT OR REPLACE INTO received VALUES (?, ?, ?, ?)", row)

    def received(self, article_id: str) -> tuple[str, list[RemovedLine], list[str]] | None:
        """Return an article's text as it came, the lines dropped and the flags; None where nothing was kept."""
        row = self.database.execute("SELECT raw, dropped, flags FROM received WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return None
        dropped = [RemovedLine(line, rule, number) for number, rule, line in json.loads(row[1])]
        return zlib.decompress(row[0]).decode(), dropped, json.loads(row[2])

    def keep_version(self, article_id: str, data: bytes, *, is_copy: bool = False) -> None:
        """Keep what a file holds, once, before it is replaced; or a near-copy of it that is not taken."""
        row = (article_id, _now(), hashlib.sha256(data).hexdigest(), zlib.compress(data), is_copy)
        self.database.execute("INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?)", row)

    def versions(self, article_id: str) -> list[KeptVersion]:
        """Return earlier versions, the oldest first."""
        query = "SELECT until, data, copy FROM versions WHERE id = ? ORDER BY rowid"
        rows = self.database.execute(query, (article_id,))
        return [KeptVersion(until, zlib.decompress(data), bool(copy)) for until, data, copy in rows]

    def keep_removed(self, article_id: str, path: str, data: bytes) -> None:
        """Keep an article's file before it is removed."""
        row = (article_id, path, _now(), zlib.compress(data))
        self.database.execute("INSERT OR REPLACE INTO removed VALUES (?, ?, ?, ?)", row)

    def removed(self) -> list[RemovedArticle]:
        """Return the articles that can be restored, the last removed first."""
        # By the order in which rows were made: moments go by a clock, which may have been put back.
        rows = self.database.execute("SELECT id, path, removed FROM removed ORDER BY rowid DESC")
        return [RemovedArticle(*row) for row in rows]

    def removed_data(self, article_id: str) -> bytes:
        """Return the file of an article that was removed."""
        row = self.database.execute("SELECT data FROM removed WHERE id = ?", (article_id,)).fetchone()
        return zlib.decompress(row[0])

    def forget_removed(self, article_id: str) -> None:
        """Forget an article that is back."""
        self.database.execute("DELETE FROM removed WHERE id = ?", (article_id,))

    def note_lines(self, outlet: str, article_id: str, lines: Iterable[str]) -> None:
        """Note which lines an article of an outlet holds."""
        rows = ((outlet, _line_hash(line), article_id) for line in set(lines))
        self.database.executemany("INSERT OR IGNORE INTO lines VALUES (?, ?, ?)", rows)

    def times_seen(self, outlet: str, line: str) -> int:
        """Return how many articles of an outlet hold a line."""
        query = "SELECT count(*) FROM lines WHERE outlet = ? AND hash = ?"
        return self.database.execute(query, (outlet, _line_hash(line))).fetchone()[0]

    def dump_state(self, path: str) -> tuple[int, int]:
        """Return how many records of a dump were taken in, and in how many parts they lie."""
        row = self.database.execute("SELECT records, parts FROM dumps WHERE path = ?", (path,)).fetchone()
        return row or (0, 0)

    def note_dump(self, path: str, records: int, parts: int) -> None:
        """Note how far a dump was taken in."""
        self.database.execute("INSERT OR REPLACE INTO dumps VALUES (?, ?, ?)", (path, records, parts))

    def _one(self, condition: str, value: str) -> StoredEntry | None:
        return next(iter(self._select(f"{condition} ORDER BY number", value)), None)

    def _select(self, condition: str, *values: str | int | None) -> list[StoredEntry]:
        rows: Iterable[Any] = self.database.execute(f"SELECT {_COLUMNS} FROM articles WHERE {condition}", values)  # noqa: S608
        return [StoredEntry(*row) for row in rows]


def _values(entry: StoredEntry) -> tuple[str | None, ...]:
    names = _COLUMNS.split(", ")
    return tuple(getattr(entry, name) for name in names)


def _line_hash(line: str) -> int:
    return int.from_bytes(hashlib.blake2b(line.casefold().encode(), digest_size=7).digest())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
