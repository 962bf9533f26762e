"""The bodies that a sentence names, as they stand to its figures: who only gives one, whom a clause tells of. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qabot.facts.body_mentions import BodyMention
from qabot.facts.figure_sources import goes_on_list, is_next

_RELATIVE = re.compile(
    r"(?:\s\([^()]{1,20}\))?,?\s(?:(?P<lead>on|in|for|of|with|by|to|from|at|under|through)\s)?(?:which|who|whose|that)\s?$"
)
"""What begins a clause that tells of whom it follows."""
_CALLED = re.compile(
    r"(?:\s\([^()]{1,20}\))?,\swhich\s(?:[\w’'-]+\s){0,6}?(?:described|called|dubbed|branded|labelled|regarded|known|seen|saw|"
    r"is|was|became|remained)\s(?:as\s)?(?:an?|the)\s[a-z][\w’'-]*(?:\s[a-z][\w’'-]*){0,3}$"
)
_GOVERNED = re.compile(r"\b(?:by|from|with|of|at|in|for|to)\s(?:the\s|an?\s|its\s)?$")
"""What a name stands behind that belongs to a thing, of which "on which" tells: `a pilot run by Capita, on which`."""
_NEAR = 24
"""Characters before a place among which stands what bears on it."""


class Naming(NamedTuple):
    """A body that a sentence names."""

    mention: BodyMention
    """Where, as places in the sentence."""
    speaks: bool
    """Whether it only says what the sentence tells."""
    is_outlet: bool
    """Whether it is whose reporting the article is."""


def goes_on(text: str, before: Sequence[Naming], each: BodyMention) -> bool:
    """Whether a name only gives a figure, as the one before it does: `The Times put it at £4m, the Echo at £5m`."""
    if not (before and before[-1].speaks) or not is_next(text, each.end):
        return False
    return goes_on_list(text, before[-1].mention.end, each.start)


def antecedent(text: str, begin: int, namings: Sequence[Naming]) -> str:
    """Return whom a relative clause tells of: `Verify, on which £220m had been spent`.

    What it calls somebody is the same one: `Verify, which a paper called a failure that had cost £220m`.
    """
    relative = _RELATIVE.search(text, max(0, begin - _NEAR), begin)
    if relative is None:
        return ""
    ahead = next((each for each in namings if each.mention.end == relative.start() and not each.is_outlet), None)
    if ahead:
        is_governed = relative["lead"] and _GOVERNED.search(
            text, max(0, ahead.mention.start - _NEAR), ahead.mention.start
        )
        return "" if is_governed else ahead.mention.name
    outer = _CALLED.search(text, 0, relative.start())
    ahead = next((each for each in namings if outer and each.mention.end == outer.start() and not each.is_outlet), None)
    return ahead.mention.name if ahead else ""
