"""Questions as a search takes them, for tests that look at one step alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from qabot.core.questions import AnalysedQuestion
from qabot.question.analysis import tokenised
from qabot.retrieval.binding import BoundQuestion, BoundWord, bind
from qabot.retrieval.pipeline import Found, search
from qabot.retrieval.protocols import Index, Reranker
from qabot.retrieval.ranking_parameters import RANKING


def asked(text: str, **parts: Any) -> AnalysedQuestion:
    """Return a question of these parts, its words told apart: nothing else is read out of its text."""
    return tokenised(AnalysedQuestion(text, **parts))


def bound(index: Index, question: AnalysedQuestion | str) -> BoundQuestion:
    """Bind a question to an index, with the numbers that qabot ranks with."""
    return bind(index, asked(question) if isinstance(question, str) else question, RANKING.lexical)


def word(text: str, idf: float = 1.0) -> BoundWord:
    """Return a word of a question that no index knows."""
    return BoundWord(text, 0, len(text), is_inherited=False, terms=frozenset(), idf=idf, names=())


def find(
    index: Index,
    vector: NDArray[np.float32] | None,
    question: AnalysedQuestion | str,
    limit: int,
    reranker: Reranker | None = None,
) -> Found:
    """Search for a question, likewise."""
    return search(index, vector, bound(index, question), limit, RANKING.fusion, reranker)
