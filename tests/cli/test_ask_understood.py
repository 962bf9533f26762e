"""How a question was read: dates in its words, filters typed into it, other names, and what can be refused."""

from __future__ import annotations

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import run_qabot

LEFT = "Who left GDS in 2015?"
PUBLISHED = "What was published on GDS in 2015?"
FERRY = "How much did Numbat council pay for the numbat ferry terminal in 2014?"
HINT = "oultet: is not a filter. Did you mean outlet:?"


def test_inferred_dates_that_limit_are_shown_with_the_words_that_set_them(judged_home: Home, call: Call) -> None:
    ran = call("ask", PUBLISHED, home=judged_home)
    head, dates, *_ = ran.stdout.splitlines()
    assert dates == "  dates: 2015-01-01 to 2015-12-31, from “in 2015” (--no-inferred-filters to search all)"
    document = call("ask", PUBLISHED, "--json", home=judged_home).document()
    understood = document["understood"]
    assert (understood["after"], understood["before"]) == ("2015-01-01", "2015-12-31")
    assert understood["inferred"] == {"after": "2015-01-01", "before": "2015-12-31"}
    assert (understood["inferred_from"], understood["gave_way"], understood["hint"]) == ("in 2015", False, None)
    searched = document["searched"]
    assert 0 < searched["matched_filters"] < searched["articles"]
    assert f" {searched['matched_filters']} of {searched['articles']} qabot briefs" in head
    assert all(answer["article"]["published"].startswith("2015") for answer in document["answers"])
    markdown = call("ask", PUBLISHED, "--format", "md", home=judged_home).stdout
    assert "*dates: 2015-01-01 to 2015-12-31, from “in 2015” (--no-inferred-filters to search all)*" in markdown


def test_dates_that_are_preferred_say_how_much_of_what_is_shown_is_from_then(judged_home: Home, call: Call) -> None:
    document = call("ask", LEFT, "--json", home=judged_home).document()
    then = sum(str(each["article"]["published"]).startswith("2015") for each in document["answers"])
    assert len(document["answers"]) > 1
    told = f"preferred, and nothing left out; {then} of {len(document['answers'])} passages shown "
    assert f"  dates: 2015-01-01 to 2015-12-31, from “in 2015”: {told}" in call("ask", LEFT, home=judged_home).stdout
    assert document["understood"]["gave_way"] is True
    assert document["searched"]["matched_filters"] == document["searched"]["articles"]


def test_an_open_range_is_shown_as_open(judged_home: Home, call: Call) -> None:
    since, before = (call("ask", f"GDS {when}", home=judged_home).stdout for when in ("since 2019", "before 2012"))
    assert "\n  dates: 2019-01-01 or later, from “since 2019”: preferred" in since
    assert "\n  dates: 2011-12-31 or earlier, from “before 2012”: preferred" in before


def test_inferred_filters_can_be_refused(judged_home: Home, call: Call) -> None:
    ran = call("ask", LEFT, "--no-inferred-filters", home=judged_home)
    assert "dates:" not in ran.stdout
    assert "of 213" not in ran.stdout
    document = call("ask", LEFT, "--no-inferred-filters", "--json", home=judged_home).document()
    understood = document["understood"]
    assert (understood["after"], understood["before"], understood["inferred"]) == (None, None, None)
    assert understood["hint"] == {"after": "2015-01-01", "before": "2015-12-31"}
    assert document["searched"]["matched_filters"] == document["searched"]["articles"]
    typed = call("ask", f"{LEFT} after:2016", "--no-inferred-filters", "--json", home=judged_home).document()
    assert typed["understood"]["after"] == "2016-01-01", "what was typed is not inferred"


def test_dates_that_give_way_are_told(tram_home: Home, call: Call) -> None:
    ran = call("ask", FERRY, home=tram_home)
    told = "dates: 2014-01-01 to 2014-12-31, from “in 2014”: preferred, and nothing left out; "
    assert f"\n  {told}" in ran.stdout
    document = call("ask", FERRY, "--json", home=tram_home).document()
    understood = document["understood"]
    assert understood["gave_way"] is True
    assert (understood["after"], understood["before"]) == ("2014-01-01", "2014-12-31")
    assert (understood["inferred_from"], understood["hint"]) == ("in 2014", None)
    assert document["searched"]["matched_filters"] == document["searched"]["articles"]
    assert (document["answers"][0]["article"]["id"], document["signals"]["dates"]) == ("ferry", 0.0)


