"""Lines around a headline that name who published an article: in every order, and in every kind of document."""

from __future__ import annotations

import pytest

from qabot.corpus.formats.bylines import byline, is_person
from qabot.corpus.formats.document_head import Said, with_head
from qabot.corpus.formats.head_lines import told_by_shape
from qabot.corpus.formats.outlet_lines import outlet_of_line, paper_named
from qabot.corpus.outlet_domains import outlet_named
from tests.corpus.ingest.helpers import prose, take

TITLE = "Powys shares its data platform with Ceredigion"
STORY = prose(3, 120)


@pytest.mark.parametrize(
    ("line", "outlet", "day", "author"),
    [
        ("The MJ, Thursday 5 February 2026", "The MJ", "2026-02-05", None),
        ("Government Computing, 17 March 2026", "Government Computing", "2026-03-17", None),
        ("Computing, 12th Feb 26", "Computing", "2026-02-12", None),
        ("17 March 2026 | Government Computing", "Government Computing", "2026-03-17", None),
        ("Published: 3 March 2026 | Diginomica", "Diginomica", "2026-03-03", None),
        ("PublicTechnology.net – 3 March 2026 – Sam Trendall", "PublicTechnology", "2026-03-03", "Sam Trendall"),
        ("Thu 5 Feb 2026 10:14", None, "2026-02-05", None),
        ("UKAuthority, 10/03/2026", "UKAuthority", "2026-03-10", None),
        ("(The Register, 2 March 2026)", "The Register", "2026-03-02", None),
        ("[Civil Service World, 2 March 2026]", "Civil Service World", "2026-03-02", None),
        ("Computer Weekly | Lis Evenstad | 3 March 2026", "Computer Weekly", "2026-03-03", "Lis Evenstad"),
        ("3 March 2026 by Sam Trendall in PublicTechnology", "PublicTechnology", "2026-03-03", "Sam Trendall"),
        ("First published in The MJ on 5 February 2026", "The MJ", "2026-02-05", None),
        ("LocalGov.co.uk 9 January 2026", "LocalGov", "2026-01-09", None),
        ("Digital Health News, 9 January 2026", "Digital Health", "2026-01-09", None),
        ("Mon 2nd Mar 2026 | News | UKAuthority", "UKAuthority", "2026-03-02", None),
        ("The Times, 2 March 2026, page 4", "The Times", "2026-03-02", None),
        ("Anyshire Gazette, 5 March 2026", "Anyshire Gazette", "2026-03-05", None),
        ("5 March 2026, Anyshire Gazette", "Anyshire Gazette", "2026-03-05", None),
        ("3 March 2026 | Leeds City Council press office", "Leeds City Council", "2026-03-03", None),
        ("Press release - University of Leeds, 3 March 2026", "University of Leeds", "2026-03-03", None),
        ("By Sam Trendall, PublicTechnology", "PublicTechnology", None, "Sam Trendall"),
        ("By Jo Bloggs for Computer Weekly", "Computer Weekly", None, "Jo Bloggs"),
        ("By UKAuthority", "UKAuthority", None, None),
        ("Source: LocalGov", "LocalGov", None, None),
        ("The Register", "The Register", None, None),
        ("By Staff Reporter | Posted on 2nd of March, 2026 at 9.15am | 3 min read", None, "2026-03-02", None),
        ("Jo Bloggs, 5 March 2026", None, "2026-03-05", "Jo Bloggs"),
        ("Tom Post, 5 March 2026", None, "2026-03-05", "Tom Post"),
        ("Sun 5 March 2026", None, "2026-03-05", None),
        ("By Press Association reporters", None, None, "Press Association"),
        ("Author: Committee of Public Accounts", None, None, "Committee of Public Accounts"),
    ],
)
def test_a_line_says_who_when_and_where(line: str, outlet: str | None, day: str | None, author: str | None) -> None:
    told = told_by_shape(0, line)
    assert told.kind in {"date", "byline", "outlet"}
    assert (told.outlet, str(told.day) if told.day else None, told.author) == (outlet, day, author)


@pytest.mark.parametrize(
    "line",
    [
        "Register",
        "National | 5 March 2026",
        "Computing costs, 5 March 2026",
        "Computing bills rise again in Leeds",
        "The Register of Members was published on 5 March 2026",
        "computing",
        "Budget News",
        "Emily Post",
        "Cabinet, 5 March 2026",
        "The Guardian of the data was named on 5 March 2026",
        "Government Technology, 03/04/2026",
        "Siobhan Coughlan, a programme manager at the Local Government Association (LGA), gave the assurance.",
    ],
)
def test_a_line_that_says_more_or_less_names_no_outlet(line: str) -> None:
    told = told_by_shape(0, line)
    assert (told.outlet, told.day) == (None, None)
    assert told.kind in {"label", "title", "credit", "section", "prose"}


