"""What a speaker said, over articles: found by any name, limited, folded, in order, and as every format shows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from markdown_it import MarkdownIt

from qabot.core.errors import NotFound, UsageError
from qabot.core.facts import SpeechAct
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.engine import Engine
from qabot.facts.speech_cues import packaged_cues
from qabot.output.said_formats import said_csv, said_html, said_markdown
from qabot.output.schemas.document import encode
from qabot.output.schemas.said_schemas import Said
from qabot.reports.said_document import said_report_lines
from qabot.reports.said_request import SaidRequest, said, speech_act
from tests.conftest import article
from tests.homes import indexed_home
from tests.output.documents import check_documents

ARTICLES = {
    "first.md": article(
        "Wombat council to sell depot",
        "Ann Lee, chief executive of Wombat Council, said the tram depot would be sold to Zorblax by June for "
        "£3 million.\n\nThe council warned of strikes. Unions welcomed the delay.",
        outlet="UKAuthority",
        published="2015-11-25",
        organisations='["Wombat Council (WC)"]',
    ),
    "second.md": article(
        "Zorblax buys depot",
        "The tram depot would be sold to Zorblax by June for £3 million, Wombat Council's chief executive Ann Lee "
        "said.",
        outlet="The Register",
        published="2015-11-27",
    ),
    "later.md": article(
        "Payroll late",
        "“The payroll is late, and I am sorry,” said Ann Lee of Wombat Council. She denied that staff had been told.",
        outlet="Computing",
        published="2016-03-01",
    ),
    "much-later.md": article(
        "Depot sold again",
        "Ann Lee said the tram depot would be sold to Zorblax by June for £3 million.",
        outlet="Computing",
        published="2018-03-01",
    ),
    "other.md": article(
        "Ferry", "The ferry is run by Tom Reed, who said it was fine. Wombat Council paid.", outlet="X"
    ),
    "hostile.md": article(
        '"=cmd|A1 [bold]<script>"',
        "Quibbly Council said that =1+1 <b>bold</b> [red]markup[/] | a|b *stars* would \\u202Ecost.\n\n"
        "“<script>alert(1)</script> is what we say,” said Quibbly Council.",
        outlet='"@evil"',
        published="2020-01-01",
        url="javascript:alert(1)",
    ),
}


@pytest.fixture(scope="module")
def engine(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine of these articles."""
    home = indexed_home(starter_home, tmp_path_factory.mktemp("sayings"), ARTICLES)
    with Engine.open_lexical(Settings(home)) as opened:
        yield opened


def listed(engine: Engine, request: SaidRequest) -> Said:
    """Return what was said, as a shell asks for it."""
    search = engine.with_answerer(lambda current: current.facts().speaker(request.who, request.filters, request.about))
    with engine.lease() as current:
        return said(search, request, current.facts().rules.names, packaged_cues())


@pytest.mark.parametrize("who", ["Ann Lee", "Lee", "Ms Lee", "ann lee"])
def test_a_person_by_any_of_her_names_newest_first(engine: Engine, who: str) -> None:
    found = listed(engine, SaidRequest(who))
    assert [(row.date, row.act, row.direct) for row in found.rows] == [
        ("2018-03-01", "said", False),
        ("2016-03-01", "said", True),
        ("2016-03-01", "denied", False),
        ("2015-11-25", "said", False),
    ]
    assert {row.speaker for row in found.rows} == {"Ann Lee"}


@pytest.mark.parametrize("who", ["Wombat Council", "WC", "wombat council"])
def test_a_body_with_what_people_say_for_it(engine: Engine, who: str) -> None:
    found = listed(engine, SaidRequest(who, order="oldest"))
    assert [(row.speaker, row.act) for row in found.rows][:2] == [("Ann Lee", "said"), ("Wombat Council", "warned")]
    assert {row.body for row in found.rows} == {"Wombat Council"}
    assert "Tom Reed" not in {row.speaker for row in found.rows}


def test_others_that_report_the_same_within_days_stand_under_the_first(engine: Engine) -> None:
    (first,) = (row for row in listed(engine, SaidRequest("Ann Lee")).rows if row.date == "2015-11-25")
    assert [each.article.id for each in first.also_in] == ["second"]
    assert first.also_in[0].quote == ARTICLES["second.md"].split("\n\n")[-1].strip()


def test_what_was_said_years_later_stands_by_itself(engine: Engine) -> None:
    assert listed(engine, SaidRequest("Ann Lee")).rows[0].article.id == "much-later"


@pytest.mark.parametrize(
    ("request_", "ids"),
    [
        (SaidRequest("Ann Lee", about="payroll"), ["later", "later"]),
        (SaidRequest("Ann Lee", about="tram depot"), ["much-later", "first"]),
        (SaidRequest("Ann Lee", act="denied"), ["later"]),
        (SaidRequest("Ann Lee", filters=Filters(before=date(2015, 12, 31))), ["first"]),
        (SaidRequest("Ann Lee", filters=Filters(outlets=("Computing",))), ["much-later", "later", "later"]),
        (SaidRequest("Ann Lee", limit=1), ["much-later"]),
        (SaidRequest("Ann Lee", limit=1, order="oldest"), ["first"]),
        (SaidRequest("Ann Lee", about="ferry"), []),
    ],
)
def test_what_limits_it(engine: Engine, request_: SaidRequest, ids: list[str]) -> None:
    assert [row.article.id for row in listed(engine, request_).rows] == ids


