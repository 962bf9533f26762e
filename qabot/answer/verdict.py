"""The verdict: what the best evidence is worth, from signals that mean relevance and a calibration of the encoder.

No signal is a fused score, which is a rank: the best of a hopeless lot has a high one too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from qabot.answer.meaning import Asked
from qabot.answer.reading import ReadHit
from qabot.calibration import Calibration
from qabot.records import Hit, Verdict

UNCALIBRATED_NEARNESS, UNCALIBRATED_COVERAGE = 0.30, 0.34
"""What the best passage must reach to be worth showing where there is no calibration."""
_LEAST = 2
"""How many of the words that are said least are looked at: where something is asked that is not there, it is these."""
_LEADING = 3
"""A retriever agrees with the first hit when it lists it so early."""


def signals(
    question: Asked, reads: Sequence[ReadHit], hits: Sequence[Hit], coverage: float, *, asks: bool, gave_way: bool
) -> dict[str, float]:
    """Return what the verdict is drawn from: cosines, shares, and answers to yes or no as 1 or 0.

    Args:
        question: What was asked, word by word.
        reads: The hits that are judged, read; at least one.
        hits: All hits, best first.
        coverage: The largest share, by rarity, of the question's terms that one of those passages holds.
        asks: Whether the question asks for a kind of thing that can be told.
        gave_way: Whether the evidence lies outside the dates that the question seemed to set.
    """
    saying = [read.said @ question.weights + read.nearness for read in reads]
    read, says = max(zip(reads, saying, strict=True), key=lambda each: float(each[1].max()))
    near = [_nearness(hit) for hit in hits]
    return {
        "passage": near[0],
        "sentence": float(says.max()) / 2,
        "least_said": float(np.sort(read.said.max(axis=0))[:_LEAST].mean()) if question.words else 0.0,
        "kind": float(read.fits[int(np.argmax(says))]) if asks else 0.5,
        "coverage": coverage,
        "agreement": sum(_leads(hits[0], retriever) for retriever in ("dense", "lexical")) / 2,
        "margin": near[0] - float(np.mean(near[1:5])) if len(near) > 1 else 0.0,
        "dates": 0.0 if gave_way else 1.0,
    }


def judge(found: Mapping[str, float], calibration: Calibration | None) -> tuple[Verdict, float | None]:
    """Return the verdict and how likely the evidence answers; without a calibration never `strong`, and no figure."""
    if calibration is not None and calibration.covers(found):
        probability = calibration.probability(found)
        return calibration.verdict(probability), probability
    enough = found["passage"] >= UNCALIBRATED_NEARNESS and found["coverage"] >= UNCALIBRATED_COVERAGE
    return ("possible" if enough else "not_found"), None


def _nearness(hit: Hit) -> float:
    """Return the cosine between question and passage."""
    return max((vote.score for vote in hit.votes if vote.retriever == "dense"), default=0.0)


def _leads(hit: Hit, retriever: str) -> bool:
    return any(vote.retriever == retriever and vote.rank is not None and vote.rank <= _LEADING for vote in hit.votes)
