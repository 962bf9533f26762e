"""Stretches of time: years of accounts, parts of years, what is counted back from a day. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta

from qabot.core.dates import MONTHS, PartialDate
from qabot.facts.number_words import value_of

MONTHS_A_YEAR, _HALF, _QUARTER = 12, 6, 3
_DECADE = 10
_WEEKDAYS = tuple(day.casefold() for day in calendar.day_name)
_PLACES: Mapping[str, int] = {
    "first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1,
    "q1": 0, "q2": 1, "q3": 2, "q4": 3, "h1": 0, "h2": 1,
}  # fmt: skip
_FINANCIAL_START = 4
_SEASONS: Mapping[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The months they begin in."""
STEPS: Mapping[str, int] = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
"""How far a year, a quarter or a month lies from the one of an article, by the word before it."""

FROM_NOW: Mapping[str, int] = {"ago": 1, "earlier": 1, "from now": -1}
"""How a length is counted from the day of an article, and whether back."""

Stretch = tuple[PartialDate, PartialDate, bool]
"""Where a time begins and ends, and whether it is stated rather than counted from another."""


def same(at: PartialDate) -> Stretch:
    """Return a time that is counted from another."""
    return at, at, False


def day_of(day: date) -> PartialDate:
    """Return a day of the calendar."""
    return PartialDate(day.year, day.month, day.day)


def financial(year: int) -> Stretch:
    """Return the year of accounts that begins in a year."""
    return PartialDate(year, _FINANCIAL_START), PartialDate(year + 1, _FINANCIAL_START - 1), True


def academic(first: PartialDate, last: PartialDate) -> Stretch:
    """Return the year of schools and universities in place of the year of accounts that is written like it."""
    is_one = last.month is not None
    return (PartialDate(first.year, 9), PartialDate(last.year, 8), True) if is_one else (first, last, True)


def months_around(published: PartialDate, months: int, which: str) -> Stretch | None:
    """Return the months up to that of an article, or from it on; None where the month is not known."""
    if published.month is None:
        return None
    now, step = PartialDate(published.year, published.month), STEPS[which]
    other = months_after(now, step * months)
    return (now, other, False) if step > 0 else (other, now, False)


def years_from(first: int, written: str) -> Stretch | None:
    """Read `2015/16`, which is a financial year, and `2015-20` or `2015-2020`, which are several."""
    last = int(written) if len(written) == len("2016") else first // 100 * 100 + int(written)
    last += 100 * (last < first and len(written) < len("2016"))
    if last == first + 1:
        return financial(first)
    return (PartialDate(first), PartialDate(last), True) if first < last <= first + 50 else None


def months_before(end: PartialDate, months: int) -> PartialDate:
    """Return the month behind the one that lies so many before another."""
    return _month_of(end.year, (end.month or 1) - months)


def months_after(last: PartialDate, months: int) -> PartialDate:
    """Return the month so many behind another."""
    return _month_of(last.year, (last.month or 1) - 1 + months)


