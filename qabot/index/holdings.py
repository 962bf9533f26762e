"""`holdings.db`: since when, and until when, the index has held which version of each article.

Only changes are written down, so that it grows with them and not with the corpus: an article of which nothing is said
has been held as it is since the record began. What is superseded or taken out is kept whole, since the generation that
held it will be pruned. The record begins with the first generation that is published while there is none; of before,
nothing is known.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.database import Layout, Policy, open_copy, open_database
from qabot.core.errors import STILL_ANSWERED, IndexUnusable, NotFound, QabotError, StorageFailed
from qabot.index.article_writer import StoredArticle
from qabot.index.current_generation import current_name
from qabot.index.generation_log import LogEntry
from qabot.index.snapshot import Generation

HOLDINGS = "holdings.db"
"""Its name in the index."""
_SCHEMA = """
CREATE TABLE record (           -- one row
    generation TEXT NOT NULL,   -- up to which it goes
    begins TEXT NOT NULL        -- since when, a moment in UTC
);
CREATE TABLE versions (
    id TEXT NOT NULL,
    since TEXT,                 -- a moment in UTC, or NULL where it was there when the record began
    until TEXT,                 -- NULL where it is there now
    content_hash TEXT NOT NULL,
    text_sha256 TEXT,           -- from here on NULL until it is superseded, and where it could not be read then
    data BLOB                   -- the article, as JSON
);
CREATE INDEX by_id ON versions (id, until);
CREATE INDEX by_text ON versions (text_sha256);
"""
_LAYOUT = Layout(int.from_bytes(b"qabh"), (_SCHEMA,))
_POLICY = Policy[QabotError](
    name="The record of what was held",
    error=IndexUnusable,
    refused=StorageFailed,
    still_works=STILL_ANSWERED,
    start_anew="move {path} away: the next `qabot index` begins another, and what was held before is not known then",
    sets_damaged_aside=True,
    is_in_home=True,
)
_VERSION = "id, until, content_hash, data"
_ARTICLE = msgspec.json.Decoder(Article)
_MOST_BYTES = 256 * 1024**2
"""Bytes of one article as it is unpacked."""


class SupersededVersion(Struct, frozen=True):
    """A version of an article that the index held for a time."""

    id: str
    """The article's id."""
    until: str
    """Until when, in ISO 8601 and UTC."""
    article: Article | None
    """The article as it was; None where its text is not kept."""


class HeldThen(Struct, frozen=True):
    """What was held at a moment, as it differs from what is held now."""

    since: frozenset[str]
    """Ids of articles that came, or came to say what they say now, after that moment."""
    superseded: tuple[SupersededVersion, ...]
    """Versions that were held then and are not held now."""


def record_holdings(index: Path, entry: LogEntry | None, last: Generation | None = None) -> None:
    """Write down what the generation that answers holds and the one that was recorded last did not, or the other way.

    Only for who holds the right to write to the index, before old generations are removed. What cannot be written now
    is made up for by the next one who does, while the generations are there; else the record begins anew.

    Args:
        index: The index.
        entry: The log's entry of the generation that answers: since when it does.
        last: The generation that answered before, where the caller has it open.
    """
    if entry is None:
        return
    with suppress(QabotError, OSError, sqlite3.Error), closing(open_database(index / HOLDINGS, _LAYOUT, _POLICY)) as db:
        recorded = db.execute("SELECT generation FROM record").fetchone()
        name = current_name(index)
        if recorded and recorded[0] == name:
            return
        before = _opened(index, recorded[0], last) if recorded else None
        with db:
            if before is None:
                db.execute("DELETE FROM versions")
                db.execute("DELETE FROM record")
                db.execute("INSERT INTO record VALUES (?, ?)", (name, entry.at))
                return
            try:
                with closing(Generation(index / name)) as now:
                    _note(db, before, now, entry.at)
                db.execute("UPDATE record SET generation = ?", (name,))
            finally:
                if before is not last:
                    before.close()


def _opened(index: Path, name: str, last: Generation | None) -> Generation | None:
    if last and last.name == name:
        return last
    with suppress(IndexUnusable):
        return Generation(index / name)
    return None


def _note(db: sqlite3.Connection, before: Generation, now: Generation, at: str) -> None:
    """Write down what came and what went from one generation to another."""
    were = {each.id: each for each in before.stored_beside(now)}
    are = {each.id: each for each in now.stored_beside(before)}
    for each in were.values():
        if not _is_same(each, are):
            _close(db, each, _read(before, each.id), at)
    for each in are.values():
        if not _is_same(each, were):
            row = (each.id, at, None, each.content_hash, None, None)
            db.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)", row)


