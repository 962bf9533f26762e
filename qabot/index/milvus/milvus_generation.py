"""A generation in Milvus, open for reading: what a question needs, asked of the engine; models lie on this machine.

Milvus lists passages by nearness, and candidates by words; these are weighed here as the local index weighs them, and
phrases are compared here word for word. Whatever is read belongs to the steps that the generation's manifest names, so
that a reader sees one state for as long as it holds it, whatever is published meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from threading import Lock

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.errors import IndexCorrupt, UsageError
from qabot.core.questions import Filters
from qabot.core.settings import ReaderSettings, RerankSettings
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.filter_query import Ids
from qabot.index.generation_reading import OpenGeneration, no_such_article
from qabot.index.milvus.local_models import LocalModels
from qabot.index.milvus.milvus_articles import MilvusArticles, MilvusFacts, passage_ids
from qabot.index.milvus.row_schemas import term_key
from qabot.index.milvus.store_client import MOST_FOUND, Row, Sought, StoreClient
from qabot.index.milvus.store_limits import among, holding, within
from qabot.index.milvus.store_manifest import StoreManifest
from qabot.index.milvus.term_scores import TermScores, dimension_of
from qabot.index.past_moment import PastMoment
from qabot.index.phrase_matching import PhraseMatching
from qabot.index.text_index import LexicalQuery, Scored, TextAnalysis
from qabot.models.encoder import OnnxEncoder
from qabot.models.reader import OnnxReader
from qabot.models.reranker import OnnxReranker

_FOUND = ("number", "article", "article_id")
"""What is asked of a passage that is found by nearness."""
_WORDED = (*_FOUND, "stems")
_MORE = 4
"""How many times as many candidates are looked at where those at hand may not be the best."""
_BESIDE = 20
"""Candidates beyond those wanted, since Milvus weighs lengths by an average that may have moved since."""
_MOVED = 1.1
"""What a candidate may score here beside what Milvus said, for the same reason."""
_KEPT = 8
"""For how many filters what they leave is kept, and for how many days what was published by then."""
_MOST_TERMS = 20_000
"""Terms whose counts are kept."""


class MilvusGeneration:
    """An open generation; `OpenGeneration` says what each of these is."""

    past: PastMoment | None = None

    def __init__(
        self,
        client: StoreClient,
        stored: StoreManifest,
        models: LocalModels,
        local_files: Callable[[], dict[str, StoredFile]],
        day: date | None = None,
    ) -> None:
        """Read a generation.

        Args:
            client: Where it is; closed with it.
            stored: What it is made of.
            models: Where its models lie.
            local_files: Returns the corpus files that it was built from, where this machine built it.
            day: Only what was published by then, if it is asked as of one.
        """
        self._client, self._models, self._day = client, models, day
        self.stored = stored
        """What it is made of."""
        self._local_files = local_files
        self.folder, self.manifest = models.folder, stored.manifest
        self.articles = MilvusArticles(client, stored, local_files, day)
        self.facts = MilvusFacts(self.articles)
        self._words = TextAnalysis()
        self._names = stored.collections
        self._counts: dict[str, int] = {}
        self._counts_then: dict[str, int] = {}
        self._phrases_counted: dict[tuple[str, ...], int] = {}
        self._left: dict[Filters, tuple[Ids, int]] = {}
        self._views: dict[date, MilvusGeneration] = {}
        self._viewing = Lock()

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.manifest.name

    @property
    def undated(self) -> int:
        """How many articles bear no date, which any filter on dates leaves out."""
        return self.articles.undated()

    def encoder(self) -> OnnxEncoder:
        """Open the encoder that its passages were embedded with."""
        return self._models.encoder()

    def reranker_for(self, rerank: RerankSettings) -> OnnxReranker | None:
        """Open the reranker that settings ask for, if they ask for one."""
        return self._models.reranker_for(rerank)

    def reader_for(self, reader: ReaderSettings, encoder: OnnxEncoder | None = None) -> OnnxReader | None:
        """Open its reader, if it has one and the settings do not turn it off."""
        return self._models.reader_for(reader, encoder)

    def as_of(self, day: date) -> OpenGeneration:
        """Return this generation as if it held only what was published by a day; closed with this one."""
        with self._viewing:
            view = self._views.get(day) or self._view(day)
            others = [each for each in self._views.items() if each[0] != day]
            self._views = {**dict(others[-_KEPT + 1 :]), day: view}
        return view

    def _view(self, day: date) -> MilvusGeneration:
        view = MilvusGeneration(self._client, self.stored, self._models, self._local_files, day)
        rows = view.articles.rows_matching(Filters())
        first, last = view.articles.dates()
        view.manifest = replace(
            self.manifest,
            articles=len(rows),
            passages=sum(count for _, count in rows),
            first=str(first) if first else None,
            last=str(last) if last else None,
            briefs=sum(each.briefs for each in view.articles.outlets()),
        )
        return view

    def close(self) -> None:
        """Let go of the connection."""
        if not self._day:
            self._client.close()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        return self._words.terms(text)

    def expect_terms(self, terms: Iterable[str]) -> None:
        """Count terms at once that are going to be asked for."""
        if not self._day:  # of a day each is counted by itself, so that none is counted for nothing
            self._frequencies(terms)

    def expect_articles(self, article_ids: Iterable[str]) -> None:
        """Read articles at once that are going to be asked for."""
        self.articles.read_ahead(article_ids)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        return self.document_frequencies([term])[term]

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return how many passages hold each of these terms, asked for at once."""
        if not self._day:
            return self._frequencies(terms)
        wanted = [*dict.fromkeys(terms)]
        for term in (each for each in wanted if each not in self._counts_then):
            self._counts_then[term] = self._client.count(self._names.passages, holding(self.articles.seen, (term,)))
        return {term: self._counts_then[term] for term in wanted}

    def _frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return how many passages of the whole generation hold each of these terms."""
        wanted = [*dict.fromkeys(terms)]
        if missing := [term for term in wanted if term not in self._counts]:
            kept = {} if len(self._counts) > _MOST_TERMS else self._counts
            self._counts = kept | self._counted(missing)  # as a whole, for threads that read it meanwhile
        return {term: self._counts.get(term, 0) for term in wanted}

    def _counted(self, terms: Sequence[str]) -> dict[str, int]:
        keys = {term_key(term, step): term for term in terms for step in self.stored.steps}
        counts = dict.fromkeys(terms, 0)
        for row in self._client.get(self._names.terms, keys, ("key", "passages")):
            counts[keys[str(row["key"])]] += int(row["passages"])
        return counts

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other."""
        if len(terms) < 2:  # noqa: PLR2004 - two make a phrase
            return self.document_frequency(terms[0]) if terms else 0
        key = tuple(terms)
        if key not in self._phrases_counted:
            kept = {} if len(self._phrases_counted) > _MOST_TERMS else self._phrases_counted
            self._phrases_counted = kept | {key: len(self._holding(terms))}
        return self._phrases_counted[key]

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case, in ascending order; none for no words.

        Raises:
            UsageError: There are more than Milvus lists.
        """
        terms = self.terms(phrase)
        found = sorted(self._holding(terms)) if terms else []
        if len(found) >= MOST_FOUND:
            raise UsageError(
                f"The words of “{phrase[:60]}” stand in more than {MOST_FOUND:,} passages, which Milvus does not list.",
                still_works="The same question without the quotation marks is answered.",
                hint="Leave the quotation marks out, or make the phrase longer.",
            )
        return found

    def _holding(self, terms: Sequence[str]) -> list[int]:
        """Return passages that hold terms one after the other: by its rarest term found, by its place compared."""
        counts = self.document_frequencies(terms)
        if not all(counts.values()):
            return []
        rarest = min(terms, key=lambda term: counts[term])
        limits = holding(self.articles.seen, terms)
        sought = Sought("words", {dimension_of(rarest): 1.0})
        return [
            int(row["number"])
            for _, row in self._client.search(self._names.passages, sought, MOST_FOUND, limits, ("number",))
        ]

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of the passages that filters leave, and the number of articles."""
        filters = replace(filters, as_of=None)
        if (known := self._left.get(filters)) is None:
            known = self._matching(filters)
            newest = [*self._left.items()][-_KEPT + 1 :]
            self._left = {**dict(newest), filters: known}
        return known

    def is_said(self, phrase: str) -> bool:
        """Whether any passage says a phrase, or tells a figure, itself or in its article's title.

        Raises:
            UsageError: Many hold its words, and none of those that could be read in time says it.
        """
        return self._phrases.is_said(phrase)

    def _matching(self, filters: Filters) -> tuple[Ids, int]:
        rows = self.articles.rows_matching(filters)
        ids = passage_ids(rows)
        if not filters.exact and not filters.excluded:
            return ids, len(rows)
        ids = self._phrases.left(ids, filters)
        firsts = np.array([number for number, count in rows if count], np.int64)
        return ids, len(np.unique(np.searchsorted(firsts, ids, side="right")))

    @property
    def _phrases(self) -> PhraseMatching:
        return PhraseMatching(self.articles, self.holding)

    def _limits(self, filters: Filters | None) -> str:
        """Return the expression for what filters leave."""
        if filters is None:
            return self.articles.seen
        limits = within(self.articles.seen, filters)
        if filters.exact or filters.excluded:
            ids, _ = self.matching(filters)
            limits = among(limits, ids.tolist())
        return limits

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None) -> list[Scored]:
        """Return the passages nearest to a unit vector, best first."""
        if allowed is not None and not len(allowed):
            return []
        # What is allowed is as a rule what filters left: those are said rather than thousands of numbers.
        known = (filters for filters, (ids, _) in self._left.items() if ids is allowed)
        filters = next(known, None)
        limits = self._limits(filters)
        if allowed is not None and filters is None:
            limits = among(limits, allowed.tolist())
        found = self._search(Sought("dense", np.asarray(vector, np.float32)), limit, limits, _FOUND)
        return sorted(((int(row["number"]), score) for score, row in found), key=lambda each: (-each[1], each[0]))

    def _search(self, sought: Sought, limit: int, limits: str, fields: Sequence[str]) -> list[tuple[float, Row]]:
        found = self._client.search(self._names.passages, sought, limit, limits, fields)
        self.articles.note(row for _, row in found)
        return found

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each passage."""
        return self.vectors(ids) @ vector

    def vectors(self, ids: Ids) -> NDArray[np.float32]:
        """Return stored vectors, shape (n, dimension)."""
        wanted = [int(each) for each in ids]
        if not wanted:
            return np.empty((0, self.manifest.dimension), np.float32)
        rows = self._client.get(self._names.passages, dict.fromkeys(wanted), ("number", "dense"))
        found = {int(row["number"]): row["dense"] for row in rows}
        if missing := [each for each in wanted if each not in found]:
            raise IndexCorrupt(
                f"The generation {self.name} in Milvus lacks the vector of passage {missing[0]}.", hint="Ask again."
            )
        return np.array([found[each] for each in wanted], np.float32)

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 scores, best first."""
        scores = self._term_scores
        weights = scores.query_weights(query)
        if not weights:
            return []
        limits = self._limits(replace(filters, as_of=None))
        most = limit + _BESIDE if scores.is_plain(query) else 2 * limit + _BESIDE
        while True:
            listed = self._search(Sought("words", weights), most, limits, _WORDED)
            weighed = ((int(row["number"]), scores.score(query, str(row["stems"]).split())) for _, row in listed)
            found = sorted((each for each in weighed if each[1] > 0), key=lambda each: (-each[1], each[0]))[:limit]
            is_all = len(listed) < most or most >= MOST_FOUND
            if is_all or (len(found) == limit and found[-1][1] >= _MOVED * listed[-1][0]):
                return found
            most *= _MORE

    @property
    def _term_scores(self) -> TermScores:
        average = self.stored.terms / max(1, self.stored.manifest.passages)
        # Words weigh by all there are, whatever day is asked of, as in the local index.
        return TermScores(self.stored.manifest.passages, average, self._frequencies)

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        """Return the passages with the highest BM25 scores for any of these terms, best first."""
        return [passage for passage, _ in self.best(LexicalQuery(tuple(terms)), limit, Filters())]

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of their ids given."""
        return self.articles.passages_by_id(ids)

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of."""
        return self.articles.articles_of(ids)

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None."""
        return self.articles.article(article_id)

    def require_article(self, article_id: str) -> Article:
        """Return an article whole, or raise `NotFound`, naming one that comes close."""
        if article := self.article(article_id):
            return article
        raise no_such_article(self.articles.unknown_article(article_id))

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        return self.articles.outlets(among)

    def stored_beside(self, other: OpenGeneration) -> Iterator[StoredArticle]:
        """Yield the articles that another generation may lack or say otherwise: all that it does not hold just so."""
        theirs = other.stored if isinstance(other, MilvusGeneration) else None
        if theirs is None or theirs.layout != self.stored.layout:
            yield from self.articles.stored()
            return
        if news := [step for step in self.stored.steps if step not in theirs.steps]:
            yield from self.articles.stored_within(f"{self.articles.all_seen} and step in {news}")
        ours = frozenset(self.stored.dead)
        dead = [each for each in theirs.dead if each not in ours]
        old = [step for step in self.stored.steps if step in theirs.steps]
        if dead:
            yield from self.articles.stored_within(among(f"{self.articles.all_seen} and step in {old}", dead))

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what a question to this generation is asked of; None stands for no filters."""
        return replace(self.manifest.searched(matched_filters), as_of=self._day)
