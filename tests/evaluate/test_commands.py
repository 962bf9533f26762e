"""`qabot eval` and `qabot eval calibrate`, from the command line to the page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qabot.answer.calibration import read
from qabot.core.settings import Home, Settings
from qabot.evaluate.eval_home import prepare
from tests.cli.helpers import Shape, departures, run_qabot
from tests.conftest import MakeHome, link_index
from tests.evaluate.conftest import Call
from tests.evaluate.helpers import ARTICLES, QUESTIONS, write_lines

GOLDEN = Path(__file__).resolve().parent.parent / "golden.jsonl"
FIGURE: Shape = {"value": float, "questions": int}
EVAL: Shape = {
    "schema": "qabot.eval/1",
    "version": str,
    "questions": str,
    "corpus": str,
    "generation": str,
    "model": str,
    "encoder": str,
    "articles": int,
    "passages": int,
    "lacking": [str],
    "median_ms": float,
    "p95_ms": float,
    "overall": {
        "questions": int,
        "measures": dict.fromkeys(
            "ndcg@10 ndcg@5 mrr@10 recall@1 recall@5 recall@10 success@1 success@5 success@10 quote@1 quote@3 shown@1 "
            "marked strong_right false_strong false_not_found".split(),
            FIGURE,
        ),
        "verdicts": {"answerable": dict, "unanswerable": dict, "unknown": dict},
        "auroc": (float, None),
    },
    "kinds": dict,
    "comparison": (dict, None),
    "results": [
        {
            "id": str, "kind": str, "question": str, "previous": [str], "answerable": (bool, None), "relevant": dict,
            "ranks": dict, "ranked": [str], "measures": dict, "verdict": str, "probability": (float, None),
            "signals": dict, "answers_verbatim": [str], "quotes": [str], "nearest": [str],
            "timing_ms": dict,
        }
    ],
}  # fmt: skip


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    """A home with a few articles."""
    return make_home(ARTICLES)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Questions over these articles."""
    return write_lines(tmp_path / "asked.jsonl", QUESTIONS)


