"""Whose words a text is in, walked through every writer and phrase: a brief is never its outlet's, an article is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.core.answers import Evidence
from qabot.core.articles import Article, ArticleSummary, OutletHoldings, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.publishers import Publisher
from qabot.core.questions import Filters
from qabot.output import attribution, phrasing
from qabot.output.citations import cite, cite_all
from qabot.output.writer_registry import WRITERS, ShownAnswer
from tests.cli.helpers import steering
from tests.output.helpers import (
    DIGITAL,
    QUOTE,
    SEARCHED,
    TODAY,
    evidence_of,
    hostile,
    ris_records,
    turn_of,
    turn_without,
)

MADE = datetime(2026, 11, 25, 10, 12, tzinfo=UTC)
ADDRESS = "https://www.computing.example/news/1/gds-450m_a"
HEADLINE = "GDS gets a whopping £450m"
BRIEF = Article(
    id="2015/brief",
    title="Review adds to GDS",
    text="A sum of £450m went to GDS.\n\nComputing made it £112m a year.",
    outlet="qabot brief",
    published=PartialDate(2015, 11, 25),
    kind="brief",
    reports_on=ReportedArticle("Computing", HEADLINE, ADDRESS, PartialDate(2015, 11, 25)),
)
WORDS = "A sum of £450m went to GDS."
AFTER = "qabot brief, after Computing, 25 November 2015"
BRIEFLY, PROPERLY = evidence_of(BRIEF, WORDS), evidence_of(DIGITAL, QUOTE, 2, 2)
MARKS = "“”\"'‘’«»„"


def written_by_every_writer(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield all that can be written of a quote: in an answer, as nearest, in a conversation, as a citation."""
    for writer in WRITERS:
        for turn in (turn_of(evidence), turn_without(evidence)):
            if writer.answer:
                yield f"{writer.name} answer {turn.answer.verdict}", writer.answer(ShownAnswer(turn, (), (), MADE))
            if writer.conversation:
                yield f"{writer.name} conversation {turn.answer.verdict}", writer.conversation([turn], MADE)
        if writer.citation:
            yield f"{writer.name} citation", cite(evidence, writer.name, TODAY)


def words_of(written: str) -> str:
    """Return what a document says, without what its format escapes."""
    try:
        return json.dumps(json.loads(written), ensure_ascii=False)
    except ValueError:
        return re.sub(r"\\(?=[^\w\s])", "", written).replace("&#x27;", "'")


class TestEveryWriter:
    """What is written, whatever the format."""

    def test_says_of_a_brief_what_it_is_after(self) -> None:
        told = dict(written_by_every_writer(BRIEFLY))
        assert len(told) >= 10
        holding = {name: text for name, text in told.items() if "£450m went to GDS" in text}
        assert {name.split()[0] for name in holding} == {each.name for each in WRITERS if each.answer or each.citation}
        for name, text in holding.items():
            assert AFTER in words_of(text), name

    def test_says_nothing_of_briefs_where_an_article_is_quoted(self) -> None:
        for name, text in written_by_every_writer(PROPERLY):
            said = words_of(text).replace(json.dumps(phrasing.PROMISE)[1:-1], "").replace(phrasing.PROMISE, "")
            assert "qabot brief" not in said, name
            assert "qabot project" not in said, name
            assert ("UKAuthority" in said) is ("£450m over four" in said), name

    def test_puts_no_quotation_marks_around_a_brief(self) -> None:
        for name, text in written_by_every_writer(BRIEFLY):
            if name.startswith("json"):
                continue  # where every value stands in quotation marks
            for place in (found.start() for found in re.finditer(re.escape(WORDS), text)):
                around = text[max(0, place - 1) : place] + text[place + len(WORDS) : place + len(WORDS) + 1]
                assert not set(around) & set(MARKS), (name, around)

    def test_never_names_the_outlet_as_who_published_a_brief(self) -> None:
        (entry,) = parse_string(cite(BRIEFLY, "bibtex", TODAY)).entries
        assert entry.entry_type == "misc"
        assert not {"journaltitle", "entrysubtype", "date", "url", "urldate"} & {field.key for field in entry.fields}
        (record,) = ris_records(cite(BRIEFLY, "ris", TODAY))
        assert (record["type_of_reference"], record["secondary_title"]) == ("GEN", "qabot brief")
        assert not {"urls", "date", "year"} & record.keys()
        (item,) = json.loads(cite(BRIEFLY, "csl-json", TODAY))
        assert item["type"] == "review"
        assert not {"container-title", "issued", "URL", "accessed"} & item.keys()

    def test_gives_the_address_of_the_report_as_no_address_of_the_brief(self) -> None:
        page = next(each for each in WRITERS if each.name == "html").conversation
        assert page
        written = page([turn_of(BRIEFLY)], MADE)
        assert "<blockquote><p>" in written
        assert "cite=" not in written
        assert (
            f'It reports on: <a href="{ADDRESS}" rel="noreferrer">{HEADLINE}, Computing, 25 November 2015</a>'
            in written
        )
        assert "<cite>" not in written


