"""Ledgers and timelines over an index: their rows are cut from stored articles, and hostile text stays text."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.text import sentences
from qabot.facts.speech_cues import packaged_cues, read_cues
from qabot.facts.topic_articles import TopicArticle, TopicSearch
from qabot.output.schemas.document import encode
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from qabot.reports import report_tables
from qabot.reports.bar_chart import Bar, bar_lines, bar_picture
from qabot.reports.report_lines import attention_bars, ledger_lines, timeline_lines
from qabot.reports.timeline import PeriodAttention, topic_timeline
from qabot.reports.topic_documents import figures_document, timeline_document
from qabot.reports.topic_ledger import FigureLedger, figure_ledger
from tests.output.documents import check_documents

NAMES = EntityGazetteer.of(read_body_names())
CUES = packaged_cues()
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> | GDS saved £4m in 2014. \u202e\x1b[31mred"


def search(*texts: str, topic: str = "GDS", titled: bool = True) -> TopicSearch:
    """Return what would be held about a topic, of articles of one year after the other."""
    told: list[TopicArticle] = []
    for place, text in enumerate(texts):
        published = PartialDate(2012 + 2 * place, 3)
        article = Article(f"a{place}", f"Story of {topic}", text, outlet="Computing", published=published)
        naming = tuple(span for span in sentences(text) if topic in text[slice(*span)])
        told.append(TopicArticle(article, titled, naming))
    located = tuple(dict.fromkeys(each.name for each in NAMES.located(topic)))
    scope = SearchScope("g", "m", len(texts), 9, len(texts), None, None)
    held = tuple(each.article.published for each in told)
    return TopicSearch(topic, located, False, tuple(told), (*held, PartialDate(2012, 5), None), scope)


def ledger(*texts: str) -> FigureLedger:
    """Return the ledger of articles about GDS."""
    return figure_ledger(search(*texts), NAMES, CUES)


def test_a_row_is_cut_from_its_article() -> None:
    made = ledger("GDS got £450m. HMRC got £1.3bn, while GDS saved £3m.", "GDS spent £58m in 2014.")
    assert [row.written for row in made.rows] == ["£450m", "£3m", "£58m"]
    for row in made.rows:
        assert row.quote == row.article.text[row.fact.start : row.fact.end]
    told = json.loads(encode(figures_document(made)))
    texts = {each.article.id: each.article.text for each in search("", "").articles} | {
        row.article.id: row.article.text for row in made.rows
    }
    assert [texts[row["article"]["id"]][row["start"] : row["end"]] for row in told["rows"]] == [
        row["quote"] for row in told["rows"]
    ]


def test_figures_of_others_and_small_counts_are_not_the_topics() -> None:
    assert [row.written for row in ledger("HMRC got £1.3bn. GDS made two reports on 12 staff.").rows] == ["12 staff"]


def test_what_names_nobody_else_is_of_a_wider_topic_and_not_of_a_body_alone() -> None:
    texts = "Barnet Council bought a tool of Capita. Its bill stood at around £131m. HMRC got £1.3bn."
    alone = search(texts, topic="Capita")
    assert [row.written for row in figure_ledger(alone, NAMES, CUES).rows] == []
    wider = replace(alone, is_wider=True)
    assert [row.written for row in figure_ledger(wider, NAMES, CUES).rows] == ["£131m"]
    elsewhere = replace(search(texts, topic="Capita", titled=False), is_wider=True)
    assert [row.written for row in figure_ledger(elsewhere, NAMES, CUES).rows] == []


def test_who_states_a_figure_is_read_by_the_homes_own_words_too(tmp_path: Path) -> None:
    (tmp_path / "speech_cues.toml").write_text('[[said]]\nverb = "trumpet"\ntakes = "that"\n', encoding="utf-8")
    held = search("Socitm trumpeted that GDS had saved £4m.")
    told = [[row.fact.said_by for row in figure_ledger(held, NAMES, cues).rows] for cues in (CUES, read_cues(tmp_path))]
    assert told == [[""], ["Socitm"]]


def test_rows_are_sorted_by_value_and_limited() -> None:
    made = figure_ledger(search("GDS got £4m and £9m. GDS had 30 staff, and 5% left."), NAMES, CUES, "value", 3)
    assert [row.written for row in made.rows] == ["£9m", "£4m", "5%"]
    assert made.found == 4
    assert all(each.to < 3 for row in made.rows for each in row.relations)


def test_near_copies_are_one_row() -> None:
    text = (
        "GDS got £450m in the review. The money will be spent on the platforms that departments share, the minister "
        "told a room full of suppliers, who had come to hear which of the contracts would be let in the spring."
    )
    made = ledger(text, text)
    assert [(row.article.id, [each.id for each in row.also_in]) for row in made.rows] == [("a0", ["a1"])]


def test_without_a_figure_it_says_so() -> None:
    made = ledger("GDS has moved.")
    assert [line.words for line in ledger_lines(made)] == ["No figure about “GDS” in this corpus; searched 1 article."]


@pytest.mark.parametrize("text", [HOSTILE, "-2+3 GDS spent £5m.", "@SUM(1) GDS spent £5m.", "+1 GDS spent £5m."])
def test_hostile_text_is_no_formula_no_markup_and_steers_nothing(text: str) -> None:
    made = ledger(text)
    (row,) = list(csv.reader(io.StringIO(report_tables.ledger_csv(made))))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    page = report_tables.ledger_page(made, datetime(2026, 1, 1, tzinfo=UTC), chart=True)
    assert "<script>" not in page
    markdown = report_tables.ledger_markdown(made)
    assert "<script>" not in markdown
    shown = "".join((page, markdown, *(line.words for line in ledger_lines(made)), report_tables.ledger_csv(made)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    check_documents(encode(figures_document(made)))


def test_a_timeline_lists_what_adds_something_by_its_date() -> None:
    made = topic_timeline(
        search(
            "GDS was founded in 2011. GDS hired 200 staff in May 2012.",
            "GDS moved in April 2013. In April 2013 GDS moved.",
            "GDS is large.",
        ),
        NAMES,
    )
    assert [(str(row.event.date), row.date_words) for row in made.rows] == [
        ("2011", "in 2011"),
        ("2012-05", "in May 2012"),
        ("2013-04", "in April 2013"),
        ("2016-03", ""),
    ]
    for row in made.rows:
        assert row.quote == row.article.text[row.event.start : row.event.end]
    check_documents(encode(timeline_document(made)))
    assert "<td>May 2012</td>" in report_tables.timeline_page(made, datetime(2026, 1, 1, tzinfo=UTC), chart=True)
    assert any("May 2012" in line.words for line in timeline_lines(made))


@pytest.mark.parametrize(
    "text",
    [
        "GDS moved to Aldgate, two years later than planned.",
        "GDS plans to move again, it announced in November.",
    ],
)
def test_a_time_that_is_of_no_event_is_no_row(text: str) -> None:
    assert {row.date_words for row in topic_timeline(search(text), NAMES).rows} <= {""}


def test_a_bare_month_of_what_is_to_come_is_that_of_its_year() -> None:
    rows = topic_timeline(search("GDS is to publish a report on its move in November."), NAMES).rows
    assert ("2012-11", "in November") in [(str(row.event.date), row.date_words) for row in rows]


def test_a_year_that_is_likelier_than_another_is_a_row() -> None:
    made = topic_timeline(search("GDS had a better chance of moving in 2029 than in 2026."), NAMES)
    assert "2029" in [str(row.event.date) for row in made.rows]


def test_what_is_to_come_in_a_year_that_is_named_is_a_row() -> None:
    made = topic_timeline(search("GDS will publish a report on its move in November 2030."), NAMES)
    assert [str(row.event.date) for row in made.rows] == ["2030-11"]


def test_a_sentence_that_says_nothing_new_is_no_row() -> None:
    assert topic_timeline(search("It is all over, in 2011 as in 2012."), NAMES).rows == ()


def test_what_was_reported_when_counts_only_without_another_time() -> None:
    made = topic_timeline(search("GDS moved in 2011, Computing reported on 3 March 2012."), NAMES)
    assert [str(row.event.date) for row in made.rows] == ["2011"]


def test_attention_is_a_share_and_gaps_are_gaps() -> None:
    made = topic_timeline(search("GDS moved in 2011.", "GDS is large."), NAMES)
    told = [(each.period, each.held, each.on_topic) for each in made.attention]
    assert told[:3] == [("2012-03", 1, 1), ("2012-04", 0, 0), ("2012-05", 1, 0)]
    assert told[-1] == ("2014-03", 1, 1)
    assert len(told) == 25
    bars = attention_bars((PeriodAttention("2012", 4, 1), PeriodAttention("2013", 0, 0)))
    assert [each.words for each in bars] == ["25% (1 of 4)", "nothing held"]
    assert [(each.value, each.is_gap) for each in bars] == [(0.25, False), (0.0, True)]


def test_bars_have_blocks_or_ascii() -> None:
    bars = (Bar("2012", 1.0, "£4m"), Bar("2013", 0.5, "£2m"), Bar("2014", 0.0, "nothing held", is_gap=True))
    assert bar_lines(bars) == [
        "2012  " + "█" * 40 + " £4m",
        "2013  " + "█" * 20 + " £2m",
        "2014  ·········· nothing held",
    ]
    assert bar_lines(bars, ascii_only=True)[1] == "2013  " + "#" * 20 + " £2m"
    assert all(line.isascii() for line in bar_lines((Bar("2013", 1.0, "2m"), bars[2]), ascii_only=True))
    picture = bar_picture((Bar("<b>", 1.0, "&"),), "Sums")
    assert "<b>" not in picture
    assert picture.count("<rect") == 1


def test_what_is_below_nought_has_words_and_no_bar() -> None:
    bars = (Bar("2013", -2.5, "minus 2.5%"), Bar("2014", -1.0, "minus 1%"))
    assert bar_lines(bars) == ["2013  minus 2.5%", "2014  minus 1%"]
    assert 'width="0.0"' in bar_picture(bars, "Growth")
    assert 'width="-' not in bar_picture(bars, "Growth")


def test_a_sentence_without_figure_name_or_verb_is_told_by_its_words() -> None:
    (row,) = topic_timeline(search("The cap was to last until 2029, with a review."), NAMES).rows
    assert (str(row.event.date), row.new) == ("2029", ("last", "review"))


def test_a_sentence_that_only_says_who_was_named_is_no_row() -> None:
    told = search("GDS was another of the bodies that featured in the coverage in 2011.", "GDS moved in 2012.")
    assert [str(row.event.date) for row in topic_timeline(told, NAMES).rows] == ["2012"]


def test_a_stretch_is_shown_and_written_as_the_stretch() -> None:
    made = topic_timeline(search("GDS cost £4m in 2014-15.", "GDS was to grow by 2014-15."), NAMES)
    lines = [line.words for line in timeline_lines(made)]
    assert any("2014-15 (“in 2014-15”)" in line for line in lines)
    assert any("March 2015 (“by 2014-15”)" in line for line in lines)
    assert [row.date for row in timeline_document(made).rows] == ["2014-04/2015-03", "2015-03"]
