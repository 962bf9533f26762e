"""Days as feeds, pages and dumps write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.corpus.published_dates import day_alone, day_of, days_within, stated


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wed, 25 Nov 2015 10:00:00 +0000", "2015-11-25"),
        ("Wed, 25 Nov 15 10:00:00 GMT", "2015-11-25"),
        ("25 Nov 99 10:00 GMT", "1999-11-25"),
        ("2015-11-25T10:00:00Z", "2015-11-25"),
        ("2015-11-25 10:00", "2015-11-25"),
        ("2015-11", "2015-11"),
        ("20151125T100000Z", "2015-11-25"),
        ("25 November 2015 10.00", "2015-11-25"),
        ("Wednesday 25th November 2015", "2015-11-25"),
        ("November 25, 2015 at 10am", "2015-11-25"),
        ("25/11/2015 10:00", "2015-11-25"),
        ("Tues 3 Sept 2024", "2024-09-03"),
        ("25-Nov-2015", "2015-11-25"),
        ("Wednesday, 25-Nov-15 18:02:11 GMT", "2015-11-25"),
        ("Wed Nov 25 18:02:11 GMT 2015", "2015-11-25"),
        ("Wed Nov  4 18:02:11 2015", "2015-11-04"),
        ("Wed Nov 25 2015 18:02:11 GMT+0000 (Greenwich Mean Time)", "2015-11-25"),
        ("2022/04/28", "2022-04-28"),
        ("2022/4/8 09:30", "2022-04-08"),
        ("2022.04.28 14:30:05", "2022-04-28"),
        ("28/04/2022 at 14:30", "2022-04-28"),
        ("28.4.2022, 14:30", "2022-04-28"),
        ("28-04-2022 09:15 BST", "2022-04-28"),
        ("2022-4-28", "2022-04-28"),
        ("2022-4-28 9:15", "2022-04-28"),
        ("2022/04/28T10:00:00Z", "2022-04-28"),
        ("14:30 28/04/2022", "2022-04-28"),
        ("Thu 28/04/2022", "2022-04-28"),
        ("03/04/2022", "2022-04-03"),
        ("2022.04.28", "2022-04-28"),
        ("28.4.2022", "2022-04-28"),
        ("28-04-2022", "2022-04-28"),
        ("05/04/2015", "2015-04-05"),
        ("05/04/15", "2015-04-05"),
        ("11/25/2015 6:02:11 PM", "2015-11-25"),
        ("15 Oct 2021", "2021-10-15"),
        ("30 Mar 17", "2017-03-30"),
        ("June 14, 2015", "2015-06-14"),
        ("Jun. 14 2015", "2015-06-14"),
        ("1st of March, 2019", "2019-03-01"),
        ("10:15 GMT, Thursday 14 November 2013", "2013-11-14"),
        ("1448445600", "2015-11-25"),
        ("1448445600000", "2015-11-25"),
        ("20151125", "2015-11-25"),
    ],
)
def test_a_day_is_read_in_whatever_form(text: str, day: str) -> None:
    assert str(day_of(text)) == day


@pytest.mark.parametrize("zone", ["BST", "+0100", "GMT", "Z", "EST", "+1300"])
def test_the_day_is_the_one_that_stands_there(zone: str) -> None:
    assert str(day_of(f"Wed, 24 Jun 2015 00:30:00 {zone}")) == "2015-06-24"


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "99 Nov 2015", "2015-13-45", "25/25/2015", "Foo 25, 2015", "0000-01-01", "31 June 2015"),
        *("1970-01-01", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "1/1/1970", "0001-01-01T00:00:00"),
        *("0000000000", "0000000000000", "0000086400", "١٤٤٨٤٤٥٦٠٠"),
        *("1969-12-31T19:00:00-05:00", "31/31/2015", "13/13/2015", "20159925", "1.2.3", "10.0.0.1"),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}.*", fullmatch=True))
def test_no_text_is_too_odd(text: str) -> None:
    day_of(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        *[("2015", "2015"), ("Nov 2015", "2015-11"), ("November 2015", "2015-11"), ("2015-11", "2015-11")],
        *[("25/11/2015", "2015-11-25"), ("25 November 2015", "2015-11-25"), ("1970-01-01", "None"), ("soon", "None")],
    ],
)
def test_a_field_may_state_less_than_a_day(text: str, date: str) -> None:
    assert str(stated(text)) == date


@pytest.mark.parametrize(
    "line",
    [
        "14 November 2013",
        "Thursday 14 November 2013",
        "14th November 2013, 10:15",
        "Thu 14 Nov 2013 10:15 GMT",
        "14 Nov 2013 03:01 PM",
        "November 14, 2013",
        "14/11/2013",
        "2013-11-14T10:15:00Z",
        "14 Nov 13",
        "10:15, 14 November 2013",
        "- 14 November 2013 -",
    ],
)
def test_a_line_may_hold_a_day_and_nothing_else(line: str) -> None:
    assert str(day_alone(line)) == "2013-11-14"


@pytest.mark.parametrize(
    "line",
    [
        "November 2013",
        "2013",
        "On 14 November 2013",
        "14 November 2013 was a Thursday",
        "£14/11/2013",
        "14",
        "v14.11.2013a",
    ],
)
def test_a_line_with_more_or_less_is_none(line: str) -> None:
    assert day_alone(line) is None


def test_days_within_a_text_are_found_in_order() -> None:
    text = (
        "Published 14 Nov 2013, updated on Friday 15th November 2013 at 9:30 am and 2014-01-02; not 1.2.2013.4 or 3/4"
    )
    found = list(days_within(text))
    assert [str(each.day) for each in found] == ["2013-11-14", "2013-11-15", "2014-01-02"]
    assert [text[each.start : each.end] for each in found] == [
        "14 Nov 2013",
        "Friday 15th November 2013 at 9:30 am",
        "2014-01-02",
    ]


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}.*", fullmatch=True))
def test_no_line_is_too_odd(text: str) -> None:
    day_alone(text)
    assert all(0 <= each.start < each.end <= len(text) for each in days_within(text))


@pytest.mark.parametrize(
    ("text", "month"),
    [("2022/04", "2022-04"), ("2022.04", "2022-04"), ("04/2022", "2022-04"), ("4/2022", "2022-04"),
     ("04.2022", "2022-04"), ("4-2022", "2022-04"), (" 12/2015 ", "2015-12"), ("2012/11", "2012-11")],
)  # fmt: skip
def test_a_month_in_figures_is_stated(text: str, month: str) -> None:
    assert str(stated(text)) == month


@pytest.mark.parametrize(
    "text",
    ["2015/16", "2011/12", "2003/04", "2022/13", "2022/00", "13/2022", "0/2022", "24/7", "9/11", "3/4", "1.2",
     "10.4.20.22", "192.168.1.1", "2022.04.28.1", "v2022.04.28", "2016/679", "1066/10", "٤/2022"],
)  # fmt: skip
def test_what_only_looks_like_a_month_or_a_day_is_not_stated(text: str) -> None:
    assert stated(text) is None
