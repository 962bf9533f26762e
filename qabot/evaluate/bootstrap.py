"""Whether a difference between two runs is more than chance: the paired bootstrap over questions.

Questions are drawn anew with replacement, the same ones for both runs, and the difference is taken each time; the
middle 95 % of what comes out is the interval (Efron's percentile interval; for retrieval: Sakai, "Evaluating Evaluation
Metrics based on the Bootstrap", SIGIR 2006).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

RESAMPLES = 10_000
"""How often questions are drawn."""
LEVEL = 95
"""Per cent of the differences that the interval holds."""
_SEED = 20_070_613
_AT_ONCE = 500
"""Draws held in memory at a time."""

Floats = NDArray[np.float64]


class Difference(Struct, frozen=True):
    """One measure in two runs of the same questions."""

    before: float
    """Its mean in the earlier run."""
    after: float
    """Its mean in the later one."""
    low: float
    """Where the interval around `after - before` begins."""
    high: float
    """Where it ends."""
    questions: int
    """How many questions both runs have it for."""

    @property
    def is_off_zero(self) -> bool:
        """Whether the interval leaves out 0: the difference is not put down to the choice of questions."""
        return self.low > 0 or self.high < 0


def compare_means(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Compare a measure that is a mean over questions.

    Args:
        before: Its value for each question in the earlier run; at least one.
        after: In the later run, in the same order.
    """
    old, new = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    drawn = [chosen @ (new - old) for chosen in _draws(np.random.default_rng(_SEED), len(old))]
    return _difference(old.mean(), new.mean(), np.concatenate(drawn), len(old))


def compare_separation(
    before: tuple[Sequence[float], Sequence[float]], after: tuple[Sequence[float], Sequence[float]]
) -> Difference:
    """Compare the area under the ROC curve, drawing answerable and unanswerable questions apart.

    Args:
        before: The figures of the answerable and of the unanswerable questions in the earlier run; at least one each.
        after: Those of the later run, in the same order.
    """
    old, new = _wins(*before), _wins(*after)
    rng = np.random.default_rng(_SEED)
    pairs = zip(_draws(rng, old.shape[0]), _draws(rng, old.shape[1]), strict=True)
    drawn = [np.einsum("dp,dp->d", first @ (new - old), second) for first, second in pairs]
    return _difference(old.mean(), new.mean(), np.concatenate(drawn), sum(old.shape))


def _wins(answerable: Sequence[float], unanswerable: Sequence[float]) -> Floats:
    """Say for each pair whether the answerable question has the higher figure; shape (answerable, unanswerable)."""
    above = np.asarray(answerable, dtype=np.float64)[:, None] - np.asarray(unanswerable, dtype=np.float64)[None, :]
    return np.where(above == 0, 0.5, (above > 0).astype(np.float64))


def _draws(rng: np.random.Generator, size: int) -> Iterator[Floats]:
    """Yield by what share each question counts in each draw, in blocks of shape (draws, size)."""
    for _ in range(RESAMPLES // _AT_ONCE):
        chosen = rng.integers(size, size=(_AT_ONCE, size)) + size * np.arange(_AT_ONCE)[:, None]
        yield np.bincount(chosen.ravel(), minlength=_AT_ONCE * size).reshape(_AT_ONCE, size) / size


def _difference(before: np.floating, after: np.floating, drawn: Floats, questions: int) -> Difference:
    tail = (100 - LEVEL) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail]).tolist()
    return Difference(float(before), float(after), low, high, questions)
