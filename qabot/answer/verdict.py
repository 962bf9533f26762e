"""The verdict: what the best evidence is worth, from signals that mean relevance and a calibration of the encoder.

No signal is a fused score, which is a rank: the best of a hopeless lot has a high one too. Questions that a corpus does
not answer mostly lie near its topics, so that what tells them apart is what a passage says, word by word: how near the
whole passage is, how many of the terms it holds, whether the retrievers agree and by how much the first hit leads were
tried beside these signals, and made the verdict worse on the starter questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from qabot.answer.calibration import Calibration
from qabot.answer.sentence_scoring import ScoredHit
from qabot.answer.token_similarity import QueryTokens
from qabot.core.answers import Verdict

UNCALIBRATED_NEARNESS, UNCALIBRATED_COVERAGE = 0.30, 0.34
"""What the best passage must reach to be worth showing where there is no calibration."""
_LEAST = 2
"""How many of the words that are said least are looked at: where something is asked that is not there, it is these."""


def verdict_signals(
    question: QueryTokens, reads: Sequence[ScoredHit], *, asks: bool, date_filter_relaxed: bool
) -> dict[str, float]:
    """Return what the verdict is drawn from: cosines, and answers to yes or no as 1 or 0.

    Args:
        question: What was asked, word by word.
        reads: The hits that are judged, read; at least one.
        asks: Whether the question asks for a kind of thing that can be told.
        date_filter_relaxed: Whether the evidence lies outside the dates that the question seemed to set.
    """
    saying = [read.said @ question.weights + read.nearness for read in reads]
    read, says = max(zip(reads, saying, strict=True), key=lambda each: float(each[1].max()))
    return {
        "sentence": float(says.max()) / 2,
        "least_said": float(np.sort(read.said.max(axis=0))[:_LEAST].mean()) if question.words else 0.0,
        "kind": float(read.fits[int(np.argmax(says))]) if asks else 0.5,
        "dates": 0.0 if date_filter_relaxed else 1.0,
    }


def judge(found: Mapping[str, float], calibration: Calibration) -> tuple[Verdict, float]:
    """Return the verdict, and how likely the evidence answers."""
    probability = calibration.probability(found)
    return calibration.verdict(probability), probability


def judge_lexically(coverage: float) -> Verdict:
    """Return what can be said by words alone: never `strong`.

    Args:
        coverage: The largest share, by rarity, of the question's terms that one of the passages holds.
    """
    return "possible" if coverage >= UNCALIBRATED_COVERAGE else "not_found"


def judge_uncalibrated(nearness: float, coverage: float) -> Verdict:
    """Return what can be said without a calibration: never `strong`.

    Args:
        nearness: Cosine of the question with the nearest of the passages judged.
        coverage: The largest share, by rarity, of the question's terms that one of them holds.
    """
    return judge_lexically(coverage) if nearness >= UNCALIBRATED_NEARNESS else "not_found"
