"""Fitting the verdict: a logistic regression over the answer's signals, on questions whose answer is known.

Which signals there are is none of its business: it takes those that every question has. What the verdict gets wrong is
measured on questions that the fit has not seen, by cross-validation in which questions about the same articles, and a
question with its twin whose articles were hidden, always fall into the same fold.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn import linear_model, model_selection

from qabot.answer.calibration import Calibration, FittedSet, Rates, Signal
from qabot.core.errors import UsageError
from qabot.evaluate.metrics import separation
from qabot.evaluate.runner import QueryResult

FOLDS = 5
"""Into how many parts questions are divided for cross-validation."""
LEAST = 10
"""Answerable questions, and unanswerable ones, without which nothing is fitted."""
MOST_FALSE_STRONG = 0.02
"""The share of unanswerable questions that may get `strong`."""
MOST_FALSE_CORROBORATED = 0.05
"""The share of them that may get a probability with which two articles that tell the same figure make `strong`."""
MOST_REFUSED = 0.10
"""The share of answerable questions that may get `not_found`."""
HIDDEN = ", articles hidden"
"""What is added to the name of a set for its questions that were asked with the articles that answer them hidden."""
_PRECISION = 1_000_000
"""Thresholds are written to six places."""
_SEED = 20_151_125

_sklearn: Any = linear_model  # scikit-learn's types leave much unsaid
_selection: Any = model_selection

Floats = NDArray[np.float64]


class Sample(Struct, frozen=True):
    """A question as the fit sees it."""

    source: str
    """The name of its set; questions whose articles were hidden are a set of their own."""
    group: str
    """Questions of the same group belong together, and are never used to judge one another."""
    answerable: bool
    """Whether the articles answer it."""
    signals: Mapping[str, float]
    """Empty where nothing was found; such a question gets `not_found` without any fit."""


def samples(source: str, outcomes: Sequence[QueryResult], hidden: Sequence[QueryResult] = ()) -> list[Sample]:
    """Return what the fit can learn from: every question of which it is known whether the articles answer it.

    Args:
        source: The name of the set.
        outcomes: The questions as they are.
        hidden: Those asked once more with the articles that answer them hidden.
    """
    groups = _groups(outcomes)
    return [
        Sample(named, f"{source} {groups[each.question.id]}", each.question.answerable, each.signals)
        for part, named in ((outcomes, source), (hidden, f"{source}{HIDDEN}"))
        for each in part
        if each.question.answerable is not None
    ]


def fit(encoder: str, model: str, given: Sequence[Sample], today: date, ranking: str) -> Calibration:
    """Fit a calibration, choose its thresholds and measure its error rates.

    `strong` begins where no more than `MOST_FALSE_STRONG` of unanswerable questions reach, and `possible` ends where no
    more than `MOST_REFUSED` of answerable ones fall below; all by probabilities out of fold. Sets count the same
    however many questions they have, and so do answerable and unanswerable questions.

    Args:
        encoder: The fingerprint of the encoder that the questions were asked with.
        model: Its name.
        given: Questions, with what came of them.
        today: The day of the fit.
        ranking: The hash of the numbers that they were asked with.

    Raises:
        UsageError: There are too few questions, or they have no signal in common.
    """
    names = _require(given)
    found = [each for each in given if each.signals]
    labels = np.array([each.answerable for each in found])
    values = np.array([[each.signals[name] for name in names] for each in found], dtype=np.float64)
    weights = _weights(found)
    chances = np.zeros(len(given))
    seen = np.array([bool(each.signals) for each in given])
    chances[seen] = _out_of_fold(values, labels, weights, [each.group for each in found])
    strong, possible, corroborated = thresholds(given, chances)
    means, scales = _standard(values, weights)
    coefficients, intercept = _regression((values - means) / scales, labels, weights)
    columns = zip(names, means.tolist(), scales.tolist(), coefficients.tolist(), strict=True)
    return Calibration(
        encoder=encoder,
        model=model,
        signals=tuple(Signal(*each) for each in columns),
        intercept=intercept,
        strong=strong,
        possible=possible,
        rates=_rates(given, chances, strong, possible),
        measured=f"{FOLDS}-fold cross-validation, same articles in the same fold; thresholds chosen on these figures",
        fitted=today.isoformat(),
        sets=tuple(_fitted_set(name, given, chances, strong, possible) for name in _sources(given)),
        ranking=ranking,
        corroborated=corroborated,
    )


def thresholds(given: Sequence[Sample], chances: Floats) -> tuple[float, float, float]:
    """Choose the least probabilities for `strong`, for `possible`, and for `strong` where articles agree on a figure.

    Args:
        given: The questions.
        chances: Their probabilities, shape (questions,), from fits that had not seen them.
    """
    weights, labels = _weights(given), np.array([each.answerable for each in given])
    # From the top down, unanswerable questions may be let through; before the first one too many `strong` must end.
    wrong = sorted(zip(chances[~labels].tolist(), weights[~labels].tolist(), strict=True), reverse=True)
    strong, corroborated = (_above(wrong, share) for share in (MOST_FALSE_STRONG, MOST_FALSE_CORROBORATED))
    # From the bottom up, answerable ones may be refused; the first one too many must still be `possible`.
    right = sorted(zip(chances[labels].tolist(), weights[labels].tolist(), strict=True))
    possible = math.floor(_first_beyond(right, MOST_REFUSED) * _PRECISION) / _PRECISION
    return max(strong, possible), possible, max(corroborated, possible)


def _above(wrong: Sequence[tuple[float, float]], share: float) -> float:
    """Return a probability that no more than this share of unanswerable questions reach: half-way to the next of them.

    Just above the first one too many, a question that is the least bit more like an answered one would pass.
    """
    beyond = _first_beyond(wrong, share)
    following = min((figure for figure, _ in wrong if figure > beyond), default=beyond)
    return min(1.0, (math.floor((beyond + following) / 2 * _PRECISION) + 1) / _PRECISION)


def _first_beyond(ordered: Iterable[tuple[float, float]], share: float) -> float:
    """Return the first figure with which more than this share of all weight has been passed."""
    pairs = list(ordered)
    total, passed = sum(weight for _, weight in pairs), 0.0
    for figure, weight in pairs:
        passed += weight
        if passed > share * total * (1 + 1e-9):
            return figure
    return pairs[-1][0]  # pragma: no cover - the whole weight is beyond any share


def _require(given: Sequence[Sample]) -> list[str]:
    """Return the names of the signals that every question has, where there is enough to learn from."""
    found = [each for each in given if each.signals]
    counts = Counter(each.answerable for each in found)
    apart = Counter(answerable for answerable, _ in {(each.answerable, each.group) for each in found})
    if min(counts[True], counts[False]) < LEAST or min(apart[True], apart[False]) < FOLDS:
        raise UsageError(
            f"There are {counts[True]} answerable and {counts[False]} unanswerable questions with signals; "
            f"a calibration takes {LEAST} of each, about {FOLDS} different articles.",
            hint="Name more sets, or add --hide to ask answerable questions with their articles hidden too.",
        )
    names = set(found[0].signals).intersection(*(each.signals for each in found))
    if not names:
        raise UsageError("The questions have no signal in common.", hint="Run the command on one version of qabot.")
    return sorted(names)


def _weights(given: Sequence[Sample]) -> Floats:
    """Return how much each question counts: half of all weight for each label, shared evenly among its sets."""
    counts = Counter((each.source, each.answerable) for each in given)
    sets = Counter(answerable for _, answerable in counts)
    parts = (2 * sets[each.answerable] * counts[each.source, each.answerable] for each in given)
    return np.array([len(given) / part for part in parts])


def _standard(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the scale of each signal; 1 for one that never varies."""
    means = np.average(values, axis=0, weights=weights)
    scales = np.sqrt(np.average((values - means) ** 2, axis=0, weights=weights))
    return means, np.where(scales > 0, scales, 1.0)


