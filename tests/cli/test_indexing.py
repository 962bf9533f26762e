"""`index`, `status` and `rollback`: what waits, what is taken in, what comes back."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.cli.progress_lines import ProgressLines
from qabot.core.progress import Progress, Stage
from qabot.core.settings import Home
from qabot.index.build.generation_writer import GenerationWriter
from tests.cli.conftest import Call
from tests.cli.helpers import Shape, departures, judge_by_nearness, run_qabot
from tests.conftest import MakeHome, article, write_corpus
from tests.trusting import configure

INDEX: Shape = {
    "schema": "qabot.index/1",
    "generation": (str, None),
    "published": bool,
    "added": [str],
    "changed": [str],
    "removed": [str],
    "articles": int,
    "passages": (int, None),
    "embedded": int,
    "problems": [{"path": str, "cause": str, "line": (int, None), "skipped": bool, "refused": bool}],
    "resumed": int,
}
STATUS: Shape = {
    "schema": "qabot.status/1",
    "home": str,
    "generation": str,
    "previous": (str, None),
    "created": str,
    "articles": int,
    "passages": int,
    "first": (str, None),
    "last": (str, None),
    "outlets": [{"name": str, "articles": int, "briefs": int}],
    "model": str,
    "dimension": int,
    "fingerprint": str,
    "waiting": {"files": int, "new": [str], "changed": [str], "gone": [str]},
    "server": None,
    "briefs": int,
}
FILES = {
    "a.md": article(
        "Zorblax council", "Zorblax council bought a payroll system.", published="2015", outlet="Computing"
    ),
    "b.md": article("Wombat council", "Wombat council sold its data centre.", published="2016-02-03"),
    "c.md": article("Numbat council", "Numbat council hired a chief digital officer."),
}


def _on_disk(home: Home) -> dict[str, tuple[int, int, str]]:
    """Return every file and folder of a home with its time, size and content."""
    return {
        str(path.relative_to(home.path)): (
            path.stat().st_mtime_ns,
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in home.path.rglob("*")
    }


def test_the_first_question_builds_the_index(tmp_path: Path, call: Call) -> None:
    """The real model is exported: the one slow test here."""
    home = Home(tmp_path)
    write_corpus(home, FILES)
    ran = run_qabot("ask", "What did Zorblax council buy?", "-n", "1", home=home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout == call("ask", "What did Zorblax council buy?", "-n", "1", home=home).stdout
    head, *answer = ran.stdout.splitlines()
    assert "3 articles, 2015 to 3 February 2016" in head
    assert answer == [
        "",
        "[1]",
        "  ▌ Zorblax council bought a payroll system.",
        "    answer: a payroll system",
        "    Computing · 2015 · Zorblax council · ¶1",
    ]
    assert call("verify-index", home=home).code == 0
    assert call("rollback", home=home).code == 1, "there is nothing before a first index"


def test_what_waits_is_told_and_taken_in(make_home: MakeHome, call: Call) -> None:
    home = judge_by_nearness(make_home(FILES))
    configure(home.path, '[reader]\nmodel = "off"\n')  # it has none, and would be given one
    asked = ("ask", "Who runs the quibbly tram?", "--json")
    settled = call("status", "--json", home=home).document()
    assert departures(settled, STATUS) == []
    assert settled["waiting"] == {"files": 0, "new": [], "changed": [], "gone": []}
    assert (settled["articles"], settled["home"]) == (3, str(home.path))
    assert settled["outlets"] == [{"name": "Computing", "articles": 1, "briefs": 0}]
    assert call("index", home=home).stdout == "Nothing to do: the index of 3 articles is up to date.\n"
    assert call(*asked, home=home).document()["warnings"] == []

    write_corpus(home, {"d/e.md": article("Quibbly tram", "Numbat council runs the quibbly tram."), "bad.md": ""})
    (home.corpus / "b.md").write_text(article("Wombat council", "Wombat council kept its data centre."))
    (home.corpus / "c.md").unlink()
    waiting = call("status", "--json", home=home).document()["waiting"]
    assert waiting == {"files": 4, "new": ["bad.md", "d/e.md"], "changed": ["b.md"], "gone": ["c.md"]}
    assert "Waiting     2 new, 1 changed, 1 gone; run `qabot index`\n" in call("status", home=home).stdout
    told = run_qabot(*asked, home=home)
    document = told.document()
    assert (told.stderr, document["searched"]["articles"]) == ("", 3)
    (warning,) = document["warnings"]
    assert warning.startswith("4 corpus files are new, changed or gone")
    assert "`qabot index`" in warning
    assert warning.replace("`", "\\`") in call("ask", "quibbly tram", "--format", "md", home=home).stdout

    before = _on_disk(home)
    dry = run_qabot("index", "--dry-run", "--json", home=home)
    assert (dry.code, dry.stderr) == (0, "")
    assert departures(dry.document(), INDEX) == []
    for args in (("--dry-run",), ("--dry-run", "--rebuild")):
        plain = call("index", *args, home=home).stdout
        assert plain.startswith("1 would be added, 1 would be changed, 1 would be removed\n  + d/e\n  ~ b\n  - c\n")
    assert _on_disk(home) == before

    ran = run_qabot("index", "--json", home=home)
    assert (ran.code, ran.stderr) == (0, "")
    report = ran.document()
    assert departures(report, INDEX) == []
    changes = {"added": ["d/e"], "changed": ["b"], "removed": ["c"], "articles": 3}
    for done, published in ((dry.document(), False), (report, True)):
        assert {key: done[key] for key in changes} == changes
        assert done["published"] is published
        (problem,) = done["problems"]
        assert (problem["path"], problem["skipped"]) == ("bad.md", True)
    assert report["embedded"] == 2
    now = call("status", "--json", home=home).document()
    assert now["waiting"]["files"] == 0
    assert (now["generation"], now["previous"]) == (report["generation"], settled["generation"])
    answered = call(*asked, home=home).document()
    assert (answered["verdict"], answered["warnings"]) == ("strong", [])
    assert answered["answers"][0]["article"]["id"] == "d/e"


def test_back_to_the_generation_before_and_no_further(make_home: MakeHome, starter_home: Home, call: Call) -> None:
    home = judge_by_nearness(make_home(FILES))
    before, now = ((each.index / "CURRENT").read_text().strip() for each in (starter_home, home))
    ran = run_qabot("rollback", "--json", home=home)
    assert (ran.code, ran.stderr) == (0, "")
    assert departures(ran.document(), {"schema": "qabot.rollback/1", "generation": before, "articles": int}) == []
    assert (home.index / "CURRENT").read_text() == f"{before}\n"
    document = call("ask", "How much did GDS get in the 2015 Spending Review?", "--json", home=home).document()
    assert (document["verdict"], document["searched"]["generation"]) == ("strong", before)
    assert document["warnings"]
    again = run_qabot("rollback", "--json", home=home)
    assert again.code == again.error()["code"] == 1
    plain = call("rollback", home=home)
    assert (plain.code, plain.stdout) == (1, "")
    assert plain.stderr.startswith(
        "Error: There is no earlier generation to go back to.\nThe current one is unchanged."
    )
    assert (home.index / "CURRENT").read_text() == f"{before}\n"
    assert call("index", home=home).code == 0
    assert call("status", "--json", home=home).document()["articles"] == 3
    assert (home.index / "CURRENT").read_text().strip() != now


def test_a_corpus_that_went_away_leaves_the_index_answering(make_home: MakeHome, call: Call) -> None:
    home = make_home(FILES)
    for path in home.corpus.iterdir():
        path.unlink()
    for _ in range(2):
        ran = call("index", "--json", home=home)
        assert ran.code == ran.error()["code"] == 3
        assert call("ask", "What did Zorblax council buy?", home=home).code == 0
        if home.corpus.exists():
            home.corpus.rmdir()
    assert "the corpus folder is missing" in call("status", home=home).stdout


PROGRESS: Shape = {
    "schema": "qabot.progress/1",
    "stage": ("scan", "read", "model", "split", "embed", "write", "facts", "publish"),
    "done": int,
    "total": (int, None),
    "note": str,
}


class TestProgressForPrograms:
    """`--progress`: what another program reads on standard error."""

    def test_every_stage_is_told_to_its_end_and_the_report_stays_clean(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        write_corpus(home, {"d.md": article("Quibbly tram", "Numbat council runs the quibbly tram.")})
        ran = run_qabot("index", "--json", "--progress", "jsonl", home=home)
        told = [json.loads(line) for line in ran.stderr.splitlines()]
        assert [each for document in told for each in departures(document, PROGRESS)] == []
        last = {each["stage"]: (each["done"], each["total"]) for each in told}
        assert list(last) == ["scan", "read", "split", "embed", "write", "facts", "publish"]
        assert all(done == total for done, total in last.values())
        assert (ran.code, departures(ran.document(), INDEX)) == (0, [])

    def test_an_error_follows_the_progress_on_a_line_of_its_own(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        for path in home.corpus.iterdir():
            path.unlink()
        ran = run_qabot("index", "--json", "--progress=jsonl", home=home)
        *progress, error = (json.loads(line) for line in ran.stderr.splitlines())
        assert {each["stage"] for each in progress} == {"scan"}
        assert (ran.code, error["schema"], error["code"]) == (3, "qabot.error/1", 3)

    def test_bars_and_none_are_what_they_say_wherever_the_output_goes(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        assert "Looking through the corpus" in run_qabot("index", "--progress", "bars", home=home).stderr
        assert run_qabot("index", "--progress", "none", home=home, tty="stderr").stderr == ""
        assert run_qabot("index", "--progress", "auto", home=home).stderr == ""

    @given(st.lists(st.tuples(st.sampled_from(["read", "embed"]), st.integers(0, 9), st.floats(0, 0.1)), max_size=60))
    def test_no_stage_is_told_too_often_and_none_is_left_unfinished(
        self, steps: list[tuple[Stage, int, float]]
    ) -> None:
        now, written = 0.0, list[tuple[float, Stage, int]]()
        lines = ProgressLines(lambda line: written.append((now, *_stage_and_done(line))), lambda: now)
        for stage, done, pause in steps:
            now += pause
            lines.show(Progress(stage, done, 9))
        lines.flush()
        for stage in ("read", "embed"):
            sent = [done for kind, done, _ in steps if kind == stage]
            heard = [(at, done) for at, kind, done in written if kind == stage]
            assert [done for _, done in heard][-1:] == sent[-1:], "the last is always told"
            hurried = [done for (a, _), (b, done) in pairwise(heard) if b - a < 0.05 - 1e-9]
            assert all(done == 9 for done in hurried[:-1]), "only what ends a stage may follow at once"


def _stage_and_done(line: str) -> tuple[Stage, int]:
    document = json.loads(line)
    return document["stage"], document["done"]


def sqlite_full() -> sqlite3.OperationalError:
    """Return what SQLite raises where there is no room."""
    fault = sqlite3.OperationalError("database or disk is full")
    fault.sqlite_errorcode = sqlite3.SQLITE_FULL
    return fault


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "vectors.faiss"),
        RuntimeError("Error in faiss: write error in vectors.faiss: 114643 != 121344 (No space left on device)"),
        sqlite_full(),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_full_disk_is_told_as_what_it_is(
    make_home: MakeHome, call: Call, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    home = make_home(FILES)

    def write(*_: object) -> None:
        raise fault

    monkeypatch.setattr(GenerationWriter, "write", write)
    (home.corpus / "a.md").write_text(article("Zorblax council", "Zorblax council sold a payroll system."))
    ran = call("index", "--json", home=home)
    assert ran.code == 74
    named = getattr(fault, "filename", None) or home.index
    assert ran.error()["message"].startswith(f"The disk that {named} lies on is full. ")
    assert call("ask", "What did Zorblax council buy?", home=home).code == 0


def test_files_that_only_add_reads_are_told_once(make_home: MakeHome, call: Call) -> None:
    home = make_home(FILES)
    write_corpus(home, {"report.pdf": "%PDF-1.4", "2015/minutes.docx": "PK", "picture.png": "x"})
    told = "Note: 2015/minutes.docx: is read by `qabot add` alone, as is 1 more here, .pdf (1): move them out of the "
    for args in (("--dry-run",), ()):
        ran = call("index", *args, home=home)
        assert (ran.code, ran.stdout.count("Note: ")) == (0, 1)
        assert f"{told}corpus folder and add them (skipped).\n" in ran.stdout
    (problem,) = call("index", "--dry-run", "--json", home=home).document()["problems"]
    assert (problem["path"], problem["skipped"]) == ("2015/minutes.docx", True)
