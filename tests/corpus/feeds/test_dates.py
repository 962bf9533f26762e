"""Days as feeds write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.corpus.feeds.feed_dates import day_of


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
    ],
)
def test_a_day_is_read_in_whatever_form(text: str, day: str) -> None:
    assert str(day_of(text)) == day


@pytest.mark.parametrize("zone", ["BST", "+0100", "GMT", "Z", "EST", "+1300"])
def test_the_day_is_the_one_that_stands_there(zone: str) -> None:
    assert str(day_of(f"Wed, 24 Jun 2015 00:30:00 {zone}")) == "2015-06-24"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "99 Nov 2015", "2015-13-45", "25/25/2015", "Foo 25, 2015", "0000-01-01"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}.*", fullmatch=True))
def test_no_text_is_too_odd(text: str) -> None:
    day_of(text)
