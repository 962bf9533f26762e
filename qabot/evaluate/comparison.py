"""Setting a run beside an earlier one, question by question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.storage_faults import storage_fault
from qabot.evaluate.bootstrap import Difference, compare_means, compare_separation
from qabot.evaluate.metrics import MEASURES
from qabot.evaluate.run_report import ALL, Report, Sort, chances, sort_of

SCHEMA = "qabot.eval/1"
"""What a report is called as a JSON document."""
AUROC = "auroc"
"""What the area under the ROC curve of the probability is called among differences."""
_HINT = "Name a file that holds what `qabot eval --json` printed."


class Result(Struct, frozen=True):
    """What a run says of one question."""

    kind: str
    """What sort of question it is."""
    sort: Sort
    """Whether the articles answer it."""
    measures: Mapping[str, float]
    """By the names of `metrics.MEASURES`."""
    probability: float | None
    """How likely the evidence was found to answer it."""


class Comparison(Struct, frozen=True):
    """A report beside an earlier one, over the questions that both have."""

    against: str
    """The file that holds the earlier one."""
    common: int
    """How many questions both have."""
    differences: Mapping[str, Mapping[str, Difference]]
    """By kind (`ALL` first), then by measure or `AUROC`; those that any common question has in both."""


def compare(report: Report, against: str, earlier: Mapping[str, Result]) -> Comparison:
    """Set a report beside an earlier one.

    Args:
        report: The later one.
        against: The file that holds the earlier one.
        earlier: What `read_results` read from it.

    Raises:
        UsageError: They are of different questions.
    """
    later = _results(report)
    pairs = [(earlier[each], later[each]) for each in later if each in earlier]
    if not pairs:
        raise UsageError(
            f"{against} and this run have no question in common.", hint="Compare runs of the same question set."
        )
    differences = {ALL: _differences(pairs)}
    for kind in (summary.kind for summary in report.kinds):
        differences[kind] = _differences([pair for pair in pairs if pair[1].kind == kind])
    return Comparison(against, len(pairs), differences)


def read_results(path: Path) -> dict[str, Result]:
    """Return what an earlier document says of each question, by the question's id.

    Raises:
        UsageError: The file cannot be read, or holds no such document.
    """
    try:
        whole: object = json.loads(path.read_bytes())
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise UsageError(f"{path} cannot be read: {cause.strerror}.", hint=_HINT) from cause
    except (ValueError, RecursionError) as cause:
        raise UsageError(f"{path} is not valid JSON.", hint=_HINT) from cause
    document = cast("dict[str, Any]", whole) if isinstance(whole, dict) else {}
    if document.get("schema") != SCHEMA:
        raise UsageError(f"{path} holds no document of the schema {SCHEMA}.", hint=_HINT)
    try:
        return {str(each["id"]): _read_result(each) for each in cast("list[Any]", document["results"])}
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise UsageError(f"{path} is damaged: its `results` cannot be read.", hint=_HINT) from cause


def _read_result(value: Any) -> Result:
    measures = {name: float(figure) for name, figure in value["measures"].items() if name in MEASURES}
    probability = value["probability"]
    chance = None if probability is None else float(probability)
    return Result(str(value["kind"]), sort_of(value["answerable"]), measures, chance)


def _results(report: Report) -> dict[str, Result]:
    return {
        outcome.question.id: Result(
            outcome.question.kind, sort_of(outcome.question.answerable), figures, outcome.probability
        )
        for outcome, figures in zip(report.run.outcomes, report.figures, strict=True)
    }


def _differences(pairs: Sequence[tuple[Result, Result]]) -> dict[str, Difference]:
    differences: dict[str, Difference] = {}
    for name in MEASURES:
        both = [pair for pair in pairs if all(name in result.measures for result in pair)]
        if both:
            old, new = ([result.measures[name] for result in side] for side in zip(*both, strict=True))
            differences[name] = compare_means(old, new)
    if separated := _separated(pairs):
        differences[AUROC] = separated
    return differences


def _separated(pairs: Sequence[tuple[Result, Result]]) -> Difference | None:
    """Compare how well the probability tells answerable from unanswerable; None where it cannot be compared."""
    before, after = (chances([pair[side].probability for pair in pairs]) for side in (0, 1))
    if before is None or after is None:
        return None
    places = [[i for i, pair in enumerate(pairs) if {each.sort for each in pair} == {sort}] for sort in _BOTH]
    if not all(places):
        return None
    old, new = (tuple([chance[i] for i in each] for each in places) for chance in (before, after))
    return compare_separation((old[0], old[1]), (new[0], new[1]))


_BOTH: tuple[Sort, Sort] = ("answerable", "unanswerable")
