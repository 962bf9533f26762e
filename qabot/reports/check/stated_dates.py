"""Dates that a text states with their year, each with the days that it may mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from qabot.core.dates import MONTH_NAME, MONTHS, PartialDate

_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\w£$€.,/-])(?:"
    rf"(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{MONTH_NAME})\.?,?\s(?P<year>{_YEAR})"
    rf"|(?P<us_month>{MONTH_NAME})\.?\s(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<us_year>{_YEAR})"
    rf"|(?P<only_month>{MONTH_NAME})\.?,?\s(?:of\s)?(?P<month_year>{_YEAR})"
    rf"|(?:FY\s?)?(?P<first>{_YEAR})\s?[-–/]\s?(?P<second>\d\d|{_YEAR})"
    rf"|(?P<alone>{_YEAR})"
    rf")(?![\w%£]|[,.:/-]\d|-[a-z])",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s(?:people|staff|jobs|users|councils|services|pages|homes|schools|pupils|patients|sites|million)\b"
)
_LED = re.compile(r"\b(?:in|by|since|until|from|before|after|during)\s$", re.IGNORECASE)
_APRIL, _MARCH, _LAST_OF_MARCH, _CENTURY = 4, 3, 31, 100
_A_MONTH = timedelta(days=31)

Days = tuple[date, date]
"""The earliest and the latest day of a time."""


class StatedDate(NamedTuple):
    """A date in a text."""

    start: int
    """First character."""
    end: int
    """One past the last."""
    first: date
    """The earliest day that it may mean."""
    last: date
    """The latest."""

    @property
    def days(self) -> Days:
        """The days that it may mean, from the earliest to the latest."""
        return self.first, self.last

    def fits(self, first: date, last: date) -> bool:
        """Whether a date is this one, a part of it, or one that it is a part of."""
        return (self.first <= first and last <= self.last) or (first <= self.first and self.last <= last)


def length_of(days: Days) -> Literal["day", "month", "year"]:
    """Return how long a time is; whatever is longer than a month counts as years."""
    length = days[1] - days[0]
    return "day" if not length else "month" if length <= _A_MONTH else "year"


def is_slip(one: Days, other: Days) -> bool:
    """Whether two months or two days part in the month alone, or in the year alone."""
    lengths = {length_of(one), length_of(other)}
    if len(lengths) != 1 or "year" in lengths or one[0].day != other[0].day:
        return False
    return (one[0].year == other[0].year) != (one[0].month == other[0].month)


def written_days(days: Days) -> str:
    """Return a time as one would write it: `5 March 2019`, `March 2019`, `2019`, `2019-22`."""
    first, last = days
    length = length_of(days)
    if length == "year":
        return f"{first.year}" if first.year == last.year else f"{first.year}-{last:%y}"
    return f"{first.day} {first:%B %Y}" if length == "day" else f"{first:%B %Y}"


def stated_dates(text: str) -> list[StatedDate]:
    """Return the dates in a text, in order; a day that no calendar has is none."""
    return list(_dates(text))


def _dates(text: str) -> Iterator[StatedDate]:
    for found in _DATE.finditer(text):
        if found["alone"] and _COUNTED.match(text, found.end()) and not _LED.search(text, 0, found.start()):
            continue
        days = _days(found)
        if days:
            yield StatedDate(found.start(), found.end(), *days)


def _days(found: re.Match[str]) -> tuple[date, date] | None:
    if found["first"]:
        return _years(int(found["first"]), found["second"], is_financial="/" in found[0] or "FY" in found[0].upper())
    try:
        day = _partial(found)
    except ValueError:
        return None
    return day.first, day.last


def _partial(found: re.Match[str]) -> PartialDate:
    if found["iso"]:
        return PartialDate.parse(found["iso"])
    if found["day"]:
        return PartialDate(int(found["year"]), _month(found["month"]), int(found["day"]))
    if found["us_day"]:
        return PartialDate(int(found["us_year"]), _month(found["us_month"]), int(found["us_day"]))
    if found["only_month"]:
        return PartialDate(int(found["month_year"]), _month(found["only_month"]))
    return PartialDate(int(found["alone"]))


def _years(first: int, second: str, *, is_financial: bool) -> tuple[date, date] | None:
    last = int(second) if len(second) > 2 else first - first % _CENTURY + int(second)  # noqa: PLR2004 - two digits
    if last <= first:
        return None
    if is_financial or last == first + 1:
        return date(first, _APRIL, 1), date(last, _MARCH, _LAST_OF_MARCH)
    return date(first, 1, 1), date(last, 12, 31)


def _month(name: str) -> int:
    return MONTHS[name.lower()]
