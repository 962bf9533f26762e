"""Months and years that are counted from something that happened: "the year after it opened in May 2018". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from qabot.core.dates import PartialDate
from qabot.facts.number_words import IN_WORDS, value_of
from qabot.facts.stated_times import TimeMention
from qabot.facts.time_stretches import MONTHS_A_YEAR, months_before, months_behind

_COUNTED = re.compile(
    rf"\b(?:in|over|during|for)\sthe\s(?:first\s)?(?:(?P<count>\d\d?|{IN_WORDS})\s)?(?P<unit>month|year)s?\s"
    r"(?P<way>after|since|following|before|up\sto|leading\sup\sto)\s[^.,;£$€\d]{2,70}$",
    re.IGNORECASE,
)
"""What stands before the month of an event, and says how long before or after it."""
_BEFORE = frozenset({"before", "up to", "leading up to"})


def with_lengths(text: str, times: Sequence[TimeMention]) -> Sequence[TimeMention]:
    """Return the times of a sentence, those of an event as the months that are counted from it."""
    return [_counted(text, each) or each for each in times]


def _counted(text: str, time: TimeMention) -> TimeMention | None:
    if time.first != time.last or time.first.month is None:
        return None
    found = _COUNTED.search(text, 0, time.start)
    if found is None:
        return None
    count = int(value_of(found["count"].casefold())) if found["count"] else 1
    if count == 1 and found["unit"].casefold() == "month":
        return None  # some of it lies in the next one
    months = count * (MONTHS_A_YEAR if found["unit"].casefold() == "year" else 1)
    at = PartialDate(time.first.year, time.first.month)
    is_before = " ".join(found["way"].casefold().split()) in _BEFORE
    first, last = (months_before(at, months), at) if is_before else (at, months_behind(at, months))
    return replace(time, start=found.start(), lead="in", first=first, last=last, is_sure=False)
