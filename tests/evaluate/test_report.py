"""Summaries by kind, and one run beside another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.answers import SearchScope
from qabot.core.errors import UsageError
from qabot.evaluate.comparison import AUROC, Comparison, compare, read_results
from qabot.evaluate.report_documents import document
from qabot.evaluate.run_report import ALL, Mean, Report, report
from qabot.evaluate.runner import QueryResult, Run
from qabot.output.schemas.document import encode
from tests.evaluate.helpers import outcome
from tests.near import near

SEARCHED = SearchScope("20261124T094139341479Z-a0af981f", "a model", 3, 5, 3, None, None)
OUTCOMES = (
    outcome("1", relevant={"a": 1}, ranked=["a"], verdict="strong", probability=0.9, milliseconds=10),
    outcome("2", relevant={"b": 1}, ranked=["x", "b"], verdict="possible", probability=0.4, milliseconds=20),
    outcome("3", relevant={"c": 1}, ranked=["x"], verdict="not_found", probability=None, kind="who", milliseconds=30),
    outcome("4", answerable=False, verdict="strong", probability=0.6, kind="trap", milliseconds=40),
    outcome("5", answerable=False, verdict="not_found", probability=0.1, kind="trap", milliseconds=50),
    outcome("6", answerable=None, verdict="possible", probability=0.5, kind="vague", milliseconds=60),
)


def reported(outcomes: Sequence[QueryResult] = OUTCOMES, lacking: tuple[str, ...] = ()) -> Report:
    """Return the report of a run in which this came of the questions."""
    return report("set", Run(tuple(outcomes), SEARCHED, "f" * 64, lacking))


def saved(path: Path, found: Report) -> Path:
    """Write a report as `qabot eval --json` prints it, and return the file."""
    path.write_text(encode(document(found, "corpus", None)), encoding="utf-8")
    return path


def beside(found: Report, path: Path) -> Comparison:
    """Compare a report with the one in a file."""
    return compare(found, str(path), read_results(path))


def test_means_are_taken_over_the_questions_that_have_the_measure() -> None:
    found = reported()
    assert found.overall.kind == ALL
    assert found.overall.questions == 6
    assert found.overall.means["mrr@10"] == Mean((1 + 1 / 2 + 0) / 3, 3)
    assert found.overall.means["success@1"] == Mean(1 / 3, 3)
    assert found.overall.means["false_strong"] == Mean(1 / 2, 2)
    assert found.overall.means["false_not_found"] == Mean(1 / 3, 3)
    assert "quote@1" not in found.overall.means


def test_kinds_stand_apart() -> None:
    kinds = {summary.kind: summary for summary in reported().kinds}
    assert list(kinds) == ["fact", "trap", "vague", "who"]
    assert kinds["fact"].means["mrr@10"] == Mean(0.75, 2)
    assert kinds["who"].means["false_not_found"] == Mean(1, 1)
    assert set(kinds["trap"].means) == {"false_strong", "strong_right"}
    assert not kinds["vague"].means


def test_verdicts_are_counted_by_what_the_articles_hold() -> None:
    assert reported().overall.verdicts == {
        "answerable": {"strong": 1, "possible": 1, "not_found": 1},
        "unanswerable": {"strong": 1, "not_found": 1},
        "unknown": {"possible": 1},
    }


def test_the_probability_is_judged_where_there_is_one() -> None:
    """Answerable .9, .4 and none (0); unanswerable .6, .1: right are (.9 .6) (.9 .1) (.4 .1), 3 of 6 pairs."""
    assert reported().overall.auroc == near(3 / 6)
    assert all(summary.auroc is None for summary in reported().kinds), "each kind is of one sort"
    assert reported([replace(each, probability=None) for each in OUTCOMES]).overall.auroc is None


def test_times_of_all_questions_are_summed_up() -> None:
    found = reported()
    assert (found.median_ms, found.p95_ms) == (35, near(57.5))


def test_the_document_holds_every_question() -> None:
    told = json.loads(encode(document(reported(lacking=("c",)), "corpus", None)))
    assert (told["schema"], told["questions"], told["corpus"]) == ("qabot.eval/1", "set", "corpus")
    assert (told["articles"], told["passages"], told["model"], told["lacking"]) == (3, 5, "a model", ["c"])
    assert told["overall"]["measures"]["mrr@10"] == {"value": 0.5, "questions": 3}
    assert told["kinds"]["trap"]["verdicts"]["unanswerable"] == {"strong": 1, "not_found": 1}
    assert told["comparison"] is None
    second = told["results"][1]
    assert (second["id"], second["kind"], second["answerable"]) == ("2", "fact", True)
    assert (second["ranked"], second["ranks"], second["verdict"]) == (["x", "b"], {"b": 2}, "possible")
    assert (second["measures"]["mrr@10"], second["probability"], second["timing_ms"]) == (0.5, 0.4, {"total": 20})
    assert told["results"][2]["ranks"] == {"c": None}
    assert json.loads(json.dumps(told)) == told


def test_a_run_beside_itself_differs_in_nothing(tmp_path: Path) -> None:
    found = beside(reported(), saved(tmp_path / "before.json", reported()))
    assert found.common == 6
    assert found.differences.keys() == {ALL, "fact", "trap", "vague", "who"}
    assert found.differences[ALL].keys() >= {"mrr@10", "false_strong", AUROC}
    for differences in found.differences.values():
        assert all((each.low, each.high, each.before - each.after) == (0, 0, 0) for each in differences.values())


def test_what_changed_is_told_by_measure_and_by_kind(tmp_path: Path) -> None:
    """Both questions of the kind `fact` go from first place to second: the reciprocal rank loses a half on each."""
    best = (replace(OUTCOMES[0]), replace(OUTCOMES[1], ranked=("b",)))
    worse = tuple(replace(each, ranked=("x", *each.ranked)) for each in best)
    found = beside(reported([*worse, *OUTCOMES[2:]]), saved(tmp_path / "before.json", reported([*best, *OUTCOMES[2:]])))
    fact = found.differences["fact"]["mrr@10"]
    assert (fact.before, fact.after, fact.low, fact.high, fact.questions) == (1, 0.5, -0.5, -0.5, 2)
    assert fact.is_off_zero
    assert found.differences[ALL]["mrr@10"].before == near(2 / 3)
    assert not found.differences["who"]["mrr@10"].is_off_zero
    told = json.loads(encode(document(reported(), "corpus", found)))["comparison"]
    assert told["differences"]["fact"]["mrr@10"]["off_zero"] is True
    assert (told["against"], told["common"]) == (str(tmp_path / "before.json"), 6)


def test_only_questions_of_both_runs_are_compared(tmp_path: Path) -> None:
    before = saved(tmp_path / "before.json", reported([*OUTCOMES[:2], outcome("other", relevant={"a": 1})]))
    found = beside(reported(OUTCOMES[1:]), before)
    assert found.common == 1
    assert found.differences[ALL]["mrr@10"].questions == 1
    assert AUROC not in found.differences[ALL]
    with pytest.raises(UsageError, match="no question in common"):
        beside(reported(OUTCOMES[2:]), before)


def test_runs_without_probabilities_are_compared_in_the_rest(tmp_path: Path) -> None:
    bare = reported([replace(each, probability=None) for each in OUTCOMES])
    found = beside(reported(), saved(tmp_path / "before.json", bare))
    assert AUROC not in found.differences[ALL]
    assert "false_strong" in found.differences[ALL]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read: No such file"),
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("[]", "holds no document of the schema"),
        ('{"schema": "qabot.ask/1"}', "holds no document of the schema"),
        ('{"schema": "qabot.eval/1"}', "is damaged"),
        ('{"schema": "qabot.eval/1", "results": [{"id": "1"}]}', "is damaged"),
        ('{"schema": "qabot.eval/1", "results": ["1"]}', "is damaged"),
        ('{"schema": "qabot.eval/1", "results": 7}', "is damaged"),
        (
            '{"schema": "qabot.eval/1", "results": [{"id": 1, "kind": 2, "measures": {}, "probability": "x"}]}',
            "is damaged",
        ),
    ],
)
def test_a_file_that_is_no_earlier_run_is_told(tmp_path: Path, content: str | None, why: str) -> None:
    path = tmp_path / "before.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        read_results(path)
