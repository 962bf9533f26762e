"""Dates as sources give them: a day, a month or a year.

Everything here is immutable and free of behaviour beyond reading itself, so that any floor may hold it.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime

from msgspec import Struct

MONTH_NAMES = tuple(name.lower() for name in calendar.month_name if name)
"""The months in small letters, January first."""
MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
"""The number of each month, from 1, by its name and its abbreviations in small letters."""
MONTH_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b"
)
"""The same as a pattern: `Mark` and `Mayor` are none."""


_ACCOUNTS_BEGIN = 4
"""The month in which a year of accounts begins."""
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?", re.DOTALL)


_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+)\.?,? (\d{4})")


_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


class PartialDate(Struct, frozen=True):
    """A day, a month or a year: as much of a date as a source gives."""

    year: int
    """1 to 9999."""
    month: int | None = None
    """1 to 12, or None when only the year is known."""
    day: int | None = None
    """1 to 31, or None when only the month or the year is known."""

    def __post_init__(self) -> None:
        """Refuse what no calendar has (ValueError)."""
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2015`, `2015-11`, `2015-11-25[T…]`, `Nov 2015`, `25 November 2015` or `November 25, 2015`.

        Raises:
            ValueError: The text is no such date, or one that no calendar has.
        """
        text = " ".join(text.split())
        if found := _ISO.fullmatch(text):
            year, (month, day) = int(found[1]), (int(part) if part else None for part in found.groups()[1:])
        elif found := _DAY_FIRST.fullmatch(text):
            year, month, day = int(found[3]), _month(found[2]), int(found[1]) if found[1] else None
        elif found := _MONTH_FIRST.fullmatch(text):
            year, month, day = int(found[3]), _month(found[1]), int(found[2])
        else:
            raise ValueError(f"{text[:40]!r} is not a date")
        try:
            return cls(year, month, day)
        except ValueError:
            raise ValueError(f"no calendar has {text[:40]!r}") from None

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        return date(self.year, self.month or 12, self.day or calendar.monthrange(self.year, self.month or 12)[1])

    @property
    def label(self) -> str:
        """As British prose writes it: `25 November 2015`, `November 2015` or `2015`."""
        month = calendar.month_name[self.month] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    def __str__(self) -> str:
        """As ISO 8601 writes it: `2015-11-25`, `2015-11` or `2015`."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])


def stretch_label(first: PartialDate, last: PartialDate | None = None) -> str:
    """Return a date, or a stretch of time, as British prose writes it: `2015-16`, `January to March 2024`.

    Args:
        first: Where it begins.
        last: Where it ends; None where it is one day, month or year.
    """
    if last is None or last == first:
        return first.label
    begins, ends = (first.month, first.day), (last.month, last.day)
    if begins == (_ACCOUNTS_BEGIN, None) and ends == (_ACCOUNTS_BEGIN - 1, None) and last.year == first.year + 1:
        return f"{first.year}-{last.year % 100:02d}"
    if first.month and last.month and first.year == last.year:
        return f"{first.label.removesuffix(f' {first.year}')} to {last.label}"
    return f"{first.label} to {last.label}"


def _month(name: str) -> int:
    try:
        return MONTHS[name.lower()]
    except KeyError:
        raise ValueError(f"{name[:20]!r} is not a month") from None


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def utc_second() -> datetime:
    """Return the time, in UTC, to the second: as it is written down for a reader."""
    return utc_now().replace(microsecond=0)