def test_a_name_in_another_case_or_with_a_domain_is_the_table_s() -> None:
    assert outlet_named("computer weekly") == "Computer Weekly"
    assert outlet_named("PublicTechnology.net") == "PublicTechnology"
    assert outlet_named("Municipal Journal") == "The MJ"
    assert outlet_named("Press Association") == "PA Media"
    assert [outlet_named(name) for name in ("PA", "AP", "Anyshire Gazette", "", "—")] == [None] * 5
    assert [outlet_of_line(line) for line in ("Times", "The Times", "Published by The MJ")] == [
        None,
        "The Times",
        "The MJ",
    ]
    assert [paper_named(name) for name in ("Anyshire Gazette", "By Anyshire Gazette", "gazette")] == [
        "Anyshire Gazette",
        None,
        None,
    ]


def test_a_post_is_nobody_s_name() -> None:
    for line in ("By Staff Reporter", "By our political correspondent", "By Newsdesk", "By admin", "By the editor"):
        told = byline(line)
        assert told is not None
        assert told.author == ""
    told = byline("By Jo Bloggs, staff reporter")
    assert told is not None
    assert told.author == "Jo Bloggs"
    assert not is_person("Law Gazette")
    assert is_person("Jo Bloggs")


@pytest.mark.parametrize("head", ["Law Gazette\n3 November 2026", "3 November 2026\nLaw Gazette"])
def test_in_a_text_lines_that_stand_together(head: str) -> None:
    found = take(f"{TITLE}\n{head}\n\n{STORY}", "text", "page.txt")
    assert (found.outlet, str(found.published), found.author) == ("Law Gazette", "2026-11-03", None)
    assert found.text == STORY


def test_in_a_text_above_the_headline_too() -> None:
    found = take(f"Civil Service World\n{TITLE}\nBy Jo Bloggs\n3 March 2026\n\n{STORY}", "text", "page.txt")
    assert (found.title, found.outlet, found.author) == (TITLE, "Civil Service World", "Jo Bloggs")
    assert found.text == STORY


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (f"{TITLE}\nLeeds City Council press release\n3 March 2026\n\n{STORY}", "Leeds City Council"),
        (f"{TITLE}\n\n{STORY}\n\nComputer Weekly, 3 March 2026", "Computer Weekly"),
        (f"{TITLE}\nComputing\n3 March 2026\n\n{STORY}", "Computing"),
        (f"{TITLE} | LocalGov\n3 March 2026\n\n{STORY}", "LocalGov"),
    ],
)
def test_what_is_read_leaves_the_text(text: str, outlet: str) -> None:
    found = take(text, "text", "page.txt")
    assert (found.title, found.outlet, str(found.published), found.text) == (TITLE, outlet, "2026-03-03", STORY)


@pytest.mark.parametrize("line", ["Computing", "Leeds City Council press release", "The Guardian view"])
def test_what_may_be_a_section_or_a_kind_stays(line: str) -> None:
    found = take(f"{TITLE}\n{line}\n\n{STORY}", "text", "page.txt")
    assert (found.outlet, found.text.partition("\n")[0]) == (None, line)


def test_a_name_amid_the_story_stays() -> None:
    found = take(f"{TITLE}\n3 March 2026\n\n{STORY}\n\nThe Register\n\n{STORY}", "text", "page.txt")
    assert found.outlet is None
    assert "\n\nThe Register\n\n" in found.text


class TestBehindAHeadlineThatIsKnown:
    """What Word files, PDFs, mail and pages have there."""

    def test_is_taken_and_leaves_the_text(self) -> None:
        said = with_head(TITLE, Said(f"By Jo Bloggs\nThe MJ, Thursday 5 February 2026\n\n{STORY}"))
        assert (said.outlet, str(said.published), said.author) == ("The MJ", "2026-02-05", "Jo Bloggs")
        assert said.text == STORY
        assert said.moved == ("By Jo Bloggs", "The MJ, Thursday 5 February 2026")

    def test_stays_where_it_says_otherwise_than_the_document(self) -> None:
        known = with_head(TITLE, Said(f"LocalGov, 5 February 2026\n\n{STORY}", outlet="The MJ"))
        assert known.text.startswith("LocalGov, 5 February 2026")
        assert known.outlet == "The MJ"

    def test_a_byline_goes_before_who_owns_the_computer(self) -> None:
        text = f"By Sam Trendall\n\n{STORY}"
        assert with_head(TITLE, Said(text, author="Jo Bloggs"), author_gives_way=True).author == "Sam Trendall"
        kept = with_head(TITLE, Said(text, author="Jo Bloggs"))
        assert (kept.author, kept.text.partition("\n")[0]) == ("Jo Bloggs", "By Sam Trendall")

    def test_no_day_is_taken_from_within_the_story_or_behind_a_heading(self) -> None:
        text = f"{STORY}\n\nLocalGov, 5 February 2026"
        assert with_head(TITLE, Said(text)) == Said(text)
        text = f"## Dates\n\n5 February 2026\n\n{STORY}"
        assert with_head(TITLE, Said(text)).published is None

    def test_a_list_of_names_and_days_is_no_head(self) -> None:
        text = "Jo Bloggs, 5 March 2026\nSam Smith, 6 March 2026"
        assert with_head(TITLE, Said(text)) == Said(text)
