"""Fusion: what several retrievers say of passages becomes score components, and their sum an order.

Fusion is the convex combination of min-max-normalised scores (Bruch, Gai and Ingber, "An Analysis of Fusion Functions
for Hybrid Retrieval", ACM TOIS 2023, section 4), over passage ids, with equal weights. Unlike reciprocal rank fusion it
keeps how far apart scores are, and was measured better on three sets of questions. The first few are then read, by the
reader and sentence by sentence, and what they say counts too; `qabot.answer` adds those components.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from qabot.core.answers import Retriever, ScoreComponent
from qabot.index.text_index import Scored
from qabot.retrieval.ranking_parameters import RetrieverWeights

ScoreComponents = dict[int, tuple[ScoreComponent, ...]]
"""The score components of each passage, by its id."""


def fuse(
    lists: Mapping[Retriever, Sequence[Scored]],
    extra: Mapping[Retriever, Mapping[int, float]],
    weights: RetrieverWeights,
) -> ScoreComponents:
    """Combine ranked lists into score components of each passage; the order of the lists makes no difference.

    A retriever's scores are stretched so that the worst of its list gets 0 and the best 1, times its weight.

    Args:
        lists: Passages and their scores by retriever.
        extra: Scores of passages that a retriever did not list.
        weights: What each retriever counts.

    Returns:
        The components of every passage that any list holds, one a retriever that scored it, in order of retriever.
    """
    numbers = {number for scored in lists.values() for number, _ in scored}
    components: dict[int, list[ScoreComponent]] = {number: [] for number in numbers}
    for retriever in sorted(lists):
        ranked = sorted(lists[retriever], key=lambda each: (-each[1], each[0]))
        low, high = (ranked[-1][1], ranked[0][1]) if ranked else (0.0, 0.0)
        weight = weights.of(retriever)
        scored = [(number, score, rank) for rank, (number, score) in enumerate(ranked, start=1)]
        scored += [(number, score, None) for number, score in extra.get(retriever, {}).items()]
        for number, score, rank in scored:
            normalised = (score - low) / (high - low) if high > low else float(score >= high)
            contribution = weight * min(1.0, max(0.0, normalised))
            components[number].append(ScoreComponent(retriever, rank, score, contribution))
    return {number: tuple(each) for number, each in components.items()}


def add(components: ScoreComponents, more: Mapping[int, tuple[ScoreComponent, ...]]) -> None:
    """Put further components beside those that passages have."""
    components |= {number: (*components[number], *each) for number, each in more.items()}


def best_first(components: Mapping[int, Sequence[ScoreComponent]]) -> list[int]:
    """Return passages by their fused score; equals stand in order of publication."""
    scores = {number: sum([each.contribution for each in parts]) for number, parts in components.items()}
    return sorted(scores, key=lambda number: (-scores[number], number))


def spread(order: Sequence[int], articles: Mapping[int, str], per_article: int) -> list[int]:
    """Move every passage beyond the first few of its article behind all others, keeping the order otherwise."""
    counted: Counter[str] = Counter()
    first: list[int] = []
    later: list[int] = []
    for number in order:
        counted[articles[number]] += 1
        (first if counted[articles[number]] <= per_article else later).append(number)
    return first + later
