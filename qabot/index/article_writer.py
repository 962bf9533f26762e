"""The SQLite side of writing: tables, and rows put into them.

A file is written once, without a journal: it counts only when its generation is published, and is thrown away whole
when the writer dies before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.core.articles import Article, Passage
from qabot.core.name_keys import all_keys
from qabot.index.article_rows import ArticleRow, PassageRow

_SCHEMA = """
CREATE TABLE articles (
    ordinal INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    outlet TEXT,
    outlet_key TEXT,
    author TEXT,
    published TEXT,
    first_day INTEGER,      -- the days a full or partial date can mean, as proleptic Gregorian ordinals
    last_day INTEGER,
    url TEXT,
    organisations TEXT NOT NULL,    -- JSON
    topics TEXT NOT NULL,           -- JSON
    kind TEXT NOT NULL,             -- article or brief
    reports_on TEXT,                -- JSON: what a brief reports on
    reporting TEXT,                 -- the outlet whose reporting it holds: its own, or that of what a brief reports on
    reporting_key TEXT,
    text_sha256 TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    file TEXT NOT NULL,
    first_passage INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    sum INTEGER NOT NULL            -- checksum of all that stands before it, as in passages
);
-- Apart, so that scanning articles does not read their texts.
CREATE TABLE texts (article INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE organisation_keys (key TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    embedded BLOB NOT NULL,         -- SHA-256 of the text that was embedded
    text_sum INTEGER NOT NULL,      -- checksum of the passage's own text
    sum INTEGER NOT NULL
);
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    settled INTEGER NOT NULL        -- whether the same size and time mean the same content and no problem
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS passages_embedded ON passages (embedded);
CREATE INDEX IF NOT EXISTS articles_outlets ON articles (reporting_key, reporting, kind);
CREATE INDEX IF NOT EXISTS articles_files ON articles (file);
CREATE INDEX IF NOT EXISTS articles_filters
    ON articles (first_day, last_day, outlet_key, reporting_key, first_passage, passages);
"""


class StoredFile(Struct, frozen=True):
    """What a corpus file looked like when it was read."""

    path: str
    """Relative to the corpus folder."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of last change, in nanoseconds since 1970."""
    settled: bool
    """False when it must be read again whatever its time says: changed too recently to tell, or with a problem."""

    @property
    def is_gone(self) -> bool:
        """Whether this says that a file, which an earlier segment knows, is there no longer."""
        return self.size < 0

    @classmethod
    def gone(cls, path: str) -> StoredFile:
        """Say that a file is there no longer."""
        return cls(path, -1, 0, settled=False)


class StoredArticle(Struct, frozen=True, array_like=True):
    """An article's row, without its text."""

    id: str
    """The article's id."""
    content_hash: str
    """`Article.content_hash`."""
    file: str
    """The corpus file it was read from."""
    first_day: int
    """Its first day as an ordinal; 0 where it is undated."""
    first_passage: int
    """Id of its first passage."""
    passages: int
    """How many it has."""


class ArticleWriter:
    """Writes a new file."""

    def __init__(self, path: Path) -> None:
        """Make the file, with its tables."""
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")
        self._articles = self._passages = 0

    def add(self, article: Article, file: str, passages: Sequence[Passage], embedded: Sequence[bytes]) -> int:
        """Append an article with its passages and return the id of the first of them."""
        ordinal, first = self._articles, self._passages
        row = ArticleRow.of(ordinal, article, file, first, len(passages)).values
        self._db.execute(f"INSERT INTO articles VALUES ({','.join('?' * len(row))})", row)  # noqa: S608
        self._db.execute("INSERT INTO texts VALUES (?,?)", (ordinal, article.text))
        keys = all_keys(article.organisations)
        self._db.executemany("INSERT INTO organisation_keys VALUES (?,?)", [(key, ordinal) for key in keys])
        self._db.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?)",
            [
                PassageRow.of(first + i, ordinal, passage, digest).values
                for i, (passage, digest) in enumerate(zip(passages, embedded, strict=True))
            ],
        )
        self._articles += 1
        self._passages += len(passages)
        return first

    def set_files(self, files: Iterable[StoredFile]) -> None:
        """Write the list of corpus files, once."""
        rows = ((f.path, f.size, f.mtime_ns, f.settled) for f in files)
        self._db.executemany("INSERT INTO files VALUES (?,?,?,?)", rows)

    def close(self) -> tuple[int, int]:
        """Finish the file and return how many articles and passages it holds."""
        self._db.execute("COMMIT")
        self._db.executescript(_INDEXES)
        self._db.close()
        return self._articles, self._passages

    def let_go(self) -> None:
        """Let go of the file, finished or not; where it is not, it is of no use."""
        self._db.close()
