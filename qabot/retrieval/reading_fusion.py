"""A question in each way in which it may be meant, searched for at once: their scores become one.

Each reading lists its own passages, and what it says of one counts by its share. What the last answer quoted counts a
little besides. The reading that gives most to the passage that stands first in the end is the one that is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.answers import ScoreComponent
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.fusion import ScoreComponents, add, best_first
from qabot.retrieval.pipeline import Candidates, Found, candidates, ranked, with_settled_limits
from qabot.retrieval.protocols import Index, Reranker
from qabot.retrieval.ranking_parameters import FusionParameters


class WeighedReading(Struct, frozen=True):
    """A question as it may be meant, and how much that counts."""

    question: BoundQuestion
    """Bound to the index."""
    vector: NDArray[np.float32] | None
    """Encoded with what it takes over; None where words alone are searched for."""
    share: float = 1.0
    """The part of a score that it gives; those of all readings add up to 1."""


class ReadingFound(Struct, frozen=True):
    """What was found for the readings of a question together."""

    place: int
    """Which of them is answered, from 0."""
    question: BoundQuestion
    """The same as it was put in the end."""
    found: Found
    """What was found."""


def search_readings(
    index: Index,
    readings: Sequence[WeighedReading],
    quoted: Mapping[str, float],
    limit: int,
    parameters: FusionParameters,
    reranker: Reranker | None = None,
) -> ReadingFound:
    """Find the passages that answer a question, in whichever way it is meant.

    Args:
        index: Where to look.
        readings: Each way; one alone is searched for as `search` does, its limits settled.
        quoted: What passages of articles gain that the last answer quoted, by the article's id.
        limit: How many hits to return at the most.
        parameters: How lists become one.
        reranker: What reads the leaders together with the question, if anything does.
    """
    put = [with_settled_limits(index, each.question) for each in readings]
    lists = [candidates(index, each.vector, question, parameters) for each, question in zip(readings, put, strict=True)]
    if len(readings) == 1 and not quoted:
        return ReadingFound(0, put[0], ranked(index, put[0], lists[0], limit, parameters, reranker))
    shares = [each.share for each in readings]
    fused = fuse_readings([each.components for each in lists], shares)
    articles = index.articles_of(fused)
    add(fused, {number: (_quoted(quoted[name]),) for number, name in articles.items() if name in quoted})
    place = _answered(fused, lists, shares)
    both = Candidates(fused, lists[place].matched_filters, articles)
    return ReadingFound(place, put[place], ranked(index, put[place], both, limit, parameters, reranker))


def fuse_readings(lists: Sequence[ScoreComponents], shares: Sequence[float]) -> ScoreComponents:
    """Return one component a retriever for each passage: what each reading's says of it, by the reading's share.

    Rank and score are those of the reading with the largest share that has the passage.
    """
    fused: dict[int, dict[str, ScoreComponent]] = {}
    for place in sorted(range(len(lists)), key=lambda place: -shares[place]):
        for number, components in lists[place].items():
            known = fused.setdefault(number, {})
            for each in components:
                first = known.get(each.retriever, replace(each, contribution=0.0))
                contribution = first.contribution + shares[place] * each.contribution
                known[each.retriever] = replace(first, contribution=contribution)
    return {number: tuple(known[name] for name in sorted(known)) for number, known in sorted(fused.items())}


def _quoted(gain: float) -> ScoreComponent:
    return ScoreComponent("quoted", None, 1.0, gain)


def _answered(fused: ScoreComponents, lists: Sequence[Candidates], shares: Sequence[float]) -> int:
    """Return the reading that gives most to the passage that stands first; without any, the one that counts most."""
    first = best_first(fused)[:1]
    given = [
        share * sum(each.contribution for number in first for each in found.components.get(number, ()))
        for found, share in zip(lists, shares, strict=True)
    ]
    return max(range(len(lists)), key=lambda place: (given[place], shares[place]))