def _regression(values: Floats, labels: NDArray[np.bool_], weights: Floats) -> tuple[Floats, float]:
    """Fit weights and intercept over standardised signals, with an L2 penalty; no weight is below 0.

    Each signal means relevance by itself. One that would count against it stands in for what others say too, and is
    left out: the lowest first, until there is no such.
    """
    kept = list(range(values.shape[1]))
    while True:
        fitted = _sklearn.LogisticRegression(max_iter=1000).fit(values[:, kept], labels, sample_weight=weights)
        lowest = int(np.argmin(fitted.coef_[0]))
        if fitted.coef_[0][lowest] >= 0 or len(kept) == 1:
            break
        del kept[lowest]
    coefficients = np.zeros(values.shape[1])
    coefficients[kept] = np.maximum(fitted.coef_[0], 0.0)
    return coefficients, float(fitted.intercept_[0])


def _out_of_fold(values: Floats, labels: NDArray[np.bool_], weights: Floats, groups: Sequence[str]) -> Floats:
    """Return for each question the probability by a fit on the other folds."""
    folds = _selection.StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=_SEED)
    chances = np.empty(len(labels))
    for learnt, judged in folds.split(values, labels, groups):
        means, scales = _standard(values[learnt], weights[learnt])
        coefficients, intercept = _regression((values[learnt] - means) / scales, labels[learnt], weights[learnt])
        odds = intercept + (values[judged] - means) / scales @ coefficients
        chances[judged] = 1 / (1 + np.exp(-odds))
    return chances


