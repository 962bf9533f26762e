"""The articles, passages and facts of one generation in Milvus, read as those of a local one are.

Articles are looked up by a hash of their id, or by their number, which is that of their first passage. What was read is
kept for a while, since a question shows an article several times. Texts are compared with their checksums.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, ArticleSummary, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexCorrupt, NoCorpus
from qabot.core.facts import ArticleFacts, lies_within
from qabot.core.name_keys import organisation_keys
from qabot.core.questions import Filters
from qabot.core.unknown_names import UnknownName, unknown_name
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.filter_query import Ids
from qabot.index.milvus.row_schemas import part_key
from qabot.index.milvus.store_client import Row, StoreClient
from qabot.index.milvus.store_limits import id_key, quoted, visible, within
from qabot.index.milvus.store_manifest import StoreManifest
from qabot.index.segmented_articles import newest_first, summed, unknown_outlets

_META = msgspec.json.Decoder(Article)
_FACTS = msgspec.msgpack.Decoder(ArticleFacts)
_KEPT_ARTICLES = 512
_KEPT_PLACES = 50_000
_OF_ONE_ID = 16
"""Rows that are looked at for one id: its own, and those of ids that share its key."""
_ASKED_AT_ONCE = 200
"""Articles that are looked up by their ids at once: some megabytes."""
_ROW = ("number", "id", "meta", "meta_parts", "text", "text_parts", "text_sha256", "content_hash")
_SUMMARY = ("number", "id", "meta", "meta_parts")
_STORED = ("number", "id", "content_hash", "file", "first_day", "passages")
_PASSAGE = ("number", "article_id", "ordinal", "start", "end", "text")


class PassageOwner(Struct, frozen=True):
    """Whose a passage is."""

    article: int
    """The article's number."""
    article_id: str
    """Its id."""


