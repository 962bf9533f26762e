"""Parts of years, and lengths that begin with a month, as the pattern of times has matched them. Pure."""

from __future__ import annotations

import re

from qabot.core.dates import MONTHS, PartialDate
from qabot.facts.number_words import value_of
from qabot.facts.time_stretches import (
    MONTHS_A_YEAR,
    Stretch,
    months_behind,
    part_of_financial,
    part_of_year,
)

_APRIL = 4


def part_of(found: re.Match[str], published: PartialDate | None) -> Stretch | None:
    """Read a part of a financial year, or of the year in which an article was published, or of the one before.

    Raises:
        ValueError: No calendar has it.
    """
    if found["pfy"]:
        return part_of_financial(int(found["pfy"]), found["fpart"], found["fpiece"] or "")
    if published is None:
        return None
    year = published.year - (found["tyear"] == "last")
    if found["taccounts"]:
        begun = published.month is None or published.month >= _APRIL
        return part_of_financial(year - (not begun), found["tpart"], found["tpiece"])
    return part_of_year(year, found["tpart"], found["tpiece"])


def length_from(found: re.Match[str]) -> Stretch:
    """Read so many months or years that begin at a time: "the three years from April 2022".

    Raises:
        ValueError: No calendar has it.
    """
    count = int(value_of(found["from_count"])) if found["from_count"] else 1
    months = count if found["from_length"] == "month" else MONTHS_A_YEAR * count
    first = PartialDate(int(found["from_year"]), MONTHS[found["from_month"].rstrip(".")])
    return first, months_behind(first, months), True
