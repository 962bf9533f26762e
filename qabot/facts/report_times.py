"""Which times of a sentence say when something was said or reported, rather than when it was. Pure."""

from __future__ import annotations

import re

from qabot.facts.stated_times import TimeMention

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


def is_of_report(text: str, time: TimeMention, figure: int | None = None) -> bool:
    """Whether a time of a sentence is when something was said or reported, rather than when it was.

    Args:
        text: A sentence.
        time: A time that it names.
        figure: Where a count begins whose time it may be: "published 30 datasets in 2018" tells when these were.
    """
    if figure is not None and figure < time.start and _OBJECT.search(text, max(0, figure - 60), figure):
        return False
    if time.lead == "for" and time.first.day is None and (time.first != time.last or time.first.month is None):
        return False  # "its annual report for 2016-17 shows"
    return time.lead not in _ENDS and bool(_REPORTED.search(text, max(0, time.start - 80), time.start))
