"""What may be asked and how it is narrowed: standard input, dates, outlets, bodies, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from qabot.cli import main
from qabot.core.dates import PartialDate
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import environment, run_qabot

UNKNOWN = "No outlet called “UKAuthorty”. Nearest: UKAuthority."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (b"How much did GDS get\nin the 2015 Spending Review?\n", "How much did GDS get in the 2015 Spending Review?"),
        (b"caf\xff\xc3 \xe2\x82GDS \x1b[31mspending\x00 review\r\n", None),
        ("GDS \u202espending review £450m\n".encode(), "GDS spending review £450m"),
    ],
    ids=["lines", "invalid UTF-8", "bidi"],
)
def test_a_question_from_standard_input(typed: bytes, read: str | None, starter_home: Home) -> None:
    ran = run_qabot("ask", "-", "--json", home=starter_home, input=typed)
    assert ran.code in {0, 1}, "answered, or said that nothing answers"
    assert ran.stderr == ""
    document = ran.document()
    assert "GDS" in document["question"]
    assert document["question"].isprintable()
    assert read is None or document["question"] == read


def test_an_endless_standard_input_is_cut(starter_home: Home) -> None:
    ran = run_qabot("ask", "-", "--json", home=starter_home, input=b"GDS spending review " * 500_000)
    assert ran.code in {0, 1}
    assert len(ran.document()["question"]) <= 2000


@pytest.mark.parametrize("typed", [b"", b" \n\t\n"])
def test_nothing_on_standard_input_is_a_usage_error(typed: bytes, starter_home: Home) -> None:
    ran = run_qabot("ask", "-", "--json", home=starter_home, input=typed)
    assert ran.code == ran.error()["code"] == 2


def test_a_closed_standard_input_is_a_usage_error(starter_home: Home) -> None:
    line = 'exec "$0" -m qabot ask - --home "$1" <&-'
    ran = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable, str(starter_home.path)],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, b""), ran.stderr


def test_words_need_no_quotes(starter_home: Home, call: Call) -> None:
    ran = call("ask", "GDS", "spending", "review", "--json", home=starter_home)
    assert ran.document()["question"] == "GDS spending review"


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("",),
        (" \t ",),
        ("GDS", "-n", "0"),
        ("GDS", "-n", "51"),
        ("GDS", "-n", "few"),
        ("GDS", "--format", "yaml"),
        ("GDS", "--colour"),
        ("GDS", "--after", "2015-02-30"),
        ("GDS", "--before", "yesterday"),
        ("GDS", "--on", ""),
        ("GDS", "--after", "0000"),
        ("GDS", "--after", "2016", "--before", "2015"),
        ("GDS", "--after", "2015-11-26", "--before", "25 November 2015"),
        ("GDS", "--on", "2015-11", "--after", "2015-12"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(args: tuple[str, ...], starter_home: Home, call: Call) -> None:
    plain = call("ask", *args, home=starter_home)
    assert (plain.code, plain.stdout) == (2, "")
    first, *rest = plain.stderr.splitlines()
    assert first.startswith("Error: ")
    assert rest, "a usage error says what to do"
    told = call("ask", *args, "--json", home=starter_home).error()
    assert set(told) == {"schema", "code", "message", "hint"}
    assert (told["schema"], told["code"]) == ("qabot.error/1", 2)
    assert told["message"]
    assert told["hint"]


@pytest.mark.parametrize("flags", [("--format", "json"), ("--format=json",), ("--format", "jsonl"), ("--json",)])
def test_a_usage_error_is_told_in_the_format_asked_for(flags: tuple[str, ...], starter_home: Home, call: Call) -> None:
    ran = call("ask", "GDS", *flags, "-n", "0", home=starter_home)
    assert ran.code == ran.error()["code"] == 2


def test_dates_as_people_write_them(starter_home: Home, call: Call) -> None:
    cases = {
        ("--on", "2015-11"): ("2015-11-01", "2015-11-30"),
        ("--on", "Nov 2015"): ("2015-11-01", "2015-11-30"),
        ("--on", "25 November 2015"): ("2015-11-25", "2015-11-25"),
        ("--after", "2015", "--before", "2016-02"): ("2015-01-01", "2016-02-29"),
        ("--on", "2015", "--after", "2015-08"): ("2015-08-01", "2015-12-31"),
        ("--before", "2014"): (None, "2014-12-31"),
    }
    for flags, (after, before) in cases.items():
        document = call("ask", "GDS spending", "--json", "-n", "20", *flags, home=starter_home).document()
        assert (document["understood"]["after"], document["understood"]["before"]) == (after, before)
        assert 0 < document["searched"]["matched_filters"] < document["searched"]["articles"]
        assert document["answers"], flags
        for answer in document["answers"]:
            published = PartialDate.parse(answer["article"]["published"])
            assert not after or published.last >= date.fromisoformat(after)
            assert not before or published.first <= date.fromisoformat(before)


def test_outlets_and_bodies_narrow_the_search(starter_home: Home, call: Call) -> None:
    two = call(
        "ask", "spending review", "--json", "-n", "20", "--outlet", "ukauthority", "--outlet", "Computing",
        home=starter_home,
    ).document()  # fmt: skip
    assert two["understood"]["outlets"] == ["ukauthority", "Computing"]
    assert {answer["article"]["reports_on"]["outlet"] for answer in two["answers"]} == {"UKAuthority", "Computing"}
    assert {answer["article"]["outlet"] for answer in two["answers"]} == {"qabot brief"}
    org = call("ask", "digital tax accounts", "--json", "-n", "20", "--org", "HMRC", home=starter_home).document()
    assert org["answers"]
    assert all(any("HMRC" in name for name in answer["article"]["organisations"]) for answer in org["answers"])
    both = call("ask", "spending review", "--json", "--outlet", "Computing", "--org", "HMRC", home=starter_home)
    assert both.document()["searched"]["matched_filters"] < two["searched"]["matched_filters"]


def test_an_unknown_outlet_finds_nothing_and_is_named_with_a_suggestion(starter_home: Home, call: Call) -> None:
    ran = call("ask", "GDS", "--outlet", "UKAuthorty", "--json", home=starter_home)
    assert ran.code == 1
    document = ran.document()
    assert (document["verdict"], document["answers"]) == ("not_found", [])
    assert document["searched"]["matched_filters"] == 0
    assert UNKNOWN in document["warnings"]
    assert document["unknown_names"] == [{"kind": "outlet", "name": "UKAuthorty", "nearest": ["UKAuthority"]}]
    text = call("ask", "GDS", "--outlet", "UKAuthorty", home=starter_home)
    assert (text.code, text.stdout.splitlines()[1]) == (1, f"  {UNKNOWN}"), "a pipe is told as well"
    markdown = call("ask", "GDS", "--outlet", "UKAuthorty", "--format", "md", home=starter_home)
    assert (markdown.code, f"*Note: {UNKNOWN}*" in markdown.stdout) == (1, True)
    screen = run_qabot("ask", "GDS", "--outlet", "UKAuthorty", home=starter_home, tty=True, columns=200)
    assert screen.code == 1
    assert screen.stdout.count(UNKNOWN) == 1


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (("--outlet", "Computer Wekly", "--outlet", "UKAuthority"), 0, ("Computer Wekly”. Nearest: Computer Weekly.",)),
        (("--org", "HMRCC"), 1, ("No organisation called “HMRCC”. Nearest: HM Revenue and Customs (HMRC).",)),
        (("--org", "HMRC", "--org", "Zorblax"), 0, ("No organisation called “Zorblax”, nor one like it.",)),
        (("outlet:Registr",), 1, ("No outlet called “Registr”. Nearest: The Register.",)),
        (("outlet:CSW", "--org", "NOA"), 1, ("“CSW”. Nearest: Civil Service World.", "“NOA”. Nearest: N")),
        (("--outlet", "qabot brief"), 0, ()),
        (("--outlet", "the-register"), 0, ()),
    ],
)
def test_names_that_no_article_has_are_told_in_the_answer(
    starter_home: Home, call: Call, typed: tuple[str, ...], code: int, told: tuple[str, ...]
) -> None:
    ran = call("ask", "spending review", *typed, home=starter_home)
    lines = [line for line in ran.stdout.splitlines() if line.startswith("  No o")]
    assert (ran.code, len(lines)) == (code, len(told)), ran.stdout
    assert all(each in line for each, line in zip(told, lines, strict=True)), lines


def test_the_home_is_found(
    starter_home: Home, odd_home: Home, call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(odd_home.corpus / "md")
    assert call("status", "--json").document()["home"] == str(odd_home.path)
    monkeypatch.setenv("QABOT_HOME", str(starter_home.path))
    assert main(["status", "--json"]) == 0
    assert str(starter_home.path) in capsys.readouterr().out
    assert main(["status", "--json", "--home", str(odd_home.path)]) == 0
    assert str(odd_home.path) in capsys.readouterr().out
