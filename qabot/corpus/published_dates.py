"""Days as sources write them, the one place where what arrives is read for when it was published.

What is kept of a date is the day that stands there, which is the day where it was written. Nothing is converted between
zones: feeds name them wrongly (`BST` is read as UTC by most readers). Of `05/04/2015` the day stands first, as the
British press has it; `11/25/2015` can only be the other way round. The days that clocks start from are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from qabot.core.dates import MONTH_NAME, PartialDate
from qabot.core.text import clean_line

CHANGED = "its date is that of its last change, for it gives no other"
"""What is said of an article that is dated so."""

_MONTH = rf"{MONTH_NAME}\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_OFFSET = r"(?:(?:UTC|GMT) ?)?[+-]\d{1,2}:?\d{0,2}\b(?: \([\w ]{1,40}\))?"
_ZONE = rf"(?:\(?(?:Z|UTC|GMT|BST|CES?T|[ECMP][SD]T)\b\)?|{_OFFSET})"
_HOUR = r"\d{1,2}(?:[:.]\d{2}){1,2}(?:[.,]\d{1,9})? ?(?:[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?"
_TIME = rf"(?:{_HOUR})(?: ?{_ZONE})?|noon|midnight"
_LEAD = re.compile(rf"(?:(?:{_TIME}),?(?: on)? )?(?:{_WEEKDAY}\.?,? ?)?(?:the +)?", re.IGNORECASE)
_ISO = r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?!\d))?(?!\d)"
_SLASHES = r"(?P<y>\d{4})(?P<s>[/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/.]*\d)"
_COMPACT = r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=T|\b)"
_DAY_FIRST = (
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?(?: of)?[ /-](?P<n>{_MONTH}),?[ /-](?:'|’)?(?P<y>\d{{4}}|\d{{2}})\b(?![:.]\d)"
)
_MONTH_FIRST = rf"(?P<n>{_MONTH})[ -](?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?(?: of)?[ -](?P<y>\d{{4}})\b"
_CTIME = rf"(?P<n>{_MONTH}) {{1,2}}(?P<d>\d{{1,2}}),? (?:{_TIME})(?: [A-Z]{{2,5}})? (?P<y>\d{{4}})\b"
_NUMBERS = r"(?P<a>\d{1,2})(?P<s>[/.-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})\b(?![/.-]\d)"
_EITHER_WAY = re.compile(_NUMBERS)
_DIGIT = re.compile(r"\d")
_FORMS = (_ISO, _SLASHES, _COMPACT, _DAY_FIRST, _CTIME, _MONTH_FIRST, _NUMBERS)
_PATTERNS = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_FORMS_WITHIN = (_ISO, _SLASHES, _DAY_FIRST, _CTIME, _MONTH_FIRST, _NUMBERS)
"""Those that are told from other figures amid a text."""
_BEHIND = re.compile(rf"(?:T|,? (?:at |on )?|,? ?(?:[·|–-]|//) ?)(?:{_TIME})(?: ?{_ZONE})?|,? ?{_ZONE}", re.IGNORECASE)
"""What may stand behind a day on a line that holds nothing else: the hour and the zone."""
_SECONDS = re.compile(r"[1-9]\d{9}(?:\d{3})?(?:\.0+)?", re.ASCII)
"""Seconds, or thousandths, since 1970, of 2001 and later."""
_MONTH_ALONE = re.compile(
    r"(?P<y>(?:19|20)\d\d)[/.](?P<m>\d\d)|(?P<early>\d{1,2})[/.-](?P<late>(?:19|20)\d\d)", re.ASCII
)
"""A year and a month in figures: `2015/11`, `11/2015`."""
_LONG = 200
_TURN = 70
"""Years of two digits from this one on are of the last century."""
_NO_DATES = frozenset({(1970, 1, 1), (1969, 12, 31), (1900, 1, 1), (1, 1, 1)})
"""The days that programs write when they know none: the first of Unix, there and west of Greenwich, and of others."""


@cache
def _patterns_within() -> tuple[re.Pattern[str], ...]:
    """Compile them for the first text: an article that states its day has no need of them."""
    return tuple(re.compile(rf"(?<![\w/.£$€-]){form}(?!(?!T\d)[\w%])", re.IGNORECASE) for form in _FORMS_WITHIN)


class FoundDay(NamedTuple):
    """A day in a text, and where it stands."""

    day: PartialDate
    """Which; a whole day."""
    start: int
    """Its first character."""
    end: int
    """One past its last, and past the hour behind it."""


def day_of(text: str) -> PartialDate | None:
    """Return the day that a field's text states, whatever hour and zone stand behind it; None where it is none."""
    text = clean_line(text[:_LONG])
    if _SECONDS.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return PartialDate(moment.year, moment.month, moment.day)
    text = text[_led(text) :]
    for pattern in _PATTERNS:
        if found := pattern.match(text):
            return _read(found)
    return None