class TestCitations:
    """A brief cited, format by format."""

    def test_as_text(self) -> None:
        assert cite(BRIEFLY, "text", TODAY) == (
            f"{WORDS} — {AFTER}: Review adds to GDS, para. 1. "
            f"It reports on: {HEADLINE}, Computing, 25 November 2015, {ADDRESS}"
        )

    def test_as_markdown(self) -> None:
        assert cite(BRIEFLY, "markdown", TODAY) == (
            f"> {WORDS}\n>\n> — {AFTER}: Review adds to GDS, para. 1. "
            f"It reports on: [{HEADLINE}, Computing, 25 November 2015](<{ADDRESS}>)"
        )

    def test_as_bibtex(self) -> None:
        assert re.sub(r"\{qabotbrief2015-[0-9a-f]{10},", "{KEY,", cite(BRIEFLY, "bibtex", TODAY)) == (
            "@misc{KEY,\n"
            "  title = {{Review adds to GDS}},\n"
            f"  howpublished = {{{AFTER}}},\n"
            "  note = {A summary in words of the qabot project, not of the outlet. It reports on: "
            "GDS gets a whopping £450m, Computing, 25 November 2015, "
            "https://www.computing.example/news/1/gds-450m\\_a; para. 1},\n"
            f"  annotation = {{{WORDS}}},\n"
            "}\n"
        )

    def test_as_ris(self) -> None:
        assert cite(BRIEFLY, "ris", TODAY).split("\r\n") == [
            "TY  - GEN",
            "TI  - Review adds to GDS",
            "T2  - qabot brief",
            f"RI  - {HEADLINE}, Computing, 25 November 2015, {ADDRESS}",
            f"N1  - {AFTER}. A summary in words of the qabot project, not of the outlet.",
            f"N1  - {WORDS}",
            "N1  - para. 1",
            "ER  - ",
            "",
        ]

    def test_as_csl(self) -> None:
        (item,) = json.loads(cite(BRIEFLY, "csl-json", TODAY))
        assert {key: value for key, value in item.items() if key != "id"} == {
            "type": "review",
            "title": "Review adds to GDS",
            "note": f"{AFTER}. A summary in words of the qabot project, not of the outlet. {WORDS} (para. 1)",
            "reviewed-title": HEADLINE,
            "custom": {
                "review-of": {
                    "title": HEADLINE, "container-title": "Computing", "issued": "2015-11-25", "URL": ADDRESS,
                }
            },
        }  # fmt: skip

    def test_of_what_little_is_known(self) -> None:
        nameless = evidence_of(replace(BRIEF, reports_on=ReportedArticle(title="A report")), WORDS)
        assert cite(nameless, "text", TODAY) == (
            f"{WORDS} — qabot brief, after a report of 25 November 2015: Review adds to GDS, para. 1. "
            "It reports on: A report, 25 November 2015"
        )
        bare = evidence_of(replace(BRIEF, reports_on=None, published=None), WORDS)
        assert cite(bare, "text", TODAY) == f"{WORDS} — qabot brief, undated: Review adds to GDS, para. 1"
        for each in (nameless, bare):
            for form in ("markdown", "bibtex", "ris", "csl-json"):
                assert "Computing" not in cite(each, form, TODAY).replace("Computing made", "")

    @given(st.lists(hostile, min_size=4, max_size=4))
    def test_of_hostile_reports_steer_nothing_and_break_no_format(self, words: list[str]) -> None:
        outlet, title, url, text = words
        on = ReportedArticle(outlet, title, f"https://{url}", PartialDate(2015))
        brief = replace(BRIEF, text=f"x{text}x", title=f"t{title}", reports_on=on)
        found = [evidence_of(brief, brief.text)]
        for form in ("text", "markdown"):
            assert steering(cite_all(found, form, TODAY)) == set()
        assert len(parse_string(cite_all(found, "bibtex", TODAY)).entries) == 1
        assert len(ris_records(cite_all(found, "ris", TODAY))) == 1
        assert len(json.loads(cite_all(found, "csl-json", TODAY))) == 1


SAID: list[tuple[dict[str, Any], str, str]] = [
    ({}, "qabot brief, after Computing", AFTER),
    (
        {"published": PartialDate(2015, 11)},
        "qabot brief, after Computing",
        "qabot brief, after Computing, November 2015",
    ),
    ({"published": None}, "qabot brief, after Computing", "qabot brief, after Computing, undated"),
    ({"reports_on": None}, "qabot brief", "qabot brief, after a report of 25 November 2015"),
    ({"reports_on": ReportedArticle()}, "qabot brief", "qabot brief, after a report of 25 November 2015"),
    ({"kind": "article", "reports_on": None, "outlet": "Computing"}, "Computing", "Computing, 25 November 2015"),
    ({"kind": "article", "reports_on": None, "outlet": None}, "", "25 November 2015"),
]


