"""The times that a sentence names, counted from a Wednesday in November 2015."""

from __future__ import annotations

import pytest

from qabot.core.dates import PartialDate
from qabot.facts.stated_times import find_times

DAY = PartialDate(2015, 11, 25)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("It closed on 17 October 2012.", ["2012-10-17"]),
        ("It closed on October 17, 2012.", ["2012-10-17"]),
        ("It closed yesterday, and last Friday too.", ["2015-11-24", "2015-11-20"]),
        ("It closed on Tuesday.", ["2015-11-24"]),
        ("It will close on Tuesday.", ["2015-12-01"]),
        ("It will close in April.", ["2016-04"]),
        ("It closed in December.", ["2014-12"]),
        ("It closed three years ago.", ["2012"]),
        ("It closed last month.", ["2015-10"]),
        ("It runs from 2015 to 2020.", ["2015/2020"]),
        ("It ran in 2014-2020.", ["2014/2020"]),
        ("It runs until the end of 2019-20.", ["2019-04/2020-03"]),
        ("It closed in early 2014, and reopened later that year.", ["2014", "2014"]),
        ("In FY15/16 it closed.", ["2015-04/2016-03"]),
        ("It did well in the 1990s.", ["1990/1999"]),
        ("The Better Connected 2012 survey, the 2015 Spending Review and Windows 2003 are names.", []),
        ("It may cost £2m, at 2015 prices.", []),
        ("A total of 2000 staff left on 31 February 2014.", []),
        ("March is a verb, and so is may.", []),
    ],
)
def test_reads_them(text: str, times: list[str]) -> None:
    assert [each.iso for each in find_times(text, DAY)] == times


def test_without_a_date_nothing_is_counted_from_one() -> None:
    assert find_times("It closed last year, in March and on Tuesday.", None) == ()
    assert [each.iso for each in find_times("It closed in March 2014.", None)] == ["2014-03"]


@pytest.mark.parametrize(
    "text", ["İt closed on 17 October 2012.", "IT CLOSED ON 17 OCTOBER 2012.", "It closed FY 2012."]
)
def test_letters_of_any_size_keep_their_places(text: str) -> None:
    """A dotted capital I is two characters in small letters."""
    (found,) = find_times(text, DAY)
    assert text[found.start : found.end].casefold() in {"on 17 october 2012", "fy 2012"}


def test_a_month_in_small_letters_is_the_verb() -> None:
    assert find_times("It may close, and protesters march.", DAY) == ()
    assert [each.iso for each in find_times("It closes in May.", DAY)] == ["2015-05"]


def test_a_year_alone_tells_no_day() -> None:
    assert [each.iso for each in find_times("It closed last year, and on Tuesday.", PartialDate(2015))] == ["2014"]