def stated(text: str) -> PartialDate | None:
    """Return the day, the month or the year that a field's text states; None where it is none.

    `2015`, `Nov 2015` and all else that `PartialDate` reads, `2015/11` and `11/2015`, and all that `day_of` does.
    """
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return _month_of(text) or day_of(text)
    return found if (found.year, found.month, found.day) not in _NO_DATES else None


def _month_of(text: str) -> PartialDate | None:
    """Return the month that `2015/11` or `11.2015` states; `2011/12` may be a financial year, and is none."""
    if not (found := _MONTH_ALONE.fullmatch(text.strip())):
        return None
    year, month = (found["y"], found["m"]) if found["y"] else (found["late"], found["early"])
    if int(month) not in range(1, 13) or (found["y"] and int(month) == (int(year) + 1) % 100):
        return None
    return PartialDate(int(year), int(month))


def is_either_way(text: str) -> bool:
    """Whether a day is written so that Americans read another one: `03/04/2026`."""
    found = _EITHER_WAY.search(text)
    return bool(found) and max(int(found["a"]), int(found["b"])) <= 12 and found["a"] != found["b"]  # noqa: PLR2004


def day_alone(text: str) -> PartialDate | None:
    """Return the day that is all a line holds, but for the weekday, the hour and the zone; None of any other line."""
    text = text.strip(" -–|·•,.")
    found = next(days_within(text), None)
    if found is None or found.end < len(text):
        return None
    return found.day if found.start == 0 else None


def days_within(text: str) -> Iterator[FoundDay]:
    """Yield the whole days in a short text, in order; none of what looks like part of something longer."""
    text = text[:_LONG]
    at = 0 if _DIGIT.search(text) else len(text)
    while at < len(text):
        matches = [found for pattern in _patterns_within() if (found := pattern.search(text, at))]
        if not matches:
            return
        first = min(matches, key=lambda found: (found.start(), -found.end()))
        at = first.end()
        day = _read(first)
        if day is None or day.day is None:
            continue
        start = _weekday_before(text, first.start())
        if behind := _BEHIND.match(text, at):
            at = behind.end()
        yield FoundDay(day, start, at)


def _weekday_before(text: str, start: int) -> int:
    """Where a day begins with the hour and the weekday that stand before it."""
    for begin in range(max(0, start - 30), start):
        if begin == 0 or not text[begin - 1].isalnum():
            lead = _LEAD.match(text, begin)
            if lead and lead.end() == start:
                return begin
    return start


def _led(text: str) -> int:
    lead = _LEAD.match(text)
    return lead.end() if lead else 0


def _read(found: re.Match[str]) -> PartialDate | None:
    parts = found.groupdict()
    try:
        year = _year(parts["y"])
        if "a" in parts:
            first, second = int(parts["a"]), int(parts["b"])
            is_american = second > 12 >= first  # noqa: PLR2004 - months of a year
            day = PartialDate(year, *((first, second) if is_american else (second, first)))
        elif parts.get("n"):
            day = PartialDate.parse(f"{parts['d']} {parts['n'].rstrip('.')} {year}")
        else:
            day = PartialDate(year, int(parts["m"]), int(parts["d"]) if parts["d"] else None)
    except ValueError:
        return None
    return None if (day.year, day.month, day.day) in _NO_DATES else day


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= _TURN else 2000)  # noqa: PLR2004 - two digits
