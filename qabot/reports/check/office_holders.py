"""Who holds an office in a sentence of the draft, and who in the article: "Jim Harra, who chaired the PAC". Pure.

An office is what stands beside a person: "the leader of Brent", "design director". It is told by its words alone, so
that "who chaired the PAC" and "chair of the Public Accounts Committee (PAC)" are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.absent_names import UNBODIED, Replaced
from qabot.reports.check.held_sentences import HeldSentence, Likeness
from qabot.reports.check.named_bodies import HEADS, Name, is_person, same_name
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import WordSequence, word_keys

OFFICES = frozenset(
    """director minister secretary chair chairman chairwoman chairs chaired executive leader leads led officer head
    heads headed president mayor commissioner manager auditor spokesman spokeswoman spokesperson adviser governor
    treasurer partner founder author authors chancellor""".split()
)
"""Words one of which every office has."""
OFFICE_WORDS = OFFICES | {"chief", "deputy", "permanent", "interim"}
"""Words of which many bodies' offices are made."""
_WHOSE = re.compile(
    rf"\b(?:its|their|his|her|our)\s(?:[\w-]+\s){{0,3}}(?:{'|'.join(sorted(OFFICES))})\b", re.IGNORECASE
)
"""An office of a body that is named elsewhere, if at all."""
ONE_WORD = {"chairman": "chair", "chairwoman": "chair", "chaired": "chair", "chairs": "chair", "headed": "head",
             "heads": "head", "led": "lead", "leads": "lead", "leader": "lead"}  # fmt: skip
_PERSONS = range(2, 4)
"""Words of a person's name."""
_FEWEST = 2
"""Words of an office from which it is somebody's alone."""
_BEHIND = re.compile(
    r",?\s(?:(?:who\s)?(?:was|is|became)\s|who\s(?=chair|led|lead|head)|(?<=,\s))(?:then\s)?(?:the\s|an?\s)?"
    r"(?!(?:its|their|his|her|whose)\s)((?:[^,.;:()]|\([\w&.]{2,10}\)){4,90})"
)
_ITS = re.compile(
    r",?\s(?:(?:who\s)?(?:was|is|became)\s|(?<=,\s))(?:(?:its|their|our)\s(?P<office>(?:[a-z-]+\s?){1,4})|at\s(?:its|their|the)\s(?P<part>head)\b)|"
    r"\sat\s(?:its|their|the)\s(?P<head>head)\b"
)
"""What a body's own officer is called behind the name: "Jo Fry, its chief executive"; or "is at its head"."""
_IS = re.compile(r"\s(?:is|was|remains)$")
_BEFORE = re.compile(r"(?:^|[\s’'])((?:[\w’'&-]+\s){1,7})$")
_ENDS = re.compile(r"\s(?:and\s(?![A-Z])|(?:who|which|in|on|at|until|since|when|but|after|before)\s)")
_OWNER = re.compile(
    r"(?:the\s)?(?:company|firm|department|council|agency|authority|body|committee|office|organisation|group|union|charity|trust|board|"
    r"force|university|bank|institute|association|regulator|watchdog|supplier|ministry|centre|service|unit|society)['’]s\s"
)
_OF = re.compile(r"\s(?:of|for|to|at|in|with|by|from)\s")
_DATED = re.compile(
    rf"\b(?:{'|'.join(sorted(OFFICES))})\b[^,.;]{{0,60}}?\s(?:in|until|till|from|since|before|after|to)\s(?:[A-Z]\w+\s)?"
    r"(?P<year>(?:19|20)\d\d)\b"
)
"""An office with when it was held: "who led the council in 2013"."""
_PAST = re.compile(r"\b(?:then|former|formerly|ex|previous|previously|once|at th(?:at|e)\stime)\b", re.IGNORECASE)
"""What shows that somebody held an office before or after the one whom an article names."""
_MOST_BEFORE = 70


_SOLE = frozenset(map(stem, ("chair", "president", "mayor", "governor", "treasurer")))
"""Offices of one word that one person holds, in an article that names but one."""


class Holder(NamedTuple):
    """A person in an office."""

    person: Name
    """Who."""
    words: frozenset[str]
    """The stems of the words for the office, and for whose it is."""
    is_anybodys: bool = False
    """Whether it is said to be the company's, or another body's that is named elsewhere."""
    core: frozenset[str] = frozenset()
    """Those of the office alone."""


def other_holder(text: str, names: Sequence[Name], alike: Sequence[Likeness], policy: Policy) -> Replaced | None:
    """Return a person whom the draft gives an office, and the other who holds it in the article of the same matter.

    Args:
        text: The sentence of the draft.
        names: Whom it names.
        alike: The sentences of the corpus that are likest.
        policy: What is the same matter.
    """
    given = [each for each in holders(text, names) if len(each.words) >= _least(each) or each.words <= _SOLE]
    is_past = _PAST.search(text) is not None
    is_anybodys = is_of_any_body(text, names)
    for holder in given:
        of_it = [each for each in alike if each.goes_on or max(each.matter, each.rest) >= policy.same_matter]
        for like in of_it[:1]:
            article = [each for each in of_it if each.sentence.held is like.sentence.held]
            is_of_then = is_past and not like.sentence.held.has_name(holder.person)
            is_of_then = is_of_then or is_at_another_time(text, like) or (is_anybodys and not like.goes_on)
            if is_of_then or any(_has_both(each.sentence, holder) for each in article):
                break
            found = [(each, other) for each in article if (other := _other(each.sentence, holder))]
            is_one = len({other.text for _, other in found}) == 1 and like.goes_on
            if found and (is_one or (len(holder.words) >= _FEWEST and not holder.is_anybodys)):
                return Replaced(found[0][0], holder.person, found[0][1])
    return None


