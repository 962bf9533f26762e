"""Days as feeds write them: the day that stands there, which is the day where it was written.

Nothing is converted between zones: feeds name them wrongly (`BST` is read as UTC by most readers), and what is kept of
a date is its day.
"""

from __future__ import annotations

import re

from qabot.core.dates import PartialDate
from qabot.core.text import clean_line

_LEAD = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +)?(?:the +)?", re.IGNORECASE
)
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T|\b)")
_ISO = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]([a-z]+)\.?,?[ -](\d{4}|\d{2})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.IGNORECASE)
_LONG = 200
_TURN = 70
"""Years of two digits from this one on are of the last century."""


def day_of(text: str) -> PartialDate | None:
    """Return the day that a feed's date states, whatever hour and zone stand behind it; None where it is none."""
    text = clean_line(text[:_LONG])
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    try:
        return _read(text)
    except ValueError:
        return None


def _read(text: str) -> PartialDate | None:
    if found := _ISO.match(text):
        return PartialDate.parse(found[0])
    if found := _COMPACT.match(text):
        return PartialDate(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(text):
        return PartialDate.parse(f"{found[1]} {found[2]} {_year(found[3])}")
    if found := _MONTH_FIRST.match(text):
        return PartialDate.parse(f"{found[1]} {found[2]} {found[3]}")
    if found := _NUMBERS.match(text):
        return PartialDate(int(found[3]), int(found[2]), int(found[1]))  # the day first, as the British press has it
    return None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= _TURN else 2000)  # noqa: PLR2004 - two digits
