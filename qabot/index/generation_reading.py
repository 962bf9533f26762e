"""What can be read of a generation that is open, wherever it lies: in the home's index folder, or in an engine.

`snapshot.Generation` reads files, `milvus.milvus_generation.MilvusGeneration` asks Milvus; whoever answers questions or
writes reports knows only what stands here. Ids of passages mean something in one generation alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, ArticleSummary, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import ArticleNotFound, NotFound
from qabot.core.facts import ArticleFacts
from qabot.core.questions import Filters
from qabot.core.settings import ReaderSettings, RerankSettings
from qabot.core.unknown_names import UnknownName
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.filter_query import Ids
from qabot.index.manifest import Manifest
from qabot.index.past_moment import PastMoment
from qabot.index.text_index import LexicalQuery, Scored
from qabot.models.encoder import OnnxEncoder
from qabot.models.reader import OnnxReader
from qabot.models.reranker import OnnxReranker


class OpenArticles(Protocol):
    """The articles and passages of a generation."""

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of an article in order; none for an unknown id."""
        ...

    def titles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the title of each passage's article, by passage id."""
        ...

    def article_summaries(self, among: Collection[str] | None = None) -> list[ArticleSummary]:
        """Return articles without their texts, the newest first and the undated last: all, or those with these ids."""
        ...

    def dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """Return the earliest and the latest publication date held."""
        ...

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        ...

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in the filters that no article has, with the nearest that some have."""
        ...

    def files(self) -> dict[str, StoredFile]:
        """Return the corpus files this was built from, by path."""
        ...

    def stored(self) -> Iterator[StoredArticle]:
        """Yield every article's row without its text, in order of its passages."""
        ...

    def stored_of_files(self, paths: Collection[str]) -> Iterator[StoredArticle]:
        """Yield the rows of the articles of corpus files, likewise."""
        ...

    def stored_by_id(self, article_ids: Collection[str]) -> Iterator[StoredArticle]:
        """Yield the rows of these articles; unknown ids are passed over."""
        ...


class OpenFacts(Protocol):
    """The facts of a generation's articles."""

    def of(self, article: Article, rules: str) -> ArticleFacts | None:
        """Return the facts of an article; None where none are stored that were read by these rules."""
        ...


class OpenGeneration(Protocol):
    """A generation that is open, for any number of threads at once.

    Whatever is read may raise `IndexCorrupt` where it is damaged, `StorageFailed` where the machine refuses to read it,
    and `StoreUnreachable` where an engine keeps it that does not answer.
    """

    folder: Path
    """Where its models lie."""
    manifest: Manifest
    """What it is made of."""
    past: PastMoment | None
    """Of a generation as it was, when, and what is lost; None of one as it is."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def articles(self) -> OpenArticles:
        """Its articles and passages."""
        ...

    @property
    def facts(self) -> OpenFacts:
        """Their facts."""
        ...

    @property
    def undated(self) -> int:
        """How many articles bear no date."""
        ...

    def encoder(self) -> OnnxEncoder:
        """Open the encoder that its passages were embedded with."""
        ...

    def reranker_for(self, rerank: RerankSettings) -> OnnxReranker | None:
        """Open the reranker that settings ask for, if they ask for one."""
        ...

    def reader_for(self, reader: ReaderSettings, encoder: OnnxEncoder | None = None) -> OnnxReader | None:
        """Open its reader, if it has one and the settings do not turn it off."""
        ...

    def as_of(self, day: date) -> OpenGeneration:
        """Return this generation as if it held only what was published by a day; closed with this one."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        ...

    def expect_terms(self, terms: Iterable[str]) -> None:
        """Hear which terms are going to be counted, so that an index elsewhere is asked once for all of them."""
        ...

    def expect_articles(self, article_ids: Iterable[str]) -> None:
        """Hear which articles are going to be read, likewise."""
        ...

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        ...

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other."""
        ...

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case, in ascending order; none for no words."""
        ...

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of the passages that filters leave, and the number of articles."""
        ...

    def is_said(self, phrase: str) -> bool:
        """Whether any passage says a phrase, or tells a figure, itself or in its article's title.

        Raises:
            UsageError: Many hold its words, and none of those that could be read in time says it.
        """
        ...

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None) -> list[Scored]:
        """Return the passages nearest to a unit vector, best first."""
        ...

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each passage."""
        ...

    def vectors(self, ids: Ids) -> NDArray[np.float32]:
        """Return stored vectors, shape (n, dimension)."""
        ...

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 scores, best first."""
        ...

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        """Return the passages with the highest BM25 scores for any of these terms, best first."""
        ...

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of their ids given."""
        ...

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of."""
        ...

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None."""
        ...

    def require_article(self, article_id: str) -> Article:
        """Return an article whole, or raise `NotFound`, naming one that comes close."""
        ...

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        ...

    def stored_beside(self, other: OpenGeneration) -> Iterator[StoredArticle]:
        """Yield the articles that another generation may lack or say otherwise: all that it does not hold just so."""
        ...

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what a question to this generation is asked of; None stands for no filters."""
        ...


def no_such_article(unknown: UnknownName) -> NotFound:
    """Return what is said of an id that no article of a generation has; one that comes close is named."""
    near = unknown.nearest
    hint = f"Try `qabot show {quote(near[0])}`." if near else "`qabot ask --json` gives the ids of what it finds."
    return ArticleNotFound(unknown.words, hint=hint, nearest=near or ())