def test_what_is_said_names_what_it_is_about(engine: Engine) -> None:
    rows = listed(engine, SaidRequest("Quibbly Council")).rows
    assert [row.about for row in rows] == ["", ""]


def test_every_quote_is_cut_from_its_article(engine: Engine) -> None:
    for who in ("Ann Lee", "Wombat Council", "Quibbly Council"):
        for row in listed(engine, SaidRequest(who)).rows:
            text = engine.article(row.article.id).text
            assert text[row.start : row.end] == row.quote
            for part in row.contents:
                assert row.start <= part.start < part.end <= row.end
                assert text[part.start : part.end] == part.text


def test_a_name_that_nothing_has_is_told_with_the_nearest(engine: Engine) -> None:
    with pytest.raises(NotFound, match=r"No speaker called “Wombatt Council”\. Nearest: Wombat Council"):
        engine.with_answerer(lambda current: current.facts().speaker("Wombatt Council"))
    with pytest.raises(UsageError, match="Whose statements"):
        engine.with_answerer(lambda current: current.facts().speaker(" ?? "))


@pytest.mark.parametrize("outlet", ["UKAuthority", "ukauthority"])
def test_an_outlet_that_no_text_names_is_not_told_as_the_nearest_to_itself(engine: Engine, outlet: str) -> None:
    with pytest.raises(NotFound) as raised:
        engine.with_answerer(lambda current: current.facts().speaker(outlet))
    assert raised.value.message == (
        f"No text here names “{outlet}”: only an outlet, or what articles are filed under, is called that."
    )
    assert "qabot said" not in raised.value.hint


def test_a_topic_without_words_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="“:” has no word to search for"):
        engine.with_answerer(lambda current: current.facts().speaker("Ann Lee", topic=":"))


def test_a_name_that_says_nothing_is_no_error(engine: Engine) -> None:
    assert listed(engine, SaidRequest("ferry")).rows == ()


def test_the_document_is_what_its_schema_says(engine: Engine) -> None:
    for request in (
        SaidRequest("Ann Lee"),
        SaidRequest("Ann Lee", act="denied", about="payroll"),
        SaidRequest("ferry"),
    ):
        check_documents(encode(listed(engine, request)))


def test_a_table_for_a_spreadsheet_holds_no_formula(engine: Engine) -> None:
    rows = list(csv.DictReader(io.StringIO(said_csv(listed(engine, SaidRequest("Quibbly Council"))))))
    assert [row["content"][:6] for row in rows] == ["'=1+1 ", "<scrip"]
    assert {row["title"][:2] for row in rows} == {"'="}
    assert {row["outlet"][:2] for row in rows} == {"'@"}
    assert not any("\u202e" in cell for row in rows for cell in row.values())


def test_markdown_shows_what_articles_say_as_it_stands(engine: Engine) -> None:
    written = said_markdown(listed(engine, SaidRequest("Quibbly Council")), is_grouped=True)
    page = MarkdownIt("commonmark").enable("table").render(written)
    assert "<script>" not in page
    assert "<b>" not in page
    assert page.count("<tr>") == 3
    assert "a|b *stars*" in page


def test_a_page_runs_nothing_and_leads_nowhere_unsafe(engine: Engine) -> None:
    found = listed(engine, SaidRequest("Quibbly Council"))
    page = said_html(found, datetime(2026, 1, 1, tzinfo=UTC), is_grouped=False)
    assert "<script>" not in page
    assert "javascript:" not in page
    assert "<mark>=1+1 &lt;b&gt;bold&lt;/b&gt;" in page


def test_lines_are_grouped_by_what_the_verb_does(engine: Engine) -> None:
    lines = list(said_report_lines(listed(engine, SaidRequest("Ann Lee")), is_grouped=True))
    assert [line.words for line in lines if line.kind == "head"] == [
        "4 statements by Ann Lee; newest first",
        "Said (3)",
        "Denied (1)",
    ]


def test_where_there_is_no_statement_the_list_says_so(engine: Engine) -> None:
    def head(about: str = "", act: SpeechAct | None = None) -> str:
        return next(said_report_lines(listed(engine, SaidRequest("Ann Lee", about, act)), is_grouped=True)).words

    assert head(about="zebra crossings") == "No statement by Ann Lee about zebra crossings was found"
    assert head(act="criticised") == "No statement by Ann Lee, criticised, was found"
    assert head(act="denied") == "1 statement by Ann Lee, denied; newest first"


@pytest.mark.parametrize(
    ("name", "act"), [("warned", "warned"), ("Called for", "called_for"), ("called-for", "called_for")]
)
def test_an_act_by_its_name(name: str, act: SpeechAct) -> None:
    assert speech_act(name) == act


def test_an_act_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="There is no act 'wraned'"):
        speech_act("wraned")