class TestWhoSaysIt:
    """The one phrase for it."""

    @pytest.mark.parametrize(("changes", "name", "whole"), SAID)
    def test_in_words(self, changes: dict[str, Any], name: str, whole: str) -> None:
        article = replace(BRIEF, **changes)
        listed = ArticleSummary(
            article.id, article.title, article.outlet, article.published, (), article.kind, article.reports_on
        )
        for each in (article, listed):
            assert (attribution.source_name(each), attribution.source(each)) == (name, whole)
            assert attribution.may_be_quoted(each) is (each.kind == "article")

    def test_in_a_column(self) -> None:
        assert attribution.short_source(BRIEF) == "after Computing"
        assert attribution.short_source(BRIEF, is_under_outlet=True) == "qabot brief"
        assert attribution.short_source(DIGITAL) == "UKAuthority"
        assert attribution.short_source(DIGITAL, is_under_outlet=True) == ""

    def test_in_a_line(self) -> None:
        assert phrasing.citation(BRIEFLY) == f"{AFTER} · Review adds to GDS · ¶1 · reports on {ADDRESS}"
        assert phrasing.short_citation(BRIEFLY) == f"{AFTER} · ¶1"
        copied = evidence_of(DIGITAL, QUOTE, 2, 1, BRIEF)
        assert phrasing.also_in(copied) == f"Also in {AFTER}"

    def test_of_an_address(self) -> None:
        assert attribution.linked_address(BRIEF) == ADDRESS
        assert attribution.address_words(replace(BRIEF, url="https://a.example")) == "https://a.example"
        assert attribution.address_words(replace(BRIEF, reports_on=ReportedArticle("Computing"))) == ""
        assert attribution.address_words(DIGITAL) == DIGITAL.url

    @pytest.mark.parametrize(
        ("articles", "briefs", "said"),
        [
            (213, 213, "213 qabot briefs"), (1, 1, "1 qabot brief"), (3, 0, "3 articles"), (1, 0, "1 article"),
            (1300, 213, "1,300 articles, 213 of them qabot briefs"), (2, 1, "2 articles, 1 of them a qabot brief"),
        ],
    )  # fmt: skip
    def test_of_how_many_there_are(self, articles: int, briefs: int, said: str) -> None:
        assert attribution.text_count(articles, briefs) == said

    def test_of_outlets(self) -> None:
        own, after, both = OutletHoldings("A", 3), OutletHoldings("B", 2, 2), OutletHoldings("C", 1200, 1)
        assert attribution.outlets_words([own]) == "A (3)"
        assert attribution.outlets_words([after], " and more") == "qabot briefs after B (2) and more"
        assert (
            attribution.outlets_words([own, after, both])
            == "A (3), B (2, in qabot briefs), C (1,200, 1 in qabot briefs)"
        )
        assert attribution.outlets_words([]) == ""


class TestAnswers:
    """What is said of an answer as a whole."""

    def test_of_how_much_evidence_there_is(self) -> None:
        assert phrasing.origins_words(turn_of(BRIEFLY).answer) == "1 passage from briefs after 1 independent article"
        assert phrasing.origins_words(turn_of(BRIEFLY, PROPERLY).answer) == (
            "2 passages from articles and briefs after 2 independent articles"
        )

    def test_of_a_filter_that_finds_briefs_too(self) -> None:
        turn = turn_of(BRIEFLY, searched=replace(SEARCHED, briefs=1))
        for outlets, said in (
            (("Computing",), "only from Computing, or briefs after it"),
            (("Computing", "X"), "only from Computing or X, or briefs after them"),
        ):
            asked = replace(turn.question, filters=Filters(outlets=outlets))
            assert phrasing.limits(replace(turn, question=asked)) == [said]
        assert phrasing.limits(turn) == []

    def test_of_owners(self) -> None:
        def behind(*publishers: Publisher) -> list[str]:
            found = [replace(BRIEFLY, listed=each) for each in publishers]
            return phrasing.owners(turn_of(*found).answer)

        assert behind(Publisher("A", "X"), Publisher("B", "X"), Publisher("C", "Y"), Publisher("A", "X")) == [
            "publishers of one owner, X: A, B",
            "publishers, with their owners: C (Y)",
        ]
        assert behind(Publisher("D"), Publisher("E")) == [
            "publishers not in publishers.toml for that time, each counted as its own owner: D, E"
        ]
        assert behind(Publisher("PA", carries="wire"), Publisher("Pressat", carries="press releases")) == [
            "publishers that are news agencies, whose text others print: PA",
            "publishers of others' press releases, no independent source: Pressat",
        ]
        assert behind(Publisher(None)) == ["publishers not named, each article counted as its own owner"]

    def test_word_for_word_is_claimed_of_the_stored_text(self) -> None:
        assert "word for word, by character range, from the stored text" in phrasing.PROMISE
        assert "must not be quoted as that outlet" in phrasing.PROMISE
