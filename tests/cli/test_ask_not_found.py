"""Nothing found: told plainly, with what was searched, what is nowhere, and what came nearest."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import GUTTER, judge_by_nearness, quotes
from tests.cli.test_ask_json import DOCUMENT, assert_proven, departures

NOWHERE = "zxqv *blorp* fnord"


def test_the_proof_and_the_nearest_two_in_text(judged_home: Home, call: Call) -> None:
    ran = call("ask", NOWHERE, home=judged_home)
    assert (ran.code, ran.stderr) == (1, "")
    assert "\x1b" not in ran.stdout
    head, missing, outlets, blank, nearest, *rest = ran.stdout.splitlines()
    assert head == "○ NOT FOUND – nothing in this corpus answers · searched 213 qabot briefs, 2010 to 2026"
    assert missing == "  no article mentions “zxqv”, “*blorp*”, “fnord”"
    assert re.fullmatch(r"  outlets: [^,]+ \(\d+\)(, [^,]+ \(\d+\)){5}", outlets)
    assert (blank, nearest) == ("", "  nearest:")
    assert quotes(ran.stdout) == [], "nothing is offered as an answer"
    shown = call("ask", NOWHERE, "--json", home=judged_home).document()["nearest"]
    assert len(shown) == 2
    said = "\n".join(rest)
    for evidence in shown:
        assert f"    {evidence['quote'].splitlines()[0]}" in said
        assert evidence["article"]["title"] in said
    assert "[1]" not in said
    assert not any(line.startswith(GUTTER) for line in rest)


def test_the_proof_and_the_nearest_two_in_json(judged_home: Home, call: Call) -> None:
    ran = call("ask", NOWHERE, "--json", home=judged_home)
    assert (ran.code, ran.stderr) == (1, "")
    document = ran.document()
    assert departures(document, DOCUMENT) == []
    assert (document["verdict"], document["answers"], document["origins"]) == ("not_found", [], 0)
    assert document["probability"] < 0.6
    assert len(document["nearest"]) == 2
    assert_proven(document["nearest"], call, judged_home)
    coverage = document["coverage"]
    assert coverage["missing"] == ["zxqv", "*blorp*", "fnord"]
    counts = [outlet["articles"] for outlet in coverage["outlets"]]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == 6
    assert coverage["outlets_searched"] == coverage["outlets"]
    assert call("ask", NOWHERE, "--format", "jsonl", home=judged_home).stdout == "", "no line is no answer"


@pytest.mark.parametrize(
    ("typed", "outlets"),
    [
        (("--after", "2026"), "outlets: qabot briefs after transform.wales (1)"),
        (
            ("--outlet", "Computing", "--outlet", "Diginomica"),
            "outlets: qabot briefs after Computing (7), Diginomica (4)",
        ),
        (("--org", "HMRC", "--on", "2015"), ""),
        (('"identity assurance"',), ""),
        (("outlet:UKAuthority -council",), ""),
        (("--outlet", "Computng"), "none"),
    ],
)
def test_the_outlets_are_those_of_what_was_searched(
    starter_home: Home, call: Call, typed: tuple[str, ...], outlets: str
) -> None:
    """Where no line is given here, the counts must add up to what was searched."""
    document = call("ask", NOWHERE, *typed, "--json", home=starter_home).document()
    said = call("ask", NOWHERE, *typed, home=starter_home).stdout
    line = next((each.strip() for each in said.splitlines() if each.startswith("  outlets:")), "none")
    counted = document["coverage"]["outlets_searched"]
    assert sum(each["articles"] for each in counted) <= document["searched"]["matched_filters"]
    if len(counted) < 6:
        assert sum(each["articles"] for each in counted) == document["searched"]["matched_filters"]
    assert line == (outlets or line)
    assert (line == "none") == (not counted)
    assert len(document["coverage"]["outlets"]) == 6, "what the corpus holds is told besides"


def test_the_proof_and_the_nearest_two_in_markdown(judged_home: Home, call: Call) -> None:
    ran = call("ask", NOWHERE, "--format", "md", home=judged_home)
    assert (ran.code, ran.stderr) == (1, "")
    assert ran.stdout.startswith("**zxqv \\*blorp\\* fnord**\n\nNot found · searched 213 qabot briefs")
    assert "\n*no article mentions “zxqv”, “\\*blorp\\*”, “fnord”*\n" in ran.stdout
    assert "\n*outlets: " in ran.stdout
    before, after = ran.stdout.split("\n*nearest:*\n")
    kinds = [[token.type for token in MarkdownIt("commonmark").parse(part)] for part in (before, after)]
    assert [kind.count("blockquote_open") for kind in kinds] == [0, 2]


def test_rare_words_are_counted(own_home: Home, call: Call) -> None:
    judge_by_nearness(own_home, strong=2, possible=2)
    asked = ("ask", "gruffalo Foreshew-Cain zxqv blorp fnord quux")
    document = call(*asked, "--json", home=own_home).document()
    assert document["verdict"] == "not_found"
    rare = {each["word"]: each["passages"] for each in document["coverage"]["rare"]}
    assert rare.keys() == {"Foreshew-Cain"}
    count = rare["Foreshew-Cain"]
    assert count > 0
    text = call(*asked, home=own_home).stdout
    assert f"\n  rare: “Foreshew-Cain” in {count} passage{'s' if count > 1 else ''}\n" in text
    assert "Foreshew" not in text.split("no article mentions ")[1].split("\n")[0]


def test_no_word_at_all_has_nothing_near(judged_home: Home, call: Call) -> None:
    for question in ("?!…", "…", "( )"):
        ran = call("ask", question, "--json", home=judged_home)
        assert (ran.code, ran.stderr) == (1, ""), question
        assert (ran.document()["answers"], ran.document()["nearest"]) == ([], [])


@pytest.mark.parametrize(
    ("args", "relaxed", "told"),
    [
        (("--outlet", "Computing", "--after", "2030"), {"dates": 1, "outlets": 0}, "would match: 1 without the dates"),
        (("--outlet", "UKAuthority", "--on", "2019"), {"dates": 1, "outlets": 1}, "1 without the dates, 1 without"),
        (("--org", "HMRC", "--before", "2014"), {"dates": 1, "organisations": 1}, "1 without the organisations"),
        (('"no such phrase"',), {"exact": 5}, "5 without the exact phrases"),
        (("on:2014 -fax",), {"dates": 4, "excluded": 1}, "1 without the excluded words"),
    ],
)  # fmt: skip
def test_filters_that_leave_nothing_are_weighed_one_by_one(
    args: tuple[str, ...], relaxed: dict[str, int], told: str, tram_home: Home, call: Call
) -> None:
    asked = ("ask", "tram depot", *args)
    document = call(*asked, "--json", home=tram_home).document()
    assert (document["verdict"], document["searched"]["matched_filters"]) == ("not_found", 0)
    assert document["relaxed"] == relaxed
    assert "No article matches the filters." in document["warnings"]
    ran = call(*asked, home=tram_home)
    assert ran.code == 1
    (line,) = (line for line in ran.stdout.splitlines() if line.startswith("  articles that would match: "))
    assert told in line
    assert f"*{line.strip()}*" in call(*asked, "--format", "md", home=tram_home).stdout


def test_filters_that_leave_something_are_not_weighed(tram_home: Home, call: Call) -> None:
    asked = ("ask", "zxqv blorp fnord", "--outlet", "Computing")
    document = call(*asked, "--json", home=tram_home).document()
    assert (document["verdict"], document["relaxed"], document["searched"]["matched_filters"]) == ("not_found", {}, 1)
    assert "would match" not in call(*asked, home=tram_home).stdout