def _least(holder: Holder) -> int:
    """Return how many words an office must have: "the council's leader" has told whose by a word that is left out."""
    return 1 if holder.is_anybodys else _FEWEST


def _other(held: HeldSentence, holder: Holder) -> Name | None:
    for each in holders(held.text, held.names):
        is_same = same_name(holder.person, each.person.keys, word_keys(each.person.text))
        if holder.words <= each.words and not is_same:
            return each.person
    return None


def _has_both(held: HeldSentence, holder: Holder) -> bool:
    """Whether an article's sentence has a person and all words of an office, and no other person in it."""
    if not held.has_name(holder.person) or not holder.words <= _stems(held.text):
        return False
    return _other(held, holder) is None


def holders(text: str, names: Sequence[Name]) -> Iterator[Holder]:
    """Yield the persons of a sentence with the words of what they are, behind their names and in front of them."""
    for name in names:
        if not may_be_person(name):
            continue
        if (behind := _BEHIND.match(text, name.end)) and (words := _office(behind[1])):
            yield Holder(name, words, _OWNER.match(behind[1]) is not None, _core(behind[1]))
        elif (own := _ITS.match(text, name.end)) and (words := _office(own["office"] or own["part"] or own["head"])):
            yield Holder(name, words, is_anybodys=True, core=words)
        # "Its chief executive, Nick Goodwin, told": between commas, the name stands behind the office.
        end = name.start - 2 if text.startswith(",", name.end) and text.endswith(", ", 0, name.start) else name.start
        told = _IS.sub("", text[max(0, end - _MOST_BEFORE) : end].rstrip())
        before = _BEFORE.search(f"{told} ")
        last = last_office(before[1]) if before else ""
        if last and (words := _office(last)):
            yield Holder(name, words, core=_core(last))


def may_be_person(name: Name) -> bool:
    """Whether a name is of the form of a person's: beside an office, a first name that is not listed will do."""
    words = name.text.split()
    is_formed = len(words) in _PERSONS and not name.is_known and all(word[0].isupper() for word in words)
    return is_person(name) or (is_formed and words[-1].casefold() not in HEADS and not name.text.isupper())


def _office(words: str) -> frozenset[str]:
    """Return the stems of an office's words, up to where the clause goes on; none of "the high point"."""
    words = _OWNER.sub("", words)
    first = _OF.split(words)[0]
    return _stems(_ENDS.split(f"{words} ")[0]) if OFFICES & set(WordSequence(first).keys) else frozenset()


def _core(words: str) -> frozenset[str]:
    """Return the stems of an office without whose it is: "vice president of the institute"."""
    return _stems(_ENDS.split(f"{_OF.split(_OWNER.sub('', words))[0]} ")[0])


def is_in_the_past(text: str) -> bool:
    """Whether a sentence shows that an office was held before or after the one whom an article names."""
    return _PAST.search(text) is not None


def is_at_another_time(text: str, like: Likeness) -> bool:
    """Whether a sentence says when somebody held an office, and neither an article nor its sentence is of that time."""
    found = _DATED.search(text)
    if found is None:
        return False
    held = like.sentence
    published = held.held.article.published
    years = {each.first.year for each in held.dates} | ({published.year} if published else set[int]())
    return int(found["year"]) not in years


def is_of_any_body(text: str, names: Sequence[Name]) -> bool:
    """Whether a sentence says no more than that somebody holds an office, or of whom only with a pronoun."""
    if _WHOSE.search(text) or any(UNBODIED.match(text, each.end) for each in names):
        return True
    named = {word for each in names for word in word_keys(each.text)}
    content = {key for key in WordSequence(text).keys if key not in STOP_WORDS and key not in named}
    return content <= OFFICE_WORDS | {each for each in content if each.isdigit()}


def last_office(words: str) -> str:
    """Return the words for an office at the end of some: "deputy director", "director of strategy"."""
    parts = words.split()
    places = [number for number, word in enumerate(parts) if word.casefold() in OFFICES]
    if not places:
        return ""
    behind = parts[places[-1] + 1 :]
    if behind and behind[0].casefold() not in {"of", "for"}:
        return ""
    first = places[-1]
    while first and places[-1] - first < _FEWEST and parts[first - 1].casefold() not in STOP_WORDS:
        first -= 1
    return " ".join(parts[first:])


def _stems(text: str) -> frozenset[str]:
    keys = (key.removesuffix("'s").removesuffix("'") for key in WordSequence(text).keys)
    return frozenset(stem(ONE_WORD.get(key, key)) for key in keys if key not in STOP_WORDS and key not in {"then", "s"})
