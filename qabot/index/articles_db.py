"""Articles and passages in SQLite, and the filters over them.

A finished file never changes, so reading it takes no lock. Passages are stored as character ranges; their text is
always cut from the article's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from msgspec import Struct, convert
from numpy.typing import NDArray

from qabot.core.articles import BRIEF_OUTLET, Article, ArticleSummary, OutletHoldings, Passage, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.errors import REPAIR, IndexCorrupt, StorageFailed
from qabot.core.name_keys import all_keys, name_key, organisation_keys
from qabot.core.questions import Filters
from qabot.core.storage_faults import storage_fault
from qabot.core.unknown_names import UnknownName, unknown_name
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.read_connections import ReadConnections

Ids = NDArray[np.int64]
"""Passage ids in ascending order, shape (n,)."""

_SELECT_ARTICLE = """
SELECT id, title, text, outlet, author, published, url, organisations, topics, kind, reports_on, text_sha256
FROM articles JOIN texts ON texts.article = articles.ordinal WHERE id = ?
"""
_SELECT_MATCHING = """
SELECT first_passage, passages FROM articles a
WHERE (?1 IS NULL OR last_day >= ?1)
  AND (?2 IS NULL OR first_day <= ?2)
  AND (
    ?3 IS NULL
    OR outlet_key IN (SELECT value FROM json_each(?3))
    OR reporting_key IN (SELECT value FROM json_each(?3))
  )
  AND (?4 IS NULL OR ordinal IN (SELECT article FROM organisation_keys WHERE key IN (SELECT value FROM json_each(?4))))
