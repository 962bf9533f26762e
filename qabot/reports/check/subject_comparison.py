"""Who does something in a sentence of the draft, and who does it in the article: one person in the place of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.reports.check.absent_names import Replaced
from qabot.reports.check.held_sentences import HeldSentence, Likeness
from qabot.reports.check.named_bodies import Name, is_person, same_name
from qabot.reports.check.office_holders import is_at_another_time, is_of_any_body
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import WordSequence, word_keys

_LEAD = re.compile(r"(?:[\w'’-]+\s){0,6}")
"""What may stand before who does something: an office."""
_ROLE = re.compile(r",\s(?:the\s)?([^,.;]{6,90}),")
_APART = re.compile(r",\s(?:the\s)?")
_FEWEST_WORDS = 3
_PRONOUN = re.compile(r"(?:He|She)\s")
_AS_MUCH = 0.1
_BACK = 700
"""Characters before a pronoun in which the person stands that it is for."""


def other_subject(text: str, names: Sequence[Name], alike: Sequence[Likeness], policy: Policy) -> Replaced | None:
    """Return the person whom a sentence of the draft begins with, and the other who does the same in an article."""
    own = names[0] if names and _LEAD.fullmatch(text, 0, names[0].start) else None
    if own is None or not (is_person(own) or _is_surname(own, alike)):
        return None
    of_it = [each for each in alike if each.goes_on or max(each.matter, each.rest) >= policy.same_matter]
    of_it = [each for each in of_it if not is_at_another_time(text, each)]
    if office := _in_office(text, own, of_it):
        return office
    # What the draft goes on about is asked first: in other words than its own, others may do much the same elsewhere.
    going_on = [each for each in of_it if each.goes_on]
    told = (_another(own, some, policy) for some in (going_on, () if is_of_any_body(text, names) else of_it))
    return next(filter(None, told), None)


def _another(own: Name, of_it: Sequence[Likeness], policy: Policy) -> Replaced | None:
    """Return the other person with whom the sentences begin that say most of what the draft's does; they must agree."""
    best = max((each.nameless for each in of_it), default=0.0)
    if best < policy.same_matter:
        return None
    told: list[Replaced] = []
    for each in of_it:
        if each.nameless < best - _AS_MUCH:
            continue
        other = _subject(each.sentence)
        if other is None or each.sentence.has_name(own) or same_name(own, other.keys, word_keys(other.text)):
            return None
        told.append(Replaced(each, own, other))
    return told[0] if told else None


def _in_office(text: str, own: Name, of_it: Sequence[Likeness]) -> Replaced | None:
    """Return the person who holds, in an article, the office that the draft puts behind another's name."""
    role = _ROLE.match(text, own.end)
    words = WordSequence(role[1]).keys if role else []
    if len(words) < _FEWEST_WORDS:
        return None
    for like in of_it:
        held = like.sentence
        place = held.words.find(words)
        if place is None or held.has_name(own):
            continue
        start = held.words.words[place].start
        before = [each for each in held.names if each.end <= start and _APART.fullmatch(held.text, each.end, start)]
        if before and is_person(before[-1]):
            return Replaced(like, own, before[-1])
    return None


def _is_surname(name: Name, alike: Sequence[Likeness]) -> bool:
    """Whether a word is the surname of somebody whom an article of the matter names in full."""
    people = (each for like in alike[:1] for each in like.sentence.held.names if is_person(each))
    return any(name.text == each.text.split()[-1] for each in people)


def _subject(held: HeldSentence) -> Name | None:
    """Return the person whom an article's sentence begins with, by name or by a pronoun."""
    if not _PRONOUN.match(held.text):
        first = held.names[0] if held.names else None
        return first if first and is_person(first) and _LEAD.fullmatch(held.text, 0, first.start) else None
    before = held.held.article.text[max(0, held.start - _BACK) : held.start]
    people = [each for each in held.named_in(before) if is_person(each)]
    return people[-1] if people else None
