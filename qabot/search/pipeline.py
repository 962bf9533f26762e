"""From a question to ranked passages: one pipeline, read top to bottom.

Fusion is the convex combination of min-max-normalised scores (Bruch, Gai and Ingber, "An Analysis of Fusion Functions
for Hybrid Retrieval", ACM TOIS 2023, section 4), over passage ids, with equal weights. Unlike reciprocal rank fusion it
keeps how far apart scores are, and was measured better on three sets of questions. Among the leaders a small third vote
goes to agreement: what several outlets report stands before what one does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qabot.question.words import content_words
from qabot.records import Article, Filters, Hit, Passage, Question, Retriever, Searched, Vote
from qabot.store.articles import Ids
from qabot.store.text import Scored

CANDIDATES = 100
"""How many passages each retriever lists."""
WEIGHTS: Mapping[Retriever, float] = {"dense": 0.45, "lexical": 0.45, "agreement": 0.1}
"""What each retriever's best passage adds to a fused score. They add up to 1."""
LEADERS = 10
"""How many of the first passages are compared with one another."""
PER_ARTICLE = 2
"""How many passages of one article may stand among the first; further ones follow behind."""


class Index(Protocol):
    """What can be read from a generation."""

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        ...

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        ...

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the passages that filters leave, and the number of their articles."""
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

    def best(self, terms: Iterable[str], limit: int, filters: Filters) -> list[Scored]:
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

    def searched(self, matched_filters: int | None) -> Searched:
        """Describe what is searched; None stands for no filters."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a search returns."""

    hits: tuple[Hit, ...]
    """Best first."""
    matched_filters: int | None
    """Articles that the filters left; None when nothing was filtered."""


def search(index: Index, vector: NDArray[np.float32], question: Question, limit: int) -> Found:
    """Find the passages that answer a question.

    Args:
        index: Where to look.
        vector: The question, encoded; shape (dimension,).
        question: The question.
        limit: How many hits to return at the most.
    """
    # 1. Filters come first: what they leave out is never ranked.
    allowed, matched = index.matching(question.filters) if question.filters.active else (None, None)
    # 2. Two lists: nearness of meaning, and shared words.
    terms = question_terms(index, question)
    lists: dict[Retriever, list[Scored]] = {
        "dense": index.nearest(vector, CANDIDATES, allowed),
        "lexical": index.best(terms, CANDIDATES, question.filters),
    }
    # 3. A passage that only words found gets its nearness too, which costs one product.
    seen = {number for number, _ in lists["dense"]}
    unseen = np.array([number for number, _ in lists["lexical"] if number not in seen], dtype=np.int64)
    extra = dict(zip(unseen.tolist(), index.similarities(vector, unseen).tolist(), strict=True))
    # 4. One score each, by convex combination.
    votes = fuse(lists, {"dense": extra})
    articles = index.articles_of(votes)
    # 5. A small vote for what other articles among the leaders say too.
    leaders = _best_first(votes)[:LEADERS]
    agreed = agreement(leaders, index.vectors(np.array(leaders, dtype=np.int64)), articles)
    votes |= {number: (*votes[number], vote) for number, vote in agreed.items()}
    # 6. Best first; not all from one article.
    order = spread(_best_first(votes), articles)[:limit]
    # 7. Hits, with the votes that explain them.
    passages = index.passages(order)
    hits = (Hit(number, passages[i], i + 1, votes[number]) for i, number in enumerate(order))
    return Found(tuple(hits), matched)


def question_terms(index: Index, question: Question) -> list[str]:
    """Return the indexed terms that a question asks for, each once, stop-words left out."""
    return list(dict.fromkeys(index.terms(" ".join(content_words(question.text)))))


def fuse(
    lists: Mapping[Retriever, Sequence[Scored]], extra: Mapping[Retriever, Mapping[int, float]]
) -> dict[int, tuple[Vote, ...]]:
    """Combine ranked lists into votes for each passage; the order of the lists makes no difference.

    A retriever's scores are stretched so that the worst of its list gets 0 and the best 1, times its weight.

    Args:
        lists: Passages and their scores by retriever.
        extra: Scores of passages that a retriever did not list.

    Returns:
        The votes of every passage that any list holds, one a retriever that scored it, in order of retriever.
    """
    numbers = {number for scored in lists.values() for number, _ in scored}
    votes: dict[int, list[Vote]] = {number: [] for number in numbers}
    for retriever in sorted(lists):
        ranked = sorted(lists[retriever], key=lambda each: (-each[1], each[0]))
        low, high = (ranked[-1][1], ranked[0][1]) if ranked else (0.0, 0.0)
        scored = [(number, score, rank) for rank, (number, score) in enumerate(ranked, start=1)]
        scored += [(number, score, None) for number, score in extra.get(retriever, {}).items()]
        for number, score, rank in scored:
            stretched = (score - low) / (high - low) if high > low else float(score >= high)
            share = WEIGHTS[retriever] * min(1.0, max(0.0, stretched))
            votes[number].append(Vote(retriever, rank, score, share))
    return {number: tuple(each) for number, each in votes.items()}


def agreement(leaders: Sequence[int], vectors: NDArray[np.float32], articles: Mapping[int, str]) -> dict[int, Vote]:
    """Return a vote for each leading passage by its mean cosine with those of other articles.

    Args:
        leaders: Passage ids, best first.
        vectors: Their unit vectors, shape (n, dimension).
        articles: Which article each is part of.

    Returns:
        A vote each, the least agreeing with share 0; none unless two articles are among the leaders.
    """
    owners = np.array([articles[number] for number in leaders])
    others = owners[:, None] != owners[None, :]
    if not others.any():
        return {}
    means = np.where(others, vectors @ vectors.T, 0.0).sum(axis=1) / np.maximum(others.sum(axis=1), 1)
    ranked = sorted(zip(leaders, means.tolist(), strict=True), key=lambda each: (-each[1], each[0]))
    return {number: votes[0] for number, votes in fuse({"agreement": ranked}, {}).items()}


def _best_first(votes: Mapping[int, Sequence[Vote]]) -> list[int]:
    return sorted(votes, key=lambda number: (-sum(vote.share for vote in votes[number]), number))


def spread(order: Sequence[int], articles: Mapping[int, str]) -> list[int]:
    """Move every passage beyond the second of its article behind all others, keeping the order otherwise."""
    counted: Counter[str] = Counter()
    first: list[int] = []
    later: list[int] = []
    for number in order:
        counted[articles[number]] += 1
        (first if counted[articles[number]] <= PER_ARTICLE else later).append(number)
    return first + later