class MilvusArticles:
    """Reads what a generation holds, or what of it was published by a day; for any number of threads at once."""

    def __init__(
        self,
        client: StoreClient,
        stored: StoreManifest,
        local_files: Callable[[], dict[str, StoredFile]],
        day: date | None,
    ) -> None:
        """Read of this generation.

        Args:
            client: Where it is.
            stored: What it is made of.
            local_files: Returns the corpus files that it was built from, where this machine built it.
            day: Only what was published by then, if it is asked as of one.
        """
        self._client, self._stored, self._day = client, stored, day
        self._local_files = local_files
        self._names = stored.collections
        self.seen = visible(stored.steps, stored.dead, "article", day)
        """What limits passages to what is seen."""
        self.all_seen = visible(stored.steps, stored.dead, "number", day)
        """What limits articles likewise."""
        self._read: dict[str, Article] = {}
        self._owners: dict[int, PassageOwner] = {}
        self._numbers: dict[str, int] = {}

    def note(self, rows: Iterable[Row]) -> None:
        """Remember whose passages are that were found."""
        if len(self._owners) > _KEPT_PLACES:
            self._owners, self._numbers = {}, {}
        for row in rows:
            owner = PassageOwner(int(row["article"]), str(row["article_id"]))
            self._owners[int(row["number"])] = owner
            self._numbers[owner.article_id] = owner.article

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None; its text is checked against its SHA-256 first."""
        if article_id not in self._read:
            self.read_ahead([article_id])
        return self._read.get(article_id)

    def read_ahead(self, article_ids: Iterable[str]) -> None:
        """Read articles at once that are going to be asked for."""
        wanted = [each for each in dict.fromkeys(article_ids) if each not in self._read]
        if len(self._read) + len(wanted) > _KEPT_ARTICLES:
            self._read = {}
        known = [self._numbers[each] for each in wanted if each in self._numbers]
        rows = self._client.get(self._names.articles, known, _ROW) if known else []
        found = {str(row["id"]) for row in rows}
        rows += self._rows_of([each for each in wanted if each not in found], _ROW)
        for row in rows:
            self._read[str(row["id"])] = self._article(row)

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in order; none for an unknown id."""
        return self.passages_by_id(self.ids_of(article_id).tolist())

    def ids_of(self, article_id: str) -> Ids:
        """Return the ids of the passages of an article in order; none for an unknown id."""
        rows = self._rows_of([article_id], ("number", "passages"))
        return passage_ids([(int(row["number"]), int(row["passages"])) for row in rows])

    def passages_by_id(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of the ids given, their text as it was cut."""
        wanted = [int(each) for each in ids]
        made = {
            int(row["number"]): Passage(
                str(row["article_id"]), int(row["ordinal"]), int(row["start"]), int(row["end"]), str(row["text"])
            )
            for row in self._passage_rows(wanted, _PASSAGE)
        }
        return [made[each] for each in wanted]

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of, passage id to article id."""
        return {number: owner.article_id for number, owner in self.owners(ids).items()}

    def owners(self, ids: Iterable[int]) -> dict[int, PassageOwner]:
        """Return whose each passage is."""
        wanted = [int(each) for each in ids]
        if unknown := [each for each in wanted if each not in self._owners]:
            self.note(self._passage_rows(unknown, ("number", "article", "article_id")))
        return {each: self._owners[each] for each in wanted}

    def titles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the title of each passage's article, by passage id."""
        owners = self.owners(ids)
        numbers = dict.fromkeys(owner.article for owner in owners.values())
        rows = self._client.get(self._names.articles, numbers, _SUMMARY)
        titles = {int(row["number"]): self._meta(row).title for row in rows}
        self._require(numbers, titles, "article")
        return {number: titles[owner.article] for number, owner in owners.items()}

    def rows_matching(self, filters: Filters) -> list[tuple[int, int]]:
        """Return the number and the count of passages of each article that filters leave, but for their phrases."""
        limits = within(self.all_seen, filters)
        rows = self._scan(limits, ("number", "passages"))
        return sorted((int(row["number"]), int(row["passages"])) for row in rows)

    def count_matching(self, filters: Filters) -> int:
        """Return how many articles filters leave, but for their phrases."""
        return self._client.count(self._names.articles, within(self.all_seen, filters))

    def dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """Return the earliest and the latest publication date held."""
        own = self._stored.manifest
        if not self._day:
            return _date(own.first), _date(own.last)
        days = [each.published for each in self.article_summaries() if each.published]
        first = min(days, key=lambda day: (day.first, day.last), default=None)
        return first, max(days, key=lambda day: (day.last, day.first), default=None)

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        if among is None and not self._day:
            return [*self._stored.outlets]
        fields = ("number", "reporting", "briefs")
        if among is None:
            rows: Iterable[Row] = self._scan(self.all_seen, fields)
        else:
            numbers = {owner.article for owner in self.owners(among.tolist()).values()}
            rows = self._client.get(self._names.articles, numbers, fields)
        return summed(OutletHoldings(str(row["reporting"]), 1, int(row["briefs"])) for row in rows if row["reporting"])

    def undated(self) -> int:
        """Return how many articles bear no date, which any filter on dates leaves out."""
        return 0 if self._day else self._stored.undated

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in the filters that no article has, with the nearest that some have."""
        unknown: list[UnknownName] = []
        if filters.outlets:
            unknown += unknown_outlets(filters.outlets, self.outlets())
        missing = [each for each in filters.organisations if not self.count_matching(Filters(organisations=(each,)))]
        if missing:
            names = sorted({name for each in self.article_summaries() for name in each.organisations})
            unknown += [unknown_name("organisation", each, names, organisation_keys) for each in missing]
        return unknown

    def unknown_article(self, article_id: str) -> UnknownName:
        """Return an id that no article has, with the nearest that some have."""
        return unknown_name("article", article_id, (str(row["id"]) for row in self._scan(self.all_seen, ("id",))))

    def article_summaries(self, among: Collection[str] | None = None) -> list[ArticleSummary]:
        """Return articles without their texts, the newest first and the undated last: all, or those with these ids."""
        if among is None:
            rows: Iterable[Row] = self._scan(self.all_seen, _SUMMARY)
        else:
            rows = self._rows_of(among, _SUMMARY)
        return sorted((_summary(self._meta(row)) for row in rows), key=newest_first)

    def files(self) -> dict[str, StoredFile]:
        """Return the corpus files this was built from, by path.

        Raises:
            NoCorpus: Another machine built it, which alone knows.
        """
        if self._day:
            return {}
        return self._local_files()

    def stored(self) -> Iterator[StoredArticle]:
        """Yield every article's row without its text, in order of its passages."""
        yield from self.stored_within(self.all_seen)

    def stored_within(self, limits: str) -> Iterator[StoredArticle]:
        """Yield the rows of articles that an expression leaves, in order of their passages."""
        rows = sorted(self._scan(limits, _STORED), key=lambda row: int(row["number"]))
        yield from map(_stored_article, rows)

    def stored_of_files(self, paths: Collection[str]) -> Iterator[StoredArticle]:
        """Yield the rows of the articles of corpus files, likewise; an engine has no index of these."""
        wanted = frozenset(paths)
        yield from (each for each in self.stored() if each.file in wanted)

    def stored_by_id(self, article_ids: Collection[str]) -> Iterator[StoredArticle]:
        """Yield the rows of these articles; unknown ids are passed over."""
        yield from map(_stored_article, self._rows_of(article_ids, _STORED))

    def facts_of(self, article: Article, rules: str) -> ArticleFacts | None:
        """Return the facts of an article; None where none are stored that were read by these rules."""
        if rules != self._stored.manifest.facts:
            return None
        rows = self._rows_of([article.id], ("number", "facts_parts", "content_hash"))
        if not rows or not rows[0]["facts_parts"] or rows[0]["content_hash"] != article.content_hash:
            return None
        encoded = "".join(self._parts("f", int(rows[0]["number"]), int(rows[0]["facts_parts"])))
        try:
            facts = _FACTS.decode(base64.b85decode(encoded))
        except (ValueError, msgspec.MsgspecError) as cause:
            raise self._corrupt(f"the facts of {article.id} cannot be read: {cause}") from cause
        if not lies_within(facts, article):
            raise self._corrupt(f"the facts of {article.id} do not lie in its text")
        return facts

    def _rows_of(self, article_ids: Iterable[str], fields: Sequence[str]) -> list[Row]:
        """Return the rows of articles, of those that there are."""
        wanted, rows = [*dict.fromkeys(article_ids)], list[Row]()
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            some = wanted[start : start + _ASKED_AT_ONCE]
            limits = f"{self.all_seen} and id_key in {quoted(map(id_key, some))}"
            found = self._client.find(self._names.articles, limits, (*fields, "id"), _OF_ONE_ID * len(some))
            rows += (row for row in found if row["id"] in some)
        return rows

    def _scan(self, limits: str, fields: Sequence[str]) -> Iterator[Row]:
        for page in self._client.scan(self._names.articles, limits, fields):
            yield from page

    def _passage_rows(self, ids: Sequence[int], fields: Sequence[str]) -> list[Row]:
        rows = self._client.get(self._names.passages, dict.fromkeys(ids), fields)
        self._require(ids, {int(row["number"]) for row in rows}, "passage")
        return rows

    def _article(self, row: Row) -> Article:
        text = str(row["text"]) + "".join(self._parts("t", int(row["number"]), int(row["text_parts"])))
        article = replace(self._meta(row), text=text)
        if article.text_sha256 != row["text_sha256"] or article.content_hash != row["content_hash"]:
            raise self._corrupt(f"{article.id} does not match its checksum")
        return article

    def _meta(self, row: Row) -> Article:
        """Return an article without its text."""
        written = str(row["meta"]) + "".join(self._parts("m", int(row["number"]), int(row["meta_parts"])))
        try:
            return _META.decode(written)
        except (ValueError, msgspec.MsgspecError) as cause:
            raise self._corrupt(f"article {row['number']} cannot be read: {cause}") from cause

    def _parts(self, kind: str, number: int, count: int) -> list[str]:
        if not count:
            return []
        keys = [part_key(kind, number, place) for place in range(count)]
        found = {
            str(row["key"]): str(row["part"]) for row in self._client.get(self._names.parts, keys, ("key", "part"))
        }
        self._require(keys, found, "part")
        return [found[key] for key in keys]

    def _require(self, wanted: Iterable[object], found: Collection[object], what: str) -> None:
        if missing := [each for each in wanted if each not in found]:
            raise self._corrupt(f"{what} {missing[0]} is missing")

    def _corrupt(self, said: str) -> IndexCorrupt:
        name = self._stored.manifest.name
        return IndexCorrupt(
            f"The generation {name} in Milvus cannot be read: {said}.",
            hint="Ask again; where it stays so, run `qabot rollback`, or `qabot index --rebuild` where the corpus is.",
        )


class MilvusFacts:
    """The facts of a generation's articles."""

    def __init__(self, articles: MilvusArticles) -> None:
        """Read them beside these articles."""
        self._articles = articles

    def of(self, article: Article, rules: str) -> ArticleFacts | None:
        """Return the facts of an article; None where none are stored that were read by these rules."""
        return self._articles.facts_of(article, rules)


def unknown_files() -> dict[str, StoredFile]:
    """Say that another machine built a generation, which alone knows of what files."""
    raise NoCorpus("Another machine built this index.", hint="Run `qabot status` there.")


def passage_ids(rows: Sequence[tuple[int, int]]) -> Ids:
    """Return the ids of passages of articles, given by number and count."""
    runs = np.array([row for row in rows if row[0] >= 0 and row[1]], dtype=np.int64).reshape(-1, 2)
    skipped = runs[:, 0] - (np.cumsum(runs[:, 1]) - runs[:, 1])
    return np.repeat(skipped, runs[:, 1]) + np.arange(runs[:, 1].sum(), dtype=np.int64)


def _stored_article(row: Row) -> StoredArticle:
    day, number, passages = int(row["first_day"]), int(row["number"]), int(row["passages"])
    return StoredArticle(str(row["id"]), str(row["content_hash"]), str(row["file"]), day, number, passages)


def _summary(article: Article) -> ArticleSummary:
    return ArticleSummary(
        article.id, article.title, article.outlet, article.published, article.organisations, article.kind,
        article.reports_on,
    )  # fmt: skip


def _date(written: str | None) -> PartialDate | None:
    return PartialDate.parse(written) if written else None
