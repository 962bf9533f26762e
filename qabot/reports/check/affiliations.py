"""Whom a person is of, in the draft and in the article: "Magnus Falk of techUK" for "Julian David of techUK". Pure.

A person and a body that stand together so are one thing that is told. Where the article's sentence that says most of
the draft's has the body with another person, and no sentence has the draft's person with it, the one is in the place of
the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.absent_names import Replaced
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name, is_person, same_name
from qabot.reports.check.office_holders import OFFICES, ONE_WORD, is_at_another_time, may_be_person
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import word_keys

_OF = re.compile(
    r",?\s(?:who\s(?:is|was|heads|headed|leads|led|runs|ran|chairs|chaired|held)\s)?"
    r"(?:(?:(?:the|an?|its|then)\s)?(?:[\w’'-]+\s){0,8}?(?:of|at|for|from|in\scharge\sof(?:\s\w+){1,2}\sat)|"
    r"(?:runs|ran|heads|headed|leads|led|chairs|chaired|directs))\s(?:the\s)?"
)
"""What stands between a person and whom they are of: " of ", ", chief executive of the "."""
_ROLE = re.compile(rf"(?:['’]s?)?\s(?:[a-z’'-]+\s){{0,3}}?(?:{'|'.join(sorted(OFFICES))})\s")
"""What stands between whom a person is of, and the person: "techUK chief executive ", "Capita's "."""
_HEADS = re.compile(r"^\s(?:runs|ran|heads|headed|leads|led|chairs|chaired|directs)\s")
"""How somebody is said to be at the head of a body."""
_DESCRIBED = re.compile(rf",\s(?:[\w’'-]+\s){{0,6}}?(?:{'|'.join(sorted(OFFICES))})\b")
_PAST = re.compile(r"\b(?:former|formerly|then|ex|once|now|later|previously)\b", re.IGNORECASE)
"""What shows that somebody was with others before or after."""
_LEAST = 0.3
"""Share of what a sentence says that the article's has, for whom it names to be in the place of the draft's."""


_WITHIN = 2
"""Names behind a person among which is whom they are of."""


class _Pair(NamedTuple):
    """A person and whom they are of."""

    person: Name
    body: Name


def other_person_of(text: str, names: Sequence[Name], alike: Sequence[Likeness], policy: Policy) -> Replaced | None:
    """Return a person whom the draft says to be of a body, and the one of whom the article says so.

    Args:
        text: The sentence of the draft.
        names: Whom it names.
        alike: The sentences of the corpus that are likest.
        policy: What is the same matter.
    """
    if _PAST.search(text):
        return None
    of_it = [each for each in alike if each.goes_on or each.matter >= policy.same_matter]
    for one in _pairs(text, names):
        best = max(of_it, key=lambda each: each.own, default=None)
        if best is None or best.own < _LEAST or is_at_another_time(text, best):
            continue
        article = [each for each in of_it if each.sentence.held is best.sentence.held]
        if any(_stand_together(one, each) for each in article):
            continue
        # Where another sentence is likest, it must be of the draft's person, and say what they are instead.
        is_told = best.sentence.has_name(one.person) and not best.sentence.has_name(one.body)
        for like in article if is_told and _says_what(one.person, best) else [best]:
            for each in _pairs(like.sentence.text, like.sentence.names):
                is_other = _is_one(one.body, each.body) and not _is_one(one.person, each.person)
                if is_other and (not _is_all(text, one) or _is_same_office(text, one, like.sentence.text, each)):
                    return Replaced(like, one.person, each.person)
        if other := _other_body(text, one, article):
            return other
    return None


def _other_body(text: str, pair: _Pair, article: Sequence[Likeness]) -> Replaced | None:
    """Return the only body of which an article says a person to be what the draft says that they are of another."""
    link = _between(text, pair)
    is_head = _HEADS.search(link) is not None
    found: dict[str, Replaced] = {}
    for like in article:
        held = like.sentence
        for each in _pairs(held.text, held.names):
            is_so = is_head or bool(_offices(link) & _offices(_between(held.text, each)))
            if is_so and _is_one(pair.person, each.person) and not _is_one(pair.body, each.body):
                found.setdefault(each.body.text, Replaced(like, pair.body, each.body))
    bodies = list(found.values())
    is_one = bool(bodies) and all(each.held.keys & bodies[0].held.keys for each in bodies)
    return bodies[0] if is_one and bodies[0].like.sentence.held.has_name(pair.body) else None


def _is_all(text: str, pair: _Pair) -> bool:
    """Whether a sentence says no more than of whom a person is: a body has many."""
    around = f"{text[: min(pair.person.start, pair.body.start)]} {text[max(pair.person.end, pair.body.end) :]}"
    return word_keys(around) <= STOP_WORDS


def _is_same_office(text: str, pair: _Pair, held: str, other: _Pair) -> bool:
    """Whether both are told to be the same of a body, or neither what they are."""
    one, two = (
        {stem(ONE_WORD.get(each, each)) for each in _offices(_between(each_text, each_pair))}
        for each_text, each_pair in ((text, pair), (held, other))
    )
    return bool(one & two) or not one


def _between(text: str, pair: _Pair) -> str:
    """Return what stands between a person and whom they are of, in either order."""
    is_behind = pair.person.end <= pair.body.start
    return text[pair.person.end : pair.body.start] if is_behind else text[pair.body.end : pair.person.start]


def _offices(words: str) -> set[str]:
    return {each for each in words.casefold().replace(",", " ").split() if each in OFFICES}


def _says_what(person: Name, like: Likeness) -> bool:
    """Whether a sentence says what somebody is: "Magnus Falk, deputy technology officer, …"."""
    held = like.sentence
    own = (each for each in held.names if _is_one(person, each))
    return any(_DESCRIBED.match(held.text, each.end) for each in own)


def _stand_together(pair: _Pair, like: Likeness) -> bool:
    """Whether a sentence may say of a person that they are of a body."""
    held = like.sentence
    told = list(_pairs(held.text, held.names))
    if any(_is_one(pair.person, each.person) and _is_one(pair.body, each.body) for each in told):
        return True
    others = any(_is_one(pair.person, each.person) or _is_one(pair.body, each.body) for each in told)
    return not others and held.has_name(pair.person) and held.has_name(pair.body)


def _pairs(text: str, names: Sequence[Name]) -> Iterator[_Pair]:
    """Yield persons and bodies that stand together: "head of ICT at Solihull Council" is of two that may be bodies."""
    for number, one in enumerate(names):
        for other in names[number + 1 : number + 1 + _WITHIN]:
            if may_be_person(one) and not is_person(other) and _OF.fullmatch(text, one.end, other.start):
                yield _Pair(one, other)
            if may_be_person(other) and not is_person(one) and _ROLE.fullmatch(text, one.end, other.start):
                yield _Pair(other, one)


def _is_one(one: Name, other: Name) -> bool:
    return same_name(one, other.keys, word_keys(other.text))
