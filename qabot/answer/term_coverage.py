"""What the corpus holds and lacks of a question that it does not answer."""

from __future__ import annotations

from qabot.core.answers import Coverage
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import CoverageParameters


def coverage(index: Index, question: BoundQuestion, parameters: CoverageParameters) -> Coverage:
    """Tell what the corpus holds of a question that it does not answer."""
    frequency = question.document_frequency
    counts: dict[str, int] = {}
    for word in question.words:
        if word.terms:
            counts.setdefault(word.text, min(frequency[term] for term in word.terms))
    for mention in question.analysed.mentions:
        # The corpus may write out what the question abbreviates.
        written = mention.written.split()
        counts = {word: count for word, count in counts.items() if count or word not in written}
    most = max(1, parameters.rare * index.searched(None).passages)
    rare = sorted((count, word) for word, count in counts.items() if 0 < count <= most)
    filters = question.analysed.filters
    held = index.outlets()
    searched = index.outlets(index.matching(filters)[0]) if filters.active else held
    return Coverage(
        outlets=tuple(held[: parameters.outlets]),
        outlets_searched=tuple(searched[: parameters.outlets]),
        missing=tuple(word for word, count in counts.items() if not count),
        rare=tuple((word, count) for count, word in rare),
    )
