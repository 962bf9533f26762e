"""What the nouns promise of themselves: dates as partial as their source, and hashes that miss no field."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from qabot.core.answers import Answer, Evidence, Hit, ScoreComponent, SearchScope
from qabot.core.articles import Article, Passage, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Filters
from tests.near import near

MONTHS = list(calendar.month_name)[1:]


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A day, a month or a year that a calendar has."""
    day = draw(st.dates())
    return draw(
        st.sampled_from(
            [PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(day.year, day.month, day.day)]
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015", PartialDate(2015)),
        ("2015-11", PartialDate(2015, 11)),
        ("2015-11-25", PartialDate(2015, 11, 25)),
        ("2015-1-5", PartialDate(2015, 1, 5)),
        ("2015-11-25T09:30:00Z", PartialDate(2015, 11, 25)),
        ("2015-11-25 09:30", PartialDate(2015, 11, 25)),
        ("Nov 2015", PartialDate(2015, 11)),
        ("Nov. 2015", PartialDate(2015, 11)),
        ("Sept 2015", PartialDate(2015, 9)),
        ("May 2015", PartialDate(2015, 5)),
        ("November 2015", PartialDate(2015, 11)),
        ("november, 2015", PartialDate(2015, 11)),
        ("25 November 2015", PartialDate(2015, 11, 25)),
        ("25 NOV 2015", PartialDate(2015, 11, 25)),
        ("1st March 2015", PartialDate(2015, 3, 1)),
        ("2nd March 2015", PartialDate(2015, 3, 2)),
        ("3rd March, 2015", PartialDate(2015, 3, 3)),
        ("November 25, 2015", PartialDate(2015, 11, 25)),
        ("Nov. 25th, 2015", PartialDate(2015, 11, 25)),
        ("29 February 2016", PartialDate(2016, 2, 29)),
        ("  25\tNovember\n2015 ", PartialDate(2015, 11, 25)),
    ],
)
def test_a_date_is_read_in_every_form_that_sources_use(text: str, expected: PartialDate) -> None:
    assert PartialDate.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "15",
        "20155",
        "2015-13",
        "2015-11-31",
        "2015-02-29",
        "31 April 2015",
        "32 March 2015",
        "February 30, 2015",
        "Smarch 2015",
        "25/11/2015",
        "2015-11-25x",
        "2015 to 2016",
        "-2015",
        "0000",
        "0000-01-01",
    ],
)
def test_a_date_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text", ["2015-00", "2015-00-00", "2015-00-10", "2015-11-00", "0 November 2015", "May 0, 2015"]
)
def test_a_month_or_day_of_nought_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        PartialDate.parse(text)


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="without a month"):
        PartialDate(2015, None, 25)


@given(st.text(max_size=40) | st.from_regex(r"\d{1,4}-\d{1,3}(-\d{1,3})?", fullmatch=True))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return
    assert found.first <= found.last


@given(partial_dates())
def test_a_date_survives_being_written_and_read(dated: PartialDate) -> None:
    assert PartialDate.parse(str(dated)) == dated


@given(partial_dates().filter(lambda dated: dated.year >= 1000))
def test_a_label_reads_back_as_the_same_date(dated: PartialDate) -> None:
    assert PartialDate.parse(dated.label) == dated


@given(st.dates(min_value=date(1000, 1, 1)))
def test_month_names_are_read_whole_or_short_day_first_or_last(day: date) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    name = MONTHS[day.month - 1]
    for month in (name, name[:3], name.upper(), f"{name[:3]}."):
        assert PartialDate.parse(f"{day.day} {month} {day.year}") == whole
        assert PartialDate.parse(f"{month} {day.day}, {day.year}") == whole
        assert PartialDate.parse(f"{month} {day.year}") == PartialDate(day.year, day.month)


@given(st.dates())
def test_the_days_a_date_can_mean_are_exactly_those_that_share_its_parts(day: date) -> None:
    year, month, whole = PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(*day.timetuple()[:3])
    assert (year.first, year.last) == (date(day.year, 1, 1), date(day.year, 12, 31))
    assert (whole.first, whole.last) == (day, day)
    assert month.first == day.replace(day=1)
    assert month.last.month == day.month
    assert month.last == date.max or date.fromordinal(month.last.toordinal() + 1).day == 1


