"""From a question to ranked passages: one pipeline, read top to bottom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qabot.core.answers import Hit, Retriever
from qabot.core.articles import Passage
from qabot.core.questions import Filters, Question
from qabot.index.text_index import LexicalQuery, Scored
from qabot.question.content_words import content_words
from qabot.retrieval.boosts import boosts
from qabot.retrieval.fusion import ScoreComponents, add, agreement, best_first, fuse, spread
from qabot.retrieval.protocols import Index, Reranker

CANDIDATES = 100
"""How many passages each retriever lists."""
LEADERS = 10
"""How many of the first passages are compared with one another."""
DATE_FILTER_MARGIN = 0.15
"""How much higher the first passage outside must score for an inferred filter to give way; .14 to .17 do alike."""
_PARTICULAR = 3
"""Words besides its dates with which a question asks for something in particular."""
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search returns."""

    hits: tuple[Hit, ...]
    """Best first."""
    matched_filters: int | None
    """Articles that the filters left; None when nothing was filtered."""
    ranked: tuple[str, ...]
    """Ids of the articles that were ranked, each once, best first."""


def search(
    index: Index,
    vector: NDArray[np.float32] | None,
    question: Question,
    limit: int,
    reranker: Reranker | None = None,
) -> Found:
    """Find the passages that answer a question.

    Args:
        index: Where to look.
        vector: The question with what it carries over, encoded; shape (dimension,). None searches by words alone.
        question: The question.
        limit: How many hits to return at the most.
        reranker: What reads the leaders together with the question, if anything does.
    """
    # 1. Filters come first: what they leave out is never ranked.
    allowed, matched = index.matching(question.filters) if question.filters.active else (None, None)
    # 2. Two lists: nearness of meaning, and shared words.
    lists: dict[Retriever, list[Scored]] = {
        "dense": [] if vector is None else index.nearest(vector, CANDIDATES, allowed),
        "lexical": index.best(lexical_query(index, question), CANDIDATES, question.filters),
    }
    # 3. A passage that only words found gets its nearness too, which costs one product.
    extra = {} if vector is None else nearness_of_unseen(index, vector, lists)
    # 4. One score each, by convex combination.
    votes = fuse(lists, {"dense": extra})
    articles = index.articles_of(votes)
    # 5. Among the leaders, small votes: for what other articles say too, and for what the question says besides.
    leaders = best_first(votes)[:LEADERS]
    add(votes, agreement(leaders, index.vectors(np.array(leaders, dtype=np.int64)), articles))
    add(votes, boosts(index, question, {number: articles[number] for number in leaders}))
    # 6. A cross-encoder counts as much as all of that, where there is one.
    if reranker is not None and leaders:
        add(votes, reranked(reranker, question.whole, leaders, index.passages(leaders)))
    # 7. Best first; not all from one article.
    ranking = best_first(votes)
    order = spread(ranking, articles)[:limit]
    # 8. Hits, with the votes that explain them.
    passages = index.passages(order)
    hits = (Hit(number, passages[i], i + 1, votes[number]) for i, number in enumerate(order))
    return Found(tuple(hits), matched, tuple(dict.fromkeys(articles[number] for number in ranking)))


def nearness_of_unseen(
    index: Index, vector: NDArray[np.float32], lists: Mapping[Retriever, Sequence[Scored]]
) -> dict[int, float]:
    """Return the cosine of a vector with each passage that words found and meaning did not list."""
    seen = {number for number, _ in lists["dense"]}
    unseen = np.array([number for number, _ in lists["lexical"] if number not in seen], dtype=np.int64)
    return dict(zip(unseen.tolist(), index.similarities(vector, unseen).tolist(), strict=True))


def search_with_soft_dates(
    index: Index, vector: NDArray[np.float32] | None, question: Question, limit: int, reranker: Reranker | None = None
) -> tuple[Question, Found]:
    """Search as `search` does, but let dates that were only inferred give way to much better passages outside.

    "In 2015" may be when something happened, and the article that tells of it may be of a later year. How much better
    is measured in scores of both retrievers, so that nothing gives way in a search by words alone.

    Returns:
        The question as it was put in the end, and what was found.
    """
    filters = question.filters
    if vector is None or not _may_be_of_another_year(question) or not len(inside := index.matching(filters)[0]):
        return question, search(index, vector, question, limit, reranker)
    undated = replace(
        question,
        filters=replace(filters, after=None, before=None),
        hint=question.hint or question.inferred,
        date_filter_relaxed=True,
    )
    anywhere = search(index, vector, undated, max(limit, LEADERS), reranker)
    within = set(inside.tolist())
    best = max((hit.score for hit in anywhere.hits if hit.passage_id in within), default=0.0)
    if anywhere.hits and anywhere.hits[0].score - best > DATE_FILTER_MARGIN:
        return undated, anywhere
    return question, search(index, vector, question, limit, reranker)


def _may_be_of_another_year(question: Question) -> bool:
    """Whether the dates inferred may be when something happened rather than when it was published.

    "News this week" is about publication, and so is what names a subject and a year but asks nothing more of it.
    """
    named = question.said and not _YEAR.search(question.said)
    about = content_words(question.text.replace(question.said, " ")) if question.said else []
    return question.inferred is not None and not named and (not question.said or len(about) >= _PARTICULAR)


def counts_without_filter(index: Index, filters: Filters) -> dict[str, int]:
    """Return how many articles would match without each of the filters that are set, by its name."""
    parts = {
        "dates": {"after": None, "before": None},
        "outlets": {"outlets": ()},
        "organisations": {"organisations": ()},
        "exact": {"exact": ()},
        "excluded": {"excluded": ()},
    }
    relaxed = {name: replace(filters, **unset) for name, unset in parts.items()}
    return {name: index.matching(each)[1] for name, each in relaxed.items() if each != filters}


def lexical_query(index: Index, question: Question) -> LexicalQuery:
    """Return what to look for: a question's terms, those it takes over, and other names of what it names.

    Stop-words are left out, and the small words of a name.
    """
    own = _terms(index, question.text)
    carried = [term for term in _terms(index, " ".join(question.inherited_terms)) if term not in own]
    names = (_terms(index, name) for naming in question.mentions for name in naming.names)
    return LexicalQuery(tuple(own), tuple(carried), tuple(dict.fromkeys(tuple(name) for name in names)))


def query_terms(index: Index, question: Question) -> list[str]:
    """Return the indexed terms that a question asks for, its own and those it takes over, each once."""
    found = lexical_query(index, question)
    return [*found.terms, *found.carried]


def _terms(index: Index, text: str) -> list[str]:
    return list(dict.fromkeys(index.terms(" ".join(content_words(text)))))


def reranked(reranker: Reranker, text: str, leaders: Sequence[int], passages: Sequence[Passage]) -> ScoreComponents:
    """Return a vote for each leader by a cross-encoder's score, stretched like the others."""
    scores = reranker.score(text, [passage.text for passage in passages]).tolist()
    return fuse({"rerank": list(zip(leaders, scores, strict=True))}, {})
