"""Numbers that are no figure: lengths of time, and what counts something that is not named behind it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from qabot.facts.number_words import DIGITS, IN_WORDS, SCALE, value_of
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem

LEADS = frozenset("another other remaining further".split())
"""Words in front of a number that stands for things named elsewhere, by which two are of the same things."""
_IN_ORDER = """third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth""".split()
_ORDINALS = {word: Decimal(number) for number, word in enumerate(_IN_ORDER, 3)}


class LooseNumber(NamedTuple):
    """A number in a text."""

    start: int
    """Where it begins."""
    end: int
    """One past its last character."""
    value: Decimal
    """How many, or the lower end of a range."""
    high: Decimal
    """The same, or the upper end."""
    of: frozenset[str]
    """What tells of what: the stem of the word behind it, or of those behind "of", and "another" and such in front."""


def loose_numbers(text: str) -> list[LooseNumber]:
    """Return all numbers in a text, in digits and in words, in order; "one" without a noun is a pronoun, and none."""
    return list(_numbers(text))


@cache
def _number() -> re.Pattern[str]:
    amount = rf"(?:{DIGITS}|(?:{IN_WORDS}))"
    return re.compile(
        rf"(?<![\w.,£$€/-])(?:(?P<ordinal>{'|'.join(_ORDINALS)}|\d+(?:th|st|nd|rd))|(?P<fold>{IN_WORDS}|\d+)-?fold\b|(?P<number>{amount})"
        rf"(?:\s?(?:[-–]|to)\s?(?P<high>{amount}))?(?:[\s-](?P<scale>{SCALE}))?)(?![\w%]|[.,:/]\d|-\d)"
        rf"(?:[\s-](?P<noun>[a-z]+))?",
        re.IGNORECASE,
    )


_OF_THEM = re.compile(r"\s(?:the|their|its|these|those|our|his|her)((?:\s[A-Za-z]+){1,2})")
"""What a number is of: "two of their elected members"."""
_PART_OF = re.compile(
    rf"(?<![\w.,£$€/-])(?P<part>{DIGITS}|(?:{IN_WORDS}))(?:\s[a-z]+){{0,3}}\s(?:out\s)?of\s(?:the\s|its\s|their\s|all\s|a\stotal\sof\s)?$",
    re.IGNORECASE,
)
"""What stands before a whole, with how many of it are told of: "five target groups out of "."""
_LONGEST_PART = 60
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAD = re.compile(r"([A-Za-z]+)\s$")
_LONGEST_LEAD = 20


def _numbers(text: str) -> Iterator[LooseNumber]:
    for found in _number().finditer(text):
        noun = (found["noun"] or "").casefold()
        if found["ordinal"]:
            ordinal = found["ordinal"].casefold()
            value = _ORDINALS[ordinal] if ordinal in _ORDINALS else Decimal(ordinal[:-2])
            yield LooseNumber(found.start(), found.end("ordinal"), value, value, frozenset({f"th {stem(noun)}"}))
            continue
        if found["fold"]:
            value = value_of(found["fold"].casefold())
            yield LooseNumber(found.start(), found.end(), value, value, frozenset({"fold"}))
            continue
        if found["number"].casefold() == "one" and not found["scale"] and (not noun or noun in STOP_WORDS):
            continue
        lead = _LEAD.search(text, max(0, found.start() - _LONGEST_LEAD), found.start())
        before = {lead[1].casefold()} & LEADS if lead else set[str]()
        behind = {stem(noun)} if noun and noun not in STOP_WORDS else set[str]()
        if noun == "of" and (them := _OF_THEM.match(text, found.end())):
            behind = {stem(word.casefold()) for word in them[1].split() if word.casefold() not in STOP_WORDS}
        scale = found["scale"] or ""
        if not scale and _YEAR.fullmatch(found["number"]):
            continue
        low = value_of(found["number"], scale)
        high = value_of(found["high"], scale) if found["high"] else low
        if part := _PART_OF.search(text, max(0, found.start() - _LONGEST_PART), found.start()):
            behind |= {f"of {value_of(part['part'].casefold())}"}
        end = max(found.end("number"), found.end("high"), found.end("scale"))
        yield LooseNumber(found.start(), end, low, high, frozenset(before | behind))
