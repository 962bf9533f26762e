"""Reading questions: any text is one, and filters, dates, bodies and earlier turns come together in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qabot.core.questions import AnalysedQuestion, EntityMention, Filters, Period
from qabot.core.text import clean_line
from qabot.question.acronyms import Entity
from qabot.question.analysis import MOST_CHARACTERS, analyse
from qabot.question.entities import EntityGazetteer
from tests.asked import asked

TODAY = date(2026, 11, 24)
IN_2015 = Period(date(2015, 1, 1), date(2015, 12, 31))
BODIES = EntityGazetteer.of(
    [Entity("Government Digital Service", ("GDS",)), Entity("HM Revenue and Customs", ("HMRC",), case="any")]
)
any_text = st.text(st.characters(exclude_categories=()), max_size=80)
prose = st.text(st.characters(categories=["L", "P"], exclude_characters=':-"“”„'), max_size=80).map(clean_line)
"""Text without dates, and without what filters are made of."""


@given(any_text)
@example("a " * MOST_CHARACTERS)
@example("x" * (MOST_CHARACTERS - 1) + " y")
@example("\x1b]0;" * 5_000)
@example("\ud800" * 10)
@example('outlet:"\x1b[31mx" after:2015 -\u202e')
def test_any_text_is_read_to_one_clean_line(text: str) -> None:
    question = analyse(text, today=TODAY)
    assert len(question.text) <= MOST_CHARACTERS
    for said in (
        question.text,
        question.date_words,
        *question.notes,
        *question.filters.outlets,
        *question.filters.exact,
    ):
        assert clean_line(said) == said


@given(prose)
def test_a_clean_question_is_read_as_it_is(text: str) -> None:
    question = analyse(text, today=TODAY)
    assert (question.text, question.filters, question.inherited_terms) == (text, Filters(), ())
    assert analyse(question.text, today=TODAY) == question


def test_a_question_loses_what_is_hidden_and_keeps_what_is_said() -> None:
    assert analyse("  who\tled\n\x1b[31mGDS\x1b[0m \u202ein\u200b 2014?\x00 ").text == "who led GDS in 2014?"


def test_an_endless_question_is_cut() -> None:
    assert analyse("x" * 1_000_000).text == "x" * MOST_CHARACTERS


CUT = "The question is longer than 2,000 characters; it was read up to there."


@pytest.mark.parametrize(
    ("text", "kept", "is_cut"),
    [
        ("x" * 2_000, 2_000, False),
        ("x" * 2_001, 2_000, True),
        ("word " * 400, 1_999, False),
        ("word " * 400 + "x", 1_999, True),
        ("words " * 334, 1_997, True),
        ("who led GDS?" + " " * 5_000, 12, False),
        ("who led GDS?" + " " * 5_000 + "and when?", 12, True),
        ("\u200b" * 1_500 + "who led GDS?", 12, False),
        ("£" * 5_000, 2_000, True),
    ],
)
def test_a_question_that_is_cut_says_so(text: str, kept: int, is_cut: bool) -> None:
    question = analyse(text)
    assert len(question.text) == kept
    assert (CUT in question.notes) == is_cut
    assert len(question.text) <= MOST_CHARACTERS


def test_what_makes_a_question_long_but_cannot_be_seen_does_not_count() -> None:
    assert analyse("\u200b" * 1_500 + "who led GDS?").text == "who led GDS?"


def test_filters_are_carried_and_none_are_made_up() -> None:
    filters = Filters(outlets=("The Register",))
    assert analyse("who?", filters).filters == filters
    assert not analyse("who?").filters.active


def test_what_is_typed_adds_to_what_is_given() -> None:
    given_filters = Filters(date(2014, 1, 1), date(2016, 1, 1), ("Computing",), ("GDS",), ("agile",), ("fax",))
    typed = 'who outlet:Computing,UKAuthority org:HMRC after:2015 before:2017 "in house" -verify'
    question = analyse(typed, given_filters, today=TODAY)
    assert question.text == "who in house"
    assert question.filters == Filters(
        after=date(2015, 1, 1),
        before=date(2016, 1, 1),
        outlets=("Computing", "UKAuthority"),
        organisations=("GDS", "HMRC"),
        exact=("agile", "in house"),
        excluded=("fax", "verify"),
    )


def test_dates_in_its_words_limit_the_search_and_are_told() -> None:
    question = analyse("who left GDS in 2015?", Filters(outlets=("Computing",)), today=TODAY)
    assert question.filters == Filters(IN_2015.after, IN_2015.before, ("Computing",))
    assert (question.inferred, question.date_words, question.soft_date) == (IN_2015, "in 2015", None)
    assert question.text == "who left GDS in 2015?", "its words stay"


def test_dates_that_may_not_be_inferred_still_help_ranking() -> None:
    question = analyse("who left GDS in 2015?", infer=False, today=TODAY)
    assert (question.filters, question.inferred, question.soft_date) == (Filters(), None, IN_2015)


@pytest.mark.parametrize(
    ("typed", "given_filters"),
    [
        ("who left GDS in 2015? after:2012", None),
        ("who left GDS in 2015?", Filters(after=date(2012, 1, 1))),
    ],
    ids=["typed", "given"],
)
def test_dates_that_were_set_come_before_dates_in_its_words(typed: str, given_filters: Filters | None) -> None:
    question = analyse(typed, given_filters, today=TODAY)
    assert (question.filters, question.inferred) == (Filters(after=date(2012, 1, 1)), None)
    assert question.soft_date == IN_2015


def test_the_year_of_an_event_filters_nothing() -> None:
    question = analyse("How much did GDS get in the 2015 Spending Review?", today=TODAY)
    assert (question.filters, question.inferred) == (Filters(), None)
    assert question.soft_date == IN_2015


@pytest.mark.parametrize(("text", "recent"), [("what is the latest on GDS", True), ("who led GDS", False)])
def test_what_asks_for_the_latest_filters_nothing(text: str, *, recent: bool) -> None:
    question = analyse(text, today=TODAY)
    assert (question.wants_latest, question.filters) == (recent, Filters())


def test_last_month_counts_from_today() -> None:
    question = analyse("who left GDS last month", today=TODAY)
    assert question.inferred == Period(date(2026, 10, 1), date(2026, 10, 31))


def test_bodies_are_named_in_what_was_asked_and_in_what_was_carried_over() -> None:
    first = analyse("Who left GDS?", bodies=BODIES, today=TODAY)
    assert first.mentions == (EntityMention("GDS", ("Government Digital Service",)),)
    second = analyse("why?", earlier=[first], bodies=BODIES, today=TODAY)
    assert "GDS" in second.inherited_terms
    assert second.mentions == first.mentions
    assert second.whole.startswith("why? ")
    assert analyse("Who left GDS?").mentions == ()


@pytest.mark.parametrize(
    ("text", "said", "years"),
    [
        ("and 2021?", "2021", (2021, 2021)),
        ("what about 2021?", "2021", (2021, 2021)),
        ("So how about 2021", "2021", (2021, 2021)),
        ("2021", "2021", (2021, 2021)),
        ("in 2021?", "in 2021", (2021, 2021)),
        ("since 2019?", "since 2019", (2019, None)),
    ],
)
def test_a_time_alone_asks_the_question_before_it_of_that_time(
    text: str, said: str, years: tuple[int, int | None]
) -> None:
    first = analyse("Who left GDS in 2015?", bodies=BODIES, today=TODAY)
    second = analyse(text, earlier=[first], bodies=BODIES, today=TODAY)
    assert second.inherited_terms == ("left", "GDS")
    assert second.date_words == said
    assert second.inferred is not None
    assert (second.filters.after, second.filters.before) == (second.inferred.after, second.inferred.before)
    assert tuple(each and each.year for each in (second.inferred.after, second.inferred.before)) == years


@pytest.mark.parametrize("text", ["about 2021?", "and 2021 laptops?", "the 2021 budget"])
def test_a_year_beside_other_words_limits_nothing_by_itself(text: str) -> None:
    first = analyse("Who left GDS in 2015?", today=TODAY)
    assert analyse(text, today=TODAY).inferred is None
    assert analyse(text, earlier=[first], today=TODAY).date_words == ""


def test_a_year_limits_nothing_where_nothing_was_asked_before() -> None:
    assert analyse("what about 2021?", today=TODAY).inferred is None


def test_an_elliptical_question_takes_over_terms_and_dates_but_no_filters() -> None:
    first = analyse("Who left the Government Digital Service in 2015? outlet:Computing", bodies=BODIES, today=TODAY)
    second = analyse("why?", earlier=[first], bodies=BODIES, today=TODAY)
    assert "Government Digital Service" in " ".join(second.inherited_terms)
    assert (second.inferred, second.date_words) == (IN_2015, "")
    assert second.filters == Filters(IN_2015.after, IN_2015.before)
    refused = analyse("why?", earlier=[first], bodies=BODIES, today=TODAY, infer=False)
    assert (refused.filters, refused.soft_date) == (Filters(), IN_2015)


@given(st.lists(prose.map(asked), max_size=3))
def test_a_question_that_stands_alone_is_the_same_after_any_others(earlier: list[AnalysedQuestion]) -> None:
    text = "Who opened the National Cyber Security Centre in London?"
    assert analyse(text, earlier=earlier, today=TODAY) == analyse(text, today=TODAY)


def test_a_misspelt_prefix_stays_and_is_told() -> None:
    question = analyse("who left oultet:ukauthority", today=TODAY)
    assert question.text == "who left oultet:ukauthority"
    assert question.notes == ("oultet: is not a filter. Did you mean outlet:?",)


@pytest.mark.parametrize("mark", ["-", "/", ".", "–", "‐"])
@pytest.mark.parametrize(
    "written", ["2022{0}04{0}28", "2022{0}4{0}28", "28{0}04{0}2022", "28{0}4{0}2022", "28{0}04{0}22"]
)
@pytest.mark.parametrize("behind", ["", " 14:30", " at 14:30", "?"])
def test_a_day_in_figures_is_that_day_and_no_period_of_account(mark: str, written: str, behind: str) -> None:
    question = analyse(f"what did NHS Digital close on {written.format(mark)}{behind}", today=TODAY)
    day = date(2022, 4, 28)
    assert (question.inferred, question.soft_date) == (Period(day, day), None)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("what closed since 2022/04/28", date(2022, 4, 28), None),
        ("what closed between 2022/04/28 and 2022/05/03", date(2022, 4, 28), date(2022, 5, 3)),
        ("what closed on 03/04/2022", date(2022, 4, 3), date(2022, 4, 3)),
        ("what closed on 2022-04-28T10:00", date(2022, 4, 28), date(2022, 4, 28)),
        ("what closed in 2022/04", date(2022, 4, 1), date(2022, 4, 30)),
        ("what closed in 2022-04", date(2022, 4, 1), date(2022, 4, 30)),
        ("what closed in 04/2022", date(2022, 4, 1), date(2022, 4, 30)),
        ("what closed in 2015-11", date(2015, 11, 1), date(2015, 11, 30)),
    ],
)
def test_days_and_months_in_figures_are_preferred_as_they_stand(text: str, after: date, before: date | None) -> None:
    question = analyse(text, today=TODAY)
    assert (question.inferred, question.soft_date) == (Period(after, before), None)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("what closed in 2015/16", date(2015, 4, 1), date(2016, 9, 30)),
        ("what closed in 15/16", date(2015, 4, 1), date(2016, 9, 30)),
        ("what closed in 2003/04", date(2003, 4, 1), date(2004, 9, 30)),
        ("what closed in 2011-12", date(2011, 4, 1), date(2012, 9, 30)),
        ("what closed in 2015/2016", date(2015, 4, 1), date(2016, 9, 30)),
        ("what closed between 2014/15 and 28/04/2022", date(2014, 4, 1), date(2022, 10, 28)),
    ],
)
def test_financial_years_are_still_periods_of_account(text: str, after: date, before: date) -> None:
    question = analyse(text, today=TODAY)
    assert (question.inferred, question.soft_date) == (None, Period(after, before))
