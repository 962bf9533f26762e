"""What a run of a question set amounts to, over all questions and for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from qabot.core.answers import Verdict
from qabot.evaluate.metrics import MEASURES, measured, separation
from qabot.evaluate.runner import QueryResult, Run

ALL = "all"
"""What the summary over all questions is called."""
Sort = Literal["answerable", "unanswerable", "unknown"]
SORTS: tuple[Sort, ...] = ("answerable", "unanswerable", "unknown")
"""What is known of whether the articles answer a question."""


class Mean(Struct, frozen=True):
    """A measure over the questions that have it."""

    value: float
    """Its mean, 0 to 1."""
    questions: int
    """How many questions those are; at least one."""


class Summary(Struct, frozen=True):
    """What questions of one kind, or all, amount to."""

    kind: str
    """Which kind; `ALL` for all."""
    questions: int
    """How many there are."""
    means: Mapping[str, Mean]
    """By the names of `metrics.MEASURES`, those that any question has."""
    verdicts: Mapping[Sort, Mapping[Verdict, int]]
    """How many questions of each sort got each verdict."""
    auroc: float | None
    """How well the probability tells answerable from unanswerable; None without one, or with one sort only."""


class Report(Struct, frozen=True):
    """A run with its figures."""

    questions: str
    """The name of the question set."""
    run: Run
    """What came of it."""
    figures: tuple[Mapping[str, float], ...]
    """The measures of each outcome, in the same order."""
    overall: Summary
    """Over all questions."""
    kinds: tuple[Summary, ...]
    """By kind, in order of their names."""
    median_ms: float
    """The median time of a question, in milliseconds."""
    p95_ms: float
    """The time that 95 % of questions stay within, in milliseconds."""


def report(name: str, run: Run) -> Report:
    """Measure a run that asked at least one question."""
    figures = measured(run.outcomes)
    by_kind: dict[str, list[int]] = {}
    for place, outcome in enumerate(run.outcomes):
        by_kind.setdefault(outcome.question.kind, []).append(place)
    taken = [outcome.timing_ms["total"] for outcome in run.outcomes]
    median, p95 = np.percentile(taken, [50, 95]).tolist()
    return Report(
        questions=name,
        run=run,
        figures=tuple(figures),
        overall=_summary(ALL, run.outcomes, figures),
        kinds=tuple(
            _summary(kind, [run.outcomes[i] for i in by_kind[kind]], [figures[i] for i in by_kind[kind]])
            for kind in sorted(by_kind)
        ),
        median_ms=median,
        p95_ms=p95,
    )


def sort_of(answerable: bool | None) -> Sort:
    """Return which sort of question one is."""
    return "unknown" if answerable is None else "answerable" if answerable else "unanswerable"


def chances(probabilities: Sequence[float | None]) -> list[float] | None:
    """Return probabilities to compare questions by: 0 where nothing was found to have one.

    Returns:
        None where no question has one, for want of a calibration.
    """
    if all(each is None for each in probabilities):
        return None
    return [each or 0.0 for each in probabilities]


def _summary(kind: str, outcomes: Sequence[QueryResult], figures: Sequence[Mapping[str, float]]) -> Summary:
    means: dict[str, Mean] = {}
    for name in MEASURES:
        if values := [figure[name] for figure in figures if name in figure]:
            means[name] = Mean(sum(values) / len(values), len(values))
    verdicts: dict[Sort, Counter[Verdict]] = {sort: Counter() for sort in SORTS}
    for outcome in outcomes:
        verdicts[sort_of(outcome.question.answerable)][outcome.verdict] += 1
    return Summary(kind, len(outcomes), means, verdicts, _auroc(outcomes))


def _auroc(outcomes: Sequence[QueryResult]) -> float | None:
    found = chances([outcome.probability for outcome in outcomes])
    if found is None:
        return None
    sorts = [sort_of(outcome.question.answerable) for outcome in outcomes]
    answerable, unanswerable = (
        [chance for chance, sort in zip(found, sorts, strict=True) if sort == wanted] for wanted in SORTS[:2]
    )
    return separation(answerable, unanswerable)
