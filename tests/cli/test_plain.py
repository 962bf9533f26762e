"""The chat line by line: in a pipe and on a terminal, every command, and nothing a screen reader would trip over."""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.chat.commands import Given, Unknown, commands_of, parse
from qabot.chat.history import History
from qabot.cli.plain import converse
from qabot.cli.plain.line_io import LineIO
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.core.text import is_heading, paragraphs, printable
from qabot.engine.session import Session
from qabot.index.build.indexer import update
from qabot.index.snapshot import open_current
from qabot.output.citations import cite
from tests.cli.conftest import Call
from tests.cli.helpers import LIMIT, Result, environment, judge_by_nearness, run_qabot, squeezed, steering
from tests.cli.test_hostile import ASKED, ESCAPES, MARKUP
from tests.conftest import MakeHome, article, link_index, write_corpus
from tests.test_architecture import HEAVY

LINE_COMMANDS = commands_of(has_screens=False)
FIRST, SECOND = "How much did GDS get in the 2015 Spending Review?", "what about HMRC?"
NOWHERE = "zxqv *blorp* fnord"
MARGIN = "  "
_QABOT = (sys.executable, "-m", "qabot")
_AROUND = """
import json, sys
from qabot.cli import main
{before}
code = main(sys.argv[1:])
{after}
sys.exit(code)
"""


def lines_command(home: Home, *flags: str, before: str = "", after: str = "") -> list[str]:
    """Return the command line that converses in lines, with something done before or after it where that is given."""
    line = [sys.executable, "-c", _AROUND.format(before=before, after=after)] if before or after else [*_QABOT]
    return [*line, "chat", "--plain", *flags, "--home", str(home.path)]


def pipe(home: Home, typed: bytes) -> Result:
    """Converse in a pipe, in a process of its own."""
    return run_qabot("chat", "--plain", home=home, input=typed)


Talk = Callable[..., Result]
"""Converses as in a pipe, in this process; takes a home and lines."""


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Converse in this process, as a pipe would."""

    def _talk(home: Home, *lines: str) -> Result:
        typed = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        capsys.readouterr()
        code = converse(Settings(home))
        caught = capsys.readouterr()
        return Result(code, caught.out, caught.err)

    return _talk


def answers(text: str) -> list[str]:
    """Return what was said of each line; a blank line before a margin is part of a quote."""
    return re.split(r"\n\n(?!  )", text.rstrip("\n"))


def shown(text: str) -> list[str]:
    """Return the texts behind a margin."""
    runs = re.findall(r"(?:^  .*\n(?:\n(?=  ))?)+", text, re.MULTILINE)
    return ["\n".join(line.removeprefix(MARGIN) for line in run.splitlines()) for run in runs]


def own(text: str) -> list[str]:
    """Return the lines that are qabot's own."""
    return [line for line in text.splitlines() if line and not line.startswith(MARGIN)]


def assert_plain(text: str) -> None:
    """Check that a text steers and draws nothing."""
    assert steering(text) == set()
    assert not re.search("[\u2500-\u259f]", text), "no box is drawn"


