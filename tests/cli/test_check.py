"""`qabot check`: exit codes, formats, and drafts that are made to hurt."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.index.snapshot import open_current
from tests.cli.conftest import Call
from tests.cli.helpers import steering

RIGHT = "Some 4,000 people worked on Aspire across the suppliers.\n"
WRONG = "Some 5,000 people worked on Aspire across the suppliers.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A place for a draft."""
    return tmp_path / "draft.md"


@pytest.mark.parametrize(("text", "code"), [(RIGHT, 0), (WRONG, 1), ("", 0), ("Nothing that anyone ever held.", 0)])
def test_the_exit_code_says_whether_something_differs(
    starter_home: Home, call: Call, draft: Path, text: str, code: int
) -> None:
    draft.write_text(text)
    for flags in ((), ("--quiet",), ("--json",), ("--format", "html"), ("--format", "md")):
        ran = call("check", str(draft), *flags, home=starter_home)
        assert (ran.code, ran.stderr) == (code, "")
        assert bool(ran.stdout) is ("--quiet" not in flags or code == 1)


def test_the_document_gives_places_of_the_draft_and_of_articles(starter_home: Home, call: Call, draft: Path) -> None:
    draft.write_text(f"# Head\n\n{WRONG}\n“Some 4,000 people worked … across the suppliers”, it said.\n")
    document = call("check", str(draft), "--json", home=starter_home).document()
    assert document["draft"]["sha256"] == hashlib.sha256(draft.read_bytes()).hexdigest()
    assert [each["kind"] for each in document["not_checked"]] == ["heading"]
    assert [each["finding"] for each in document["statements"]][:2] == ["other_figure", "stitched"]
    text = draft.read_text()
    generation = open_current(starter_home.index)
    for each in document["statements"]:
        assert text[each["start"] : each["end"]] == each["text"]
        assert text[each["focus"]["start"] : each["focus"]["end"]] == each["focus"]["text"]
        for held in each["evidence"]:
            article = generation.require_article(held["article"]["id"])
            assert article.text[held["start"] : held["end"]] == held["quote"]
            assert article.text_sha256 == held["text_sha256"]
    generation.close()
    assert document["limits"]["articles"] == 213
    assert len(document["policy"]["fingerprint"]) == 12


def test_the_report_begins_with_what_was_not_checked_and_ends_with_its_limits(
    starter_home: Home, call: Call, draft: Path
) -> None:
    draft.write_text(f"# Head\n\n{WRONG}")
    lines = call("check", str(draft), home=starter_home).stdout.splitlines()
    assert lines[1] == "Not checked: 1 heading, as headings state nothing."
    assert lines[2] == "1 statement of 1 differs; 0 of 1 pass."
    assert lines[3] == "✗ Line 3. Figure “5,000 people”: another figure of the same thing."
    assert "Limits." in lines[-10:]


def test_the_same_bytes_give_the_same_report(starter_home: Home, call: Call, draft: Path) -> None:
    draft.write_text(RIGHT + WRONG)
    assert call("check", str(draft), home=starter_home) == call("check", str(draft), home=starter_home)


def test_standard_input_is_read(starter_home: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    ran = call("check", "-", "--quiet", home=starter_home)
    assert (ran.code, ran.stdout[:8]) == (1, "✗ Line 1")


@pytest.mark.parametrize(("name", "words"), [("no.md", "There is no file"), ("a.pdf", "is of a kind that is not read")])
def test_what_cannot_be_read_is_a_mistake_of_usage(
    starter_home: Home, call: Call, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    ran = call("check", str(tmp_path / name), home=starter_home)
    assert ran.code == 2
    assert words in ran.stderr
    told = call("check", str(tmp_path / name), "--json", home=starter_home)
    assert json.loads(told.stderr)["code"] == 2


def test_without_an_index_it_says_so(call: Call, tmp_path: Path, draft: Path) -> None:
    draft.write_text(RIGHT)
    (tmp_path / "home" / "corpus").mkdir(parents=True)
    ran = call("check", str(draft), home=Home(tmp_path / "home"))
    assert ran.code == 3
    assert "qabot index" in ran.stderr


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_nothing_in_a_draft_is_parsed_or_steers_a_terminal(
    starter_home: Home, call: Call, draft: Path, form: str
) -> None:
    draft.write_text(
        "\x1b[31m“Some <b>[bold]5,000</b> *people* worked on \u202eAspire\x1b]0;x\x07 across `the` suppliers”, "
        "<script>.\n"
    )
    ran = call("check", str(draft), "--format", form, home=starter_home)
    assert ran.code == 1
    assert steering(ran.stdout) == set()
    if form == "html":
        assert "<b>" not in ran.stdout
        assert "<script>" not in ran.stdout