def is_year_long(first: PartialDate, last: PartialDate) -> bool:
    """Whether a time is named by months of which there are twelve, as a year of accounts is."""
    if first.month is None or last.month is None:
        return False
    return (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month + 1 == MONTHS_A_YEAR


def months_behind(first: PartialDate, months: int) -> PartialDate:
    """Return the last of so many months that begin with one."""
    return _month_of(first.year, (first.month or 1) + months - 2)


def shifted(first: PartialDate, last: PartialDate, unit: str, number: int) -> Stretch | None:
    """Return the time so many weeks, months, quarters or years on from another, or back; None where that is not told.

    A quarter lies beside a quarter alone, and a month beside a month: "the month before" a year is none of its months.
    """
    if not number or last.year + number < 1:
        return None
    if unit == "year" or (unit.endswith("year") and unit != "half-year"):
        start, end = (PartialDate(each.year + number, each.month, each.day) for each in (first, last))
        return start, end, False
    if unit in {"week", "day"} or first.month is None or last.month is None:
        return None
    length = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month + 1
    size = {"quarter": _QUARTER, "half": _HALF, "half-year": _HALF}.get(unit, 1)
    if (size > 1 or abs(number) == 1) and length != size:
        return None
    months = number * size
    start, end = (_month_of(each.year, (each.month or 1) - 1 + months) for each in (first, last))
    return start, end, False


def financial_turn(published: PartialDate, verb: str) -> Stretch | None:
    """Return the year of accounts that has begun, has ended, is to begin or to end when an article is published."""
    if published.month is None:
        return None
    own = published.year - (published.month < _FINANCIAL_START)
    step = -1 if verb in {"ended", "closed"} else 1 if verb in {"starts", "begins"} else 0
    first, last, _ = financial(own + step)
    return first, last, False


def ending_with(published: PartialDate, unit: str) -> Stretch | None:
    """Return the month, the year or the decade that an article is published in, as one that ends."""
    if unit == "month":
        return same(PartialDate(published.year, published.month)) if published.month else None
    if unit == "decade":
        return same(PartialDate(published.year // _DECADE * _DECADE + _DECADE - 1))
    return same(PartialDate(published.year)) if unit == "year" else financial_turn(published, "ends")


def quarter_before(published: PartialDate, name: str) -> Stretch | None:
    """Return the last quarter of a name that had ended in a month; None where the month is not known."""
    if published.month is None:
        return None
    last = (_PLACES[name] + 1) * _QUARTER
    year = published.year - (last >= published.month)
    return PartialDate(year, last - _QUARTER + 1), PartialDate(year, last), False


def part_of_financial(year: int, which: str, piece: str) -> Stretch | None:
    """Return a quarter or a half of the year of accounts that begins in a year; None where it is none."""
    stretch = part_of_year(year, which, piece)
    if stretch is None:
        return None
    first, last = ((each.month or 1) + _FINANCIAL_START - 2 for each in stretch[:2])
    return _month_of(year, first), _month_of(year, last), True


def _month_of(year: int, months: int) -> PartialDate:
    """Return the month so many behind January of a year, or before it."""
    return PartialDate(year + months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1)


def part_of_year(year: int, which: str, piece: str) -> Stretch | None:
    """Return a quarter or a half of a year; None where it is none."""
    if not piece and which[0] not in "qh":
        return None
    size = _HALF if piece == "half" or which[0] == "h" else _QUARTER
    if piece.endswith("months"):
        size = int(value_of(piece.split(maxsplit=1)[0]))
    if not 0 < size < MONTHS_A_YEAR or (_PLACES[which] > 0 and MONTHS_A_YEAR % size):
        return None
    if _PLACES[which] < 0:
        return PartialDate(year, MONTHS_A_YEAR - size + 1), PartialDate(year, MONTHS_A_YEAR), True
    place = _PLACES[which] % (MONTHS_A_YEAR // size)
    return PartialDate(year, place * size + 1), PartialDate(year, (place + 1) * size), True


def just_over(published: PartialDate, unit: str) -> Stretch | None:
    """Return the year, quarter or month that has just ended when an article is published; None where two may be meant.

    In the first months of a year that is the year before, and in spring and summer the year of accounts.
    """
    if published.month is None:
        return None
    if unit != "year":
        return _turned_months(published.year, published.month, unit, -1)
    if published.month < _FINANCIAL_START:
        return same(PartialDate(published.year - 1))
    first, last, _ = financial(published.year - 1)
    return (first, last, False) if published.month < _FINANCIAL_START + _HALF else None


_UP_TO_NOW = re.compile(r"\b(?:(?:in|over|during|within|for)\sthe\slast|past)\syear$", re.IGNORECASE)
_LONGEST_UP_TO_NOW = 40
"""Characters within which that stands."""


def year_up_to(published: PartialDate, text: str, end: int) -> Stretch | None:
    """Return the twelve months before an article where words that end there tell of them: "in the last year"."""
    if published.month is None or not _UP_TO_NOW.search(text, max(0, end - _LONGEST_UP_TO_NOW), end):
        return None
    last = PartialDate(published.year, published.month)
    return months_before(last, MONTHS_A_YEAR), last, False


def turned(published: PartialDate, today: date, which: str, unit: str) -> Stretch | None:
    """Return the week, month or year before, of or behind a day; None where its date is not precise enough."""
    step = STEPS.get(which.removeprefix("the "), 0)
    if unit == "year":
        return same(PartialDate(published.year + step))
    if published.month is not None and unit != "week":
        return _turned_part(published.year, published.month, unit, step)
    if published.day is None or unit != "week":
        return None
    monday = today - timedelta(today.weekday()) + timedelta(7 * step)
    return day_of(monday), day_of(monday + timedelta(6)), False


def _turned_part(year: int, month: int, unit: str, step: int) -> Stretch:
    """Return the month of a name, the season, or the length of months that lies so from a month."""
    if unit in MONTHS:
        return _named_month(year, month, MONTHS[unit], step)
    if unit in _SEASONS:
        return _season(year, month, _SEASONS[unit], step)
    return _turned_months(year, month, unit, step)


def _turned_months(year: int, month: int, unit: str, step: int) -> Stretch:
    """Return the month, quarter or year of accounts so many from that of a month."""
    if unit.endswith(" year"):
        first, last, _ = financial(year - (month < _FINANCIAL_START) + step)
        return first, last, False
    size = _QUARTER if unit == "quarter" else 1
    begins = (month - 1) // size * size + step * size
    return _month_of(year, begins), _month_of(year, begins + size - 1), False


def _named_month(year: int, own: int, month: int, step: int) -> Stretch:
    """Return the last month of a name before that of an article, the next behind it, or that of its year."""
    if step > 0:
        return same(PartialDate(year + (month <= own), month))
    return same(PartialDate(year - (step < 0 and month >= own), month))


def _season(year: int, month: int, begins: int, step: int) -> Stretch:
    """Return the year of the season before a month, of this year or behind it."""
    if step > 0:
        return same(PartialDate(year + (month >= begins)))
    return same(PartialDate(year - (step < 0 and month < begins + _QUARTER)))


_SEASON_OF = re.compile(rf"\b({'|'.join(_SEASONS)})\s(?:of\s)?\d{{4}}$", re.IGNORECASE)


def season_beside(first: PartialDate, last: PartialDate, season: str, named: str) -> Stretch | None:
    """Return the year of a season that is named behind a time of a stated year; None where it may be the next.

    Args:
        first: Where that time begins.
        last: Where it ends.
        season: The season, in small letters.
        named: The text up to the end of the time.
    """
    behind = _SEASON_OF.search(named)
    begun = _SEASONS[behind[1].casefold()] if behind else last.month if first.year == last.year else None
    if begun is not None and _SEASONS[season] + _QUARTER <= begun:
        return None
    return same(PartialDate(first.year))


def ago(published: PartialDate, today: date, count: str, unit: str, way: int = 1) -> Stretch | None:
    """Return the time so many days, weeks, months or years before a day, or behind it where the way is -1."""
    number = way * (1 if count.casefold() in {"a", "an"} else int(value_of(count.casefold())))
    if unit == "year":
        return same(PartialDate(published.year - number))
    if unit == "month":
        return same(months_before(PartialDate(published.year, published.month or 1), number + 1))
    if published.day is None:
        return None
    return same(day_of(today - timedelta(number * (7 if unit == "week" else 1))))


def weekday(today: date, name: str, which: str, *, is_ahead: bool) -> PartialDate:
    """Return the nearest day of that name, back from a day or ahead of it."""
    back = (today.weekday() - _WEEKDAYS.index(name.casefold())) % 7
    if which.casefold() == "next" or (is_ahead and not which):
        return day_of(today + timedelta((7 - back) % 7 or 7 * (which.casefold() == "next")))
    return day_of(today - timedelta(back or 7 * (which.casefold() == "last")))
