"""The terms of a question by how much they say, and what of them a text or the corpus holds."""

from __future__ import annotations

import math
from collections.abc import Mapping

from qabot.core.answers import Coverage
from qabot.core.questions import Question
from qabot.question.content_words import content_words
from qabot.retrieval.pipeline import query_terms
from qabot.retrieval.protocols import Index

_OUTLETS = 6
"""How many outlets the coverage names."""
_RARE = 0.02
"""A word is rare when at most this share of the passages holds it."""


def idf_weights(index: Index, question: Question) -> dict[str, float]:
    """Return the terms of a question with how much each says: its inverse document frequency, as in BM25.

    A term that no passage holds weighs as much as one that a single passage holds.
    """
    total = index.searched(None).passages
    frequencies = {term: max(1, index.document_frequency(term)) for term in query_terms(index, question)}
    return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in frequencies.items()}


def share_of_terms(index: Index, text: str, weights: Mapping[str, float]) -> float:
    """Return the share, by weight, of a question's terms that a text holds; 0 to 1."""
    held = {term for term in index.terms(text) if term in weights}
    return sum(weights[term] for term in held) / (sum(weights.values()) or 1.0)


def coverage(index: Index, question: Question) -> Coverage:
    """Tell what the corpus holds of a question that it does not answer."""
    total = index.searched(None).passages
    counts: dict[str, int] = {}
    for word in content_words(question.whole):
        terms = index.terms(word)
        if terms:
            counts.setdefault(word, min(index.document_frequency(term) for term in terms))
    for naming in question.mentions:
        # The corpus may write out what the question abbreviates.
        counts = {word: count for word, count in counts.items() if count or word not in naming.written.split()}
    rare = sorted((count, word) for word, count in counts.items() if 0 < count <= max(1, _RARE * total))
    return Coverage(
        outlets=tuple(index.outlets()[:_OUTLETS]),
        missing=tuple(word for word, count in counts.items() if not count),
        rare=tuple((word, count) for count, word in rare),
    )
