"""Articles and passages of one segment in SQLite, and the filters over them.

A finished file never changes, so reading it takes no lock; articles that are dead in a generation are hidden from it.
Passages are stored as character ranges; their text is always cut from the article's. Whatever is shown of a row, or
tells whose a passage is, is read with the row's checksum.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from qabot.core.articles import Article, ArticleSummary, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import REPAIR, IndexCorrupt, StorageFailed
from qabot.core.questions import Filters
from qabot.core.storage_faults import storage_fault
from qabot.index.article_rows import ArticleRow, PassageRow, columns
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.filter_query import Ids, filter_query, numbers, passages_in
from qabot.index.read_connections import ReadConnections
from qabot.index.row_verification import MALFORMED, row_faults
from qabot.index.tombstones import ArticlePlace, hide_dead

_ARTICLE = columns(ArticleRow, "a")
_PASSAGE = columns(PassageRow, "p")
_SELECT_ARTICLE = f"SELECT {_ARTICLE} FROM articles a"  # noqa: S608 - columns of ours, here and below
_SELECT_OUTLETS = """
SELECT min(reporting), count(*), sum(kind = 'brief'), ordinal FROM articles
WHERE reporting_key NOTNULL{}
GROUP BY reporting_key ORDER BY 2 DESC, 1
"""
"""The ordinal is that of the row with the least name."""
_AMONG = " AND +ordinal IN (SELECT value FROM json_each(?))"
"""The sign has SQLite go through an index that has all of this, rather than look each row up."""
_MOST_CONNECTIONS = 8
"""More threads than this take turns at reading, which is a small part of answering."""
_STORED_AT_ONCE = 10_000


class ArticleStore:
    """Reads a finished file, for any number of threads at once."""

    def __init__(self, path: Path, dead: Sequence[int] = (), published_by: date | None = None) -> None:
        """Open a file read-only.

        Args:
            path: The file.
            dead: Ordinals of articles that are passed over, as if they were not there.
            published_by: Whatever may have been published later, and what is undated, is passed over too.

        Raises:
            IndexCorrupt: It is missing, or not one that `ArticleWriter` wrote.
            StorageFailed: The machine refuses to read it.
        """
        self._path, self._dead = path, dead
        try:
            day = published_by.toordinal() if published_by else None
            hide = partial(hide_dead, ordinals=dead, published_by=day) if dead or day else None
            self._connections = ReadConnections(path, _MOST_CONNECTIONS, hide)
        except (sqlite3.Error, UnicodeDecodeError) as cause:
            raise self._corrupt(cause) from cause
        # Ids run from 0 without gaps, so the last one tells how many there are, dead ones among them.
        with ExitStack() as undo, self._reading():
            undo.callback(self._connections.close)
            self.passages = int(self._one("SELECT coalesce(max(id) + 1, 0) FROM passages"))
            self.articles = int(self._one("SELECT coalesce(max(ordinal) + 1, 0) FROM main.articles"))
            undo.pop_all()

    def as_of(self, day: date) -> ArticleStore:
        """Open the file anew, as if it held only what was published by a day."""
        return ArticleStore(self._path, self._dead, day)

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None; its text is checked against its stored SHA-256 first."""
        row = self._row(
            f"SELECT {_ARTICLE}, t.text FROM articles a JOIN texts t ON t.article = a.ordinal WHERE a.id = ?",  # noqa: S608
            article_id,
        )
        if row is None:
            return None
        with self._reading():
            return ArticleRow.read(row[:-1]).article(row[-1])

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in order; none for an unknown id."""
        return self.passages_by_id(self._passages_in(article_id))

    def passages_by_id(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of the ids given, their text as it was cut."""
        wanted = [int(i) for i in ids]
        rows = self._rows(
            f"SELECT {_PASSAGE}, substr(t.text, p.start + 1, p.end - p.start) "  # noqa: S608
            "FROM passages p JOIN texts t ON t.article = p.article WHERE p.id IN (SELECT value FROM json_each(?))",
            json.dumps(wanted),
        )
        with self._reading():
            texts = {(row := PassageRow.read(values[:-1])).id: (row, values[-1]) for values in rows}
        self._require(wanted, texts)
        owners = self._owners(row for row, _ in texts.values())
        with self._reading():
            made = {number: row.passage(owners[number].id, text) for number, (row, text) in texts.items()}
        return [made[i] for i in wanted]

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of, passage id to article id."""
        return {number: row.id for number, row in self._articles_by_passage(ids).items()}

    def titles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the title of each passage's article, by passage id."""
        return {number: row.title for number, row in self._articles_by_passage(ids).items()}

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of every passage that the filters leave, and how many articles those are."""
        sql, values = filter_query(filters)
        firsts, counts = self._rows(sql, *values)[0]
        with self._reading():
            return passages_in(firsts, counts, self.passages)

    def articles_among(self, ids: Ids) -> int:
        """Return how many articles these passages belong to."""
        return len(self._articles_of(ids))

    def _articles_of(self, ids: Ids) -> Ids:
        """Return the ordinals of the articles to which these passages belong."""
        listed = "SELECT json_group_array(first_passage), json_group_array(ordinal) FROM articles WHERE passages > 0"
        rows = self._rows(listed)[0]
        with self._reading():
            firsts, ordinals = map(numbers, rows)
        order = np.argsort(firsts)
        return ordinals[order][np.unique(np.searchsorted(firsts[order], ids, side="right") - 1)]

    def undated(self) -> int:
        """Return how many articles bear no date, which any filter on dates leaves out."""
        return int(self._one("SELECT count(*) FROM articles WHERE first_day IS NULL"))

    def briefs(self) -> int:
        """Return how many articles are briefs."""
        return int(self._one("SELECT count(*) FROM articles WHERE kind = 'brief'"))

    def dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """Return the earliest and the latest publication date held."""
        # Which row it is, an index tells without the rows themselves.
        dated = "(SELECT ordinal FROM articles WHERE first_day NOTNULL ORDER BY {} LIMIT 1)"
        one = f"{_SELECT_ARTICLE} WHERE a.ordinal = {dated}"
        first = self._row(one.format("first_day, last_day"))
        last = self._row(one.format("last_day DESC, first_day DESC"))
        with self._reading():
            return (ArticleRow.read(first).date if first else None), (ArticleRow.read(last).date if last else None)

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first.

        Args:
            among: Count only articles to which some of these passages belong; all of them where it is None.
        """
        if among is None:
            rows = self._rows(_SELECT_OUTLETS.format(""))
        else:
            rows = self._rows(_SELECT_OUTLETS.format(_AMONG), json.dumps(self._articles_of(among).tolist()))
        owners = self._articles_by_ordinal(row[3] for row in rows)
        with self._reading():
            if altered := [name for name, _, _, ordinal in rows if name != owners[ordinal].reporting]:
                raise ValueError(f"an index has the outlet {altered[0]}, which its article has not")
            return [OutletHoldings(str(name), int(count), int(briefs)) for name, count, briefs, _ in rows]

    def organisations(self) -> list[str]:
        """Return every body that an article is about, once."""
        with self._reading():
            return sorted({body for row in self._every_article() for body in row.bodies})

    def known_organisations(self, keys: Iterable[str]) -> set[str]:
        """Return those of these keys that a body has which an article is about."""
        known = "SELECT 1 FROM main.organisation_keys k JOIN articles a ON a.ordinal = k.article WHERE k.key = value"
        return self._known(keys, known)

    def known_outlets(self, keys: Iterable[str]) -> set[str]:
        """Return those of these keys that an outlet has whose reporting an article holds."""
        return self._known(keys, "SELECT 1 FROM articles WHERE reporting_key = value")

    def _known(self, keys: Iterable[str], known: str) -> set[str]:
        rows = self._rows(f"SELECT value FROM json_each(?) WHERE EXISTS ({known})", json.dumps([*keys]))  # noqa: S608
        return {str(key) for (key,) in rows}

    def article_ids(self) -> list[str]:
        """Return the id of every article."""
        return [row.id for row in self._every_article()]

    def places(self, article_ids: Iterable[str]) -> dict[str, ArticlePlace]:
        """Return where each of these articles lies, by id; those that are not here are left out."""
        which = "WHERE a.id IN (SELECT value FROM json_each(?))"
        rows = self._every_article(which, json.dumps(list(article_ids)))
        return {row.id: ArticlePlace(row.ordinal, row.first_passage, row.passages) for row in rows}

    def lies_at(self, place: ArticlePlace) -> bool:
        """Whether an article, dead or not, lies just so."""
        row = self._row("SELECT first_passage, passages FROM main.articles WHERE ordinal = ?", place.ordinal)
        return row == place[1:]

    def files(self) -> dict[str, StoredFile]:
        """Return the corpus files this was built from, by path, and those that were gone by then."""
        rows = self._rows("SELECT path, size, mtime_ns, settled FROM files ORDER BY path")
        with self._reading():
            files = msgspec.convert(rows, list[tuple[str, int, int, int]])
            return {path: StoredFile(path, size, time, bool(settled)) for path, size, time, settled in files}

    def article_summaries(self, among: Iterable[str] | None = None) -> list[ArticleSummary]:
        """Return articles without their texts, the newest first and the undated last: all, or those with these ids."""
        rows = self._every_article(
            "WHERE ?1 IS NULL OR a.id IN (SELECT value FROM json_each(?1)) "
            "ORDER BY a.first_day IS NULL, a.last_day DESC, a.first_day DESC, a.id",
            None if among is None else json.dumps(list(among)),
        )
        with self._reading():
            return [row.summary() for row in rows]

    def stored(self, first: int = 0) -> Iterator[StoredArticle]:
        """Return every article's row without its text, in order of its passages; ids are counted on from `first`."""
        # Some at a time, so that no connection is held while the caller makes something of them.
        return chain.from_iterable(
            self._stored("WHERE ordinal >= ? AND ordinal < ?", start, start + _STORED_AT_ONCE, first=first)
            for start in range(0, self.articles, _STORED_AT_ONCE)
        )

    def stored_of_files(self, paths: Iterable[str], first: int = 0) -> list[StoredArticle]:
        """Return the rows of the articles of corpus files, without their texts; ids as in `stored`."""
        return self._stored("WHERE file IN (SELECT value FROM json_each(?))", json.dumps([*paths]), first=first)

    def stored_by_id(self, article_ids: Iterable[str], first: int = 0) -> list[StoredArticle]:
        """Return the rows of these articles, without their texts; those that are not here are left out."""
        return self._stored("WHERE id IN (SELECT value FROM json_each(?))", json.dumps([*article_ids]), first=first)

    def stored_at(self, ordinals: Iterable[int]) -> list[StoredArticle]:
        """Return the rows of articles with these ordinals, without their texts; dead ones are left out."""
        return self._stored("WHERE ordinal IN (SELECT value FROM json_each(?))", json.dumps(list(ordinals)))

    def _stored(self, which: str, *values: Any, first: int = 0) -> list[StoredArticle]:
        rows = self._rows(
            "SELECT id, content_hash, file, coalesce(first_day, 0), "  # noqa: S608 - ours
            # What is no number stays what it is, so that it is found to be none.
            f"iif(typeof(first_passage) = 'integer', first_passage + {first:d}, first_passage), passages "
            f"FROM articles {which} ORDER BY ordinal",
            *values,
        )
        with self._reading():
            return msgspec.convert(rows, list[StoredArticle])

    def vector_rows(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """Return the passage id under which each text is embedded already, by the SHA-256 of that text."""
        found: dict[bytes, int] = {}
        for digest in digests:
            if rows := self._passage_rows("WHERE p.id = (SELECT min(id) FROM passages WHERE embedded = ?)", digest):
                if rows[0].embedded != digest:
                    raise self._corrupt(ValueError("an index leads to another passage"))
                found[digest] = rows[0].id
        return found

    def embedded(self, article_id: str) -> list[bytes]:
        """Return the SHA-256 of the embedded text of each passage of an article, in order."""
        ids = self._passages_in(article_id)
        rows = {row.id: row for row in self._passage_rows("WHERE p.id >= ? AND p.id < ?", ids.start, ids.stop)}
        self._require(ids, rows)
        return [rows[number].embedded for number in ids]

    def faults(self, ordinals: range) -> Iterator[str]:
        """Yield what is wrong with articles and passages, each compared with its checksums and passages with its place.

        They are gone through in the order in which they lie, by one connection: many times as quick as one by one.
        """
        try:
            with self._connections.lent() as connection:
                yield from (self._corrupt(fault).message for fault in row_faults(connection, ordinals))
        except (sqlite3.Error, UnicodeDecodeError) as cause:
            fault = self._corrupt(cause)
            if isinstance(fault, StorageFailed):
                raise fault from cause
            yield fault.message

    def check(self) -> str | None:
        """Return what is wrong inside the file (SQLite's own check, and the ids), or None."""
        try:
            verdict = str(self._one("PRAGMA integrity_check(1)"))
            if verdict != "ok":
                return verdict
            strays = self._one("SELECT count(*) FROM passages WHERE article NOT IN (SELECT ordinal FROM main.articles)")
            total = self._one("SELECT coalesce(sum(passages), 0) FROM main.articles")
            rows = self._one("SELECT count(*) FROM passages")
        except IndexCorrupt as fault:
            return fault.message
        return None if strays == 0 and total == rows == self.passages else "passages and articles do not add up"

    def _passages_in(self, article_id: str) -> range:
        """Return the ids of an article's passages; none for an unknown id."""
        found = self._row(f"{_SELECT_ARTICLE} WHERE a.id = ?", article_id)
        if found is None:
            return range(0)
        with self._reading():
            row = ArticleRow.read(found)
            if row.first_passage + row.passages > self.passages:
                raise ValueError(f"{row.id} has more passages than there are")
        return range(row.first_passage, row.first_passage + row.passages)

    def _articles_by_passage(self, ids: Iterable[int]) -> dict[int, ArticleRow]:
        """Return the article of each passage."""
        wanted = [int(i) for i in ids]
        rows = self._passage_rows("WHERE p.id IN (SELECT value FROM json_each(?))", json.dumps(wanted))
        owners = self._owners(rows)
        self._require(wanted, owners)
        return owners

    def _owners(self, passages: Iterable[PassageRow]) -> dict[int, ArticleRow]:
        """Return the article of each passage read, by the passage's id."""
        rows = list(passages)
        articles = self._articles_by_ordinal(row.article for row in rows)
        return {row.id: articles[row.article] for row in rows}

    def _articles_by_ordinal(self, ordinals: Iterable[int]) -> dict[int, ArticleRow]:
        wanted = sorted(set(ordinals))
        rows = self._every_article("WHERE a.ordinal IN (SELECT value FROM json_each(?))", json.dumps(wanted))
        found = {row.ordinal: row for row in rows}
        self._require(wanted, found, "article")
        return found

    def _every_article(self, which: str = "", *values: Any) -> list[ArticleRow]:
        """Return every article's row, or some of them, as they were written."""
        rows = self._rows(f"{_SELECT_ARTICLE} {which}", *values)
        with self._reading():
            return [ArticleRow.read(row) for row in rows]

    def _passage_rows(self, which: str, *values: Any) -> list[PassageRow]:
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages p {which}", *values)  # noqa: S608
        with self._reading():
            return [PassageRow.read(row) for row in rows]

    def _require(self, wanted: Iterable[int], found: Mapping[int, object], what: str = "passage") -> None:
        if missing := [number for number in wanted if number not in found]:
            raise self._corrupt(ValueError(f"{what} {missing[0]} is missing"))

    @contextmanager
    def _reading(self) -> Generator[None]:
        """Tell what was not written so as what it is: damage."""
        try:
            yield
        except MALFORMED as cause:
            raise self._corrupt(cause) from cause

    def _one(self, sql: str) -> Any:
        return self._rows(sql)[0][0]

    def _row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        rows = self._rows(sql, *values)
        return rows[0] if rows else None

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            with self._connections.lent() as connection:
                return connection.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as cause:  # damage can stand in SQLite's own message
            raise self._corrupt(cause) from cause

    def _corrupt(self, cause: Exception) -> IndexCorrupt | StorageFailed:
        """Return what to say of an error: that the file is damaged, unless the machine refuses to read it."""
        return storage_fault(cause, self._path) or IndexCorrupt(
            f"{self._path} cannot be read: {cause}.",
            hint=REPAIR,
        )
