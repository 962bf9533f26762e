"""Whom a figure is not about, though a sentence names them: what is replaced, and where something was said. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.facts.body_mentions import BodyMention

_STAND_IN = (
    r"(?:replacements?|successors?|alternatives?|rivals?|competitors?|predecessors?|forerunners?|precursors?|"
    r"substitutes?|counterparts?|heirs?)"
)
_IN_PLACE_OF = re.compile(rf"\b{_STAND_IN}\s(?:for|to|of)\s(?:the\s|its\s|their\s)?(?:[a-z][\w-]*\s){{0,2}}$")
_STOOD_IN_FOR = re.compile(rf"(?:['’]s?)?\s(?:[a-z][\w-]*\s){{0,2}}{_STAND_IN}\b")
_ANY_STAND_IN = re.compile(rf"\b(?:an?|the|any|its)\s(?:[a-z][\w-]*\s){{0,2}}{_STAND_IN}\s(?:for|to)\s")
_PRICE = re.compile(r"(?:[a-z]+\s)?(?:cost|price|budget|bill|value|launch|delivery)s?\b")
_LEFT = re.compile(r"\b(?:from|to|into|onto|like|unlike|against|via)\s(?:the\s|its\s|an?\s)?(?:[a-z][\w-]*\s){0,2}$")
_OCCASION = re.compile(
    r"(?:\s\([^()]{1,24}\))?(?:['’]s?)?\s(?:[a-z0-9]+\s){0,2}(?:conference|event|summit|awards|seminar|exhibition|webinar|"
    r"workshop|convention|congress|hackathon)\b"
)
_AT = re.compile(
    r"\b(?:at|to|during|before|after|from|in)\s(?:the|an?|this|last|its)\s(?:[a-z0-9]+(?:['’]s)?\s){0,2}$|\b(?:at|during)\s$"
)
_ANOTHER = re.compile(
    r"(?:(?:In|By|At|On|For|Since|After|Before|Until|During|Meanwhile|Separately|However|Later|Earlier|Then)\b[^,;]{0,60}?,\s)?"
    r"(?P<lead>That|This|Another|An?|One|that|this|another|an?|one)\s(?P<words>(?:[a-z][\w-]*\s){1,4}?)"
    r"(?:(?:in|from|of|for|on)\s(?:[A-Z][\w-]*|\d{4})(?:\s\d{4})?\s)?"
    r"(?:had|has|was|were|is|would|will|could|should|may|might|put|went|came|set|gave|took|found|showed|covered|"
    r"followed|began|ran|cost|allows?|offers?|[a-z]{3,}ed)\b"
)
_OWN = re.compile(
    r"\b(?:department|council|agency|centre|unit|company|firm|supplier|programme|project|scheme|service|system|"
    r"authority|board|trust|university|society|organisation|committee|ministry|office|body|charity|platform|app|"
    r"framework|network|fund|force|group|institution|regulator|watchdog|plan|strategy|deal|contract|initiative|"
    r"website|site|portal|tool|team|business|partnership|product|tender|procurement|bid|campaign|pilot|trial|merger|move|"
    r"change|changes|rollout|attack|outage|incident|breach)s?$"
)
"""What an article's own body or programme may be called."""
_ENDED = re.compile(
    r"\b(?:clos(?:es?|ed|ing|ures?)|shut(?:s|ting)?|scrap(?:s|ped|ping)?|axed?|ends?|ended|replaced?|replac(?:es|ing)|"
    r"retired?|abolish(?:ed|es)?|switch(?:ed)?\soff|wound\s(?:up|down)|dropped|ditche[sd]|decommission(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_THE_NEW = re.compile(
    r"\b(?:the|its|a|an|this|that)\s(?:new|successor|replacement|future|next|rival)\s(?:[a-z-]+\s)?"
    r"(?:portal|site|website|system|service|platform|programme|scheme|contract|supplier|body|agency|app|network)\b"
)


def only_stands_in(text: str, named: Sequence[BodyMention], place: int) -> bool:
    """Whether all that names somebody before a place says what takes their place: `a successor to NBIT`."""
    ahead = [each for each in named if each.start < place]
    return bool(ahead) and all(is_replaced(text, each) for each in ahead)


def is_replaced(text: str, mention: BodyMention) -> bool:
    """Whether somebody is named only for what takes their place, or does the same: `a replacement for Horizon`."""
    before = _IN_PLACE_OF.search(text, max(0, mention.start - _NEAR), mention.start)
    return bool(before or _STOOD_IN_FOR.match(text, mention.end))


def names_stand_in(text: str) -> bool:
    """Whether a sentence speaks of what takes the place of something: `it had to find a successor to Horizon`."""
    return bool(_ANY_STAND_IN.search(text))


def has_price(text: str, place: int) -> bool:
    """Whether words behind "its" are what a thing has and a body has not: `Its price had doubled`."""
    return text[:place].rstrip().casefold().endswith("its") and bool(_PRICE.match(text, place))


def is_left(text: str, mention: BodyMention) -> bool:
    """Whether a name is only where something moves from or to: `a plan to move away from SAP`."""
    return bool(_LEFT.search(text, max(0, mention.start - _NEAR), mention.start))


def holds_occasion(text: str, start: int, end: int) -> bool:
    """Whether a name is that of who holds an occasion at which something was said: `at the LGA conference`."""
    return bool(_OCCASION.match(text, end) and _AT.search(text, max(0, start - _NEAR), start))


def begins_with_another(text: str) -> bool:
    """Whether a sentence is about a thing without a name, which a pronoun behind it means: `That option was open.`."""
    found = _ANOTHER.match(text)
    return bool(found) and not _OWN.search(found["words"].rstrip())


def has_ended(title: str) -> bool:
    """Whether a title says that something ends, or is replaced."""
    return bool(_ENDED.search(title))


def is_of_the_new(text: str, place: int) -> bool:
    """Whether a figure is of what is new: `the budget reported for the new portal`."""
    return bool(_THE_NEW.search(text, 0, place))


_NEAR = 60
"""Characters before a name among which stands what governs it."""
