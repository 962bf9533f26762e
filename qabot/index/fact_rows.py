"""The facts of a segment's articles in SQLite: a file of its own, so that other rules of reading leave the rest alone.

A row is found by its article's id and counts only for the article that it was read from, told by its content hash. It
is compared with its checksum, and what it says of places with the text, before anything is shown of it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from qabot.core.articles import Article
from qabot.core.errors import REPAIR, IndexCorrupt, StorageFailed
from qabot.core.facts import ArticleFacts, lies_within
from qabot.core.storage_faults import storage_fault
from qabot.index.checksums import row_sum
from qabot.index.read_connections import ReadConnections

_SCHEMA = """
CREATE TABLE facts (
    article TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,     -- of the article that they were read from
    facts BLOB NOT NULL,            -- MessagePack, as `ArticleFacts`
    sum INTEGER NOT NULL            -- checksum of all that stands before it
) WITHOUT ROWID;
"""
_MOST_CONNECTIONS = 4
_DECODER = msgspec.msgpack.Decoder(ArticleFacts)


class FactWriter:
    """Writes a new file, which counts only when its generation is published."""

    def __init__(self, path: Path) -> None:
        """Make a file."""
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")
        self._db.executescript(f"{_SCHEMA}BEGIN")

    def add(self, article_id: str, content_hash: str, encoded: bytes) -> None:
        """Add the facts of an article, as `encode_facts` makes them."""
        values = (article_id, content_hash, encoded)
        self._db.execute("INSERT INTO facts VALUES (?,?,?,?)", (*values, row_sum(values)))

    def close(self) -> None:
        """Finish the file."""
        self._db.execute("COMMIT")
        self._db.close()

    def let_go(self) -> None:
        """Let go of the file, finished or not; where it is not, it is of no use."""
        self._db.close()


class FactStore:
    """Reads a finished file, for any number of threads at once."""

    def __init__(self, path: Path) -> None:
        """Open a file read-only.

        Raises:
            IndexCorrupt: It is missing, or no file that SQLite reads.
            StorageFailed: The machine refuses to read it.
        """
        self._path = path
        try:
            self._connections = ReadConnections(path, _MOST_CONNECTIONS)
        except sqlite3.Error as cause:
            raise self._corrupt(cause) from cause

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()

    def encoded(self, article_id: str, content_hash: str) -> bytes | None:
        """Return the facts of an article as they are stored; None where there are none of just this article.

        Raises:
            IndexCorrupt: They are not as they were written.
            StorageFailed: The machine refuses to read them.
        """
        try:
            with self._connections.lent() as connection:
                sql = "SELECT article, content_hash, facts, sum FROM facts WHERE article = ? AND content_hash = ?"
                row: tuple[Any, ...] | None = connection.execute(sql, (article_id, content_hash)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError) as cause:
            raise self._corrupt(cause) from cause
        if row is None:
            return None
        if not isinstance(row[2], bytes) or row_sum(row[:-1]) != row[-1]:
            raise self._corrupt(ValueError(f"the facts of {article_id} do not match their checksum"))
        return row[2]

    def hashes(self) -> dict[str, str]:
        """Return the content hash of each article whose facts are stored, all of them compared with their checksums.

        Raises:
            IndexCorrupt: Some are not as they were written.
            StorageFailed: The machine refuses to read them.
        """
        found: dict[str, str] = {}
        try:
            with self._connections.lent() as connection:
                for *values, own_sum in connection.execute("SELECT article, content_hash, facts, sum FROM facts"):
                    if row_sum(tuple(values)) != own_sum:
                        raise self._corrupt(ValueError(f"the facts of {values[0]} do not match their checksum"))
                    found[str(values[0])] = str(values[1])
        except (sqlite3.Error, UnicodeDecodeError, TypeError) as cause:
            raise self._corrupt(cause) from cause
        return found

    def facts(self, article: Article) -> ArticleFacts | None:
        """Return the facts of an article, likewise."""
        encoded = self.encoded(article.id, article.content_hash)
        if encoded is None:
            return None
        try:
            facts = _DECODER.decode(encoded)
        except (ValueError, msgspec.MsgspecError, RecursionError) as cause:
            raise self._corrupt(cause) from cause
        if lies_within(facts, article):
            return facts
        raise self._corrupt(ValueError(f"the facts of {article.id} do not lie in its text"))

    def _corrupt(self, cause: Exception) -> IndexCorrupt | StorageFailed:
        return storage_fault(cause, self._path) or IndexCorrupt(f"{self._path} cannot be read: {cause}.", hint=REPAIR)


def encode_facts(facts: ArticleFacts) -> bytes:
    """Return facts as they are stored: the same bytes for the same facts."""
    return msgspec.msgpack.encode(facts)
