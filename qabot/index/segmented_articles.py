"""The articles and passages of all segments of a generation, read as one; what is dead is never told."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np

from qabot.core.articles import BRIEF_OUTLET, Article, ArticleSummary, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.name_keys import all_keys, name_key, organisation_keys
from qabot.core.questions import Filters
from qabot.core.unknown_names import UnknownName, unknown_name
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.articles_db import ArticleStore
from qabot.index.filter_query import Ids
from qabot.index.segments import first_ids
from qabot.index.tombstones import ArticlePlace

_T = TypeVar("_T")
_Reading = Callable[[ArticleStore, list[int]], dict[int, _T]]
"""What is read of a segment, for these rows."""


class SegmentPlace(NamedTuple):
    """Where an article lies in a generation."""

    segment: int
    """Which of its segments holds it, counted from 0."""
    place: ArticlePlace
    """Where in that."""


class SegmentedArticles:
    """Reads the segments of a generation, the oldest first, for any number of threads at once."""

    def __init__(self, stores: Sequence[ArticleStore]) -> None:
        """Read these; at least one."""
        self._stores = tuple(stores)
        self._firsts = first_ids(store.passages for store in stores)

    def as_of(self, day: date) -> SegmentedArticles:
        """Open the files anew, as if they held only what was published by a day."""
        return SegmentedArticles([store.as_of(day) for store in self._stores])

    def rows(self) -> list[Ids]:
        """Return the rows of passages of each segment, in ascending order, but for those that are not to be told."""
        return [store.matching(Filters())[0] for store in self._stores]

    def close(self) -> None:
        """Let go of the files."""
        for store in self._stores:
            store.close()

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None; its text is checked against its stored SHA-256 first."""
        found = (store.article(article_id) for store in reversed(self._stores))
        return next(filter(None, found), None)

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in order; none for an unknown id."""
        found = (store.passages_of(article_id) for store in reversed(self._stores))
        return next((passages for passages in found if passages), list[Passage]())

    def passages_by_id(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of the ids given."""
        wanted = [int(i) for i in ids]
        if len(self._stores) == 1:
            return self._stores[0].passages_by_id(wanted)
        found = self._by_id(wanted, lambda store, rows: dict(zip(rows, store.passages_by_id(rows), strict=True)))
        return [found[i] for i in wanted]

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of, passage id to article id."""
        return self._by_id(ids, ArticleStore.articles_of)

    def titles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the title of each passage's article, by passage id."""
        return self._by_id(ids, ArticleStore.titles_of)

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of every passage that the filters leave, and how many articles those are."""
        found = [store.matching(filters) for store in self._stores]
        if len(found) == 1:
            return found[0]
        ids = [rows + first for (rows, _), first in zip(found, self._firsts, strict=False)]
        return np.concatenate(ids), sum(articles for _, articles in found)

    def articles_among(self, ids: Ids) -> int:
        """Return how many articles these passages belong to, given in ascending order."""
        return sum(store.articles_among(rows) for store, rows in self._parted(ids) if len(rows))

    def undated(self) -> int:
        """Return how many articles bear no date, which any filter on dates leaves out."""
        return sum(store.undated() for store in self._stores)

    def briefs(self) -> int:
        """Return how many articles are briefs."""
        return sum(store.briefs() for store in self._stores)

    def dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """Return the earliest and the latest publication date held."""
        each = [store.dates() for store in self._stores]
        first = min((one for one, _ in each if one), key=lambda day: (day.first, day.last), default=None)
        last = max((other for _, other in each if other), key=lambda day: (day.last, day.first), default=None)
        return first, last

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first.

        Args:
            among: Count only articles to which some of these passages belong, given in ascending order; all of them
                where it is None.
        """
        if among is None:
            found = [store.outlets() for store in self._stores]
        else:
            found = [store.outlets(rows) for store, rows in self._parted(among)]
        return found[0] if len(found) == 1 else summed(each for holdings in found for each in holdings)

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in the filters that no article has, with the nearest that some have."""
        unknown: list[UnknownName] = []
        if filters.outlets and not self._knows_outlets(filters.outlets):
            unknown += unknown_outlets(filters.outlets, self.outlets())
        if filters.organisations:
            keys = all_keys(filters.organisations)
            known = set[str]().union(*(store.known_organisations(keys) for store in self._stores))
            missing = [each for each in filters.organisations if known.isdisjoint(organisation_keys(each))]
            names = self._organisations if missing else []
            unknown += [unknown_name("organisation", each, names, organisation_keys) for each in missing]
        return unknown

    def _knows_outlets(self, names: Sequence[str]) -> bool:
        """Whether the reporting of all these outlets is held, which takes less time than to list all outlets."""
        keys = set(map(name_key, names))
        return keys <= set[str]().union(*(store.known_outlets(keys) for store in self._stores))

    def unknown_article(self, article_id: str) -> UnknownName:
        """Return an id that no article has, with the nearest that some have."""
        return unknown_name("article", article_id, (each for store in self._stores for each in store.article_ids()))

    def files(self) -> dict[str, StoredFile]:
        """Return the corpus files this was built from, by path."""
        if len(self._stores) == 1:
            return self._stores[0].files()
        newest = {path: file for store in self._stores for path, file in store.files().items()}
        return {path: newest[path] for path in sorted(newest) if not newest[path].is_gone}

    def article_summaries(self, among: Collection[str] | None = None) -> list[ArticleSummary]:
        """Return articles without their texts, the newest first and the undated last: all, or those with these ids."""
        found = [store.article_summaries(among) for store in self._stores]
        return found[0] if len(found) == 1 else sorted((each for some in found for each in some), key=newest_first)

    def stored(self) -> Iterator[StoredArticle]:
        """Return every article's row without its text, in order of its passages."""
        return chain.from_iterable(
            store.stored(first) for store, first in zip(self._stores, self._firsts, strict=False)
        )

    def stored_of_files(self, paths: Collection[str]) -> Iterator[StoredArticle]:
        """Return the rows of the articles of corpus files, likewise."""
        return chain.from_iterable(
            store.stored_of_files(paths, first) for store, first in zip(self._stores, self._firsts, strict=False)
        )

    def stored_by_id(self, article_ids: Collection[str]) -> Iterator[StoredArticle]:
        """Return the rows of these articles; unknown ids are passed over."""
        return chain.from_iterable(
            store.stored_by_id(article_ids, first) for store, first in zip(self._stores, self._firsts, strict=False)
        )

    def vector_rows(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """Return the passage id under which each text is embedded already, by the SHA-256 of that text.

        What is dead may be among them: its vector is as good.
        """
        wanted, found = [*digests], dict[bytes, int]()
        for store, first in zip(self._stores, self._firsts, strict=False):
            here = store.vector_rows(digest for digest in wanted if digest not in found)
            found |= {digest: row + first for digest, row in here.items()}
        return found

    def embedded(self, article_id: str) -> list[bytes]:
        """Return the SHA-256 of the embedded text of each passage of an article, in order."""
        found = (store.embedded(article_id) for store in reversed(self._stores))
        return next((digests for digests in found if digests), list[bytes]())

    def places(self, article_ids: Iterable[str]) -> list[SegmentPlace]:
        """Return where these articles lie; unknown ids are passed over."""
        wanted = [*article_ids]
        return [
            SegmentPlace(number, place)
            for number, store in enumerate(self._stores)
            for place in store.places(wanted).values()
        ]

    @cached_property
    def _organisations(self) -> list[str]:
        return sorted({name for store in self._stores for name in store.organisations()})

    def _by_id(self, ids: Iterable[int], read: _Reading[_T]) -> dict[int, _T]:
        """Read what the segments say of passages, each of its own."""
        wanted = [int(i) for i in ids]
        if len(self._stores) == 1:
            return read(self._stores[0], wanted)
        rows: dict[int, list[int]] = defaultdict(list)
        for number in dict.fromkeys(wanted):
            # What no segment holds is asked of the last one, which says so.
            segment = min(bisect_right(self._firsts, number), len(self._stores)) - 1
            rows[segment].append(number - self._firsts[segment])
        found: dict[int, _T] = {}
        for segment, own in rows.items():
            first = self._firsts[segment]
            found |= {row + first: said for row, said in read(self._stores[segment], own).items()}
        return {number: found[number] for number in wanted}

    def _parted(self, ids: Ids) -> Iterator[tuple[ArticleStore, Ids]]:
        """Yield each segment with its rows of these ids, which ascend."""
        cuts = np.searchsorted(ids, self._firsts)
        for number, store in enumerate(self._stores):
            yield store, ids[cuts[number] : cuts[number + 1]] - self._firsts[number]


def summed(holdings: Iterable[OutletHoldings]) -> list[OutletHoldings]:
    """Add up what parts of a generation hold of an outlet, whose name they may spell in several ways; most first."""
    by_key: dict[str, list[OutletHoldings]] = defaultdict(list)
    for each in holdings:
        by_key[name_key(each.name)].append(each)
    found = [
        OutletHoldings(
            min(each.name for each in same), sum(each.articles for each in same), sum(each.briefs for each in same)
        )
        for same in by_key.values()
    ]
    return sorted(found, key=lambda each: (-each.articles, each.name))


def newest_first(summary: ArticleSummary) -> tuple[bool, int, int, str]:
    """Return what sorts articles: the newest first, the undated last."""
    day = summary.published
    return (False, -day.last.toordinal(), -day.first.toordinal(), summary.id) if day else (True, 0, 0, summary.id)


def unknown_outlets(wanted: Iterable[str], held: Sequence[OutletHoldings]) -> list[UnknownName]:
    """Return those of these outlets that are not among those held, with the nearest that are; briefs count as one."""
    briefs = [BRIEF_OUTLET] if any(each.briefs for each in held) else []
    names = [*briefs, *(each.name for each in held)]
    known = set(map(name_key, names))
    return [unknown_name("outlet", each, names) for each in wanted if name_key(each) not in known]