@pytest.fixture
def odd_folder(tmp_path: Path, questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with a set that is sound, one that is not, and a home that holds nothing."""
    monkeypatch.chdir(questions.parent)
    (tmp_path / "broken.jsonl").write_text('{"q": "a", "story_ids": []}\n{"q":\n', encoding="utf-8")
    (tmp_path / "empty").mkdir()


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without what differs from run to run."""
    rest = {key: value for key, value in document.items() if key not in {"median_ms", "p95_ms", "generation", "corpus"}}
    return rest | {"results": [each | {"timing_ms": None} for each in document["results"]]}


def test_a_set_asked_of_the_home_s_own_index(home: Home, questions: Path, call: Call) -> None:
    ran = call("eval", questions, "--home", home.path)
    assert (ran.code, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0] == "4 questions of asked, asked of 3 articles with all-MiniLM-L6-v2."
    head, *rows = (line.split() for line in lines[2:6])
    assert head == ["kind", "n", "nDCG@10", "MRR@10", "R@1", "R@5", "R@10", "first", "in", "5", "in", "10", "quote"]
    assert rows == [
        ["follow-up", "1", *["1.000"] * 8, "–"],
        ["question", "2", *["1.000"] * 9],
        ["all", "3", *["1.000"] * 8, "1.000"],
    ]
    quoted = "quote: the first quote holds the answer, 1.000 (one of the first three: 1.000), over the 2 questions"
    assert quoted in ran.stdout
    assert "False strong: 0.000 of 1 unanswerable question." in ran.stdout
    assert "False not found: 0.000 of 3 answerable questions." in ran.stdout
    verdicts = next(line.split() for line in lines if line.startswith("trap"))
    assert verdicts == ["trap", "0", "0", "0", "0", "1", "0", "0", "1"]


def test_the_document_of_a_run(home: Home, questions: Path, call: Call) -> None:
    ran = call("eval", questions, "--home", home.path, "--json")
    assert (ran.code, ran.stderr) == (0, "")
    document = ran.document()
    assert departures(document, EVAL) == []
    first = document["results"][0]
    assert first["relevant"] == {"2015/zorblax": 1}
    assert first["ranks"] == {"2015/zorblax": 1}
    assert first["answers_verbatim"] == ["£2 million"]
    assert document["overall"]["measures"]["mrr@10"] == {"value": 1.0, "questions": 3}


def test_a_corpus_is_indexed_beside_the_home_and_kept(
    home: Home, questions: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder with the same articles gives the same figures; one that changes is taken in."""
    monkeypatch.setenv("QABOT_READER", "off")  # the home has none
    articles, kept = tmp_path / "articles", tmp_path / "kept"
    shutil.copytree(home.corpus, articles)
    own = call("eval", questions, "--home", home.path, "--json").document()
    seeded(home, articles, kept)
    before = sorted(home.path.rglob("*"))
    beside = call("eval", questions, "--home", home.path, "--corpus", articles, "--keep", kept, "--json").document()
    assert beside["corpus"] == str(articles)
    assert changed(beside) == changed(own)
    assert sorted(home.path.rglob("*")) == before
    (articles / "ferry.md").unlink()
    fewer = call("eval", questions, "--home", home.path, "--corpus", articles, "--keep", kept, "--json").document()
    assert (fewer["articles"], fewer["lacking"]) == (2, ["ferry"])
    assert fewer["results"][2]["measures"]["mrr@10"] == 0


def test_a_set_with_its_own_articles(home: Home, tmp_path: Path, call: Call) -> None:
    folder, kept = tmp_path / "set", tmp_path / "kept"
    texts = enumerate(text.split("---")[2] for text in ARTICLES.values())
    write_lines(folder / "corpus.jsonl", [{"_id": f"doc {i}", "title": "", "text": text} for i, text in texts])
    asked = enumerate(QUESTIONS)
    queries = [{"_id": f"q{i}", "text": each["q"], "history": each.get("previous", [])} for i, each in asked]
    write_lines(folder / "queries.jsonl", queries)
    grades = "query-id\tcorpus-id\tscore\nq0\tdoc 0\t1\nq1\tdoc 1\t2\nq2\tdoc 2\t1\n"
    (folder / "qrels.tsv").write_text(grades, encoding="utf-8")
    seeded(home, folder, kept)
    document = call("eval", folder, "--home", home.path, "--keep", kept, "--json").document()
    assert (document["articles"], document["lacking"], document["questions"]) == (3, [], "set")
    assert document["overall"]["measures"]["success@1"] == {"value": 1.0, "questions": 3}
    assert [each["kind"] for each in document["results"]] == ["question", "question", "follow-up", "unjudged"]
    told = call("eval", folder, "--home", home.path, "--keep", kept).stdout
    assert "1 question is labelled neither answerable nor unanswerable" in told
    assert "quote: no question's answer stands in a right article word for word." in told


def test_a_run_is_compared_with_an_earlier_one(home: Home, questions: Path, tmp_path: Path, call: Call) -> None:
    before = tmp_path / "before.json"
    document = call("eval", questions, "--home", home.path, "--json").document()
    for each in document["results"]:
        each["measures"] = {name: value / 2 for name, value in each["measures"].items()}
    before.write_text(json.dumps(document), encoding="utf-8")
    told = call("eval", questions, "--home", home.path, "--compare", before)
    rows = {line[:20].strip(): line[20:].split() for line in told.stdout.split("Against")[1].splitlines()}
    assert rows["MRR@10"] == ["3", "0.500", "1.000", "+0.500", "[+0.500,", "+0.500]", "off", "zero"]
    assert rows["nDCG@10, question"][:4] == ["2", "0.500", "1.000", "+0.500"]
    assert rows["false strong"] == ["1", "0.000", "0.000", "+0.000", "[+0.000,", "+0.000]"]
    written = call("eval", questions, "--home", home.path, "--compare", before, "--json").document()
    found = written["comparison"]["differences"]["all"]["mrr@10"]
    assert found == {"before": 0.5, "after": 1.0, "low": 0.5, "high": 0.5, "questions": 3, "off_zero": True}
    assert (written["comparison"]["against"], written["comparison"]["common"]) == (str(before), 4)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["nothing.jsonl"], 2, "nothing.jsonl cannot be read"),
        (["broken.jsonl"], 2, "broken.jsonl, line 2, is not valid JSON."),
        (["asked.jsonl", "--corpus", "nothing"], 2, "There is no folder nothing."),
        (["asked.jsonl", "--compare", "nothing.json"], 2, "nothing.json cannot be read"),
        (["asked.jsonl", "--compare", "asked.jsonl"], 2, "is not valid JSON"),
        (["asked.jsonl"], 3, "There is no index"),
        ([], 2, "Missing argument 'QUESTIONS'."),
        (["--nonsense"], 2, "No such option: --nonsense"),
        (["calibrate", "nothing.jsonl"], 2, "nothing.jsonl cannot be read"),
        (["calibrate", "asked.jsonl", "--corpus", "a", "--corpus", "b"], 2, "do not match"),
        (["calibrate"], 2, "Missing argument"),
    ],
)
@pytest.mark.usefixtures("odd_folder")
def test_what_cannot_be_done_is_told(call: Call, arguments: list[str], code: int, why: str) -> None:
    ran = call("eval", *arguments, "--home", "empty", "--json")
    assert (ran.code, ran.stdout) == (code, "")
    assert why in ran.error()["message"]


def test_a_file_called_like_a_command_is_asked_all_the_same(
    home: Home, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(tmp_path / "questions", QUESTIONS)
    assert call("eval", "questions", "--home", home.path).stdout.startswith("4 questions of questions")
    write_lines(tmp_path / "calibrate", QUESTIONS)
    assert call("eval", "./calibrate", "--home", home.path).stdout.startswith("4 questions of calibrate")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["some.jsonl", "--help"]], ids=" ".join)
def test_help_shows_both_commands_with_examples(arguments: list[str], call: Call) -> None:
    ran = call("eval", *arguments)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Usage: qabot eval ")
    for word in ("--corpus", "--compare", "--keep", "--json", "--home", "calibrate", "queries.jsonl", "story_ids"):
        assert word in ran.stdout
    examples = ran.stdout.split("Examples:")[1]
    assert "qabot eval questions.jsonl" in examples
    assert "qabot eval calibrate" in examples


def test_calibrate_has_help_of_its_own(call: Call) -> None:
    ran = call("eval", "calibrate", "--help")
    assert ran.stdout.startswith("Usage: qabot eval calibrate ")
    for word in ("--corpus", "--out", "--hide", "--keep", "Examples:", "calibration.json"):
        assert word in ran.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("qabot eval cal", {"calibrate"}), ("qabot eval some.jsonl --co", {"--corpus", "--compare"})],
    ids=["command", "option"],
)
def test_what_the_shell_completes(typed: str, offered: set[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1), "_QABOT_COMPLETE": "complete_bash"}
    ran = run_qabot(env=words)
    assert (set(ran.stdout.split()), ran.stderr) == (offered, "")


def test_progress_goes_to_the_terminal_and_the_result_to_the_pipe(home: Home, questions: Path) -> None:
    ran = run_qabot("eval", str(questions), home=home, tty="stderr")
    assert ran.code == 0
    assert "Asking asked" in ran.stderr
    assert "4/4" in ran.stderr
    assert ran.stdout.startswith("4 questions of asked, asked of 3 articles")
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize("arguments", [["eval", "--help"], ["ask", "who?"], ["status"]], ids=" ".join)
def test_no_other_command_loads_what_measuring_takes(starter_home: Home, arguments: list[str]) -> None:
    heavy = ("sklearn", "ir_measures", "pytrec_eval", "scipy", "qabot.evaluate")
    named = [*arguments, *([] if "--help" in arguments else ["--home", str(starter_home.path)])]
    code = (
        "import sys\nfrom qabot.cli import main\n"
        f"main({named!r})\nprint([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr == "[]\n"


def test_calibrating_writes_what_asking_reads(starter_home: Home, tmp_path: Path, call: Call) -> None:
    """The golden questions over the starter corpus: sixty with an answer, fifteen without."""
    target = tmp_path / "calibration.json"
    ran = call("eval", "calibrate", GOLDEN, "--home", starter_home.path, "--out", target)
    assert (ran.code, ran.stderr) == (0, "")
    ((encoder, found),) = read(target).items()
    assert (found.encoder, found.model, found.sets[0].name) == (encoder, "all-MiniLM-L6-v2", "golden")
    assert (found.rates.answerable, found.rates.unanswerable) == (60, 15)
    assert found.rates.auroc > 0.6
    assert found.rates.refused <= 0.1
    assert found.signals
    for each in found.signals:
        assert f"\n{each.name} " in ran.stdout
    assert f"\nStrong    from a probability of {found.strong:.3f}" in ran.stdout
    assert "\ngolden " in ran.stdout


def test_hiding_adds_questions_that_nothing_answers_any_more(starter_home: Home, tmp_path: Path, call: Call) -> None:
    target = tmp_path / "calibration.json"
    few = tmp_path / "few.jsonl"
    few.write_text("".join(GOLDEN.read_text(encoding="utf-8").splitlines(keepends=True)[:24]), encoding="utf-8")
    arguments = ("eval", "calibrate", few, "--home", starter_home.path, "--out", target, "--json")
    refused = call(*arguments)
    assert (refused.code, refused.stdout, target.exists()) == (2, "", False)
    assert "--hide" in refused.error()["hint"]
    document = call(*arguments, "--hide").document()
    assert document["schema"] == "qabot.calibration/1"
    assert [(each["name"], each["answerable"]) for each in document["sets"]] == [
        ("few", 24),
        ("few, articles hidden", 0),
    ]
    assert document["sets"][1]["unanswerable"] == 24
    assert document["rates"]["auroc"] > 0.6
    assert read(target)[document["encoder"]].strong == document["strong"]


def seeded(home: Home, corpus: Path, kept: Path) -> None:
    """Give the home of a corpus an index whose encoder is exported already, which alone takes ten seconds."""
    link_index(home, prepare(corpus, kept, Settings(home)).home)
