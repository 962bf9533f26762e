"""An index from which articles can be left out, question by question.

With the articles that answer a question hidden, it is a question that the corpus does not answer: about its own topics,
in the words of its own readers. That is where a verdict errs, and such questions are dear to write by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.questions import Filters
from qabot.index.build.chunking import indexed_text
from qabot.index.filter_query import Ids
from qabot.index.snapshot import Generation
from qabot.index.text_index import LexicalQuery, Scored


class MaskedIndex(Generation):
    """A generation that can be read as if some of its articles were not there.

    Passages keep their ids. BM25 goes on counting words over the whole index, of which a few articles are next to
    nothing; `document_frequency` counts what is there.
    """

    def __init__(self, folder: Path) -> None:
        """Open a generation with nothing hidden.

        Raises:
            IndexUnusable: It cannot be read.
        """
        super().__init__(folder)
        stored = self.articles.stored()
        self._owned = {each.id: range(each.first_passage, each.first_passage + each.passages) for each in stored}
        self.hide(())

    def hide(self, article_ids: Iterable[str]) -> None:
        """Hide these articles, and no others any more; unknown ids are passed over."""
        self._hidden = frozenset(article_ids) & self._owned.keys()
        self._gone = np.array(sorted(i for each in self._hidden for i in self._owned[each]), dtype=np.int64)
        self._gone_terms: list[list[str]] = []
        self._gone_briefs = 0
        for each in self._hidden:
            article = _require(super().article(each))
            self._gone_briefs += article.kind == "brief"
            texts = (indexed_text(article.title, passage.text) for passage in self.articles.passages_of(each))
            self._gone_terms += [self.terms(text) for text in texts]

    def document_frequency(self, term: str) -> int:
        """Return how many passages that are there hold a term."""
        return max(0, super().document_frequency(term) - sum(term in terms for terms in self._gone_terms))

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages that are there hold these terms one after the other."""
        gone = sum(_holds(each, terms) for each in self._gone_terms)
        return max(0, super().phrase_frequency(terms) - gone)

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the passages that are there and filters leave, and the number of their articles."""
        ids, articles = super().matching(filters)
        lost = sum(bool(np.isin(list(self._owned[each]), ids).any()) for each in self._hidden)
        return np.setdiff1d(ids, self._gone, assume_unique=True), articles - lost

    def is_said(self, phrase: str) -> bool:
        """Whether any passage that is there says a phrase."""
        return self.matching(Filters(exact=(phrase,)))[1] > 0

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None) -> list[Scored]:
        """Return the nearest passages that are there, best first."""
        return self._shown(super().nearest(vector, limit + len(self._gone), allowed))[:limit]

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages that are there with the highest BM25 scores, best first."""
        return self._shown(super().best(query, limit + len(self._gone), filters))[:limit]

    def article(self, article_id: str) -> Article | None:
        """Return an article that is there, or None."""
        return None if article_id in self._hidden else super().article(article_id)

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what is searched, without what is hidden."""
        whole = super().searched(matched_filters)
        left = whole.articles - len(self._hidden)
        return replace(
            whole,
            articles=left,
            briefs=whole.briefs - self._gone_briefs,
            passages=whole.passages - len(self._gone),
            matched_filters=left if matched_filters is None else matched_filters,
        )

    def _shown(self, scored: Iterable[Scored]) -> list[Scored]:
        gone = set(self._gone.tolist())
        return [each for each in scored if each[0] not in gone]


def _holds(text: Sequence[str], terms: Sequence[str]) -> bool:
    """Whether terms stand in a text one after the other."""
    return any([*terms] == [*text[start : start + len(terms)]] for start in range(len(text) - len(terms) + 1))


def _require(article: Article | None) -> Article:
    if article is None:  # pragma: no cover - its id came from the same index
        raise LookupError("an article of the index is not in the index")
    return article
