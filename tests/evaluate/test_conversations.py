"""The set of conversations that come with the tests: its shape, its answers, and its two halves by position."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from qabot.core.settings import Home, Settings
from qabot.evaluate.question_sets import read_questions
from qabot.evaluate.run_report import report
from qabot.evaluate.runner import Run, run
from tests.conftest import CORPUS

PATH = Path(__file__).parent.parent / "questions" / "conversations.jsonl"
LINES = PATH.read_text(encoding="utf-8").splitlines()
SAMPLE = LINES[::15]
"""A few of every kind, of both halves."""


def test_there_are_fifty_of_each_kind_and_as_many_in_either_half() -> None:
    for lines in (LINES[::2], LINES[1::2]):
        assert len(lines) == 75
        assert {kind: sum(f'"kind": "{kind}"' in line for line in lines) for kind in ("aspect", "switch", "chain")} == {
            "aspect": 25,
            "switch": 25,
            "chain": 25,
        }


def test_every_later_turn_is_a_question_with_an_answer() -> None:
    found = read_questions(PATH).questions
    assert len(found) == 356
    assert Counter(each.complete for each in found) == {False: 296, True: 60}
    for each in found:
        assert each.previous
        texts = [(CORPUS / f"{name}.md").read_text(encoding="utf-8") for name in each.relevant]
        assert texts, each.text


@pytest.fixture(scope="module")
def sampled(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What comes of the sample."""
    path = tmp_path_factory.mktemp("sample") / "sample.jsonl"
    path.write_text("".join(f"{line}\n" for line in SAMPLE), encoding="utf-8")
    return run(Settings(starter_home), read_questions(path).questions, lambda _done, _total: None)


def test_a_sample_of_them_is_answered_as_well_as_it_was(sampled: Run) -> None:
    means = report("sample", sampled).overall.means
    assert means["success@1"].value >= 0.75
    assert means["success@5"].value >= 0.95
    polluted = means["polluted"]
    assert polluted.value * polluted.questions <= 1, "Bracken's leaving is one that is known"
