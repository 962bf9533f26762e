"""The formats written: one registry, of which every list of them is made, so that a new one is known everywhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qabot.cli import answer_documents
from qabot.cli.ask_result import AskResult
from qabot.cli.format_option import format_name, is_for_programs, names
from qabot.core.answers import Turn
from qabot.core.errors import UsageError
from qabot.output import writer_registry as writers
from qabot.output.citations import cite
from qabot.output.conversation_export import export
from qabot.output.conversation_file import save
from qabot.output.reference import Reference
from qabot.output.writer_registry import ShownAnswer, Writer, Writes, by_suffix, find, require
from tests.output.helpers import DIGITAL, QUOTE, TODAY, evidence_of, turn_of

MADE = datetime(2026, 11, 25, 10, 12, tzinfo=UTC)
FOUND = evidence_of(DIGITAL, QUOTE, 2)
TURN = turn_of(FOUND)


def offered(writes: Writes) -> list[str]:
    """Return the names of the formats that can write something."""
    return [each.name for each in writers.writers(writes)]


class TestTheRegistry:
    """What there is."""

    def test_holds_these(self) -> None:
        assert offered("answer") == ["text", "markdown", "html", "json", "jsonl", "bibtex", "ris", "csl-json"]
        assert offered("citation") == ["text", "markdown", "bibtex", "ris", "csl-json"]
        assert offered("conversation") == ["markdown", "html", "json"]

    def test_names_files_and_media_types(self) -> None:
        assert {each.name: (each.suffix, each.media_type) for each in writers.WRITERS} == {
            "text": (".txt", "text/plain"),
            "markdown": (".md", "text/markdown"),
            "html": (".html", "text/html"),
            "json": (".json", "application/json"),
            "jsonl": (".jsonl", "application/jsonl"),
            "bibtex": (".bib", "application/x-bibtex"),
            "ris": (".ris", "application/x-research-info-systems"),
            "csl-json": (".csl.json", "application/vnd.citationstyles.csl+json"),
        }

    def test_no_two_are_called_the_same(self) -> None:
        called = [name for each in writers.WRITERS for name in (each.name, *each.aliases)]
        assert len(called) == len(set(called)) == 9

    def test_programs_read_json_in_any_form(self) -> None:
        assert [each.name for each in writers.WRITERS if each.is_for_programs] == ["json", "jsonl", "csl-json"]
        assert [name for name in (*names(), "md", "pdf") if is_for_programs(name)] == ["json", "jsonl", "csl-json"]

    @pytest.mark.parametrize("writes", ["answer", "citation", "conversation"])
    def test_md_is_markdown_everywhere_in_any_case(self, writes: Writes) -> None:
        for name in ("md", "MD", "markdown", "Markdown"):
            assert require(name, writes).name == "markdown"

    @pytest.mark.parametrize(
        ("name", "writes", "there_are"),
        [
            ("pdf", "answer", "text, markdown, html, json, jsonl, bibtex, ris, csl-json"),
            ("html", "citation", "text, markdown, bibtex, ris, csl-json"),
            ("bibtex", "conversation", "markdown, html, json"),
            ("", "conversation", "markdown, html, json"),
        ],
    )
    def test_what_a_format_cannot_write_is_refused_with_those_that_can(
        self, name: str, writes: Writes, there_are: str
    ) -> None:
        assert find(name, writes) is None
        with pytest.raises(UsageError) as caught:
            require(name, writes)
        assert caught.value.message == f"There is no format {name!r}."
        assert caught.value.hint == f"There are {there_are}."

    def test_a_file_is_known_by_how_it_ends(self) -> None:
        found = {suffix: by_suffix(suffix, "conversation") for suffix in (".md", ".HTML", ".json", ".bib", "")}
        assert {suffix: each.name if each else None for suffix, each in found.items()} == {
            ".md": "markdown", ".HTML": "html", ".json": "json", ".bib": None, "": None,
        }  # fmt: skip

    def test_a_file_of_no_format_is_refused_with_the_endings_there_are(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"^notes\.pdf has no ending") as caught:
            save([TURN], "notes.pdf", tmp_path, MADE)
        assert caught.value.hint == "Use .md, .html or .json."


def shout(shown: ShownAnswer) -> str:
    """Write an answer in a format that there is not."""
    return f"{shown.turn.question.text.upper()} {' '.join(shown.warnings)}\n"


def shout_all(turns: Sequence[Turn], made: datetime) -> str:
    """Write a conversation likewise."""
    return f"{made:%Y} {len(turns)} TURN\n"


def shout_quotes(references: Iterable[Reference]) -> str:
    """Write citations likewise."""
    return " ".join(reference.title.upper() for reference in references)


@pytest.fixture
def _toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a format by one entry."""
    toy = Writer(
        name="shout", aliases=("loud",), suffix=".loud", media_type="text/x-loud",
        answer=shout, conversation=shout_all, citation=shout_quotes,
    )  # fmt: skip
    monkeypatch.setattr(writers, "WRITERS", (*writers.WRITERS, toy))


@pytest.mark.usefixtures("_toy")
class TestAFormatOfOneEntry:
    """It is known wherever formats are, without a change anywhere else."""

    def test_answers(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert format_name("loud") == "shout"
        answer_documents.write(AskResult(TURN, ("Mind the gap.",)), "shout")
        assert capsys.readouterr().out == "HOW MUCH DID GDS GET? Mind the gap.\n"

    def test_is_in_the_help_of_ask(self) -> None:
        assert names()[-1] == "shout"

    def test_cites(self) -> None:
        assert cite(FOUND, "loud", TODAY) == "DIGITAL SPENDING IN THE AUTUMN STATEMENT"

    def test_exports_by_name_and_by_the_ending_of_a_file(self, tmp_path: Path) -> None:
        assert export([TURN], "shout", made=MADE) == "2026 1 TURN\n"
        assert save([TURN], "x.loud", tmp_path, MADE).read_text(encoding="utf-8") == "2026 1 TURN\n"
        with pytest.raises(UsageError) as caught:
            save([TURN], "x.pdf", tmp_path, MADE)
        assert caught.value.hint == "Use .md, .html, .json or .loud."


def test_a_question_answered_as_text_loads_no_writer() -> None:
    code = (
        "import sys; from qabot.cli import app, format_option; format_option.format_name('text');"
        "print('qabot.output.writer_registry' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
