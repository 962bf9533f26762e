"""The days that the units of a calendar cover: arithmetic on `Period`, never outside of what `date` can hold."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Literal

from qabot.core.questions import Period

Unit = Literal["day", "week", "fortnight", "month", "quarter", "half", "year", "decade"]

ONE_MONTH, ONE_YEAR, ONE_DECADE = 1, 12, 120
_MONTHS: dict[Unit, int] = {"month": ONE_MONTH, "quarter": 3, "half": 6, "year": ONE_YEAR, "decade": ONE_DECADE}
_DAYS: dict[Unit, int] = {"day": 1, "week": 7, "fortnight": 14}
_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11
"""Months are counted from the year nought, so that `divmod` by twelve gives the year and the month."""

_PARTS = {
    ONE_YEAR: {"early": (0, 4), "mid": (4, 4), "late": (8, 4), "start": (0, 3), "end": (9, 3)},
    3: {"early": (0, 1), "mid": (1, 1), "late": (2, 1), "start": (0, 1), "end": (2, 1)},
    ONE_DECADE: {"early": (0, 48), "mid": (36, 48), "late": (72, 48), "start": (0, 36), "end": (84, 36)},
}
"""First month and number of months of what people call early, mid or late in so many months."""
_THIRDS = {"early": 0, "start": 0, "mid": 1, "late": 2, "end": 2}


def first_day(period: Period) -> date:
    """Return the first day, however far back the period goes."""
    return period.after or date.min


def last_day(period: Period) -> date:
    """Return the last day, however far the period goes."""
    return period.before or date.max


def day_after(day: date, days: int = 1) -> date:
    """Return the day so many days later, or earlier where negative."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def months(year: int, month: int = 1, count: int = ONE_YEAR) -> Period:
    """Return so many whole months; a month beyond 12 is one of a later year."""
    index = 12 * year + month - 1
    first, beyond = _month_start(index), _month_start(index + count)
    last = date.max if index + count > _LAST_MONTH else day_after(beyond, -1)
    return Period(first, max(first, last))


def _month_start(index: int) -> date:
    year, month = divmod(min(max(index, _FIRST_MONTH), _LAST_MONTH), 12)
    return date(year, month + 1, 1)


def shift(day: date, unit: Unit, count: int) -> date:
    """Return the same day so many units later, or earlier where negative; 31 March less a month is 28 February."""
    if unit in _DAYS:
        return day_after(day, count * _DAYS[unit])
    start = _month_start(12 * day.year + day.month - 1 + count * _MONTHS[unit])
    return start.replace(day=min(day.day, calendar.monthrange(start.year, start.month)[1]))


def containing(unit: Unit, day: date) -> Period:
    """Return the unit of the calendar that a day lies in. Weeks run from Monday; a fortnight ends with its week."""
    if unit in _DAYS:
        monday = day if unit == "day" else day_after(day, -day.weekday())
        return Period(monday, max(monday, day_after(monday, _DAYS[unit] - 1)))
    size = _MONTHS[unit]
    year = day.year - day.year % 10 if unit == "decade" else day.year
    return months(year, 1 if size >= ONE_YEAR else day.month - (day.month - 1) % size, size)


def year_from(month: int, day: date) -> Period:
    """Return the twelve months from the first of this month on that a day lies in."""
    return months(day.year - (day.month < month), month)


def size_in_months(period: Period) -> int:
    """Return how many months a period counts, or 0 where it is not whole months."""
    first, beyond = first_day(period), day_after(last_day(period))
    if first.day != 1 or beyond.day != 1:
        return 0
    return 12 * (beyond.year - first.year) + beyond.month - first.month


def part(period: Period, name: str) -> Period:
    """Return the `early`, `mid` or `late` part of a period, or its `start` or `end`."""
    first, last = first_day(period), last_day(period)
    by_months = _PARTS.get(size_in_months(period))
    if by_months:
        offset, count = by_months[name]
        return months(first.year, first.month + offset, count)
    third = max(1, ((last - first).days + 1) // 3)
    begin = min(day_after(first, _THIRDS[name] * third), last)
    return Period(begin, last if name in {"late", "end"} else max(begin, min(day_after(begin, third - 1), last)))


def share(period: Period, unit: Unit, nth: int, count: int = 1) -> Period | None:
    """Return the nth unit of a period, and count - 1 more; None where it has no such unit.

    Args:
        period: With both ends.
        unit: Half and quarter are those of the period, not of the calendar: the first half of March, of 2016/17.
        nth: From 1; -1 for the last.
        count: How many units in a row.
    """
    first, last = first_day(period), last_day(period)
    size = size_in_months(period)
    if unit in {"half", "quarter"} and size % 4:
        if unit == "quarter" or nth not in {1, 2, -1}:
            return None
        middle = day_after(first, (last - first).days // 2)
        return Period(first, middle) if nth == 1 else Period(day_after(middle), last)
    step = {"half": size // 2, "quarter": size // 4}.get(unit)
    unit, steps = (unit, count) if step is None else ("month", step * count)
    if nth < 0:
        found = Period(shift(day_after(last), unit, -steps), last)
    else:
        begin = shift(first, unit, (nth - 1) * (step or 1))
        found = Period(begin, day_after(shift(begin, unit, steps), -1))
    inside = first <= first_day(found) <= last_day(found) <= last
    return found if inside else None


def hull(one: Period, other: Period) -> Period:
    """Return the shortest period that holds both; open where either is."""
    return Period(
        None if one.after is None or other.after is None else min(one.after, other.after),
        None if one.before is None or other.before is None else max(one.before, other.before),
    )
