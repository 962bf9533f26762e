"""Whom a text names: runs of words with capitals, each with every key that the same body or person answers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qabot.core.name_keys import name_key, organisation_keys
from qabot.facts.person_names import FIRST_NAMES
from qabot.facts.press_names import PRESS
from qabot.question.entities import EntityGazetteer
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import is_general
from qabot.reports.check.word_sequence import plain_key

_CAPITAL = r"(?:[A-Z][\w&’']*(?:[.-]\w+)*|[a-z]+[A-Z]\w*|[a-z]\.[A-Z]\w+|gov\.uk)"
_NAME = re.compile(rf"(?<![\w@./]){_CAPITAL}(?:(?:\s(?:of|for|the|de|on|to)){{0,2}}\s{_CAPITAL}|\s&\s{_CAPITAL})*")
_ALL = re.compile(rf"(?<![\w@./]){_CAPITAL}(?:(?:\s(?:and|of|for|the|de|on|to)){{0,2}},?\s{_CAPITAL})*")
_POSSESSIVE = re.compile(r"['’](?:s|ll|ve|re|d|m)?$")
"""What is no part of a name that it stands behind: "GDS's", "Who'd", "They're"."""
_LETTERS = re.compile(r"(?<=[a-z])(?:,?\s(?:MP|MSP|MS|MLA|CBE|OBE|MBE|KCB|CB|QC|KC))+$")
"""What stands behind a person's name and is no part of it."""
_SENTENCE_END = re.compile(r"(?:^|[.!?:;“‘\"(\n>|•]|(?:^|\s)[-–—*+]|\d\))[\s“‘\"(*_]*$")
"""What stands before a word that has its capital from its place: a sentence, a cell, a line of a list."""
_OF_LABEL = re.compile(r"\s?[:|]")
"""What stands behind a word that labels a line or a cell of a table."""
_OF_IT = re.compile(r"\s(?:of|for|on|to)\s")
_BEHIND_PERSON = re.compile(r"\s(?:of|for|at|on|to)\s")
"""What stands between a person and whom they are with."""
_KINDS = frozenset(
    """mp mps mep meps msp msps ms sme smes cio cios cto ctos ceo ceos cfo cfos coo coos ciso cisos cdo cdos pm pms
    gp gps ngo ngos dpo dpos""".split()
)
"""What many are, or hold, and is written with capitals all the same."""
_SEVERAL_NAMES = re.compile(r",|\sand\s")
_FOR_THE = re.compile(r"\s(?:for|on|to)\sthe\s")
"""What stands behind a common word that begins a sentence: "Numbers for the …"."""
_WHOSE = re.compile(r"(?<=\w)['’]s?\s([A-Z]\w+)\s[A-Z]")
"""What parts a body and a person of it: "LocalGov Digital's Carl Haggerty"."""
_TOKEN = re.compile(r"\S+")
_OFFICES = frozenset(
    """chancellor minister secretary mayor president commissioner director officer executive chair chairman chairwoman
    leader councillor judge speaker ombudsman superintendent inspector governor treasurer""".split()
)
"""What may stand with a capital in front of a person's name."""
_DENIED = "n't", "n’t"
_OF_A_MONTH = re.compile(
    r"\s(?:of|for|to|on)\s(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
"""What is no part of a name that it ends with: "the Spending Round of June 2013"."""
_OWNED = re.compile(r"(?<=\w)['’]s?\s([A-Z]\w+)$")
"""What parts a body and a thing of it: "Birmingham's Oracle"."""
_PLACES = frozenset(
    "House Speech College Hall Park Square Cross Hospital Court Gate Street Road Day Inn Yard School Bay".split()
)
"""What is named after somebody: "St George's House"."""
_TITLES = frozenset("mr mrs ms miss dr sir dame lord lady prof professor cllr rt hon baroness".split())
_SEVERAL = re.compile(r"(?<=\b[A-Z]{2})s$|(?<=[A-Z]{3})s$")
"""What makes an acronym a plural: "GPs"."""
_OF_TIME = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas easter""".split()
)
_ADVERBS = frozenset(
    """instead meanwhile yesterday today tomorrow elsewhere later still perhaps altogether together once then now
    indeed nevertheless nonetheless moreover furthermore besides likewise afterwards already soon
    earlier according beside despite alongside amid among amongst unlike following like inside outside near""".split()
)
"""Words that a sentence begins with in front of a name."""
_QUANTITIES = frozenset(
    """half most some many all part two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety""".split()
)
"""Words that say how much of a name's bearer, at the start of a sentence."""
_SPEAKS = re.compile(
    r"\s(?:said|says|reported|reports|found|wrote|noted|thought|judged|counted|called|put|gave|told|had|has|carried|"
    r"ran|covered|expected|added|adds|broke)\b"
)
"""What shows that a common word with a capital, such as "Computing", is the outlet of that name."""
_COMMON = ("ly", "ing", "ed", "er", "est", "tion", "sion", "ment", "ness", "ity", "ence", "ance", "ship", "hood", "ism")
"""How words end that have a capital at the start of a sentence, and are seldom names."""
HEADS = frozenset(
    """government council department ministry office committee agency authority commission service services board trust
    group university college institute association society union federation centre fund party police force company
    bank court foundation network forum lab house programme review weekly news world times press""".split()
)
"""What bodies are, in their last words: no surname by which one is meant."""
_FULL = 2
"""Words of a name of a first name and a surname."""
_BEFORE = 12
"""Characters before a word that tell whether it begins a sentence."""
_MOST_REMEMBERED = 50_000


class Name(NamedTuple):
    """A body, a person or a thing that a text names."""

    start: int
    """First character."""
    end: int
    """One past the last."""
    text: str
    """As it is written, without a possessive ending."""
    keys: frozenset[str]
    """Keys of every name that the same is known by."""
    is_known: bool
    """Whether it is a body of the gazetteer."""


class NameReader:
    """Reads names, each spelling looked up once."""

    def __init__(self, gazetteer: EntityGazetteer) -> None:
        """Know bodies from this gazetteer."""
        self._gazetteer = gazetteer
        self._families: dict[str, tuple[frozenset[str], bool]] = {}

    def names(self, text: str) -> list[Name]:
        """Return the names in a text, in order."""
        return [name for found in _ALL.finditer(text) for name in self._parts(text, *found.span())]

    def keys(self, name: str) -> frozenset[str]:
        """Return every key that a name's bearer answers to."""
        return self._family(name)[0]

    def _parts(self, text: str, start: int, end: int) -> Iterator[Name]:
        """Yield a run of capitals as the one name that it is, or as the names it joins."""
        whole = text[start:end]
        if (owned := _WHOSE.search(whole)) and owned[1] in FIRST_NAMES and not self._family(_bare(whole))[1]:
            yield from self._parts(text, start, start + owned.start() + 1)
            yield from self._parts(text, start + owned.start(1), end)
            return
        if (owned := _OWNED.search(whole)) and not (
            owned[1].casefold() in HEADS or owned[1] in _PLACES or self._family(_bare(whole))[1]
        ):
            yield from self._parts(text, start, start + owned.start() + 1)
            yield from self._one(text, start + owned.start(1), end)
            return
        joint = _BEHIND_PERSON.search(whole)
        is_person = (
            joint is not None
            and _is_apart(whole[: joint.start()].split())
            and not _SEVERAL_NAMES.search(whole[: joint.start()])
        )
        if joint and is_person and not self._family(_bare(whole))[1]:
            yield from self._one(text, start, start + joint.start())
            for found in _NAME.finditer(text, start + joint.start(), end):
                yield from self._one(text, *found.span())
        elif (" and " in whole or "," in whole) and not self._family(_bare(whole.removeprefix("The ")))[1]:
            for found in _NAME.finditer(whole):
                yield from self._parts(text, start + found.start(), start + found.end())
        else:
            yield from self._one(text, start, end)

    def _one(self, text: str, start: int, end: int) -> Iterator[Name]:
        while start < end:
            word = re.match(r"\S+\s*", text[start:end])
            if word is None or not self._is_no_name(text, start, end, word[0].strip()):
                break
            start += word.end()
        start = _behind_office(text, start, end)
        name = _OF_A_MONTH.sub("", _bare(text[start:end]))
        if name and name.casefold() not in _OF_TIME and name != "I":
            keys, is_known = self._family(name)
            yield Name(start, start + len(name), name, keys, is_known)

    def _is_no_name(self, text: str, start: int, end: int, word: str) -> bool:
        """Whether the first word of a run is a title, a time, or has its capital from its place."""
        key = _bare(word).casefold().rstrip(".")
        if key in _KINDS and not word[:2].islower() and word[1:2].isupper():
            return True
        if (
            _bare(word).casefold().endswith(_DENIED)
            or key in _TITLES
            or key in _ADVERBS
            or (key in _OF_TIME and key != "may")
            or key.split("-")[0] in _QUANTITIES
        ):
            return True
        if not _SENTENCE_END.search(text[max(0, start - _BEFORE) : start]) or word[1:2].isupper():
            return key in STOP_WORDS and not word.isupper()
        behind = start + len(word)
        if behind >= end and _OF_LABEL.match(text, behind) and not self._family(_bare(word))[1]:
            return True
        is_of = _FOR_THE.match(text, behind) or (is_general(key) and _OF_IT.match(text, behind))
        is_alone = behind >= end or (key not in HEADS and is_of is not None and not self._family(text[start:end])[1])
        is_common = is_general(key) or key.endswith(_COMMON)
        is_common = is_common and not (key in PRESS and _SPEAKS.match(text, end))
        return key in STOP_WORDS or (is_alone and is_common and not self._family(_bare(word))[1])

    def _family(self, name: str) -> tuple[frozenset[str], bool]:
        if name not in self._families:
            if len(self._families) > _MOST_REMEMBERED:
                self._families.clear()
            mentions = self._gazetteer.named(name)
            own = organisation_keys(name)
            whole = [each for each in mentions if name_key(each.written) in own]
            others = [name_key(other) for each in whole for other in each.names]
            self._families[name] = frozenset((*own, *others)), bool(whole)
        return self._families[name]


def _is_apart(words: Sequence[str]) -> bool:
    """Whether a name of some words ends before "for": a person, or what is done in capitals, such as ICT."""
    if words[0] in FIRST_NAMES or words[0] in {"ICT", "IT"}:
        return True
    keys = [word.casefold() for word in words]
    return len(words) == _FULL and words[-1] not in HEADS and not any(map(is_general, keys)) and keys[-1] not in HEADS


def _behind_office(text: str, start: int, end: int) -> int:
    """Return where a person's name begins in a run of capitals that begins with an office: "Health Secretary Matt"."""
    words = list(_TOKEN.finditer(text, start, end))
    for one, other in pairwise(words[:-1]):
        if one[0].casefold() in _OFFICES and other[0] in FIRST_NAMES:
            return other.start()
    return start


def _bare(name: str) -> str:
    name = _SEVERAL.sub("", name)
    return _LETTERS.sub("", _POSSESSIVE.sub("", name.strip(" ,.&")))


def is_person(name: Name) -> bool:
    """Whether a name begins with a first name."""
    words = name.text.split()
    return len(words) > 1 and words[0] in FIRST_NAMES and not name.is_known


def is_longer_form(one: Name, other: Name) -> bool:
    """Whether two names part in what a body is alone: "Labour's Digital Review", "Labour Party's Digital Review"."""
    own, theirs = ([plain_key(_bare(word)) for word in each.text.split()] for each in (one, other))
    if own[-1] != theirs[-1] or is_person(one) or is_person(other):
        return False
    left, shared = set(own) ^ set(theirs), set(own) & set(theirs) - STOP_WORDS
    return left <= HEADS | {"the", "of", "for", "on", "and"} and len(shared) > _FULL


def keys_of(names: Iterable[Name]) -> frozenset[str]:
    """Return every key that any of these names has."""
    return frozenset(key for name in names for key in name.keys)


def same_name(one: Name, keys: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a name is among others: by a key, by its acronym or surname, or word for word.

    Args:
        one: The name.
        keys: The keys of the others.
        words: The keys of all words of the text that they stand in.
    """
    if one.keys & keys:
        return True
    own = [plain_key(_bare(word)) for word in one.text.split()]
    if all(words.issuperset(re.findall(r"[^\W_]+(?:'[^\W_]+)*", word)) for word in own if word not in STOP_WORDS):
        return True
    if one.text.isupper() and len(own) == 1:
        return False
    return len(own) > 1 and not one.is_known and own[-1] in words and own[-1] not in HEADS