ORDER BY first_passage
"""
"""A filter that is not given is NULL; an article without a date fails any comparison with one."""
T = TypeVar("T", bound=Struct)

_MOST_CONNECTIONS = 8
"""More threads than this take turns at reading, which is a small part of answering."""
_STORED_AT_ONCE = 10_000


class ArticleStore:
    """Reads a finished file, for any number of threads at once."""

    def __init__(self, path: Path) -> None:
        """Open a file read-only.

        Raises:
            IndexCorrupt: It is missing, or not one that `ArticleWriter` wrote.
            StorageFailed: The machine refuses to read it.
        """
        self._path = path
        try:
            self._connections = ReadConnections(path, _MOST_CONNECTIONS)
        except (sqlite3.Error, UnicodeDecodeError) as cause:
            raise self._corrupt(cause) from cause
        # Ids run from 0 without gaps, so the last one tells how many there are.
        self.passages = int(self._one("SELECT coalesce(max(id) + 1, 0) FROM passages"))
        self.articles = int(self._one("SELECT coalesce(max(ordinal) + 1, 0) FROM articles"))

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None; its text is checked against its stored SHA-256 first."""
        row = self._row(_SELECT_ARTICLE, article_id)
        if row is None:
            return None
        with self._made_of_rows():
            article = _article(row)
        if article.text_sha256 != row[-1]:
            raise self._corrupt(ValueError(f"the text of {article_id} does not match its checksum"))
        return article

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in order; none for an unknown id."""
        row = self._row("SELECT first_passage, passages FROM articles WHERE id = ?", article_id)
        with self._made_of_rows():
            ids = range(row[0], row[0] + row[1]) if row else range(0)
        return self.passages_by_id(ids[: self.passages])

    def passages_by_id(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of the ids given."""
        wanted = [int(i) for i in ids]
        rows = self._rows(
            "SELECT p.id, a.id, p.ordinal, p.start, p.end, substr(t.text, p.start + 1, p.end - p.start) "
            "FROM passages p JOIN articles a ON a.ordinal = p.article JOIN texts t ON t.article = p.article "
            "WHERE p.id IN (SELECT value FROM json_each(?))",
            json.dumps(wanted),
        )
        with self._made_of_rows():
            found = {int(row[0]): _typed(Passage, row[1:]) for row in rows}
        self._require(wanted, found)
        return [found[i] for i in wanted]

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of, passage id to article id."""
        return self._article_column("id", ids)

    def titles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the title of each passage's article, by passage id."""
        return self._article_column("title", ids)

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of every passage that the filters leave, and how many articles those are."""
        rows = self._rows(
            _SELECT_MATCHING,
            filters.after.toordinal() if filters.after else None,
            filters.before.toordinal() if filters.before else None,
            json.dumps([name_key(name) for name in filters.outlets]) if filters.outlets else None,
            json.dumps(all_keys(filters.organisations)) if filters.organisations else None,
        )
        with self._made_of_rows():
            runs = np.array(rows, dtype=np.int64).reshape(-1, 2)
            if runs[:, 1].min(initial=0) < 0 or runs[:, 1].sum(dtype=np.float64) > self.passages:
                raise ValueError("articles have other passages than there are")
            return _ranges(runs), len(rows)

    def articles_among(self, ids: Ids) -> int:
        """Return how many articles these passages belong to."""
        return len(self._firsts(ids))

    def _firsts(self, ids: Ids) -> Ids:
        """Return the first passage of each article to which these belong."""
        rows = self._rows("SELECT first_passage FROM articles WHERE passages > 0 ORDER BY 1")
        with self._made_of_rows():
            firsts = np.array([row[0] for row in rows], dtype=np.int64)
        return firsts[np.unique(np.searchsorted(firsts, ids, side="right") - 1)]

    def undated(self) -> int:
        """Return how many articles bear no date, which any filter on dates leaves out."""
        return int(self._one("SELECT count(*) FROM articles WHERE first_day IS NULL"))

    def briefs(self) -> int:
        """Return how many articles are briefs."""
        return int(self._one("SELECT count(*) FROM articles WHERE kind = 'brief'"))

    def dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """Return the earliest and the latest publication date held."""
        dated = "SELECT published FROM articles WHERE first_day NOTNULL "
        first = self._row(dated + "ORDER BY first_day, last_day LIMIT 1")
        last = self._row(dated + "ORDER BY last_day DESC, first_day DESC LIMIT 1")
        with self._made_of_rows():
            return (PartialDate.parse(first[0]) if first else None), (PartialDate.parse(last[0]) if last else None)

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first.

        Args:
            among: Count only articles to which some of these passages belong; all of them where it is None.
        """
        chosen = None if among is None else json.dumps(self._firsts(among).tolist())
        rows = self._rows(
            "SELECT min(reporting), count(*), sum(kind = 'brief') FROM articles WHERE reporting_key NOTNULL "
            "AND (?1 IS NULL OR first_passage IN (SELECT value FROM json_each(?1))) "
            "GROUP BY reporting_key ORDER BY 2 DESC, 1",
            chosen,
        )
        with self._made_of_rows():
            return [OutletHoldings(str(name), int(count), int(briefs)) for name, count, briefs in rows]

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in the filters that no article has, with the nearest that some have."""
        unknown: list[UnknownName] = []
        if filters.outlets:
            held = self.outlets()
            briefs = [BRIEF_OUTLET] if any(each.briefs for each in held) else []
            names = [*briefs, *(each.name for each in held)]
            known = set(map(name_key, names))
            unknown += [unknown_name("outlet", each, names) for each in filters.outlets if name_key(each) not in known]
        if filters.organisations:
            known = {str(key) for (key,) in self._rows("SELECT DISTINCT key FROM organisation_keys")}
            missing = [each for each in filters.organisations if known.isdisjoint(organisation_keys(each))]
            names = self._organisations() if missing else []
            unknown += [unknown_name("organisation", each, names, organisation_keys) for each in missing]
        return unknown

    def unknown_article(self, article_id: str) -> UnknownName:
        """Return an id that no article has, with the nearest that some have."""
        return unknown_name("article", article_id, (str(row[0]) for row in self._rows("SELECT id FROM articles")))

    def _organisations(self) -> list[str]:
        """Return every body that an article is about, once."""
        rows = self._rows("SELECT DISTINCT value FROM articles, json_each(articles.organisations) ORDER BY 1")
        return [str(row[0]) for row in rows]

    def files(self) -> dict[str, StoredFile]:
        """Return the corpus files this was built from, by path."""
        rows = self._rows("SELECT path, size, mtime_ns, settled FROM files ORDER BY path")
        with self._made_of_rows():
            return {str(row[0]): _typed(StoredFile, (*row[:3], bool(row[3]))) for row in rows}

    def article_summaries(self) -> list[ArticleSummary]:
        """Return every article without its text, the newest first and the undated last."""
        rows = self._rows(
            "SELECT id, title, outlet, published, organisations, kind, reports_on FROM articles "
            "ORDER BY first_day IS NULL, last_day DESC, first_day DESC, id"
        )
        with self._made_of_rows():
            return [
                ArticleSummary(_text(name), _text(title), outlet, _date(day), _names(bodies), kind, _reported(source))
                for name, title, outlet, day, bodies, kind, source in rows
            ]

    def stored(self) -> Iterator[StoredArticle]:
        """Yield every article's row without its text, in order of its passages."""
        # Some at a time, so that no connection is held while the caller makes something of them.
        for start in range(0, self.articles, _STORED_AT_ONCE):
            rows = self._rows(
                "SELECT id, content_hash, file, coalesce(first_day, 0), first_passage, passages FROM articles "
                "WHERE ordinal >= ? AND ordinal < ? ORDER BY ordinal",
                start,
                start + _STORED_AT_ONCE,
            )
            with self._made_of_rows():
                made = [_typed(StoredArticle, row) for row in rows]
            yield from made

    def vector_rows(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """Return the passage id under which each text is embedded already, by the SHA-256 of that text."""
        rows = ((digest, self._row("SELECT min(id) FROM passages WHERE embedded = ?", digest)) for digest in digests)
        with self._made_of_rows():
            return {digest: int(row[0]) for digest, row in rows if row and row[0] is not None}

    def embedded(self, article_id: str) -> list[bytes]:
        """Return the SHA-256 of the embedded text of each passage of an article, in order."""
        rows = self._rows(
            "SELECT p.embedded FROM passages p JOIN articles a ON a.ordinal = p.article "
            "WHERE a.id = ? ORDER BY p.ordinal",
            article_id,
        )
        with self._made_of_rows():
            return [memoryview(row[0]).tobytes() for row in rows]

    def check(self) -> str | None:
        """Return what is wrong inside the file (SQLite's own check, and the ids), or None."""
        try:
            verdict = str(self._one("PRAGMA integrity_check(1)"))
            if verdict != "ok":
                return verdict
            strays = self._one("SELECT count(*) FROM passages WHERE article NOT IN (SELECT ordinal FROM articles)")
            total = self._one("SELECT coalesce(sum(passages), 0) FROM articles")
            rows = self._one("SELECT count(*) FROM passages")
        except IndexCorrupt as fault:
            return fault.message
        return None if strays == 0 and total == rows == self.passages else "passages and articles do not add up"

    def _article_column(self, column: Literal["id", "title"], ids: Iterable[int]) -> dict[int, str]:
        wanted = [int(i) for i in ids]
        rows = self._rows(
            f"SELECT p.id, a.{column} FROM passages p JOIN articles a ON a.ordinal = p.article "  # noqa: S608 - one of two
            "WHERE p.id IN (SELECT value FROM json_each(?))",
            json.dumps(wanted),
        )
        with self._made_of_rows():
            found = {int(row[0]): str(row[1]) for row in rows}
        self._require(wanted, found)
        return found

    def _require(self, wanted: Iterable[int], found: Mapping[int, object]) -> None:
        if missing := [number for number in wanted if number not in found]:
            raise self._corrupt(ValueError(f"passage {missing[0]} is missing"))

    @contextmanager
    def _made_of_rows(self) -> Generator[None]:
        """Have what no row that was written could bring about be damage: a number for a text, a day that is none."""
        try:
            yield
        except (TypeError, ValueError, OverflowError, RecursionError, MemoryError) as cause:
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


def _ranges(runs: NDArray[np.int64]) -> Ids:
    """Return every id in runs given as first id and length, shape (n, 2), in order of first id."""
    firsts, counts = runs[:, 0], runs[:, 1]
    skipped = firsts - np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(runs) else firsts
    return np.repeat(skipped, counts) + np.arange(counts.sum(), dtype=np.int64)


def _typed(kind: type[T], values: Sequence[object]) -> T:
    """Make a record of the values of its fields, in order, each of which must be of the field's type."""
    return convert(dict(zip(kind.__struct_fields__, values, strict=True)), kind)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a column holds what is no text")
    return value


def _names(written: str) -> tuple[str, ...]:
    return tuple(_text(each) for each in json.loads(written))


def _article(row: tuple[Any, ...]) -> Article:
    """Make an article of the columns of `_SELECT_ARTICLE`."""
    identifier, title, text, outlet, author, published, url, organisations, topics, kind, source = row[:11]
    return Article(
        id=_text(identifier),
        title=_text(title),
        text=_text(text),
        outlet=outlet,
        author=author,
        published=_date(published),
        url=url,
        organisations=_names(organisations),
        topics=_names(topics),
        kind=kind,
        reports_on=_reported(source),
    )


def _reported(written: str | None) -> ReportedArticle | None:
    """Read what a brief reports on, as `article_writer` wrote it."""
    if written is None:
        return None
    outlet, title, url, published = json.loads(written)
    return ReportedArticle(outlet, title, url, _date(published))


def _date(written: str | None) -> PartialDate | None:
    return PartialDate.parse(written) if written else None
