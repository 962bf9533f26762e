"""A brief and an article through every command that shows one: whose words they are is said each time."""

from __future__ import annotations

import io
import sys

import pytest

from qabot.cli.plain import converse
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.index.snapshot import open_current
from qabot.output.writer_registry import writers
from tests.cli.conftest import Call
from tests.conftest import MakeHome, article

SALE = "Wombat council will sell its quibbly tram depot to Zorblax for £3 million."
FERRY = "Numbat council paid £7 million for the quibbly tram ferry terminal."
BRIEF = f"""---
title: Wombat sells depot
kind: brief
published: 2015-11-25
outlet: qabot brief
reports_on:
  outlet: Computing
  title: Trams go for a song
  url: https://computing.example/trams
  published: 2015-11-25
---

{SALE} Staff were told in June.
"""
ASKED = "Who gets the quibbly tram depot of Wombat council?"
AFTER = "qabot brief, after Computing, 25 November 2015"


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    """A brief after Computing, an article of Computing, and one of another outlet."""
    url = "https://computing.example/ferry"
    return make_home(
        {
            "2015/sale.md": BRIEF,
            "2016/ferry.md": article("Ferry paid for", FERRY, outlet="Computing", published="2016-02-03", url=url),
            "2017/other.md": article("Fax era ends", "The library closed its fax room.", outlet="UKAuthority"),
        }
    )


@pytest.mark.parametrize("form", [each.name for each in writers("answer")])
def test_every_format_of_an_answer_says_what_a_brief_is(home: Home, call: Call, form: str) -> None:
    told = call("ask", ASKED, "--format", form, "-n", "3", home=home).stdout.replace("\\", "")
    said = " ".join(told.split())
    assert AFTER in said
    assert SALE in said
    assert f"“{SALE}" not in said


def test_an_article_is_quoted_as_its_outlets_and_a_brief_is_not(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = f"{ASKED}\n/copy 1\nHow much did the numbat ferry terminal cost?\n/copy 1\n/sources\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    converse(Settings(home))
    told = written.getvalue()
    assert f"Source: {AFTER}, paragraph 1. Wombat sells depot." in told
    assert "\nReports on: https://computing.example/trams\n" in told
    assert f"{SALE} Staff were told in June. — {AFTER}: Wombat sells depot, para. 1." in " ".join(told.split())
    assert f"“{SALE}" not in told
    assert f"“{FERRY}” — Ferry paid for, Computing, 3 February 2016, para. 1" in " ".join(told.split())
    assert "Source: Computing, 3 February 2016, paragraph 1. Ferry paid for." in told


def test_an_outlet_finds_what_it_published_and_the_briefs_after_it(home: Home, call: Call) -> None:
    for question in (["quibbly tram", "--outlet", "computing"], ["quibbly tram outlet:Computing"]):
        found = call("ask", *question, "--json", home=home).document()
        assert found["searched"]["matched_filters"] == 2
        assert {each["article"]["id"] for each in found["answers"]} == {"2015/sale", "2016/ferry"}
    page = call("ask", "quibbly tram outlet:Computing", "--format", "html", home=home).stdout
    assert "only from Computing, or briefs after it" in page
    ours = call("ask", "quibbly tram", "--outlet", "qabot brief", "--json", home=home).document()
    assert (ours["warnings"], [each["article"]["id"] for each in ours["answers"]]) == ([], ["2015/sale"])
    nobody = call("ask", "quibbly tram", "--outlet", "Zxqv", "--json", home=home).document()
    assert nobody["searched"]["matched_filters"] == 0


def test_the_two_indexes_find_the_same_by_an_outlet(home: Home) -> None:
    generation = open_current(home.index)
    with Session.open(Settings(home)) as session:
        for outlet, count in (("Computing", 2), ("qabot brief", 1), ("UKAuthority", 1), ("nobody", 0)):
            ids, articles = generation.matching(Filters(outlets=(outlet,)))
            assert (len(ids), articles) == (count, count)
            assert session.ask("tram fax council", Filters(outlets=(outlet,))).answer.searched.matched_filters == count
    generation.close()


def test_json_says_it_by_keys(home: Home, call: Call) -> None:
    told = {
        each["article"]["id"]: each["article"] for each in call("ask", ASKED, "--json", home=home).document()["answers"]
    }
    brief = told["2015/sale"]
    assert (brief["kind"], brief["outlet"], brief["url"], brief["attribution"]) == ("brief", "qabot brief", None, AFTER)
    assert brief["reports_on"] == {
        "outlet": "Computing",
        "title": "Trams go for a song",
        "url": "https://computing.example/trams",
        "published": "2015-11-25",
    }
    shown = call("show", "2016/ferry", "--json", home=home).document()
    assert (shown["kind"], shown["reports_on"], shown["attribution"]) == (
        "article", None, "Computing, 3 February 2016",
    )  # fmt: skip


def test_looking_at_what_there_is_says_it(home: Home, call: Call) -> None:
    status = call("status", home=home).stdout
    assert "Index       3 articles, 1 of them a qabot brief, 3 passages\n" in status
    assert "Outlets     Computing (2, 1 in qabot briefs), UKAuthority (1)\n" in status
    document = call("status", "--json", home=home).document()
    assert document["briefs"] == 1
    assert document["outlets"][0] == {"name": "Computing", "articles": 2, "briefs": 1}
    assert f"\n{AFTER} · reports on https://computing.example/trams\n" in call("show", "2015/sale", home=home).stdout
    assert (
        "\nComputing · 3 February 2016 · https://computing.example/ferry\n"
        in call("show", "2016/ferry", home=home).stdout
    )


def test_the_corpus_folder_says_it(home: Home, call: Call) -> None:
    listed = call("corpus", "list", "--outlet", "computing", home=home).stdout
    assert "2015/sale Wombat sells depot (qabot brief, after Computing)\n" in listed
    assert "2016/ferry Ferry paid for\n" in listed
    assert "2017/other" not in listed
    first, second = call("corpus", "list", "--outlet", "Computing", "--json", home=home).document()["articles"]
    assert (first["kind"], first["reported_outlet"]) == ("article", None)
    assert (second["kind"], second["outlet"], second["reported_outlet"]) == ("brief", "qabot brief", "Computing")
    assert "qabot brief, after Computing · 2015-11-25" in call("corpus", "show", "2015/sale", home=home).stdout


def test_independence_is_explained_where_it_is_asked_for(home: Home, call: Call) -> None:
    explained = call("ask", "What did councils pay or get in the quibbly tram deals?", "--explain", home=home).stdout
    assert "publishers not in publishers.toml for that time, each counted as its own owner: UKAuthority" in explained
    assert "publishers, with their owners: Computing (Incisive Media)" in explained
    found = call("ask", ASKED, "--json", "-n", "4", home=home).document()
    assert found["origins"] < len(found["answers"])
    assert "publishers, with their owners: Computing (Incisive Media)" in found["owners"]
    (home.path / "publishers.toml").write_text('[[outlet]]\nname = "Computing"\nowners = [{ name = "Someone Else" }]\n')
    assert "Computing (Someone Else)" in call("ask", ASKED, "--explain", home=home).stdout
    (home.path / "publishers.toml").write_text("[[outlet")
    refused = call("ask", ASKED, home=home)
    assert refused.code == 2
    assert "publishers.toml cannot be read" in refused.stderr
