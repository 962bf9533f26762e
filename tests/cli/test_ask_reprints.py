"""Reprints: one story stands once, under the earliest, with where else it ran."""

from __future__ import annotations

from markdown_it import MarkdownIt

from qabot.core.settings import Home
from tests.cli.conftest import Call

SOLD = "What will Wombat council get for its tram depot?"


def test_a_story_stands_once_under_the_earliest(tram_home: Home, call: Call) -> None:
    ran = call("ask", SOLD, home=tram_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.count("£3 million") == 1
    assert "    UKAuthority · 25 November 2015 · Wombat council sells depot · ¶1\n    +2: " in ran.stdout
    assert "\n    +2: [bold]Wire\\_Co*, 26 November 2015; The Register, December 2015\n" in ran.stdout
    document = call("ask", SOLD, "--json", home=tram_home).document()
    first, *rest = document["answers"]
    assert first["article"]["id"] == "first"
    assert [article["id"] for article in first["also_in"]] == ["again", "third"]
    assert all(answer["also_in"] == [] for answer in rest)
    assert {answer["article"]["id"] for answer in rest} & {"again", "third"} == set()
    assert document["origins"] == len(document["answers"])
    assert len(document["answers"]) == 1, "the others are of fax machines and of a mayor"
    assert " · 1 passage from 1 independent article · searched 5 articles" in ran.stdout.splitlines()[0]


def test_a_single_story_is_one_independent_article(tram_home: Home, call: Call) -> None:
    ran = call("ask", SOLD, "-n", "1", home=tram_home)
    assert " · 1 passage from 1 independent article · searched " in ran.stdout.splitlines()[0]
    assert call("ask", SOLD, "-n", "1", "--json", home=tram_home).document()["origins"] == 1


def test_answers_are_numbered_without_gaps(tram_home: Home, call: Call) -> None:
    answers = call("ask", SOLD, "--json", home=tram_home).document()["answers"]
    assert [answer["rank"] for answer in answers] == list(range(1, len(answers) + 1))
    heads = [line for line in call("ask", SOLD, home=tram_home).stdout.splitlines() if line.startswith("[")]
    assert heads == [f"[{place}]" for place in range(1, len(answers) + 1)]


def test_where_there_are_no_copies_independence_is_not_spoken_of(judged_home: Home, call: Call) -> None:
    ran = call("ask", "Who opened the National Cyber Security Centre?", "-n", "1", home=judged_home)
    assert "independent" not in ran.stdout
    assert "\n    +" not in ran.stdout


def test_filters_come_before_the_copies_are_collapsed(tram_home: Home, call: Call) -> None:
    document = call("ask", SOLD, "--outlet", "The Register", "--json", home=tram_home).document()
    (answer,) = document["answers"]
    assert (answer["article"]["id"], answer["also_in"]) == ("third", [])


def test_outlets_of_reprints_are_escaped_in_markdown(tram_home: Home, call: Call) -> None:
    ran = call("ask", SOLD, "-n", "1", "--format", "md", home=tram_home)
    assert "> \\+2: \\[bold\\]Wire\\\\\\_Co\\*, 26 November 2015; The Register, December 2015\n" in ran.stdout
    tokens = MarkdownIt("commonmark").parse(ran.stdout)
    assert [token.type for token in tokens].count("blockquote_open") == 1
    text = "".join(child.content for token in tokens for child in token.children or [])
    assert "+2: [bold]Wire\\_Co*, 26 November 2015; The Register, December 2015" in text
