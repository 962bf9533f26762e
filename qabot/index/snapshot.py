"""Opening a generation, and reading from it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.errors import REPAIR, IndexCorrupt, IndexUnusable, ModelMismatch
from qabot.core.questions import Filters
from qabot.core.settings import ReaderSettings, RerankSettings
from qabot.index.article_writer import StoredArticle
from qabot.index.current_generation import current_name
from qabot.index.file_faults import file_fault, link_of
from qabot.index.filter_query import Ids
from qabot.index.generation_reading import OpenGeneration, no_such_article
from qabot.index.manifest import (
    ARTICLES,
    ENCODER,
    LINES,
    READER,
    RERANKER,
    SEGMENTS,
    TEXT,
    WEIGHTS_COMPARED,
    Manifest,
    read_whole,
)
from qabot.index.past_moment import PastMoment
from qabot.index.phrase_matching import PhraseMatching
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.segmented_facts import SegmentedFacts
from qabot.index.segmented_vectors import SegmentedVectors
from qabot.index.segments import PassageNumbers, Segment, open_facts, open_segments
from qabot.index.text_index import LexicalQuery, Scored, TextIndex
from qabot.index.tombstones import ArticlePlace
from qabot.models.encoder import READING_WEIGHTS, OnnxEncoder
from qabot.models.onnx_session import WEIGHTS
from qabot.models.reader import OnnxReader
from qabot.models.reranker import OnnxReranker

_OPEN_TRIES = 20
"""How often opening starts over when the generation is replaced and pruned meanwhile."""
_FILTERED_KEPT = 4
"""For how many filters what they leave is kept, however much that is: eight bytes a passage."""
_FILTERED_BYTES = 32_000_000
"""Up to so many bytes, what twice as many leave is kept."""
_OUTLETS_KEPT = 32
"""For how many filters the outlets that they leave are kept."""
_MORE = 4
"""How many times as many hits are looked at, where too few say a phrase word for word."""
_VIEWS_KEPT = 8
"""For how many days what was published by then is kept open."""
_FOLDERS = (TEXT, SEGMENTS, LINES, ENCODER, READER, RERANKER)


class Generation:
    """An open generation: everything a question needs, from one consistent state."""

    def __init__(self, folder: Path, past: PastMoment | None = None) -> None:
        """Open a generation, or one as it was, and check that its parts are there, whole and agree on their counts.

        Files that are not too large are compared with their checksums in the manifest, a few blocks of the others; what
        is read of these has checksums of its own. `verify` compares everything, as that takes time.

        Raises:
            IndexUnusable: A part is missing, cut short, foreign or from a newer qabot.
            StorageFailed: The machine refuses to read one.
        """
        self.folder, self.past = folder, past
        if link := link_of(folder, _FOLDERS):
            raise IndexCorrupt(f"{link} is a symbolic link.", hint=REPAIR)
        self.manifest = Manifest.read(folder)
        if link := link_of(folder, [each.folder for each in self.manifest.segments]):
            raise IndexCorrupt(f"{link} is a symbolic link.", hint=REPAIR)
        whole = read_whole(self.manifest.files)
        for name, record in self.manifest.files.items():
            if fault := file_fault(folder / name, record, whole=name in whole):
                raise IndexCorrupt(f"{folder / name} {fault}.", hint=REPAIR)
        records = self.manifest.segments
        self._filtered: dict[Filters, tuple[Ids, int]] = {}
        self._outlets: dict[Filters, list[OutletHoldings]] = {}
        self._seen_as_of: date | None = None
        self._views: dict[date, Generation] = {}
        self._viewing = Lock()
        with ExitStack() as undo:
            self.segments = open_segments(folder, records)
            self.articles = SegmentedArticles([segment.articles for segment in self.segments])
            undo.callback(self.articles.close)
            self.facts = SegmentedFacts(rules := self.manifest.facts, open_facts(folder, records) if rules else ())
            undo.callback(self.facts.close)
            self._text = TextIndex(folder / TEXT, counts_exactly=past is not None)
            self.numbers = PassageNumbers(records)
            self._vectors = SegmentedVectors(self.segments)
            counts = {self.manifest.passages, self._text.passages, sum(each.live_passages for each in records)}
            articles = sum(each.articles - each.dead_articles for each in records)
            if len(counts) > 1 or articles != self.manifest.articles or len(self._vectors.dimensions) > 1:
                raise IndexCorrupt(f"The parts of {folder} do not agree on how many passages there are.", hint=REPAIR)
            undo.pop_all()

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.manifest.name

    @property
    def undated(self) -> int:
        """How many articles bear no date, which any filter on dates leaves out."""
        return self._undated

    @cached_property
    def _undated(self) -> int:
        return self.articles.undated()

    def encoder(self) -> OnnxEncoder:
        """Open the encoder that this generation's passages were embedded with."""
        weights = f"{ENCODER}/{READING_WEIGHTS}"
        with self._weights_compared(weights if weights in self.manifest.files else f"{ENCODER}/{WEIGHTS}"):
            encoder = OnnxEncoder.open(self.folder / ENCODER)
        if {encoder.spec.dimension} != self._vectors.dimensions:
            raise IndexCorrupt(f"The encoder and the vectors of {self.folder} differ in dimension.", hint=REPAIR)
        return encoder

    def reranker(self) -> OnnxReranker | None:
        """Open the reranker that this generation carries, if it carries one."""
        if not self.manifest.reranker:
            return None
        with self._weights_compared(f"{RERANKER}/{WEIGHTS}"):
            return OnnxReranker.open(self.folder / RERANKER)

    def reranker_for(self, rerank: RerankSettings) -> OnnxReranker | None:
        """Open the reranker that settings ask for, if they ask for one.

        Raises:
            ModelMismatch: This generation carries another one, or none.
            IndexCorrupt: It is damaged.
        """
        if not rerank.accepts(self.manifest.reranker):
            raise ModelMismatch(
                f"The settings ask for the reranker {rerank.model}, and the index was built with "
                f"{self.manifest.reranker or 'none'}.",
                still_works="Without that setting, questions are answered in the order the index finds.",
                hint="Run `qabot index` to add it to the index.",
            )
        return self.reranker() if rerank.model else None

    def reader_for(self, reader: ReaderSettings, encoder: OnnxEncoder | None = None) -> OnnxReader | None:
        """Open the reader that this generation carries, if it carries one and the settings do not turn it off.

        Args:
            reader: The settings.
            encoder: The encoder, where it is open already: both read texts with the same tokeniser as a rule.

        Raises:
            IndexCorrupt: It is damaged.
        """
        if not self.manifest.reader or reader.is_off:
            return None
        with self._weights_compared(f"{READER}/{WEIGHTS}"):
            return OnnxReader.open(self.folder / READER, encoder.tokeniser if encoder else None)

    @contextmanager
    def _weights_compared(self, name: str) -> Generator[None]:
        """Compare a file of weights with its checksum, beside what is done meanwhile to open the model."""
        record = self.manifest.files.get(name)
        if record is None or record.size > WEIGHTS_COMPARED:
            yield
            return
        with ThreadPoolExecutor(1) as pool:
            fault = pool.submit(file_fault, self.folder / name, record, whole=True)
            yield
            if found := fault.result():
                raise IndexCorrupt(f"{self.folder / name} {found}.", hint=REPAIR)

    def as_of(self, day: date) -> Generation:
        """Return this generation as if it held only what was published by a day, which is closed with this one."""
        with self._viewing:
            view = self._views.get(day) or self._view(day)
            others = [each for each in self._views.items() if each[0] != day]
            self._views = {**dict(others[-_VIEWS_KEPT + 1 :]), day: view}
        return view

    def _view(self, day: date) -> Generation:
        articles = self.articles.as_of(day)
        rows, (first, last) = articles.rows(), articles.dates()
        view = copy(self)
        vars(view).pop("_undated", None)
        vars(view).update(
            articles=articles,
            _text=self._text.as_of(day),
            _vectors=SegmentedVectors(self.segments, rows),
            _filtered={},
            _outlets={},
            _views={},
            _seen_as_of=day,
            manifest=replace(
                self.manifest,
                articles=articles.matching(Filters())[1],
                passages=sum(map(len, rows)),
                first=str(first) if first else None,
                last=str(last) if last else None,
                briefs=articles.briefs(),
            ),
        )
        return view

    def close(self) -> None:
        """Let go of the databases; mapped files go with the object."""
        self.articles.close()
        self.facts.close()
        for view in self._views.values():
            view.close()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        return self._text.terms(text)

    def expect_terms(self, terms: Iterable[str]) -> None:
        """Do nothing: to count a term takes no time here."""

    def expect_articles(self, article_ids: Iterable[str]) -> None:
        """Do nothing, likewise."""

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        return self._text.document_frequency(term)

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other."""
        return self._text.phrase_frequency(terms)

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case, in ascending order; none for no words."""
        return self.numbers.ids(self._text.holding(phrase))

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of the passages that filters leave, and the number of articles."""
        # A question asks for the same several times, and those that follow it ask for the same again.
        if (known := self._filtered.get(filters)) is None:
            has_words = filters.exact or filters.excluded
            known = self._matching_words(filters) if has_words else self.articles.matching(filters)
            newest = _newest_kept(self._filtered, known[0].nbytes)
            self._filtered = {**newest, filters: known}  # as a whole, for threads that read it meanwhile
        return known

    def is_said(self, phrase: str) -> bool:
        """Whether any passage says a phrase, or tells a figure, itself or in its article's title.

        Raises:
            UsageError: Many hold its words, and none of those that could be read in time says it.
        """
        return self._phrases.is_said(phrase)

    def _matching_words(self, filters: Filters) -> tuple[Ids, int]:
        has_others = replace(filters, exact=(), excluded=(), as_of=None).active
        ids = self.articles.matching(filters)[0] if has_others or not filters.exact else None
        ids = self._phrases.left(ids, filters)
        return ids, self.articles.articles_among(ids)

    @property
    def _phrases(self) -> PhraseMatching:
        return PhraseMatching(self.articles, self.holding)

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None) -> list[Scored]:
        """Return the passages nearest to a unit vector, best first."""
        return self._vectors.nearest(vector, limit, allowed)

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each passage."""
        return self._vectors.similarities(vector, ids)

    def vectors(self, ids: Ids) -> NDArray[np.float32]:
        """Return stored vectors, shape (n, dimension)."""
        return self._vectors.rows(ids)

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 scores, best first."""
        if not filters.exact:
            return self._best(query, limit, filters)
        # The text index knows stems only, so that it lists some that do not hold the phrase word for word: as many more
        # are looked at as it takes.
        most = limit
        while True:
            listed = self._best(query, most, filters)
            allowed = self._phrases.word_for_word(
                np.array(sorted(number for number, _ in listed), dtype=np.int64), filters
            )
            found = [each for each in listed if each[0] in allowed][:limit]
            if len(found) == limit or len(listed) < most:
                return found
            most *= _MORE

    def _best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        found = self._text.best(query, limit, filters)
        ids = self.numbers.ids([number for number, _ in found])
        return [(passage, score) for passage, (_, score) in zip(ids, found, strict=True)]

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        """Return the passages with the highest BM25 scores for any of these terms, best first."""
        return [passage for passage, _ in self._best(LexicalQuery(tuple(terms)), limit, Filters())]

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of their ids given."""
        return self.articles.passages_by_id(ids)

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of."""
        return self.articles.articles_of(ids)

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None."""
        article = self.articles.article(article_id)
        until = self.past.superseded.get(article_id) if self.past else None
        return replace(article, held_until=until) if article and until else article

    def require_article(self, article_id: str) -> Article:
        """Return an article whole.

        Raises:
            NotFound: No article has this id; one that comes close is named.
        """
        if article := self.article(article_id):
            return article
        raise no_such_article(self.articles.unknown_article(article_id))

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        kept = self._filtered.items()
        filters = Filters() if among is None else next((each for each, (ids, _) in kept if ids is among), None)
        if filters is None:
            return self.articles.outlets(among)
        if (known := self._outlets.get(filters)) is None:
            known = self.articles.outlets(among)
            self._outlets = {**dict([*self._outlets.items()][-_OUTLETS_KEPT:]), filters: known}
        return known

    def stored_beside(self, other: OpenGeneration) -> Iterator[StoredArticle]:
        """Yield the articles of segments that another generation has not, and those that are dead in it.

        So an article that both hold in the same segment is left out; `first_passage` is a row of its segment.
        """
        known: dict[tuple[int, str], tuple[ArticlePlace, ...]] = {}
        if isinstance(other, Generation):
            known = {(each.record.number, other.checksum(each)): each.dead for each in other.segments}
        for segment in self.segments:
            dead = known.get((segment.record.number, self.checksum(segment)))
            if dead is None:
                yield from segment.articles.stored()
            elif dead != segment.dead:
                yield from segment.articles.stored_at(place.ordinal for place in dead)

    def checksum(self, segment: Segment) -> str:
        """Return the SHA-256 (hex) of a segment's articles."""
        return self.manifest.files[f"{segment.record.folder}/{ARTICLES}"].sha256

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what a question to this generation is asked of; None stands for no filters."""
        held_on = self.past.held_on if self.past else None
        return replace(self.manifest.searched(matched_filters), as_of=self._seen_as_of, held_on=held_on)


def _newest_kept(kept: Mapping[Filters, tuple[Ids, int]], more: int) -> dict[Filters, tuple[Ids, int]]:
    """Return what is kept on of what filters left, the newest, where so many more bytes are to be kept."""
    newest: list[tuple[Filters, tuple[Ids, int]]] = []
    for filters, known in reversed([*kept.items()]):
        more += known[0].nbytes
        most = _FILTERED_KEPT if more > _FILTERED_BYTES else 2 * _FILTERED_KEPT
        if len(newest) >= most - 1:
            break
        newest.append((filters, known))
    return dict(reversed(newest))


def open_current(index: Path) -> Generation:
    """Open the generation that answers, starting over when it is replaced meanwhile.

    Raises:
        IndexUnusable: There is none, or it is damaged.
        StorageFailed: The machine refuses to read it.
    """
    for _ in range(_OPEN_TRIES):
        name = current_name(index)
        try:
            return Generation(index / name)
        except IndexUnusable:
            if current_name(index) == name:
                raise
    raise IndexCorrupt(f"The index {index} is replaced faster than it can be opened.", hint="Ask again in a moment.")
