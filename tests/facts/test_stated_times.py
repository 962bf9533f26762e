"""The times that a sentence names, counted from a Wednesday in November 2015."""

from __future__ import annotations

import pytest

from qabot.core.dates import PartialDate
from qabot.facts.stated_times import TimeMention, find_times

DAY = PartialDate(2015, 11, 25)


def stretch(time: TimeMention) -> str:
    """Return where a time begins and ends; once where that is the same."""
    return str(time.first) if time.first == time.last else f"{time.first}/{time.last}"


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
        ("It ran from 2012-13 to 2014-15.", ["2012-04/2015-03"]),
        ("It grew in the decade to 2019.", ["2010/2019"]),
        ("It grew in the calendar year 2014.", ["2014"]),
        ("It grew in 2013/14, and a year earlier.", ["2013-04/2014-03", "2012-04/2013-03"]),
        ("It grew in March 2013, and two years later.", ["2013-03", "2015-03"]),
        ("It grew in 2012, more than the previous year.", ["2012", "2011"]),
        ("The office, created in 2005, grew, more than a year earlier.", ["2005", "2014"]),
        ("Two years later it closed.", []),
        ("It stood still on 31 March.", ["2015-03-31"]),
        ("Its last day is 30 January.", ["2016-01-30"]),
        ("It will stand still on 31 March.", ["2016-03-31"]),
        ("It may cost £2m, in 2015 prices.", []),
        ("It did well in the 1990s.", ["1990/1999"]),
        ("The Better Connected 2012 survey, the 2015 Spending Review and Windows 2003 are names.", []),
        ("It may cost £2m, at 2015 prices.", []),
        ("A total of 2000 staff left on 31 February 2014.", []),
        ("March is a verb, and so is may.", []),
    ],
)
def test_reads_them(text: str, times: list[str]) -> None:
    assert [stretch(each) for each in find_times(text, DAY)] == times


@pytest.mark.parametrize(
    ("text", "words", "times"),
    [
        ("The opening was moved back by three years to 31 March 2028.", "to 31 March 2028", "2028-03-31"),
        ("The launch was put back two years to 2017.", "to 2017", "2017"),
        ("The switch slipped 18 months to June 2016.", "to June 2016", "2016-06"),
        ("The deal was extended for two years to 2017-18.", "to 2017-18", "2017-04/2018-03"),
        ("It was brought forward by six months to May 2016.", "to May 2016", "2016-05"),
        ("It was delayed a year to March 2016.", "to March 2016", "2016-03"),
        ("A delay of another two years to April 2018 was told.", "to April 2018", "2018-04"),
        ("They agreed to extend it by 12 months to 30 June 2017.", "to 30 June 2017", "2017-06-30"),
        ("It had delays over the two years to 2013.", "over the two years to 2013", "2012/2013"),
        ("It was extended in the two years to 2013.", "in the two years to 2013", "2012/2013"),
        ("They moved 300 staff in three years to 2013.", "in three years to 2013", "2011/2013"),
        ("It signed for three years to March 2013.", "for three years to March 2013", "2010-04/2013-03"),
        ("By the year ending March 2013 it was gone.", "By the year ending March 2013", "2012-04/2013-03"),
    ],
)
def test_a_length_by_which_something_moved_is_no_period(text: str, words: str, times: str) -> None:
    (found,) = find_times(text, DAY)
    assert (text[found.start : found.end], stretch(found)) == (words, times)


def test_without_a_date_nothing_is_counted_from_one() -> None:
    assert find_times("It closed last year, in March and on Tuesday.", None) == ()
    assert [stretch(each) for each in find_times("It closed in March 2014.", None)] == ["2014-03"]


@pytest.mark.parametrize(
    "text", ["İt closed on 17 October 2012.", "IT CLOSED ON 17 OCTOBER 2012.", "It closed FY 2012."]
)
def test_letters_of_any_size_keep_their_places(text: str) -> None:
    """A dotted capital I is two characters in small letters."""
    (found,) = find_times(text, DAY)
    assert text[found.start : found.end].casefold() in {"on 17 october 2012", "fy 2012"}


def test_a_month_in_small_letters_is_the_verb() -> None:
    assert find_times("It may close, and protesters march.", DAY) == ()
    assert [stretch(each) for each in find_times("It closes in May.", DAY)] == ["2016-05"]


def test_a_year_alone_tells_no_day() -> None:
    assert [stretch(each) for each in find_times("It closed last year, and on Tuesday.", PartialDate(2015))] == ["2014"]