@pytest.mark.parametrize(
    ("dated", "label", "iso"),
    [
        (PartialDate(2015, 11, 5), "5 November 2015", "2015-11-05"),
        (PartialDate(2015, 3), "March 2015", "2015-03"),
        (PartialDate(2015), "2015", "2015"),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(dated: PartialDate, label: str, iso: str) -> None:
    assert (dated.label, str(dated)) == (label, iso)


WHOLE = Article(
    id="2015/a",
    title="Title",
    text="Text.",
    outlet="The Register",
    author="Jane Roe",
    published=PartialDate(2015, 11),
    url="https://example.org/a",
    organisations=("Socitm",),
    topics=("cloud",),
)
CHANGES: dict[str, object] = {
    "title": "Title.",
    "text": "Text",
    "outlet": None,
    "author": "John Roe",
    "published": PartialDate(2015, 11, 1),
    "url": "https://example.org/b",
    "organisations": ("Socitm", "GDS"),
    "topics": (),
    "kind": "brief",
    "reports_on": ReportedArticle("Computing"),
}


def _brief(**fields: Any) -> Article:
    return Article("a", "x", "y", kind="brief", reports_on=ReportedArticle(**fields))


def test_the_content_hash_of_an_article_is_what_it_was_before_there_were_briefs() -> None:
    assert WHOLE.content_hash == "641d469ede6038a3b3585eeac96e98e50452dc44a9b24ee61b9903be3513d85e"


def test_every_field_but_the_id_is_tried() -> None:
    assert CHANGES.keys() | {"id", "held_until"} == {field.name for field in structs.fields(Article)}


@pytest.mark.parametrize("name", CHANGES)
def test_the_content_hash_changes_with_a_field(name: str) -> None:
    altered = structs.replace(WHOLE, **{name: CHANGES[name]})  # pyright: ignore[reportArgumentType]
    assert altered.content_hash != WHOLE.content_hash


def test_the_content_hash_is_the_same_under_another_id() -> None:
    assert structs.replace(WHOLE, id="2016/b").content_hash == WHOLE.content_hash


def test_the_content_hash_is_the_same_of_a_version_that_is_not_held_any_more() -> None:
    assert structs.replace(WHOLE, held_until="2026-01-02T03:04:05+00:00").content_hash == WHOLE.content_hash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Article("a", "x", "y", outlet="z"), Article("a", "x", "y", author="z")),
        (Article("a", "x", "y"), Article("a", "y", "x")),
        (Article("a", "x", "y", organisations=("z",)), Article("a", "x", "y", topics=("z",))),
        (Article("a", "x", "y", topics=("z", "w")), Article("a", "x", "y", topics=("z, w",))),
        (Article("a", "x", "y", outlet=""), Article("a", "x", "y")),
        (_brief(outlet="z"), _brief(title="z")),
        (_brief(title="z"), _brief(url="z")),
        (_brief(published=PartialDate(2015)), _brief()),
        (Article("a", "x", "y", kind="brief"), Article("a", "x", "y")),
    ],
)
def test_the_content_hash_tells_apart_the_same_words_in_other_fields(one: Article, other: Article) -> None:
    assert one.content_hash != other.content_hash


def test_the_proof_of_a_quote_is_the_sha256_of_the_text_in_utf8() -> None:
    text = "£14m – “fined”."
    assert Article("a", "t", text).text_sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    "filters",
    [
        Filters(after=date(2015, 1, 1)),
        Filters(as_of=date(2015, 1, 1)),
        Filters(before=date(2015, 1, 1)),
        Filters(outlets=("The Register",)),
        Filters(organisations=("GDS",)),
        Filters(exact=("digital by default",)),
        Filters(excluded=("verify",)),
    ],
)
def test_filters_are_active_as_soon_as_one_is_given(filters: Filters) -> None:
    assert filters.active
    assert not Filters().active


def test_a_hit_scores_what_its_votes_add_up_to() -> None:
    votes = (ScoreComponent("dense", 1, 0.8, 0.25), ScoreComponent("lexical", None, 3.0, 0.5))
    assert Hit(7, Passage("a", 0, 0, 1, "x"), 1, votes).score == near(0.75)


@pytest.mark.parametrize(
    ("text", "carried", "whole"),
    [("why?", ("GDS", "Spending Review"), "why? GDS Spending Review"), ("why?", (), "why?"), ("", ("GDS",), "GDS")],
)
def test_a_whole_question_is_what_was_asked_and_what_was_carried_over(
    text: str, carried: tuple[str, ...], whole: str
) -> None:
    assert AnalysedQuestion(text, inherited_terms=carried).whole == whole


def test_origins_count_each_article_once() -> None:
    hit = Hit(7, Passage("a", 0, 0, 1, "x"), 1, ())
    searched = SearchScope("g", "m", 3, 3, 3, None, None)

    def evidence(article_id: str, *also_in: str) -> Evidence:
        article = structs.replace(WHOLE, id=article_id, outlet=article_id)
        copies = tuple(structs.replace(WHOLE, id=each) for each in also_in)
        return Evidence(article, 0, 1, "T", article.text_sha256, 1, hit, duplicates=copies)

    assert Answer("not_found", (), searched).origins == 0
    assert Answer("strong", (evidence("a"), evidence("b", "c", "d"), evidence("a")), searched).origins == 2


def test_every_filter_is_tried() -> None:
    assert {field.name for field in structs.fields(Filters)} == {
        "after", "before", "outlets", "organisations", "exact", "excluded", "as_of",
    }  # fmt: skip
