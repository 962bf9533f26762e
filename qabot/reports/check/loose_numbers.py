"""Numbers that are no figure: lengths of time, and what counts something that is not named behind it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from qabot.facts.number_words import DIGITS, IN_WORDS, SCALE, value_of
from qabot.question.vocabulary import stem

_TIMES = "year month week day hour minute time"
"""What is counted by numbers that figures leave out."""
_LEADS = "another other remaining further first last next all only just of"
"""Words in front of a number that stands for things named elsewhere, by which two are of the same things."""


class LooseNumber(NamedTuple):
    """A number in a text."""

    start: int
    """Where it begins."""
    end: int
    """One past its last character."""
    value: Decimal
    """How many."""
    of: str
    """The stem of the length of time behind it, or else the word in front of it: `year`, `another`; empty for neither."""


def loose_numbers(text: str) -> list[LooseNumber]:
    """Return all numbers in a text, in digits and in words, in order; "one" alone is a pronoun, and none."""
    return list(_numbers(text))


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,£$€/-])(?P<number>{DIGITS}|(?:{IN_WORDS}))(?:[\s-](?P<scale>{SCALE}))?(?![\w%]|[.,:/-]\d)"
        rf"(?:[\s-](?P<noun>[a-z]+))?",
        re.IGNORECASE,
    )


_LEAD = re.compile(r"([A-Za-z]+)\s$")
_LONGEST_LEAD = 20


def _numbers(text: str) -> Iterator[LooseNumber]:
    times, leads = {stem(each) for each in _TIMES.split()}, frozenset(_LEADS.split())
    for found in _number().finditer(text):
        if found["number"].casefold() == "one" and not found["scale"]:
            continue
        noun = stem((found["noun"] or "").casefold())
        lead = _LEAD.search(text, max(0, found.start() - _LONGEST_LEAD), found.start())
        before = lead[1].casefold() if lead else ""
        of = noun if noun in times else before if before in leads else ""
        end = found.end("scale") if found["scale"] else found.end("number")
        yield LooseNumber(found.start(), end, value_of(found["number"], found["scale"] or ""), of)
