"""The words of dates: months, seasons, units, and what people say for early, last or ago."""

from __future__ import annotations

from qabot.question.dates.date_tokens import Phrases
from qabot.question.dates.periods import Unit


def _numbered(groups: str, start: int = 1) -> dict[str, int]:
    """Number groups of words that mean the same, parted by bars."""
    return {word: number for number, group in enumerate(groups.split("|"), start) for word in group.split()}


WEEKDAYS = _numbered(
    "monday mon|tuesday tues tue|wednesday weds wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun", 0
)
"""As `date.weekday` counts them."""
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first of the three months of each."""
NAMES_OF_PEOPLE = frozenset({"april", "may", "june", "august", "jan"})
"""Months that are also names: `June Smith`."""

_UNITS: dict[Unit, str] = {
    "day": "day days",
    "week": "week weeks wk wks",
    "fortnight": "fortnight fortnights",
    "month": "month months mth mths",
    "quarter": "quarter quarters",
    "half": "half",
    "year": "year years yr yrs",
    "decade": "decade decades",
}
UNITS: dict[str, Unit] = {word: unit for unit, words in _UNITS.items() for word in words.split()}
NUMBERS = _numbered("a an one|two couple|three|four|five|six|seven|eight|nine|ten|eleven|twelve") | {
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
FEW = frozenset({"few", "several"})
NTHS = dict.fromkeys(("last", "final", "closing", "latter"), -1) | {
    "first": 1,
    "opening": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
DECADES = {"fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000}

PARTS = {"early": "early", "mid": "mid", "late": "late"}
"""Parts that stand right before what they are part of: `early 2017`, `mid-2014`."""
PARTS_OF = {
    **PARTS,
    **dict.fromkeys(("beginning", "start"), "start"),
    **dict.fromkeys(("middle", "midway", "halfway"), "mid"),
    **dict.fromkeys(("end", "close"), "end"),
    "latter": "late",
}
"""Parts that are joined to it: `the end of 2019`, `halfway through 2018`."""
BACK = {"this": 0, "current": 0, "last": 1, "previous": 1}
"""How many units back from the present one."""
ACCOUNTING = frozenset({"financial", "fiscal", "tax", "accounting"})
"""Kinds of year that run from April."""
TEACHING = frozenset({"academic", "school"})
"""Kinds of year that run from September."""
PARTS_OF_A_DAY = frozenset({"morning", "afternoon", "evening", "lunchtime"})

JOINTS = Phrases(
    {
        **dict.fromkeys(("to", "-", "until", "till", "up to", "through", "right up to"), "range"),
        **dict.fromkeys(("and", "or", "&", "/", "vs", "versus", "v", "than", "compared to", "compared with"), "both"),
        **dict.fromkeys((",", ", and", ", or"), "list"),
    }
)
"""What links two dates: to a range from one to the other, or to a list of which each is meant."""
NOW = frozenset({"now", "today", "date", "present", "currently"})
"""Where a range has no end, behind a link."""
SUNDAY_PAPERS = frozenset("times telegraph mirror herald mail express post sun independent people".split())
"""Names of which a weekday is part: the Sunday Times, the Mail on Sunday."""
