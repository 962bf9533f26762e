"""What is said of an answer, free of any surface's own options and keys."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from msgspec.structs import replace

from qabot.core.answers import Evidence, SearchScope, Verdict
from qabot.core.dates import PartialDate
from qabot.core.questions import EntityMention, Filters
from qabot.output import phrasing
from qabot.output.json_documents import particulars
from qabot.output.phrasing import QueryInterpretation, coverage
from qabot.output.said_lines import check_words
from qabot.output.schemas.said_schemas import SayingRow
from tests.output.helpers import (
    BARE,
    DIGITAL,
    QUOTE,
    evidence_from,
    evidence_of,
    raw_articles,
    read_as_more,
    turn_of,
    turn_without,
)

FOUND = evidence_of(DIGITAL, QUOTE, 4)
PLAIN = evidence_of(BARE, BARE.text)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("strong", "strong"),
        ("possible", "possible, may not answer"),
        ("not_found", "not found, nothing in this corpus answers"),
    ],
)
def test_a_verdict_is_said_in_words(verdict: Verdict, words: str) -> None:
    answer = replace(turn_of(FOUND).answer, verdict=verdict)
    assert phrasing.verdict_words(answer) == words
    assert words.startswith(phrasing.verdict_name(answer))
    assert words.endswith(phrasing.verdict_caveat(answer))


def test_a_short_citation_says_outlet_date_and_paragraph() -> None:
    assert phrasing.short_citation(FOUND) == "UKAuthority · 25 November 2015 · ¶4"
    assert phrasing.short_citation(PLAIN) == "undated · ¶1"


@given(evidence_from(raw_articles))
def test_a_short_citation_is_the_long_one_without_title_and_address(evidence: Evidence) -> None:
    bare = replace(evidence.article, url=None, title="")
    assert phrasing.short_citation(evidence) == phrasing.citation(replace(evidence, article=bare))


@pytest.mark.parametrize(
    ("article_id", "command"),
    [("2015/a", "qabot show 2015/a --quote 0:9"), ("my news/$(a)", "qabot show 'my news/$(a)' --quote 0:9")],
)
def test_the_command_that_shows_a_statement_can_be_pasted_into_a_shell(article_id: str, command: str) -> None:
    row = SayingRow(
        speaker="A minister",
        body="",
        cue="said",
        act="said",
        direct=False,
        content="it works",
        contents=(),
        about="",
        date=None,
        quote="It works.",
        start=0,
        end=9,
        article=particulars(replace(BARE, id=article_id)),
        text_sha256=BARE.text_sha256,
        also_in=(),
    )
    assert check_words(row) == command


def test_origins_count_passages_and_articles() -> None:
    other = evidence_of(DIGITAL, "Staff were told.")
    assert phrasing.origins_words(turn_of(FOUND, other, PLAIN).answer) == "3 passages from 2 independent articles"
    assert phrasing.origins_words(turn_of(FOUND).answer) == "1 passage from 1 independent article"
    assert phrasing.origins_words(turn_without(PLAIN).answer) == ""


class TestWhatWasUnderstood:
    """A question read as more than its words."""

    def test_is_told_matter_by_matter(self) -> None:
        named = EntityMention("GDS", ("The service", "nowhere"))
        turn = read_as_more(turn_of(FOUND))
        turn = replace(turn, question=replace(turn.question, mentions=(named,)))
        assert phrasing.interpret_query(turn) == [
            QueryInterpretation("carried_over", "carried over: GDS"),
            QueryInterpretation("dates", "dates: 2015-01-01 to 2015-12-31, from “in 2015”", limits=True),
            QueryInterpretation("names", "matched: GDS = The service"),
        ]

    def test_dates_that_gave_way_limit_nothing(self) -> None:
        turn = read_as_more(turn_of(FOUND))
        _, dates = phrasing.interpret_query(replace(turn, question=replace(turn.question, date_filter_relaxed=True)))
        assert dates.matter == "dates"
        assert not dates.limits
        assert dates.words.endswith("from “in 2015”: preferred, and nothing left out; the passage shown is from then")

    def test_that_the_newest_are_preferred_is_told(self) -> None:
        turn = turn_of(FOUND)
        told = phrasing.interpret_query(replace(turn, question=replace(turn.question, wants_latest=True)))
        assert told == [
            QueryInterpretation("dates", "dates: the newest preferred, since it asks how things are of late")
        ]

    def test_dates_of_an_earlier_question_are_carried_over(self) -> None:
        turn = read_as_more(turn_of(FOUND))
        _, dates = phrasing.interpret_query(replace(turn, question=replace(turn.question, date_words="")))
        assert dates.words == "dates: 2015-01-01 to 2015-12-31, carried over"

    def test_a_question_read_as_it_stands_needs_no_words(self) -> None:
        assert phrasing.explain_query(turn_of(FOUND)) == []


class TestLimits:
    """What the search was limited to."""

    def test_are_told_filter_by_filter(self) -> None:
        filters = Filters(date(2015, 1, 1), None, ("UKAuthority", "Computing"), ("HMRC",), ("a b", "c"), ("school",))
        turn = turn_of(FOUND)
        turn = replace(turn, question=replace(turn.question, filters=filters))
        assert phrasing.limits(turn) == [
            "only published 2015-01-01 or later",
            "only from UKAuthority or Computing",
            "only about HMRC",
            "only with “a b”, “c”",
            "only without “school”",
        ]

    def test_dates_read_out_of_the_question_are_told_once(self) -> None:
        told = phrasing.explain_query(read_as_more(turn_of(FOUND)))
        assert [line for line in told if "2015-01-01" in line] == ["dates: 2015-01-01 to 2015-12-31, from “in 2015”"]


def test_a_proof_names_range_article_and_digest() -> None:
    start = DIGITAL.text.index(QUOTE)
    assert phrasing.proof(FOUND) == (
        f"characters {start}:{start + len(QUOTE)} of 2015/digital-spending · SHA-256 of its text {DIGITAL.text_sha256}"
    )


def test_reprints_are_folded_or_told() -> None:
    copy = replace(BARE, outlet="The Register", published=DIGITAL.published)
    copied = evidence_of(DIGITAL, QUOTE, 1, 1, copy, replace(BARE, title="Twice"))
    assert phrasing.reprints(copied) == "+2: The Register, 25 November 2015; Twice, undated"
    assert phrasing.also_in(copied) == "Also in The Register, 25 November 2015; Twice, undated"
    assert (phrasing.reprints(FOUND), phrasing.also_in(FOUND)) == ("", "")


def test_a_moment_is_said_with_its_zone_where_it_has_one() -> None:
    assert phrasing.moment(datetime(2026, 11, 5, 9, 7, tzinfo=UTC)) == "5 November 2026, 09:07 UTC"
    assert phrasing.moment(datetime(2026, 11, 5, 9, 7)) == "5 November 2026, 09:07"  # noqa: DTZ001 - what is tested


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (PartialDate(2024, 5, 2), PartialDate(2024, 5, 2), "1 article, 2 May 2024"),
        (PartialDate(2024, 5, 2), PartialDate(2024, 5, 3), "1 article, 2 May 2024 to 3 May 2024"),
    ],
)
def test_what_is_of_one_day_is_told_by_that_day(first: PartialDate, last: PartialDate, said: str) -> None:
    assert coverage(SearchScope("g", "m", 1, 1, 1, first, last)) == said
