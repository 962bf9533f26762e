"""Whom a sentence of the draft names that the article it is of names nowhere: another in the place of the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qabot.core.text import Span
from qabot.facts.press_names import PRESS
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name, is_person, keys_of, same_name
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import word_keys

_FOR = re.compile(r"(?:\s(?:was|is|were|are|went|goes|would\sgo))?\s(?:for|to|from|at)\s(?:the\s)?", re.IGNORECASE)
_GOT = re.compile(
    r"(?:\s\([A-Z]+\))?,?(?:\s(?:got|gets|had|has|was|were|will|would|get|received|given|promised|spent|paid|with|"
    r"some|about|up|to)){0,4}\s",
    re.IGNORECASE,
)
_DETERMINERS = frozenset({"", "the"})
_NO_NAMES = frozenset(
    """mp mps mep msp peers parliament commons lords whitehall westminster chancellor budget minister ministers
    secretary government governments council councils english british uk britain england eu us twitter internet web
    vat covid brexit labour tory tories conservative conservatives""".split()
)
"""Words with capitals that are for whoever holds an office, or a part of the world."""
UNBODIED = re.compile(
    r"(?:,|\s(?:is|was|became))\s(?:the|its|their|his|her)\s(?:[a-z-]+\s){0,3}[a-z-]+(?:,\s|\sat\sthe\stime\b|\.$)"
)
"""What somebody is, of a body that is not named: many are "the permanent secretary"."""
_AS_MUCH = 0.25
"""How much less of the matter a sentence may have than the likest."""
_A_KIND = 2
"""Words of a name from which the last tells of what kind its bearer is."""
_BESIDE = 3
"""Words on either side of a name that tell what it is in the place of."""
_PRONOUN = re.compile(r"(?:It|They|He|She)\s")
_BACK = 300
"""Characters before a pronoun in which it is said whom it is for."""
_TITLE = re.compile(
    r"\b(auditors?|suppliers?|contractors?|consultants?|consultancy|adviser|advisers|watchdog|regulator|outsourcer|vendor|owner|partner|"
    r"rival|union|charity|firm|company|giant|group|minister|secretary|chair|chairman|leader|director|executive|analyst|spokesman|spokeswoman)"
    r"\s(?:the\s)?$"
)
"""What stands right before a name and says what its bearer is."""
_ASIDE = re.compile(r",\s(?:once|then|formerly|now|the|an?|who)\s[^,;]{3,80},")
_WITHIN = 60
"""Characters behind a person among which it is said whose they are."""
_OF = re.compile(
    r"(?:[^.;]*?\s)?(?:of|at|from|for|ran|runs|led|leads|heads|headed|chaired|chairs)\s(?:the\s)?", re.IGNORECASE
)


class Replaced(NamedTuple):
    """A name of the draft, and another that an article has in its place."""

    like: Likeness
    """The article's sentence."""
    name: Name
    """The draft's, which the article has nowhere."""
    held: Name
    """The article's."""


def replaced_name(text: str, names: Sequence[Name], alike: Sequence[Likeness], policy: Policy) -> Replaced | None:
    """Return a name of a sentence of the draft that no article about the same thing has, and the one in its place.

    Args:
        text: The sentence.
        names: Whom it names.
        alike: The sentences of the corpus that are likest.
        policy: What is the same matter.
    """
    best = max((max(each.matter, each.rest) for each in alike), default=0.0)
    least = max(policy.same_matter, best - _AS_MUCH)
    of_it = [each for each in alike if max(each.matter, each.rest) >= least]
    if of_it and of_it[0].goes_on:  # what else is like it is of something else
        of_it = [each for each in of_it if each.goes_on]
    absent = [
        each for each in names if is_telling(each) and not any(like.sentence.held.has_name(each) for like in of_it)
    ]
    if len(absent) != 1:
        return None
    if is_person(absent[0]) and UNBODIED.match(text, absent[0].end):
        of_it = [each for each in of_it if each.goes_on]
    told = (_in_place_of(absent[0], text, names, like, policy) for like in of_it)
    return next(filter(None, told), None)


def is_telling(name: Name) -> bool:
    """Whether a name is of one bearer, and of no office that many hold."""
    return not set(name.text.casefold().split()) <= _NO_NAMES and name.text.casefold() not in PRESS


def _in_place_of(name: Name, text: str, names: Sequence[Name], like: Likeness, policy: Policy) -> Replaced | None:
    others = list(_others(names, like))
    if of_a_kind := next((each for each in others if _is_of_a_kind(name, each)), None):
        return Replaced(like, name, of_a_kind)
    if whose := _of_the_same_person(name, text, names, like):
        return Replaced(like, name, whose)
    if not _says_the_same(like, policy):
        return None
    if subject := _before_a_pronoun(name, text, like):
        return Replaced(like, name, subject)
    titled = [each for each in others if _has_same_title(text, name, like.sentence.text, each)]
    within = [each for each in others if each.start >= 0 and is_person(each) == is_person(name)]
    within = [each for each in within if not _is_told_aside(like.sentence.text, each)] or within
    place = _words_beside(text, name)
    beside = [each for each in within if place & _words_beside(like.sentence.text, each)]
    one = titled[:1] or (beside or within if _is_one(beside) or _is_one(within) else [])
    return Replaced(like, name, one[0]) if one else None


