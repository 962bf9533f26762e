"""`qabot.eval/1`: a report as a JSON document.

It only ever gains keys. `results` holds every question with its figures unrounded, so that two documents can be
compared in pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from qabot import __version__
from qabot.evaluate.comparison import AUROC, SCHEMA, Comparison
from qabot.evaluate.report import Report, Summary
from qabot.evaluate.runner import DEPTH, QueryResult

_PLACES = 6


def document(report: Report, corpus: str, comparison: Comparison | None) -> dict[str, Any]:
    """Return `qabot.eval/1`.

    Args:
        report: What to tell.
        corpus: Where the articles are.
        comparison: How it compares with an earlier one, if that was asked for.
    """
    run, searched = report.run, report.run.searched
    return {
        "schema": SCHEMA,
        "version": __version__,
        "questions": report.questions,
        "corpus": corpus,
        "generation": searched.generation,
        "model": searched.model,
        "encoder": run.encoder,
        "articles": searched.articles,
        "passages": searched.passages,
        "lacking": list(run.lacking),
        "median_ms": round(report.median_ms, 2),
        "p95_ms": round(report.p95_ms, 2),
        "overall": _summary(report.overall),
        "kinds": {each.kind: _summary(each) for each in report.kinds},
        "comparison": _comparison(comparison) if comparison else None,
        "results": [_result(*each) for each in zip(run.outcomes, report.figures, strict=True)],
    }


def _result(outcome: QueryResult, figures: Mapping[str, float]) -> dict[str, Any]:
    question = outcome.question
    places = {each: place for place, each in enumerate(outcome.ranked, start=1)}
    return {
        "id": question.id,
        "kind": question.kind,
        "question": question.text,
        "previous": list(question.previous),
        "answerable": question.answerable,
        "relevant": dict(outcome.relevant),
        "ranks": {each: places.get(each) for each, grade in outcome.relevant.items() if grade},
        "ranked": list(outcome.ranked[:DEPTH]),
        "measures": dict(figures),
        "verdict": outcome.verdict,
        "probability": outcome.probability,
        "signals": dict(outcome.signals),
        "answers_verbatim": list(outcome.verbatim),
        "quotes": list(outcome.quotes),
        "timing_ms": dict(outcome.timing_ms),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "questions": summary.questions,
        "measures": {
            name: {"value": round(mean.value, _PLACES), "questions": mean.questions}
            for name, mean in summary.means.items()
        },
        "verdicts": {sort: dict(counts) for sort, counts in summary.verdicts.items()},
        AUROC: None if summary.auroc is None else round(summary.auroc, _PLACES),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    differences = {
        kind: {name: asdict(each) | {"off_zero": each.is_off_zero} for name, each in by_measure.items()}
        for kind, by_measure in comparison.differences.items()
    }
    return {"against": comparison.against, "common": comparison.common, "differences": differences}
