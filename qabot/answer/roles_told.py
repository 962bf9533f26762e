"""Who does what to whom in a sentence, by the names on either side of a verb that has a direction. Pure.

What is not plainly told so is not read: a name behind a preposition, one that only owns something, a pronoun. So it can
be said that a sentence tells something the other way round, and seldom that it tells it as it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from qabot.answer.role_verbs import RoleVerb, base_forms, participles, role_verb, verbs_pattern
from qabot.core.dates import MONTH_NAME
from qabot.core.text import Span
from qabot.question.tokeniser import STOP_WORDS

_CAPITALS = r"[A-Z][^\W_]*(?:[.&’'-][^\W_]+)*"
NAME_RUN = rf"{_CAPITALS}(?:\s(?:(?:of|for|and|the|&)\s){{0,2}}{_CAPITALS}){{0,8}}"
"""Words with capitals that stand together, and the small words between them."""
_SEGMENT = r"[^.;:!?\n]+(?:[.;:!?](?!\s|$)[^.;:!?\n]*)*"
_PREPOSITION = (
    r"(?:about|against|as|at|between|by|for|from|in|into|like|near|of|on|over|than|through|to|under|upon|via|with|"
    r"within)"
)
_BEHIND_PREPOSITION = rf"(?i)\b{_PREPOSITION}\s+(?:(?:the|its|a|an|their|his|her)\s+)?(?:[a-z]+\s+)?$"
_FUNCTION = r"(?i)(?:am|is|are|was|were|be|been|being|has|had|have|will|would|to|not|also|later|then|since|now|\w+ly)"
_PASSIVE = (
    r"(?i)\b(?:is|are|was|were|be|been|being|gets?|got)\s+"
    r"(?:(?:\w+ly|also|not|never|once|then|later|first|since|being)\s+){0,2}$"
)
_BEFORE_BASE = (
    r"(?i)\b(?:to|will|would|must|should|could|may|might|can|did|does|do|not|never|let|made|helped)\s+(?:\w+ly\s+)?$"
)
_BEFORE_NOUN = r"(?i)\b(?:a|an|the|its|their|his|her|this|that|these|no|any|of|per|cyber|[\w]+['’]s|[\w]+s['’])[\s-]+$"
_CONTROL = (
    r"(?:order|tell|told|ask|forc|allow|requir|urg|instruct|oblig|compel|want|expect)[a-z]*\s+(?:the\s+)?"
    rf"(?P<name>{NAME_RUN})\s+to\b[^A-Z]*$"
)
_CLAUSE = (
    r"\b(?:said|says|say|that|because|while|when|after|before|as|if|although|though|but|where|since|until|whether)\s+"
    r"(?=(?:the\s+)?[A-Z])"
)
_ENDS_OBJECT = (
    r"[,;:–—(]|\b(?:and|but|while|when|after|before|because|as|if|although|where|since|until|whether|that|who|which|"
    r"by|for|over|in|on|with|from|to|of|at|about)\b"
)
_FILLER = r"(?i)\s*(?:(?!by\b|for\b|to\b|from\b|in\b|of\b|on\b|over\b|with\b|at\b|and\b)[a-z’'-]+\s+){0,3}$"
_TIME = rf"(?i)(?:{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|easter)\b"
_OWNER = r"['’]s?$"
_MONEY_TOLD = r"[£$€]|\d|\b(?:million|billion|money|funding|funds|contract|grant|deal|payment)\b"
_SURELY_PAID = frozenset("pay pays paid paying repay repaid owe owed owes".split())
_MOST_VERBS = 40
"""Verbs of one sentence that are read."""
_BACK = 300
"""Characters before a verb among which its subject is looked for."""
_REACH = 90
"""Characters behind a verb in which a name behind a preposition belongs to it."""


class RolesTold(Struct, frozen=True):
    """What one verb of a text tells."""

    frame: str
    """As `RoleVerb.frame`."""
    filled: dict[str, Span]
    """Where in the text whoever fills each role is named; only of the roles that a name fills."""


def roles_told(text: str) -> Iterator[RolesTold]:
    """Yield who does what to whom in a text, verb by verb; nothing of a verb on neither side of which a name stands."""
    for segment in re.finditer(_SEGMENT, text):
        plain = re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), segment[0])
        for found in islice(re.finditer(verbs_pattern(), plain), _MOST_VERBS):
            start = max(0, found.start() - _BACK)
            near = plain[start : found.end() + _REACH]
            for frame, filled in _told(near, (found.start() - start, found.end() - start), role_verb(found[0])):
                if filled:
                    place = segment.start() + start
                    moved = {role: (a + place, b + place) for role, (a, b) in filled.items()}
                    yield RolesTold(frame, moved)


def _told(text: str, place: Span, verb: RoleVerb) -> Iterator[tuple[str, dict[str, Span]]]:
    """Yield what one verb tells; nothing where it is a noun, or tells of no sum where its frame asks for one."""
    key, before = text[slice(*place)].casefold(), text[: place[0]]
    if re.search(_BEFORE_NOUN, before) or (key in base_forms() and not re.search(_BEFORE_BASE, before)):
        return
    if verb.frame == "money" and key not in _SURELY_PAID and not re.search(_MONEY_TOLD, text):
        return
    filled = _passive(text, place, verb) or _active(text, place, verb)
    yield verb.frame, filled
    if verb.frame == "fine":  # who is fined pays
        paid = {"fined": "giver", "fining": "taker"}
        yield "money", {paid[role]: span for role, span in filled.items()}


def _passive(text: str, place: Span, verb: RoleVerb) -> dict[str, Span]:
    """Return who fills the roles of `Y was paid by X` and of the headline `Y fined by X`; empty for other sentences."""
    start, end = place
    behind = text[end : end + _REACH]
    is_passive = re.search(_PASSIVE, text[:start]) is not None
    by = _behind("by", behind, end)
    if not is_passive and (by is None or text[slice(*place)].casefold() not in participles() or _object(text, end)):
        return {}
    filled = {verb.doer: by} if by else {}
    others = {role: _behind(word, behind, end) for word, role in verb.behind.items()}
    filled |= {role: span for role, span in others.items() if span}
    subject = _subject(text, start)
    if subject and verb.done_to and not any(others.values()):
        filled[verb.done_to] = subject
    return filled


def _active(text: str, place: Span, verb: RoleVerb) -> dict[str, Span]:
    start, end = place
    behind = text[end : end + _REACH]
    if verb.frame == "change" and _behind("with", behind, end):
        return {}  # `GDS replaced Directgov with GOV.UK`: whoever does it is neither
    filled: dict[str, Span] = {}
    if subject := _subject(text, start):
        filled[verb.doer] = subject
    if verb.done_to and (done_to := _object(text, end)):
        filled[verb.done_to] = done_to
    for word, role in verb.behind.items():
        if span := _behind(word, behind, end):
            filled[role] = span
    return filled


def _subject(text: str, end: int) -> Span | None:
    """Return the name that a verb has for its subject, of all that stands before it in its sentence."""
    start = max(text.rfind(mark, 0, end) for mark in ("–", "—")) + 1
    commas = [start, *(found.end() for found in re.finditer(",", text[:end]) if found.end() > start)]
    parts = list(zip(commas, [*(each - 1 for each in commas[1:]), end], strict=True))
    first, last = parts[-1]
    own = text[first:last]
    if found := _named_first(text, first, last):
        return found
    if len(parts) > 1 and re.match(r"(?i)\s*(?:who|which|that)\b", own):
        return _named_last(text, *parts[-2])
    if len(parts) > 1 and re.match(r"(?i)\s*(?:and|but|then)\b", own):
        return _named_first(text, *parts[-2])
    only_function = all(re.fullmatch(_FUNCTION, word) for word in own.split())
    return _named_first(text, *parts[-3]) if len(parts) > 2 and only_function else None  # noqa: PLR2004 - behind `, …,`


def _named_first(text: str, start: int, end: int) -> Span | None:
    part = text[start:end]
    if controlled := re.search(_CONTROL, part):
        return start + controlled.start("name"), start + controlled.end("name")
    if cuts := [each.end() for each in re.finditer(_CLAUSE, part)]:
        start += cuts[-1]
    for span in _names(text, start, end):
        is_owner = re.search(_OWNER, text[slice(*span)]) is not None
        if not is_owner and not re.search(_BEHIND_PREPOSITION, text[max(0, start - 1) : span[0]]):
            return span
    return None


def _named_last(text: str, start: int, end: int) -> Span | None:
    return next(reversed(list(_names(text, start, end))), None)


def _object(text: str, start: int) -> Span | None:
    """Return the name that follows a verb at once, with no more before it than `the supplier`."""
    for span in _names(text, start, start + _REACH):
        between = f" {text[start : span[0]]}"
        return None if re.search(_ENDS_OBJECT, between) or not re.fullmatch(_FILLER, between) else span
    return None


def _behind(word: str, behind: str, start: int) -> Span | None:
    """Return the name behind a preposition in what follows a verb: `paid £3m to the supplier Capita`."""
    for found in re.finditer(rf"\b{word}\s+(?:[a-z][a-z’'-]*\s+){{0,3}}?(?P<name>{NAME_RUN})", behind):
        if re.match(_TIME, found["name"]) or re.search(r"[,;:]", behind[: found.start()]):
            continue
        return start + found.start("name"), start + found.end("name")
    return None


def _names(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where names stand in a part of a text, without the word that has its capital for opening a sentence."""
    for found in re.finditer(NAME_RUN, text[start:end]):
        first, last = start + found.start(), start + found.end()
        while opening := re.match(r"(?:[A-Z][a-z]*|A|I)\s", text[first:last]):
            if opening[0].strip().casefold() not in STOP_WORDS:
                break
            first += opening.end()
        word = text[first:last]
        if word.casefold() not in STOP_WORDS and not re.match(_TIME, word):
            yield first, last
