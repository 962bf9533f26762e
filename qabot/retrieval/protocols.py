"""What a search needs of others: an index to read from, and perhaps a reranker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.questions import Filters
from qabot.index.filter_query import Ids
from qabot.index.text_index import LexicalQuery, Scored


class Index(Protocol):
    """What can be read from a generation."""

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

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the passages that filters leave, and the number of their articles."""
        ...

    def is_said(self, phrase: str) -> bool:
        """Whether any passage says a phrase, or tells a figure, itself or in its article's title.

        Raises:
            UsageError: Many hold its words, and none of those that could be read in time says it.
        """
        ...

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None) -> list[Scored]:
        """Return the passages nearest to a vector, best first."""
        ...

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a vector with each passage."""
        ...

    def vectors(self, ids: Ids) -> NDArray[np.float32]:
        """Return stored unit vectors, shape (n, dimension)."""
        ...

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 scores, best first."""
        ...

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of their ids given."""
        ...

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of."""
        ...

    def article(self, article_id: str) -> Article | None:
        """Return an article whole."""
        ...

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        ...

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what is searched; None stands for no filters."""
        ...


class Reranker(Protocol):
    """Scores passages against a question, both read together."""

    def score(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Return a score for each passage, shape (passages,), the higher the better."""
        ...