class TestInAPipe:
    """What a program that writes lines and reads answers can count on."""

    def test_each_line_is_answered_and_follow_ups_go_on(self, judged_home: Home) -> None:
        ran = pipe(judged_home, f"{FIRST}\n{SECOND}\n".encode())
        assert (ran.code, ran.stderr) == (0, "")
        assert_plain(ran.stdout)
        assert not ran.stdout.startswith("\n")
        assert not ran.stdout.endswith("\n\n")
        first, second = answers(ran.stdout)
        asked, head, searched, *_ = first.splitlines()
        assert (asked, second.splitlines()[0]) == (f"Question: {FIRST}", f"Question: {SECOND}")
        assert re.fullmatch(r"Answer: strong\. 3 passages from briefs after \d independent articles\.", head)
        assert searched == "Searched: 213 qabot briefs, 2010 to 2026."
        assert "Carried over" not in first
        assert "\nCarried over: 2015 Spending Review. Type /drop carried to ask without.\n" in second
        assert "HMRC" in second

    def test_every_quote_is_cut_from_its_article(self, judged_home: Home, talk: Talk, call: Call) -> None:
        asked = "What was the yearly cost of the Business Link website?"
        told = call("ask", asked, "--json", home=judged_home).document()["answers"]
        text = talk(judged_home, asked).stdout
        assert shown(text) == [each["quote"] for each in told]
        assert any("\n\n" in each["quote"] for each in told), "one of them runs over two paragraphs"
        generation = open_current(judged_home.index)
        for number, each in enumerate(told, start=1):
            stored = generation.require_article(each["article"]["id"])
            quote = stored.text[each["location"]["start"] : each["location"]["end"]]
            assert shown(text)[number - 1] == quote
            assert f"\nPassage {number} of {len(told)}:\n{MARGIN}{quote.splitlines()[0]}\n" in text
            on = stored.reports_on
            assert on is not None
            assert on.published is not None
            assert f"\nSource: qabot brief, after {on.outlet}, {on.published.label}, paragraph " in text
            assert f". {stored.title}." in text
            assert f"\nReports on: {on.url}\n" in text
        generation.close()

    def test_reprints_are_named(self, tram_home: Home, talk: Talk) -> None:
        ran = talk(tram_home, "What will Wombat council get for its tram depot?")
        assert "\nAlso in: [bold]Wire\\_Co*, 26 November 2015; The Register, December 2015.\n" in ran.stdout

    def test_what_is_nowhere_is_told_and_the_nearest_can_be_read(
        self, judged_home: Home, talk: Talk, call: Call
    ) -> None:
        refused = "Error: There is no passage 1 here.\nType /nearest to read what came nearest.\n"
        assert talk(judged_home, NOWHERE, "/copy 1").stderr == refused
        ran = talk(judged_home, NOWHERE, "/nearest", "1")
        assert (ran.code, ran.stderr) == (1, "")
        first, nearest, opened = answers(ran.stdout)
        assert first.splitlines()[:2] == [
            f"Question: {NOWHERE}",
            "Answer: not found, nothing in this corpus answers.",
        ]
        assert "\nSearched: 213 qabot briefs, 2010 to 2026.\n" in first
        assert "\nNo article mentions “zxqv”, “*blorp*”, “fnord”.\n" in first
        assert first.endswith("Type /nearest to read what came nearest, which is no answer.")
        assert shown(f"{first}\n") == [], "nothing is offered as an answer"
        told = call("ask", NOWHERE, "--json", home=judged_home).document()["nearest"]
        assert shown(f"{nearest}\n") == [each["quote"] for each in told]
        assert nearest.startswith("Nearest 1 of 2:\n")
        assert told[0]["article"]["title"] in opened.splitlines()[0]

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            ((), 0),
            (("", "   ", "\t"), 0),
            ((FIRST, NOWHERE), 1),
            ((NOWHERE, FIRST), 0),
            ((NOWHERE, "/help", "/nearest"), 1),
            ((NOWHERE, "/open 9"), 2),
            (("/open 9", FIRST), 0),
            (("/open 9", "/help"), 0),
            ((FIRST, "/exprt", ""), 2),
            ((FIRST, "/quit", NOWHERE), 0),
            ((NOWHERE, "/quit", FIRST), 1),
        ],
        ids=str,
    )
    def test_the_exit_code_is_that_of_the_last_question(
        self, lines: tuple[str, ...], code: int, judged_home: Home, talk: Talk
    ) -> None:
        ran = talk(judged_home, *lines)
        assert ran.code == code
        assert bool(ran.stderr) == any("/open" in line or "/exprt" in line for line in lines)

    @pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"QABOT_PLAIN": "1"}], ids=str)
    def test_a_terminal_that_can_do_no_more_chooses_it(self, env: dict[str, str], judged_home: Home) -> None:
        ran = run_qabot("chat", home=judged_home, input=b"/filter\n", env=env)
        assert (ran.code, ran.stdout, ran.stderr) == (0, "Nothing is limited. Try /filter after:2015.\n", "")

    def test_3_where_there_is_no_index(self, tmp_path: Path) -> None:
        ran = pipe(Home(tmp_path), b"GDS\n")
        assert (ran.code, ran.stdout) == (3, "")
        assert ran.stderr.startswith("Error: ")

    @pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n \n"], ids=repr)
    def test_any_end_of_a_line_ends_it(self, end: bytes, judged_home: Home) -> None:
        ran = pipe(judged_home, b"\xef\xbb\xbf/filter after:2015" + end)
        assert (ran.code, ran.stdout, ran.stderr) == (0, "Searching only after:2015-01-01.\n", "")

    def test_bytes_of_any_kind_and_lines_of_any_length_are_survived(self, judged_home: Home) -> None:
        typed = b"\n".join(
            (
                b"How much did \x00GDS\x00 get in the 2015 \xff\xfeSpending Review?",
                bytes(range(256)).replace(b"\n", b""),
                b"\xed\xa0\x80\xed\xb0\x80" * 99,
                b"Who left GDS in 2015? " + b"x" * 3_000_000,
                b"/open " + b"9" * 6_000,
                b"/" + b"a" * 90_000,
                b"/filter " + b"(" * 90_000,
                FIRST.encode(),
            )
        )
        ran = pipe(judged_home, typed)
        assert ran.code == 0
        assert "Traceback" not in ran.stderr
        assert_plain(ran.stdout)
        assert steering(ran.stderr) == set()
        said = answers(ran.stdout)
        assert said[0].startswith("Question: How much did GDS get in the 2015 \ufffd\ufffdSpending Review?\nAnswer: ")
        assert said[-1].startswith(f"Question: {FIRST}\nAnswer: strong.")
        assert max(map(len, own(ran.stdout))) < 2_100, "no more is said of a question than was asked"
        assert len(ran.stdout) < 100_000, "a line that is too long is one question, and cut"

    def test_an_answer_is_there_before_the_next_question_is_asked(self, judged_home: Home) -> None:
        with (
            subprocess.Popen(
                lines_command(judged_home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
            ) as process,
        ):
            assert process.stdin
            assert process.stdout
            for _ in range(2):
                process.stdin.write(f"{NOWHERE}\n".encode())
                process.stdin.flush()
                while not process.stdout.readline().startswith(b"Type /nearest"):
                    assert process.poll() is None
            process.stdin.close()
            assert process.stdout.read() == b""
            assert process.wait(LIMIT) == 1

    def test_a_reader_that_has_gone_is_left_in_peace(self, judged_home: Home) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            lines_command(judged_home),
            input=b"GDS\n",
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")

    def test_no_standard_input_is_no_question(self, judged_home: Home) -> None:
        line = ["sh", "-c", 'exec "$@" <&-', "sh", *lines_command(judged_home)]
        done = subprocess.run(line, capture_output=True, env=environment(), timeout=LIMIT, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")

    def test_neither_screen_nor_model_libraries_are_loaded(self, judged_home: Home) -> None:
        heavy = (*HEAVY, "rich", "markdown_it", "qabot.corpus.formats.markdown", "qabot.index.build.indexer")
        after = f"sys.stderr.write(json.dumps([each for each in {heavy!r} if each in sys.modules]))"
        done = subprocess.run(
            lines_command(judged_home, after=after),
            input=f"{FIRST}\n/open 1\n/help\n".encode(),
            capture_output=True,
            env=environment(),
            check=True,
        )
        assert json.loads(done.stderr) == []

    def test_nothing_is_kept_of_it(self, judged_home: Home, tmp_path: Path) -> None:
        env = {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
        done = subprocess.run(
            lines_command(judged_home),
            input=f"{FIRST}\n/history\n/private off\n".encode(),
            capture_output=True,
            env=environment(env),
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.count(b"No history is kept here.") == 2
        assert list(tmp_path.iterdir()) == []


class TestCommands:
    """What can be typed behind a slash."""

    def test_all_of_the_full_chat_are_here_but_those_that_need_a_screen(self) -> None:
        here = [each.name for each in LINE_COMMANDS]
        assert (
            here
            == (
                "filter as-of topic clear sources open copy pin pins brief export why more nearest drop figures said "
                "timeline facts check watch index history private help quit"
            ).split()
        )

    @pytest.mark.parametrize("each", LINE_COMMANDS, ids=lambda each: each.name)
    def test_each_is_read_with_what_follows(self, each: Any) -> None:
        for line in (f"/{each.name} 1  x ", f"/{each.name.upper()} 1  x"):
            read = parse(line, has_screens=False)
            assert isinstance(read, Given)
            assert (read.command.name, read.argument) == (each.name, "1  x")

    @given(st.text(max_size=12))
    def test_a_suggestion_is_a_command_that_is_here(self, name: str) -> None:
        read = parse(f"/{name}", has_screens=False)
        if isinstance(read, Unknown) and read.near:
            assert read.near in {each.name for each in LINE_COMMANDS}

    def test_each_is_carried_out_before_any_question_and_behind_one(
        self, judged_home: Home, talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        names = [f"/{each.name}" for each in sorted(LINE_COMMANDS, key=lambda each: each.name in {"clear", "quit"})]
        for lines in ((), (FIRST,)):
            ran = talk(judged_home, *lines, *names, FIRST)
            errors = ran.stderr.count("Error: ")
            assert len(answers(ran.stdout)) + errors == len(lines) + len(names) - 1, "all but /quit say something"
            assert "There is no command" not in ran.stderr
            assert_plain(ran.stdout)
            assert len(list(tmp_path.iterdir())) == len(lines), "the conversation that there was"

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("/exprt x", "There is no command /exprt.\nDid you mean /export?"),
            ("/nearst", "There is no command /nearst.\nDid you mean /nearest?"),
            ("/qqqqq", "There is no command /qqqqq.\n/help lists the commands."),
            ("/", "There is no command /.\n/help lists the commands."),
            ("/browse", "/browse needs the full chat.\nRun `qabot` without --plain for it."),
            ("/open 1", "Nothing has been answered yet.\nAsk something first."),
            ("7", "Nothing has been answered yet.\nAsk something first."),
        ],
    )
    def test_what_is_none_is_told_with_what_may_be_meant(
        self, line: str, told: str, judged_home: Home, talk: Talk
    ) -> None:
        ran = talk(judged_home, line)
        assert (ran.code, ran.stdout, ran.stderr) == (2, "", f"Error: {told}\n")

    def test_a_space_before_a_slash_makes_it_a_question_and_a_year_is_one(self, judged_home: Home, talk: Talk) -> None:
        ran = talk(judged_home, " /open GDS", "2015")
        assert ran.stderr == ""
        first, second = answers(ran.stdout)
        assert first.startswith("Question: /open GDS\nAnswer: ")
        assert second.startswith("Question: 2015\nAnswer: ")

    def test_open_reads_the_article_and_says_what_is_quoted(self, judged_home: Home, talk: Talk, call: Call) -> None:
        told = call("ask", FIRST, "--json", home=judged_home).document()["answers"][1]
        generation = open_current(judged_home.index)
        text = generation.require_article(told["article"]["id"]).text
        generation.close()
        by_number, by_name = answers(talk(judged_home, FIRST, "2", "/open 2").stdout)[1:]
        assert by_number == by_name
        assert told["article"]["title"] in by_number.splitlines()[0]
        assert by_number.endswith("\nEnd of the article.")
        assert shown(by_number) == [text[start:end] for start, end in paragraphs(text)]
        places = [line for line in own(by_number) if re.match(r"(Quoted|Paragraph|Heading)\b", line)]
        spans = [(start, end) for start, end in paragraphs(text) if not is_heading(text, start)]
        begin, stop = told["location"]["start"], told["location"]["end"]
        assert [line for line in places if line != "Heading."] == [
            f"Quoted: paragraph {n}." if start < stop and end > begin else f"Paragraph {n}."
            for n, (start, end) in enumerate(spans, start=1)
        ]
        assert any(line.startswith("Quoted: ") for line in places)

    def test_headings_are_told_from_paragraphs(self, make_home: MakeHome, talk: Talk) -> None:
        body = "# Costs\n\nZorblax council pays £2 million for the payroll.\n\n## Later\n\nA second phase follows."
        home = judge_by_nearness(make_home({"a.md": article("Zorblax payroll", body)}), strong=2, possible=-2)
        opened = answers(talk(home, "What does Zorblax council pay for the payroll?", "1").stdout)[1]
        assert own(opened)[1:] == [
            "Heading.",
            "Quoted: paragraph 1.",
            "Heading.",
            "Paragraph 2.",
            "End of the article.",
        ]

    @pytest.mark.parametrize("form", ["text", "markdown", "bibtex", "ris", "csl-json"])
    def test_copy_prints_the_citation(self, form: str, judged_home: Home, talk: Talk) -> None:
        with Session.open(Settings(judged_home)) as session:
            evidence = session.ask(FIRST).answer.evidence[1]
        ran = talk(judged_home, FIRST, f"/copy 2 {form}")
        today = date.today()  # noqa: DTZ011 - the day as the reader's calendar has it
        cited = cite(evidence, form, today).replace("\r\n", "\n").rstrip("\n")
        assert (ran.code, ran.stderr) == (0, "")
        assert ran.stdout.endswith(f"\n\n{cited}\n")

    def test_copy_needs_a_passage_and_a_format_that_there_is(self, judged_home: Home, talk: Talk) -> None:
        for line, told in (
            ("/copy 4", "There is no passage 4 here.\nThere are 3, from 1."),
            ("/copy x", "A passage is called by its number.\nTry /copy 1 bibtex."),
            ("/copy 1 word", "There is no format 'word'.\nThere are text, markdown, bibtex, ris, csl-json."),
        ):
            assert talk(judged_home, FIRST, line).stderr == f"Error: {told}\n"

    def test_filters_hold_until_they_are_cleared(self, judged_home: Home, talk: Talk) -> None:
        ran = talk(
            judged_home, "/filter", "/filter outlet:UKAuthority", "/filter after:2016", FIRST, "/filter clear", FIRST
        )
        assert (ran.code, ran.stderr) == (0, "")
        none, outlet, both, limited, cleared, whole = answers(ran.stdout)
        assert none == "Nothing is limited. Try /filter after:2015."
        assert outlet == "Searching only outlet:UKAuthority."
        assert both == "Searching only after:2016-01-01 outlet:UKAuthority."
        assert re.search(r"^Searched: \d of 213 qabot briefs\.$", limited, re.MULTILINE)
        assert "\nOnly from UKAuthority, or briefs after it.\n" in limited
        assert cleared == "Everything is searched again."
        assert "\nSearched: 213 qabot briefs," in whole
        refused = talk(judged_home, "/filter banana")
        assert refused.stderr.startswith("Error: “banana” is no filter.\nTry outlet:…")

    def test_what_filters_leave_out_is_told(self, judged_home: Home, talk: Talk) -> None:
        ran = talk(judged_home, f"{FIRST} outlet:Quibbly", "who left GDS oultet:ukauthority")
        nothing, misspelt = answers(ran.stdout)
        assert re.search(r"^Articles that would match: 213 without the outlets\.$", nothing, re.MULTILINE)
        assert re.search(r"^Note: .*“?Quibbly”?.*$", nothing, re.MULTILINE)
        assert "\nNote: No article matches the filters." in nothing
        assert "\nNote: oultet: is not a filter. Did you mean outlet:?" in misspelt

    def test_clear_begins_anew(self, judged_home: Home, talk: Talk) -> None:
        ran = talk(judged_home, FIRST, "/filter after:2015", "/clear", SECOND, "/clear filters", "why?")
        *_, cleared, second, filters, third = answers(ran.stdout)
        assert cleared == "A new conversation begins.\nEverything is searched again."
        assert "Carried over" not in second
        assert "Searched: 213 qabot briefs" in second
        assert filters == "Everything is searched again."
        assert "Carried over: HMRC." in third
        assert "Nothing has been answered yet." in talk(judged_home, FIRST, "/clear", "/why").stderr

    def test_drop_asks_again_without_what_was_read_into_it(self, judged_home: Home, talk: Talk) -> None:
        ran = talk(judged_home, FIRST, SECOND, "/drop carried", "/drop carried")
        assert "Carried over: " in answers(ran.stdout)[1]
        assert "Carried over: " not in answers(ran.stdout)[2]
        assert f"Question: {SECOND}\nAnswer: " in answers(ran.stdout)[2]
        assert ran.stderr.startswith("Error: Nothing of the kind was read into the last question.")
        dated = "What was written on GDS in 2012?"
        ran = talk(judged_home, dated, "/drop dates", "/sources")
        first, second, sources = answers(ran.stdout)
        assert "Dates: 2012-01-01 to 2012-12-31, from “in 2012”. Type /drop dates to ask without.\n" in first
        assert "Dates: " not in second
        assert "Searched: 213 qabot briefs" in second
        assert len(own(sources)) >= 2
        both = talk(judged_home, "what about HMRC in 2016?", "and in 2017?", "/drop")
        assert "Type /drop carried" in both.stdout
        assert "Type /drop dates" in both.stdout
        last = answers(both.stdout)[-1]
        assert "Type /drop" not in last

    def test_more_reads_on_where_it_stopped(self, judged_home: Home, talk: Talk, call: Call) -> None:
        told = call("ask", FIRST, "--json", "-n", "6", home=judged_home).document()["answers"]
        ran = talk(judged_home, FIRST, "/more", "6", "/copy 5")
        first, more, *_ = answers(ran.stdout)
        assert shown(f"{first}\n") + shown(f"{more}\n") == [each["quote"] for each in told]
        assert own(more)[0] == "Passage 4 of 6:"
        assert ran.stderr == ""
        assert talk(judged_home, NOWHERE, "/more").stdout.endswith("\n\nThere are no more passages.\n")

    def test_why_and_sources_and_index_tell_what_they_say(self, judged_home: Home, talk: Talk) -> None:
        ran = talk(judged_home, FIRST, SECOND, FIRST, "/why", "/sources", "/index")
        *_, why, sources, index = answers(ran.stdout)
        searched, first, judged, *figures = own(why)
        assert searched == "All of 213 qabot briefs were searched, by meaning and by shared words."
        assert first.startswith("The first quote comes first because it is ")
        assert judged.startswith("It is called strong because")
        assert figures[0].startswith("Verdict: probability 0.")
        assert [line.partition(":")[0] for line in figures if not line.startswith("Score ")] == [
            "Verdict",
            "Publishers of one owner, Dods",
            "Publishers not in publishers.toml for that time, each counted as its own owner",
            "Passage 1",
            "Passage 2",
            "Passage 3",
        ]
        listed = [line for line in own(sources) if line.startswith("Source ")]
        assert len(listed) == len({line.partition(":")[2] for line in listed}) >= 3, "each article once"
        assert listed[-1].startswith(f"Source {len(listed)} of {len(listed)}: ")
        assert index.startswith("The index holds 213 qabot briefs, 2010 to 2026.\nIt was built on ")
        assert "Run `qabot index`" in index

    def test_index_says_what_waits(self, own_home: Home, talk: Talk) -> None:
        write_corpus(own_home, {"new.md": article("New", "The quibbly tram.")})
        assert "\n1 corpus file new, changed or gone since then.\n" in talk(own_home, "/index").stdout

    def test_help_names_every_command_and_filter(self, judged_home: Home, talk: Talk) -> None:
        text = talk(judged_home, "/help").stdout
        for each in LINE_COMMANDS:
            assert re.search(rf"^/{each.name}\b.*: \S.*\.$", text, re.MULTILINE)
        for name in ("outlet", "org", "after", "before", "on"):
            assert re.search(rf"^{name}: ", text, re.MULTILINE)
        assert not any(f"/{name}" in text for name in ("browse", "theme"))


class TestExport:
    """Writing the conversation to a file."""

    @pytest.mark.parametrize(("name", "begins"), [("a.md", "# "), ("a.html", "<!"), ("a.json", "{")])
    def test_a_conversation_is_written_in_the_form_its_name_says(
        self, name: str, begins: str, judged_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ran = pipe(judged_home, f"{FIRST}\n{SECOND}\n/export {name}\n".encode())
        assert (ran.code, ran.stderr) == (0, "")
        assert ran.stdout.endswith(f"\n\nWrote {tmp_path / name}.\n")
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.startswith(begins)
        assert "HMRC" in text

    def test_no_file_is_overwritten_and_no_form_guessed(
        self, judged_home: Home, talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "a.md").write_text("mine")
        for name, told in (
            ("a.md", "is there already."),
            ("a.doc", "has no ending that says how to write it."),
            ("~nobody-of-this-name/a.md", "cannot be written"),
            ("no/such/folder.md", "cannot be written"),
            (f"{'x' * 400}.md", "cannot be written"),
        ):
            ran = talk(judged_home, FIRST, f"/export {name}")
            assert ran.code == 2
            assert told in ran.stderr
        assert (tmp_path / "a.md").read_text() == "mine"
        assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
        assert "There is nothing to export yet." in talk(judged_home, "/export a.json").stderr
        assert talk(judged_home, FIRST, "/export").code == 0
        assert len(list(tmp_path.glob("qabot-*.md"))) == 1


class TestLiveIndex:
    """What happens when another process brings the index up to date meanwhile."""

    def test_a_newer_index_is_taken_up_between_questions(self, tram_home: Home, tmp_path: Path) -> None:
        home = Home(tmp_path)
        link_index(tram_home, home)
        for file in tram_home.corpus.rglob("*.md"):
            write_corpus(home, {file.name: file.read_text()})
        with subprocess.Popen(
            lines_command(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        ) as process:
            assert process.stdin
            assert process.stdout
            process.stdin.write(b"/index\n")
            process.stdin.flush()
            while not process.stdout.readline().startswith(b"Run `qabot index`"):
                assert process.poll() is None
            write_corpus(home, {"new.md": article("Zorblax ferry", "Zorblax council bought a vorpal ferry.")})
            update(home, ModelSettings(), ignore_progress)
            said, _ = process.communicate(b"What did Zorblax council buy?\n", timeout=LIMIT)
        lines = said.decode().splitlines()
        assert lines[:2] == ["", "Question: What did Zorblax council buy?"]
        assert lines[2:4] == ["Note: A newer index answers now: 1 came in.", "New: Zorblax ferry."]
        assert "Searched: 6 articles, 1 March 2014 to 1 March 2019." in lines
        assert "  Zorblax council bought a vorpal ferry." in lines

    def test_where_it_cannot_be_read_the_one_there_is_answers_on(
        self, own_home: Home, talk: Talk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ask = Session.ask

        def _ask_and_damage(session: Session, *args: Any, **how: Any) -> Any:
            turn = ask(session, *args, **how)
            (own_home.index / "CURRENT").unlink()  # not written into: it is linked to that of other homes
            (own_home.index / "CURRENT").write_text("20200101T000000Z-00000000\n")
            return turn

        monkeypatch.setattr(Session, "ask", _ask_and_damage)
        first, second = answers(talk(own_home, FIRST, FIRST).stdout)
        assert first.startswith(f"Question: {FIRST}\nAnswer: strong.")
        assert second.startswith(f"Question: {FIRST}\nNote: ")
        assert "\nAnswer: strong." in second


EVERYTHING = (
    "1", "/copy 1", "/copy 1 markdown", "/copy 1 bibtex", "/copy 1 ris", "/copy 1 csl-json", "/sources", "/why",
    "/more", "/nearest", "/index",
)  # fmt: skip


class TestHostileText:
    """Text from articles and questions is text."""

    @pytest.fixture(scope="class")
    def reprinted_home(self, starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
        """One story in two outlets, its every field hostile, and lines in it that pass themselves off as qabot's."""
        home = Home(tmp_path_factory.mktemp("reprinted"))
        link_index(starter_home, home)
        steer = "".join(ESCAPES)
        story = (
            f"The quibbly tram {steer} payroll costs £9 million a year, said the mayor of {MARKUP} today\n"
            "Answer: strong. 9 passages from 9 independent articles.\nSource: UKAuthority, 2015, paragraph 1. Truth.\n"
            "and staff were told in June that no other tram would run before the payroll was paid in full."
        )
        records = [
            {
                "id": f"story-{day}",
                "title": f"{steer}Tram {MARKUP}\nAnswer: strong {day}",
                "text": story,
                "outlet": f"{steer}Wire\n{MARKUP} {day}",
                "author": f"{steer}{MARKUP}\nAnswer: strong",
                "published": f"2015-11-{day}",
                "url": f"https://example.org/{MARKUP}\x1b[31m",
                "organisations": [f"{steer}{MARKUP}\nAnswer: strong"],
            }
            for day in (25, 26)
        ]
        home.corpus.joinpath("wire.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in records))
        update(home, ModelSettings(), ignore_progress)
        return judge_by_nearness(home, strong=2, possible=-2)

    def test_articles_steer_nothing_and_pass_for_nothing(self, reprinted_home: Home) -> None:
        ran = pipe(reprinted_home, "\n".join((ASKED, "1", "/sources", "/why")).encode())
        assert (ran.code, ran.stderr) == (0, "")
        assert_plain(ran.stdout)
        assert "\n  Answer: strong. 9 passages from 9 independent articles.\n" in ran.stdout
        assert [line for line in own(ran.stdout) if line.startswith("Answer: ")] == [ran.stdout.splitlines()[1]]
        assert "Truth" not in "\n".join(own(ran.stdout))
        assert "\nAlso in: Wire [bold]Zorb[/bold]" in ran.stdout

    def test_articles_steer_nothing_in_any_command(self, reprinted_home: Home, odd_home: Home, talk: Talk) -> None:
        for home in (reprinted_home, odd_home):
            ran = talk(home, ASKED, *EVERYTHING)
            assert_plain(ran.stdout)
            assert "evil.example" not in ran.stdout.replace("[link=https://evil.example]", "")
            assert "c3VkbyBybQ" not in ran.stdout

    def test_questions_steer_nothing(self, judged_home: Home) -> None:
        steer = "".join(ESCAPES[:-1]).replace("\r", "")
        lines = (
            f"{steer} what about the zxqv {MARKUP} blorp",
            f'/filter outlet:"{steer}[bold]*W*" org:"\u202e|Tr`am" "ex*act*[/]" -[red]no',
            f'tram oultet:{steer}x outlet:"\x1b[31mX"',
            f"/{steer}",
            f"/copy 1 {steer}",
            f"/filter {steer}",
            f"/drop {steer}x",
            f"/export {steer}.doc",
            f"/{steer}hlep",
        )
        ran = pipe(judged_home, "\n".join(lines).encode())
        assert ran.code == 2
        assert_plain(ran.stdout)
        assert_plain(ran.stderr)
        assert "Traceback" not in ran.stderr

    @given(st.text(), st.text())
    def test_no_text_leaves_its_line_or_its_margin(self, sentence: str, text: str) -> None:
        stream = io.StringIO()
        voice = LineIO(stream)
        voice.say(f"Source: {sentence}")
        voice.show(text)
        said, *rest = stream.getvalue().removesuffix("\n").split("\n")
        assert said.startswith("Source:")
        assert all(not line or line.startswith(MARGIN) for line in rest)
        assert "\n".join(line.removeprefix(MARGIN) for line in rest) == printable(text)
        assert steering(stream.getvalue()) == set()


class Terminal:
    """A chat on a terminal of its own, with someone who types and reads."""

    def __init__(self, process: subprocess.Popen[bytes], controller: int) -> None:
        """Take over a process and the other end of its terminal."""
        self.process = process
        self.controller = controller
        self._seen = ""

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self.controller, text.encode())

    def ask(self, text: str) -> str:
        """Type a line, and return what is said until the next prompt."""
        self.type(f"{text}\n")
        return self.until("\nQuestion: ")

    def interrupt(self) -> None:
        """Press Ctrl-C, once the process waits for what is typed; readline overlooks one that comes just before."""
        end = time.monotonic() + LIMIT / 3
        while Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "S":
            assert time.monotonic() < end
        self.process.send_signal(signal.SIGINT)

    def until(self, words: str) -> str:
        """Read until these words are there, and return all that has not been returned before."""
        seen = self._seen
        while words not in seen:
            received = self._read(seen)
            assert received, seen
            seen += received
        place = seen.index(words) + len(words)
        self._seen = seen[place:]
        return seen[:place]

    def ended(self) -> tuple[int, str]:
        """Wait for its end, and return the exit code with what is left to read."""
        left = self._seen
        while received := self._read(left):
            left += received
        return self.process.wait(LIMIT), left

    def _read(self, seen: str) -> str:
        """Wait for more to read; there is nothing once the other end is closed, which Linux calls an error."""
        assert select.select([self.controller], [], [], LIMIT / 3)[0], seen
        with suppress(OSError):
            return os.read(self.controller, 65536).decode(errors="replace").replace("\r\n", "\n")
        return ""


@contextmanager
def on_terminal(
    home: Home, state: Path, *flags: str, before: str = "", term: str = "xterm-256color"
) -> Generator[Terminal]:
    """Converse on a terminal; `state` holds the history."""
    controller, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 200, 0, 0))
    env = environment({"XDG_STATE_HOME": str(state), "HOME": str(state), "TERM": term})
    line = lines_command(home, *flags, before=before)
    with subprocess.Popen(line, stdin=terminal, stdout=terminal, stderr=terminal, env=env) as process:
        os.close(terminal)
        try:
            yield Terminal(process, controller)
        finally:
            process.kill()
            os.close(controller)


class TestOnATerminal:
    """What someone who types can count on."""

    @pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
    def test_it_prompts_and_answers_in_plain_lines(
        self, term: str, judged_home: Home, tmp_path: Path, talk: Talk
    ) -> None:
        with on_terminal(judged_home, tmp_path, term=term) as chat:
            greeting = chat.until("\nQuestion: ")
            assert greeting.startswith("This is qabot, line by line. It searches 213 qabot briefs, 2010 to 2026.\n")
            said = chat.ask(FIRST)
            wrong = chat.ask("/exprt")
            chat.type("\x04")
            code, rest = chat.ended()
        assert code == 0
        assert_plain(greeting + said + wrong + rest)
        assert f"Question: {said}" == f"{talk(judged_home, FIRST).stdout}\nQuestion: ", "a pipe reads like a terminal"
        assert wrong == "/exprt\nError: There is no command /exprt.\nDid you mean /export?\n\nQuestion: "
        assert rest == "\n"

    def test_ctrl_c_clears_the_line_and_a_second_one_leaves(self, judged_home: Home, tmp_path: Path) -> None:
        with on_terminal(judged_home, tmp_path) as chat:
            chat.until("\nQuestion: ")
            for _ in range(2):
                chat.type("never mind")
                chat.until("never mind")
                chat.interrupt()
                assert "Type /quit or press Ctrl-D to leave." in chat.until("\nQuestion: ")
                assert chat.ask("/filter") == "/filter\nNothing is limited. Try /filter after:2015.\n\nQuestion: "
            chat.interrupt()
            chat.until("\nQuestion: ")
            chat.interrupt()
            code, rest = chat.ended()
        assert code == 130
        assert rest.strip() in {"", "^C"}

    def test_ctrl_c_stops_an_answer_and_the_conversation_goes_on(self, judged_home: Home, tmp_path: Path) -> None:
        before = (
            "import signal\nfrom qabot.engine.session import Session\nask = Session.ask\n"
            "def interrupted(session, text, *args, **how):\n"
            "    turn = ask(session, text, *args, **how)\n"
            "    if 'stop me' in text: signal.raise_signal(signal.SIGINT)\n"
            "    return turn\n"
            "Session.ask = interrupted\n"
        )
        with on_terminal(judged_home, tmp_path, before=before) as chat:
            chat.until("\nQuestion: ")
            assert chat.ask("stop me") == "stop me\n\nStopped.\n\nQuestion: "
            assert "Nothing has been answered yet." in chat.ask("/more")
            assert "Answer: strong." in chat.ask(FIRST)
            chat.type("/quit\n")
            assert chat.ended()[0] == 0

    def test_questions_are_kept_and_found_and_offered_again(self, judged_home: Home, tmp_path: Path) -> None:
        with on_terminal(judged_home, tmp_path) as chat:
            chat.until("\nQuestion: ")
            assert "No question has been kept." in chat.ask("/history")
            chat.ask("/filter after:2015")
            chat.ask(FIRST)
            chat.ask(NOWHERE)
            assert "Questions are not kept from here on." in chat.ask("/private on")
            chat.ask("who left GDS?")
            assert "Questions are kept in the history again." in chat.ask("/private")
            kept = chat.ask("/history")
            assert "who left GDS?" not in kept
            newest, oldest = kept.splitlines()[1:3]
            assert newest.endswith(" UTC: zxqv *blorp* fnord. Limited to after:2015-01-01. Not found.")
            assert oldest.endswith(f" UTC: {FIRST} Limited to after:2015-01-01. Strong.")
            assert "blorp" not in chat.ask("/history spending")
            chat.type("\x04")
            assert chat.ended()[0] == 0
        with History.open(tmp_path / "qabot" / "history.db") as history:
            assert history.last(str(judged_home.path)) == [NOWHERE, FIRST]
        with on_terminal(judged_home, tmp_path) as chat:
            chat.until("\nQuestion: ")
            chat.type("\x1b[A\x1b[A")  # up, twice
            assert "Answer: strong." in chat.ask("")
            assert "Forgot 3 questions." in chat.ask("/history clear")
            assert "No question has been kept." in chat.ask("/history")

    def test_a_private_chat_keeps_nothing(self, judged_home: Home, tmp_path: Path) -> None:
        with on_terminal(judged_home, tmp_path, "--private") as chat:
            chat.until("\nQuestion: ")
            assert "Answer: strong." in chat.ask(FIRST)
            assert "No history is kept here." in chat.ask("/history")
            assert "No history is kept here." in chat.ask("/private off")
        assert list(tmp_path.iterdir()) == []

    def test_a_history_that_cannot_be_used_is_told_and_no_hindrance(self, judged_home: Home, tmp_path: Path) -> None:
        (tmp_path / "qabot").mkdir()
        (tmp_path / "qabot" / "history.db").write_bytes(b"not a database, and longer than a hundred bytes" * 9)
        with on_terminal(judged_home, tmp_path) as chat:
            assert "Note: The history " in chat.until("\nQuestion: ")
            assert "Answer: strong." in chat.ask(FIRST)

    def test_bytes_that_are_no_text_are_survived(self, judged_home: Home, tmp_path: Path) -> None:
        with on_terminal(judged_home, tmp_path) as chat:
            chat.until("\nQuestion: ")
            os.write(chat.controller, b"GDS \xff\xfe\xc3 2015\n")
            assert "Answer: " in chat.until("\nQuestion: ")
            assert squeezed("Answer: strong.") in squeezed(chat.ask(FIRST))