def test_dates_that_were_set_never_give_way(tram_home: Home, call: Call) -> None:
    for args in ((FERRY, "--on", "2014"), (f"{FERRY} on:2014",)):
        document = call("ask", *args, "--json", home=tram_home).document()
        assert (document["understood"]["gave_way"], document["searched"]["matched_filters"]) == (False, 1)
        assert {each["article"]["id"] for each in (*document["answers"], *document["nearest"])} <= {"fax"}


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("outlet:ukauthority", ("--outlet", "ukauthority")),
        ('outlet:"Computer Weekly",UKAuthority', ("--outlet", "Computer Weekly", "--outlet", "UKAuthority")),
        ("source:Computing", ("--outlet", "Computing")),
        ("org:HMRC", ("--org", "HMRC")),
        ("after:2019-06", ("--after", "2019-06")),
        ("before:2014", ("--before", "2014")),
        ("on:2015-11-25", ("--on", "2015-11-25")),
        ('on:"nov 2015" outlet:Computing', ("--on", "Nov 2015", "--outlet", "Computing")),
    ],
)
def test_a_filter_typed_into_the_question_is_the_option(
    typed: str, options: tuple[str, ...], judged_home: Home, call: Call
) -> None:
    one = call("ask", f"digital spending {typed}", "--json", home=judged_home)
    other = call("ask", "digital spending", *options, "--json", home=judged_home)
    documents = [ran.document() for ran in (one, other)]
    for document in documents:
        del document["timing_ms"]
    assert documents[0] == documents[1]
    assert one.code == other.code
    assert 0 < documents[0]["searched"]["matched_filters"] < 213


def test_options_and_typed_filters_hold_together(judged_home: Home, call: Call) -> None:
    args = ("ask", "digital spending outlet:Computing after:2012 before:2016", "--outlet", "UKAuthority")
    document = call(*args, "--after", "2015", "--json", home=judged_home).document()
    understood = document["understood"]
    assert understood["outlets"] == ["UKAuthority", "Computing"]
    assert (understood["after"], understood["before"]) == ("2015-01-01", "2016-12-31")


def test_exact_phrases_and_excluded_words_limit_the_answers(judged_home: Home, call: Call) -> None:
    asked = ("ask", 'money for digital "Spending Review" -Socitm', "-n", "20", "--json")
    document = call(*asked, home=judged_home).document()
    understood = document["understood"]
    assert (understood["exact"], understood["excluded"]) == (["Spending Review"], ["Socitm"])
    assert document["question"] == understood["text"] == "money for digital Spending Review"
    assert document["answers"]
    for answer in document["answers"]:
        held = f"{answer['article']['title']} {answer['passage']}".lower()
        assert "spending review" in held
        assert "socitm" not in held
    without = call("ask", "money for digital Spending Review", "--json", home=judged_home).document()
    assert document["searched"]["matched_filters"] < without["searched"]["matched_filters"]


@pytest.mark.parametrize("typed", ["outlet:ukauthority", "after:2015", "org:HMRC -verify", "on:2015 org:HMRC"])
def test_filters_without_a_question_find_nothing_and_say_so(typed: str, judged_home: Home, call: Call) -> None:
    ran = call("ask", typed, "--json", home=judged_home)
    assert (ran.code, ran.stderr) == (1, "")
    document = ran.document()
    assert (document["verdict"], document["question"], document["answers"]) == ("not_found", "", [])
    markdown = call("ask", typed, "--format", "md", home=judged_home)
    assert (markdown.code, markdown.stdout.startswith("Not found · searched ")) == (1, True)
    assert call("ask", typed, home=judged_home).stdout.startswith("○ NOT FOUND – ")


def test_a_misspelt_prefix_is_suggested(judged_home: Home, call: Call) -> None:
    asked = ("ask", "who left GDS oultet:ukauthority")
    document = call(*asked, "--json", home=judged_home).document()
    assert HINT in document["warnings"]
    assert document["understood"]["outlets"] == []
    assert f"*Note: {HINT}*" in call(*asked, "--format", "md", home=judged_home).stdout
    assert f"  {HINT}\n" in call(*asked, home=judged_home).stdout, "in a pipe too, for it changes what was searched"
    assert run_qabot(*asked, home=judged_home).stderr == "", "and once is enough"


def test_other_names_are_shown_where_they_stand_in_what_was_found(judged_home: Home, call: Call) -> None:
    asked = ("ask", "Who left GDS in 2015?")
    assert "\n  matched: GDS = Government Digital Service\n" in call(*asked, home=judged_home).stdout
    understood = call(*asked, "--json", home=judged_home).document()["understood"]
    (naming,) = understood["names"]
    assert naming["written"] == "GDS"
    assert naming["names"][0] == "Government Digital Service"


def test_the_latest_is_understood_and_limits_nothing(judged_home: Home, call: Call) -> None:
    document = call("ask", "What is the latest on GOV.UK Verify?", "--json", home=judged_home).document()
    assert document["understood"]["recent"] is True
    assert document["searched"]["matched_filters"] == document["searched"]["articles"]
