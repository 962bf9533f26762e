"""Figures are read by value, whole, and with what bounds them; dates, years and versions are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.facts.figure_spellings import printed, spellings
from qabot.facts.figures import Figure, find_figures, the_amount

any_text = st.text(st.characters(exclude_categories=()), max_size=80)


def values(text: str) -> list[tuple[str, str, str]]:
    """Return what is read of a text: as written, by value, and of what unit."""
    return [(text[each.start : each.end], f"{each.low:f}", each.unit) for each in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("£450m", "450000000", "£"),
        ("£450 million", "450000000", "£"),
        ("450 million pounds", "450000000", "£"),
        ("£450mn", "450000000", "£"),
        ("£450,000,000", "450000000", "£"),
        ("GBP 450m", "450000000", "£"),
        ("£0.45bn", "450000000", "£"),
        ("£1.8bn", "1800000000", "£"),
        ("1.8 billion pounds", "1800000000", "£"),
        ("£1,800m", "1800000000", "£"),
        ("£10.14m", "10140000", "£"),
        ("£778,064", "778064", "£"),
        ("¥480bn", "480000000000", "¥"),
        ("30 million yen", "30000000", "¥"),
        ("one in five", "20", "%"),
        ("nine out of 10", "90", "%"),
        ("3 in every 100", "3", "%"),
        ("minus 2.5%", "-2.5", "%"),
        ("−£3m", "-3000000", "£"),
        ("£20k", "20000", "£"),
        ("twenty-five million pounds", "25000000", "£"),
        ("a quarter of a million pounds", "250000", "£"),
        ("50p", "0.5", "£"),
        ("20 pence", "0.2", "£"),
        ("US$5 million", "5000000", "$"),
        ("5 million dollars", "5000000", "$"),
        ("€3.5bn", "3500000000", "€"),
        ("£2tn", "2000000000000", "£"),
        ("15%", "15", "%"),
        ("15 per cent", "15", "%"),
        ("0.5 percent", "0.5", "%"),
        ("fifty per cent", "50", "%"),
        ("a quarter", "25", "%"),
        ("three-quarters", "75", "%"),
        ("two thirds", "66.67", "%"),
        ("3 percentage points", "3", "points"),
        ("12,000 staff", "12000", "staff"),
        ("1.5 million people", "1500000", "people"),
        ("half a million people", "500000", "people"),
        ("three hundred and ten councils", "310", "councils"),
    ],
)
def test_a_figure_is_read_by_value(text: str, value: str, unit: str) -> None:
    assert values(text) == [(text, value, unit)]
    assert values(f"It said that {text}.") == [(text, value, unit)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between £3m and £5m", "3000000", "5000000"),
        ("£3-5m", "3000000", "5000000"),
        ("£3m–£5m", "3000000", "5000000"),
        ("from £3 million to £5 million", "3000000", "5000000"),
        ("15 to 20 per cent", "15", "20"),
        ("£800,000 to £1.2m", "800000", "1200000"),
        ("a team of 10-12 people", "10", "12"),
    ],
)
def test_a_range_is_one_figure(text: str, low: str, high: str) -> None:
    (found,) = find_figures(text)
    assert (f"{found.low:f}", f"{found.high:f}") == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "in 2015",
        "on 5 November 2015",
        "in 2015/16",
        "in 2011-12 the council",
        "from 5 to 10 November",
        "FY15/16",
        "Q3 2024",
        "H1 2024",
        "version 1.2.3",
        "one in 2015",
        "three in May",
        "two in five years",
        "one in a million",
        "4G",
        "Windows 10 users",
        "a third-party supplier",
        "the last quarter",
        "the second half",
        "COVID-19 cases",
        "at 12:30 today",
        "10.0.0.1",
        "GDS",
        "",
    ],
)
def test_dates_versions_and_names_are_no_figures(text: str) -> None:
    assert find_figures(text) == ()


@pytest.mark.parametrize("month", ["March", "Mar", "Sept", "June", "Dec"])
def test_a_day_of_a_month_is_no_figure(month: str) -> None:
    assert find_figures(f"It opened on 12 {month} and stayed open") == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("From April to June 2,100 papers were lost.", ["2,100 papers"]),
        ("By June 32 papers were lost.", ["32 papers"]),
        ("On June 31 papers were lost.", []),
        ("On 3 March 25 councils signed.", ["25 councils"]),
        ("In the two quarters to June it lost money.", []),
        ("It lost money three quarters running.", []),
        ("It lost three quarters of its staff.", ["three quarters"]),
        ("The number is 200 today.", []),
    ],
)
def test_what_stands_behind_a_month_or_a_quarter(text: str, written: list[str]) -> None:
    assert [text[each.start : each.end] for each in find_figures(text)] == written


@pytest.mark.parametrize(
    ("text", "bound", "per", "years"),
    [
        ("up to £330m over seven years", "at most", "", "7"),
        ("at least £330m", "at least", "", None),
        ("more than £330m a year", "at least", "year", None),
        ("nearly £330m per year", "about", "year", None),
        ("far below the £330m that it cost", "exact", "", None),
        ("more than the £330m of 2015", "exact", "", None),
        ("up to the £330m allowed", "at most", "", None),
        ("below £330m", "at most", "", None),
        ("just under £330m", "about", "", None),
        ("less than £330m", "at most", "", None),
        ("£330m annually", "exact", "year", None),
        ("a £330m-a-year contract", "exact", "year", None),
        ("£330m over the next five years", "exact", "", "5"),
        ("£330m per head", "exact", "head", None),
        ("£330m in 2016", "exact", "", None),
        ("the estimate went up to £330m", "exact", "", None),
    ],
)
def test_what_bounds_it_and_what_it_is_for(text: str, bound: str, per: str, years: str | None) -> None:
    (found,) = find_figures(text)
    assert (found.low, found.unit) == (330_000_000, "£")
    assert (found.bound, found.per, found.years) == (bound, per, years and Decimal(years))


def test_several_stand_in_order() -> None:
    text = "The £1.8bn went to digital, £450m of it to GDS; 24 councils got 15% less than the £1m they asked for."
    assert values(text) == [
        ("£1.8bn", "1800000000", "£"),
        ("£450m", "450000000", "£"),
        ("24 councils", "24", "councils"),
        ("15%", "15", "%"),
        ("£1m", "1000000", "£"),
    ]


@given(any_text)
def test_any_text_is_read_and_figures_lie_in_it_in_order(text: str) -> None:
    found = find_figures(text)
    ends = [0, *(each.end for each in found)]
    assert all(end <= each.start < each.end <= len(text) for end, each in zip(ends, found, strict=False))
    assert all(each.low <= each.high for each in found)


def of_value(value: Decimal, unit: str) -> Figure:
    """Return a figure that stands nowhere."""
    return Figure(0, 1, value, value, unit)


@st.composite
def sums(draw: st.DrawFn) -> Figure:
    """Draw a sum of money, to the penny."""
    return of_value(
        Decimal(draw(st.integers(1, 10**12))).scaleb(-draw(st.integers(0, 2))), draw(st.sampled_from("£$€"))
    )


@st.composite
def shares(draw: st.DrawFn) -> Figure:
    """Draw a share."""
    return of_value(Decimal(draw(st.integers(1, 10_000))) / 100, "%")


@st.composite
def counts(draw: st.DrawFn) -> Figure:
    """Draw a count."""
    return of_value(Decimal(draw(st.integers(100, 10**9))), "councils")


@given(sums() | shares() | counts())
def test_what_is_printed_reads_back_and_loses_no_digit(figure: Figure) -> None:
    (read,) = find_figures(printed(figure))
    assert (read.low, read.high, read.unit) == (figure.low, figure.high, figure.unit)


@given(sums() | shares())
def test_every_spelling_has_the_same_value(figure: Figure) -> None:
    for each in spellings(figure):
        read = the_amount(each)
        assert read, each
        assert read.same_value(figure), each


def test_only_alike_units_are_compared() -> None:
    money, share, staff, users = (find_figures(each)[0] for each in ("£15", "15%", "15 staff", "15 users"))
    assert not money.same_value(share)
    assert not money.same_value(staff)
    assert staff.same_value(users)


@pytest.mark.parametrize("text", ["£450m for GDS", "GDS", "450 million", "£3m, £5m", "£3m to £5m", "24 councils", ""])
def test_what_is_more_than_a_figure_is_not_the_amount(text: str) -> None:
    assert the_amount(text) is None


@pytest.mark.parametrize(
    ("text", "written", "value", "unit", "bound"),
    [
        ("It cost a million pounds.", "a million pounds", "1000000", "£", "exact"),
        ("It cost A$4m.", "A$4m", "4000000", "A$", "exact"),
        ("It cost NZ$4m.", "NZ$4m", "4000000", "NZ$", "exact"),
        ("It cost $1trn.", "$1trn", "1000000000000", "$", "exact"),
        ("It cost c.£4m.", "£4m", "4000000", "£", "about"),
        ("It joined a dozen councils.", "a dozen councils", "12", "councils", "exact"),
        ("It has 300+ services.", "300+ services", "300", "services", "at least"),
        ("It has 300-plus services.", "300-plus services", "300", "services", "at least"),
        ("It was a 4-percentage-point rise.", "4-percentage-point", "4", "points", "exact"),
    ],
)
def test_forms_that_are_seldom(text: str, written: str, value: str, unit: str, bound: str) -> None:
    (found,) = find_figures(text)
    assert (text[found.start : found.end], f"{found.low:f}", found.unit, found.bound) == (written, value, unit, bound)


def test_the_end_of_a_number_in_groups_is_no_number() -> None:
    assert find_figures("It has 12 000 users.") == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It cost 480 billion yen.", "¥480bn"),
        ("It cost A$4 million.", "A$4m"),
        ("It made minus £3 million.", "\u2212£3m"),
    ],
)
def test_any_currency_is_printed_before_its_sum(text: str, shown: str) -> None:
    (found,) = find_figures(text)
    assert printed(found) == shown
    assert shown in spellings(found)
    assert [read.low for read in find_figures(shown)] == [found.low]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It took seven and a half million calls.", [("seven and a half million calls", "7500000", "calls")]),
        ("It cost two and a quarter billion pounds.", [("two and a quarter billion pounds", "2250000000", "£")]),
        ("Use grew two and a half times.", []),
        ("It took a year and a half, or a decade and a quarter.", []),
        ("It lasted an hour and a half and cost a million and a half pounds.", []),
        ("It came three months and a half late.", []),
        ("It closed two data centres in 2017 and a third in 2019.", [("two data centres", "2", "centres")]),
        (
            "Two sites opened, and a third of the staff moved.",
            [("Two sites", "2", "sites"), ("a third", "33.33", "%")],
        ),
        ("A third went, and a half stayed.", [("A third", "33.33", "%"), ("a half", "50", "%")]),
    ],
)
def test_a_part_added_to_a_number_and_the_next_in_order_are_no_shares(
    text: str, read: list[tuple[str, str, str]]
) -> None:
    assert values(text) == read


def test_so_many_odd_are_about_so_many() -> None:
    (figure,) = find_figures("Some 3,000-odd staff left.")
    assert (figure.low, figure.unit, figure.bound) == (3_000, "staff", "about")
