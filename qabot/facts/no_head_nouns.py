"""Nouns beside a figure that it is of none of: those of set phrases, of who acts, and of what only tells it. Pure."""

from __future__ import annotations

import re

_IDIOMS = frozenset(
    """account grounds behalf condition basis top terms line return addition advance full principle part place hand
    effect view space course process wake light case order question result practice turn average parliament response
    exchange sight dispute force circulation all total detail aggregate short particular general reality theory
    hindsight stages instalments tranches time schedule merit request demand kind fact sum cash past
    run-up calendar meantime interim aftermath""".split()
)
"""Behind "on", "in" or "for" these are no thing: `on account of poor service`, `in order to`, `in the space of`."""
_ACTORS = re.compile(
    r"(?:departments?|ministr(?:y|ies)|councils?|agenc(?:y|ies)|authorit(?:y|ies)|compan(?:y|ies)|firms?|suppliers?|"
    r"organisations?|boards?|committees?|regulators?|watchdogs?|auditors?|ministers?|officials?|government|trusts?|"
    r"universit(?:y|ies)|forces?|bod(?:y|ies)|charit(?:y|ies)|contractors?|vendors?|officers?|chancellor|secretar(?:y|ies)|"
    r"mps|peers|unions?|outlets?|editors?|authors?|columnists?|journalists?|spokes(?:man|woman|person|people)|"
    r"inspectors?|court|judge|tribunal|mayor|leaders?|consortium|partnership|administrators?|liquidators?|receiver)$",
    re.IGNORECASE,
)
"""Who does something with a sum, which is not of them: `The department had advanced £20m`."""
_TEXTS = re.compile(
    r"(?:articles?|reports?|notes?|notices?|letters?|accounts?|stor(?:y|ies)|statements?|releases?|papers?|blogs?|posts?|"
    r"headlines?|titles?|minutes|memos?|versions?|surveys?|stud(?:y|ies)|audits?|coverage|documents?|leaflets?|answers?|"
    r"newspapers?|magazines?|summar(?:y|ies)|briefings?|interviews?|speech(?:es)?|business\scases?|documents?)$",
    re.IGNORECASE,
)
"""What only tells a sum: `A notice had spoken of £480m`, `in Computer Weekly's report`."""
_OWNER = re.compile(r"(?:['’]s|s['’])$")
_LITTLE = frozenset("much many little few far long high low cent percent once".split())
_OBJECT = re.compile(
    r"\s(?:(?:the|its|their|his|her|our|an?|this|that|these|those|it|them|up|out|down|off|away|back|over|each|every|"
    r"all|some|more|any|another)\b|[a-z]+ed\s[a-z])"
)
"""What stands behind a gerund that has an object, and is no thing by itself: `for ending its contract`."""


def is_idiom(words: str) -> bool:
    """Whether what stands behind "on", "in" or "for" is a word of a set phrase, and no thing."""
    return words.casefold() in _IDIOMS


def is_no_head(words: str) -> bool:
    """Whether a head noun is the owner of one, or no noun that a sum can be of: `the company's`, `as much`."""
    last = words.rsplit(maxsplit=1)[-1]
    return bool(_OWNER.search(last)) or last.casefold() in _LITTLE


def acts_or_tells(words: str) -> bool:
    """Whether the subject of a clause does something with its sum, or only tells it."""
    return bool(_ACTORS.search(words) or _TEXTS.search(words))


def tells(words: str) -> bool:
    """Whether words end as a text is called: an article, a report."""
    return bool(_TEXTS.search(words))


def governs_object(text: str, end: int) -> bool:
    """Whether a word in -ing that ends here has its object behind it, or a particle."""
    return bool(_OBJECT.match(text, end))