def _is_same(each: StoredArticle, others: Mapping[str, StoredArticle]) -> bool:
    other = others.get(each.id)
    return other is not None and other.content_hash == each.content_hash


def _close(db: sqlite3.Connection, each: StoredArticle, article: Article | None, at: str) -> None:
    """Write down that a version is held no longer, and keep it."""
    data = zlib.compress(msgspec.json.encode(article)) if article else None
    kept = (at, article.text_sha256 if article else None, data)
    closing_it = "UPDATE versions SET until = ?, text_sha256 = ?, data = ? WHERE id = ? AND until IS NULL"
    done = db.execute(closing_it, (*kept, each.id))
    if not done.rowcount:
        row = (each.id, None, at, each.content_hash, *kept[1:])
        db.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)", row)


def _read(generation: Generation, article_id: str) -> Article | None:
    with suppress(IndexUnusable):
        return generation.articles.article(article_id)
    return None


def held_then(index: Path, moment: datetime, generation: str) -> HeldThen:
    """Return how what was held at a moment differs from what a generation holds.

    Args:
        index: The index.
        moment: When, with its time zone.
        generation: The generation that answers.

    Raises:
        NotFound: Of that moment nothing was recorded.
        IndexUnusable: The record cannot be read.
    """
    at = moment.astimezone(UTC).isoformat(timespec="microseconds")
    if not (index / HOLDINGS).exists():
        raise _nothing(index)
    with closing(open_copy(index / HOLDINGS, _LAYOUT, _POLICY)) as db:
        recorded, begins = _recorded(db, index)
        if at < begins:
            raise NotFound(
                f"What this index held is recorded since {_shown(begins)}; of {_shown(at)} nothing is known.",
                still_works="`--as-of` searches what was published by a day.",
                hint="Give a later moment.",
            )
        if recorded != generation:
            raise IndexUnusable(
                f"The record of what was held goes to {recorded}, and {generation} answers.",
                still_works=STILL_ANSWERED,
                hint="Run `qabot index` to bring it up to date.",
            )
        since = db.execute("SELECT id FROM versions WHERE until IS NULL AND since > ?", (at,)).fetchall()
        query = f"SELECT {_VERSION} FROM versions WHERE (since IS NULL OR since <= ?) AND until > ? ORDER BY id"  # noqa: S608
        rows = db.execute(query, (at, at)).fetchall()
    return HeldThen(frozenset(row[0] for row in since), tuple(_version(*row) for row in rows))


def _shown(moment: str) -> str:
    """Write a moment, in ISO 8601, for people: `30 November 2026, 20:50 UTC`."""
    at = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def versions_of(index: Path, article_id: str) -> list[SupersededVersion]:
    """Return the versions of an article that the index held earlier, the oldest first; none where nothing is recorded.

    Raises:
        IndexUnusable: The record cannot be read.
    """
    if not (index / HOLDINGS).exists():
        return []
    with closing(open_copy(index / HOLDINGS, _LAYOUT, _POLICY)) as db:
        query = f"SELECT {_VERSION} FROM versions WHERE id = ? AND until NOTNULL ORDER BY rowid"  # noqa: S608 - ours
        return [_version(*row) for row in db.execute(query, (article_id,)).fetchall()]


def _recorded(db: sqlite3.Connection, index: Path) -> tuple[str, str]:
    found = db.execute("SELECT generation, begins FROM record").fetchone()
    if found is None:
        raise _nothing(index)
    return found


def _nothing(index: Path) -> NotFound:
    return NotFound(
        f"What {index} held earlier is not recorded yet.",
        still_works="`--as-of` searches what was published by a day.",
        hint="Run `qabot index`: from then on it is.",
    )


def _version(article_id: str, until: str, content_hash: str, data: bytes | None) -> SupersededVersion:
    """Make a version of its row; where what is kept is not what was held, nothing is."""
    article: Article | None = None
    if data is not None:
        with suppress(zlib.error, ValueError):
            article = _ARTICLE.decode(zlib.decompressobj().decompress(data, _MOST_BYTES))
    is_whole = article is not None and (article.id, article.content_hash) == (article_id, content_hash)
    return SupersededVersion(article_id, until, replace(article, held_until=until) if article and is_whole else None)
