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


def is_of_report(text: str, time: TimeMention) -> bool:
    """Whether a time of a sentence is when something was said or reported, rather than when it was."""
    if time.lead == "for" and time.first.day is None and (time.first != time.last or time.first.month is None):
        return False  # "its annual report for 2016-17 shows"
    return time.lead not in _ENDS and bool(_REPORTED.search(text, max(0, time.start - 80), time.start))
