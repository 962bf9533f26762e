"""The bodies that a sentence names, as they stand to its figures: who only gives one, whom a clause tells of. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qabot.facts.body_mentions import BodyMention
from qabot.facts.figure_sources import goes_on_list, is_next

_RELATIVE = re.compile(
    r"(?:\s\([^()]{1,20}\))?,?\s(?:(?P<lead>on|in|for|of|with|by|to|from|at|under|through)\s)?(?P<word>which|who|whose|that)\s?$"
)
"""What begins a clause that tells of whom it follows."""
_CALLED = re.compile(
    r"(?:\s\([^()]{1,20}\))?,\swhich\s(?:[\w’'-]+\s){0,6}?(?:described|called|dubbed|branded|labelled|regarded|known|seen|saw|"
    r"is|was|became|remained)\s(?:as\s)?(?:an?|the)\s[a-z][\w’'-]*(?:\s[a-z][\w’'-]*){0,3}$"
)
_GOVERNED = re.compile(r"\b(?P<lead>by|from|with|of|at|in|for|to)\s(?:the\s|an?\s|its\s)?$")
"""What a name stands behind that belongs to a thing, of which "on which" tells: `a pilot run by Capita, on which`."""
_APPOSITION = re.compile(
    r"(?:\s\([^()]{1,20}\))?,\s(?:an?|the|its)\s[^,;]{0,80}?\b(?:project|programme|scheme|system|service|platform|agency|arm|unit|body|department|company|firm|"
    r"supplier|subsidiary|initiative|product|tool|app|fund|network|framework|charity|regulator|watchdog|quango)\b[^,;]{0,60},\s"
)
"""What says between commas what somebody is, behind its article."""
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


def antecedent(text: str, begin: int, place: int, namings: Sequence[Naming]) -> str:
    """Return whom a relative clause tells of: `Verify, on which £220m had been spent`.

    What it calls somebody is the same one: `Verify, which a paper called a failure that had cost £220m`.
    """
    relative = _RELATIVE.search(text, max(0, begin - _NEAR), begin)
    if relative is None or ", " in text[begin:place]:
        return ""
    ahead = next((each for each in namings if each.mention.end == relative.start() and not each.is_outlet), None)
    if ahead:
        return ahead.mention.name if _may_follow(text, ahead.mention, relative) else ""
    outer = _CALLED.search(text, 0, relative.start())
    ahead = next((each for each in namings if outer and each.mention.end == outer.start() and not each.is_outlet), None)
    return ahead.mention.name if ahead else ""


def without_apposed(text: str, place: int, namings: Sequence[Naming]) -> list[Naming]:
    """Return who is named but for those who only say what another is: `One Login, a project of GDS, was to …`."""
    said = [
        found.span()
        for each in namings
        if is_sure(each.mention) and (found := _APPOSITION.match(text, each.mention.end)) and found.end() <= place
    ]
    return [each for each in namings if not any(first <= each.mention.start < last for first, last in said)]


def _may_follow(text: str, mention: BodyMention, relative: re.Match[str]) -> bool:
    """Whether a relative clause tells of the name before it, and not of what that belongs to, or of a person."""
    governed = _GOVERNED.search(text, max(0, mention.start - _NEAR), mention.start)
    if relative["word"] == "who":
        return is_sure(mention) and not governed
    return not governed or not (relative["lead"] or governed["lead"] in {"at", "in"})


def is_sure(mention: BodyMention) -> bool:
    """Whether a mention is surely a body or a programme: one that is known, or called what they are called."""
    return mention.is_known or bool(_KINDLY.search(mention.name))


_KINDLY = re.compile(
    r"\b(?:Council|Trust|Authority|Agency|Department|Office|Board|Commission|Committee|Ltd|Limited|plc|University|"
    r"College|Police|"
    r"Constabulary|Ministry|Programme|Project|Fund|Association|Institute|Foundation|Government|Partnership|"
    r"Corporation|Hospitals?|"
    r"Service|Services|Group|Society|Bank|Scheme|Platform)$|^(?:Department|Ministry|University|NHS)\b"
)
