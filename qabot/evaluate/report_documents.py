"""`qabot.eval/1`: a report as a JSON document.

`results` holds every question with its figures unrounded, so that two documents can be compared in pairs.
"""

from __future__ import annotations

from collections.abc import Mapping

from qabot import __version__
from qabot.evaluate.bootstrap import Difference
from qabot.evaluate.comparison import Comparison
from qabot.evaluate.run_report import Report, Summary
from qabot.evaluate.runner import DEPTH, QueryResult
from qabot.output.schemas.eval_schemas import (
    Evaluation,
    KindSummary,
    MeasureDifference,
    MeasureMean,
    QuestionResult,
    RunComparison,
)

_PLACES = 6


def document(report: Report, corpus: str, comparison: Comparison | None) -> Evaluation:
    """Return `qabot.eval/1`.

    Args:
        report: What to tell.
        corpus: Where the articles are.
        comparison: How it compares with an earlier one, if that was asked for.
    """
    run, searched = report.run, report.run.searched
    return Evaluation(
        version=__version__,
        questions=report.questions,
        corpus=corpus,
        generation=searched.generation,
        model=searched.model,
        encoder=run.encoder,
        articles=searched.articles,
        passages=searched.passages,
        lacking=run.lacking,
        median_ms=round(report.median_ms, 2),
        p95_ms=round(report.p95_ms, 2),
        overall=_summary(report.overall),
        kinds={each.kind: _summary(each) for each in report.kinds},
        comparison=_comparison(comparison) if comparison else None,
        results=tuple(_result(*each) for each in zip(run.outcomes, report.figures, strict=True)),
    )


def _result(outcome: QueryResult, figures: Mapping[str, float]) -> QuestionResult:
    question = outcome.question
    places = {each: place for place, each in enumerate(outcome.ranked, start=1)}
    return QuestionResult(
        id=question.id,
        kind=question.kind,
        question=question.text,
        previous=question.previous,
        answerable=question.answerable,
        relevant=dict(outcome.relevant),
        ranks={each: places.get(each) for each, grade in outcome.relevant.items() if grade},
        ranked=outcome.ranked[:DEPTH],
        measures=dict(figures),
        verdict=outcome.verdict,
        probability=outcome.probability,
        signals=dict(outcome.signals),
        answers_verbatim=outcome.verbatim,
        quotes=outcome.quotes,
        nearest=outcome.nearest,
        timing_ms=dict(outcome.timing_ms),
    )


def _summary(summary: Summary) -> KindSummary:
    return KindSummary(
        questions=summary.questions,
        measures={
            name: MeasureMean(value=round(mean.value, _PLACES), questions=mean.questions)
            for name, mean in summary.means.items()
        },
        verdicts={sort: dict(counts) for sort, counts in summary.verdicts.items()},
        auroc=None if summary.auroc is None else round(summary.auroc, _PLACES),
    )


def _comparison(comparison: Comparison) -> RunComparison:
    differences = {
        kind: {name: _difference(each) for name, each in by_measure.items()}
        for kind, by_measure in comparison.differences.items()
    }
    return RunComparison(against=comparison.against, common=comparison.common, differences=differences)


def _difference(each: Difference) -> MeasureDifference:
    return MeasureDifference(
        before=each.before,
        after=each.after,
        low=each.low,
        high=each.high,
        questions=each.questions,
        off_zero=each.is_off_zero,
    )
