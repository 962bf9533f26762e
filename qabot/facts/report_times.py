"""Which times of a sentence say when something was said or reported, rather than when it was. Pure."""

from __future__ import annotations

import re

from qabot.facts.stated_times import TimeMention
from qabot.facts.time_stretches import is_year_long

_REPORTED = re.compile(
    r"\b(?:report(?:ed|s|ing)?|heard|said|says|wrote|published|told|according\sto[^,;]*|learned|learnt|announced|"
    r"revealed|disclosed|"
    r"announcement|dated|article|story|update|blog|notice|item|(?<!in\s)post|news|release|interview|documents?|noted|"
    r"answered|answer|speaking)"
    r"(?:\s(?:it|by|to|in|that|the|as|an?|its|of|from|\w+\.?)){0,4}\s?$",
    re.IGNORECASE,
)
"""What stands before a date that says when something was said, not when it was."""
_ENDS = frozenset({"up to", "until", "till"})
"""What stands before the end of what is reported: "on figures reported up to November"."""


_OBJECT = re.compile(
    r"\b(?:reported|heard|wrote|published|released|issued|announced|disclosed|revealed|answered)\s"
    r"(?:(?:about|around|some|nearly|almost|just|over|only|more|fewer|less|than|at|least|up|to|the|its|another|a|further)\s){0,3}$"
)
"""What stands before a figure of what was published or reported then: "reported 40 incidents in 2018"."""


_OF_ITS_ACCOUNTS = re.compile(r"\s(?:annual\s)?(?:accounts|reports?|figures|budget|statistics|data)\b")
_SAYS_NEXT = re.compile(
    r",?\s(?:[\w’'-]+\s){1,5}(?:said|told|warned|announced|estimated|predicted|forecast|promised|pledged|claimed)\s"
)
"""What stands behind a time at which somebody said something: "In May the auditors said "."""
_TO_COME = re.compile(r"\b(?:would|will|could|might|may|should|is\sto|are\sto)\b")


def _said_ahead(text: str, time: TimeMention, figure: int) -> bool:
    """Whether a sentence begins with when somebody said what was to come: "In May they said that it would cost £4m"."""
    if text[: time.start].strip(" \"'“‘"):
        return False
    said = _SAYS_NEXT.match(text, time.end, figure)
    return said is not None and bool(_TO_COME.search(text, said.end(), figure))


def is_of_report(text: str, time: TimeMention, figure: int | None = None, *, is_count: bool = False) -> bool:
    """Whether a time of a sentence is when something was said or reported, rather than when it was.

    Args:
        text: A sentence.
        time: A time that it names.
        figure: Where a figure begins whose time it may be.
        is_count: Whether that is a count: "published 30 datasets in 2018" tells when these were.
    """
    if figure is not None and is_count and figure < time.start and _OBJECT.search(text, max(0, figure - 60), figure):
        return False
    if time.lead == "for" and time.first.day is None and (time.first != time.last or time.first.month is None):
        return False  # "its annual report for 2016-17 shows"
    if is_year_long(time.first, time.last) and _OF_ITS_ACCOUNTS.match(text, time.end):
        return False  # "according to its 2022-23 accounts"
    if figure is not None and _said_ahead(text, time, figure):
        return True
    return time.lead not in _ENDS and bool(_REPORTED.search(text, max(0, time.start - 80), time.start))
