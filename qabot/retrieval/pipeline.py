"""From a question to ranked passages: one pipeline, read top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.answers import Hit, Retriever
from qabot.core.articles import Passage
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.index.text_index import Scored
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.boosts import boosts
from qabot.retrieval.fusion import ScoreComponents, add, best_first, fuse, spread
from qabot.retrieval.protocols import Index, Reranker
from qabot.retrieval.ranking_parameters import FusionParameters, RetrieverWeights


class Found(Struct, frozen=True):
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
    question: BoundQuestion,
    limit: int,
    parameters: FusionParameters,
    reranker: Reranker | None = None,
) -> Found:
    """Find the passages that answer a question.

    Args:
        index: Where to look.
        vector: The question with what it carries over, encoded; shape (dimension,). None searches by words alone.
        question: The question, bound to the index.
        limit: How many hits to return at the most.
        parameters: How lists become one.
        reranker: What reads the leaders together with the question, if anything does.
    """
    return ranked(index, question, candidates(index, vector, question, parameters), limit, parameters, reranker)


class Candidates(Struct, frozen=True):
    """The passages that two retrievers list for a question."""

    components: ScoreComponents
    """What they say of each."""
    matched_filters: int | None
    """Articles that the filters left; None when nothing was filtered."""
    articles: Mapping[int, str] | None = None
    """Which article each passage is part of, where that was looked up already."""


def candidates(
    index: Index, vector: NDArray[np.float32] | None, question: BoundQuestion, parameters: FusionParameters
) -> Candidates:
    """List passages by nearness and by words: the first part of `search`."""
    analysed, weights, most = question.analysed, parameters.weights, parameters.candidates
    # 1. Filters come first: what they leave out is never ranked.
    allowed, matched = index.matching(analysed.filters) if analysed.filters.active else (None, None)
    # 2. Two lists: nearness of meaning, and shared words.
    lists: dict[Retriever, list[Scored]] = {
        "dense": [] if vector is None else index.nearest(vector, most, allowed),
        "lexical": index.best(question.lexical_query, most, analysed.filters),
    }
    # 3. A passage that only words found gets its nearness too, which costs one product.
    extra = {} if vector is None else nearness_of_unseen(index, vector, lists)
    # 4. One score each, by convex combination.
    return Candidates(fuse(lists, {"dense": extra}, weights), matched)


def ranked(
    index: Index,
    question: BoundQuestion,
    found: Candidates,
    limit: int,
    parameters: FusionParameters,
    reranker: Reranker | None,
) -> Found:
    """Rank candidates: the second part of `search`."""
    analysed, weights, components = question.analysed, parameters.weights, dict(found.components)
    articles = index.articles_of(components) if found.articles is None else found.articles
    # 5. Among the leaders, small boosts for what the question says besides: its dates, its bodies.
    leaders = best_first(components)[: parameters.leaders]
    add(components, boosts(index, analysed, {number: articles[number] for number in leaders}, weights))
    # 6. A cross-encoder counts as much as all of that, where there is one.
    if reranker is not None and leaders:
        add(components, reranked(reranker, analysed.whole, leaders, index.passages(leaders), weights))
    # 7. Best first; not all from one article.
    ranking = best_first(components)
    order = spread(ranking, articles, parameters.per_article)[:limit]
    # 8. Hits, with the components that explain them.
    passages = index.passages(order)
    hits = (Hit(number, passages[i], i + 1, components[number]) for i, number in enumerate(order))
    return Found(tuple(hits), found.matched_filters, tuple(dict.fromkeys(articles[number] for number in ranking)))


def nearness_of_unseen(
    index: Index, vector: NDArray[np.float32], lists: Mapping[Retriever, Sequence[Scored]]
) -> dict[int, float]:
    """Return the cosine of a vector with each passage that words found and meaning did not list."""
    seen = {number for number, _ in lists["dense"]}
    unseen = np.array([number for number, _ in lists["lexical"] if number not in seen], dtype=np.int64)
    return dict(zip(unseen.tolist(), index.similarities(vector, unseen).tolist(), strict=True))


def with_settled_limits(index: Index, question: BoundQuestion) -> BoundQuestion:
    """Return a question as it is put to an index, with what limits it giving way where that leaves nothing.

    "In 2015" may be when something happened, and the article that tells of it may be of a later year: what was
    published then is preferred, and nothing is left out. Only where a question asks for what was published then do its
    dates limit the search, and not where they leave nothing. An exact phrase that is all of a question is often a
    question set in quotation marks: where nothing holds it, its words are searched for.
    """
    question = replace(question, analysed=_without_unheld_phrase(index, question.analysed))
    analysed = question.analysed
    if analysed.inferred is None:
        return question
    undated = replace(question, analysed=_with_soft_dates(analysed))
    is_empty = not index.matching(analysed.filters)[1]
    others_leave_nothing = not index.matching(undated.analysed.filters)[1]
    if others_leave_nothing or (analysed.dates_limit and not is_empty):
        return question
    return replace(undated, analysed=replace(undated.analysed, date_filter_empty=is_empty))


def _without_unheld_phrase(index: Index, question: AnalysedQuestion) -> AnalysedQuestion:
    """Return a question without the exact phrase that is all of it, if nothing holds that and there is something."""
    phrase = question.phrase_alone
    if not phrase:
        return question
    filters = replace(question.filters, after=None, before=None) if question.inferred else question.filters
    others = tuple(each for each in filters.exact if each != phrase)
    if index.matching(filters)[1] or not index.matching(replace(filters, exact=others))[1]:
        return question
    return replace(question, filters=replace(question.filters, exact=others), phrase_gave_way=True)


def _with_soft_dates(question: AnalysedQuestion) -> AnalysedQuestion:
    """Return a question whose dates help ranking and filter nothing."""
    return replace(
        question,
        filters=replace(question.filters, after=None, before=None),
        soft_date=question.inferred or question.soft_date,
        date_filter_relaxed=True,
    )


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


def reranked(
    reranker: Reranker,
    text: str,
    leaders: Sequence[int],
    passages: Sequence[Passage],
    weights: RetrieverWeights,
) -> ScoreComponents:
    """Score each leader by a cross-encoder, normalised like the others."""
    scores = reranker.score(text, [passage.text for passage in passages]).tolist()
    return fuse({"rerank": list(zip(leaders, scores, strict=True))}, {}, weights)