def _has_same_title(text: str, name: Name, held: str, other: Name) -> bool:
    """Whether one word of what they are stands right before both names: "its auditor Deloitte"."""
    one = _TITLE.search(text, 0, name.start)
    two = _TITLE.search(held, 0, other.start) if other.start > 0 else None
    return one is not None and two is not None and one[1] == two[1]


def _is_told_aside(text: str, name: Name) -> bool:
    """Whether a name only says who somebody else is: "Mike Bracken, once head of the office, left"."""
    return any(found.start() < name.start < found.end() for found in _ASIDE.finditer(text))


def _is_one(names: Sequence[Name]) -> bool:
    """Whether names are of one bearer: a body and its acronym, say."""
    return bool(names) and all(each.keys & names[0].keys for each in names)


def _before_a_pronoun(name: Name, text: str, like: Likeness) -> Name | None:
    """Return whom an article's sentence means by "it" or "he" at its start, where the draft's begins with a name."""
    held = like.sentence
    if not begins_with(text, name) or not _PRONOUN.match(held.text):
        return None
    before = held.named_in(held.held.article.text[max(0, held.start - _BACK) : held.start].rsplit("\n", 1)[-1])
    alike = [each for each in before if is_telling(each) and is_person(each) == is_person(name)]
    return alike[0] if len(alike) == 1 else None


def _says_the_same(like: Likeness, policy: Policy) -> bool:
    if like.rest >= policy.near_share and like.own >= policy.some_matter:
        return True
    is_near = like.rest >= policy.some_matter or like.near >= policy.some_near
    return like.goes_on and like.words >= policy.same_matter and is_near


def _others(names: Sequence[Name], like: Likeness) -> Iterator[Name]:
    """Yield whom an article's sentence names and the draft's does not, and then whom the rest of the article does."""
    keys, words = keys_of(names), frozenset(word for each in names for word in word_keys(each.text))
    outlets = {word for each in like.sentence.held.outlets for word in word_keys(each)}
    elsewhere = (each._replace(start=-1, end=-1) for each in like.sentence.held.names)
    for other in (*like.sentence.names, *elsewhere):
        if is_telling(other) and not same_name(other, keys, words) and not word_keys(other.text) <= outlets:
            yield other


def _words_beside(text: str, name: Name) -> set[str]:
    """Return the stems of the words of content that stand beside a name."""
    before, behind = text[: name.start].split()[-_BESIDE:], text[name.end :].split()[:_BESIDE]
    words = (word.strip(".,;:“”‘’'\"()").casefold() for word in (*before, *behind))
    return {stem(word) for word in words if word.isalpha() and word not in STOP_WORDS}


def _is_of_a_kind(one: Name, other: Name) -> bool:
    """Whether all but a word is common to two names, or their last: the Scottish Government and the Welsh."""
    own, theirs = one.text.casefold().split(), other.text.casefold().split()
    if own == theirs or min(len(own), len(theirs)) < _A_KIND or is_person(one) or is_person(other):
        return False
    return own[-1] == theirs[-1] or (len(own) == len(theirs) > _A_KIND and own[:-1] == theirs[:-1])


def _of_the_same_person(name: Name, text: str, names: Sequence[Name], like: Likeness) -> Name | None:
    """Return of which body an article says a person is, of whom the draft says that they are of another."""
    person = next((each for each in names if each.end < name.start and is_person(each)), None)
    if person is None or name.start - person.end > _WITHIN or not _OF.fullmatch(text, person.end, name.start):
        return None
    held = like.sentence
    same = [each for each in held.names if same_name(person, each.keys, word_keys(each.text))]
    if not same:
        return None
    behind = [each for each in held.names if 0 <= each.start - same[0].end <= _WITHIN + _WITHIN and each is not same[0]]
    return next((each for each in behind if _OF.fullmatch(held.text, same[0].end, each.start)), None)


def absent_subject(text: str, names: Sequence[Name], like: Likeness) -> Name | None:
    """Return whom a sentence begins with, where the article that has its words names them nowhere."""
    first = names[0] if names and begins_with(text, names[0]) else None
    return first if first and is_telling(first) and not like.sentence.held.has_name(first) else None


def begins_with(text: str, name: Name) -> bool:
    """Whether a sentence begins with a name, or with "the" and it."""
    return text[: name.start].strip().casefold() in _DETERMINERS


def bound_name(text: str, names: Sequence[Name], span: Span) -> Name | None:
    """Return whom a figure is plainly of: "the Home Office £2m", "£2m for the Home Office"; None where it is not."""
    for name in names:
        if name.start >= span[1] and _FOR.fullmatch(text, span[1], name.start):
            return name
    before = [name for name in names if name.end <= span[0]]
    return before[-1] if before and _GOT.fullmatch(text, before[-1].end, span[0]) else None