def _groups(outcomes: Sequence[QueryResult]) -> dict[str, str]:
    """Return the group of each question by its id: questions share one when a right article of theirs is the same."""
    leader: dict[str, str] = {}

    def leads(name: str) -> str:
        while (above := leader.setdefault(name, name)) != name:
            name = above
        return name

    for each in outcomes:
        for article, grade in each.relevant.items():
            if grade > 0:
                leader[leads(f"question {each.question.id}")] = leads(f"article {article}")
    return {each.question.id: leads(f"question {each.question.id}") for each in outcomes}


def _sources(given: Iterable[Sample]) -> list[str]:
    return list(dict.fromkeys(each.source for each in given))


def _rates(given: Sequence[Sample], chances: Floats, strong: float, possible: float) -> Rates:
    """Return the error rates over all sets, every set counting the same."""
    weights, labels = _weights(given), np.array([each.answerable for each in given])
    false_strong = np.average(chances[~labels] >= strong, weights=weights[~labels])
    refused = np.average(chances[labels] < possible, weights=weights[labels])
    return Rates(
        auroc=_weighted_separation(chances, labels, weights),
        false_strong=float(false_strong),
        refused=float(refused),
        answerable=int(labels.sum()),
        unanswerable=int((~labels).sum()),
    )


def _weighted_separation(chances: Floats, labels: NDArray[np.bool_], weights: Floats) -> float:
    above = np.sign(chances[labels][:, None] - chances[~labels][None, :]) / 2 + 0.5
    share = weights[labels][:, None] * weights[~labels][None, :]
    return float((above * share).sum() / share.sum())


def _fitted_set(name: str, given: Sequence[Sample], chances: Floats, strong: float, possible: float) -> FittedSet:
    own = [(each, chance) for each, chance in zip(given, chances.tolist(), strict=True) if each.source == name]
    right = [chance for each, chance in own if each.answerable]
    wrong = [chance for each, chance in own if not each.answerable]
    return FittedSet(
        name=name,
        answerable=len(right),
        unanswerable=len(wrong),
        auroc=separation(right, wrong),
        false_strong=sum(chance >= strong for chance in wrong) / len(wrong) if wrong else None,
        refused=sum(chance < possible for chance in right) / len(right) if right else None,
    )
