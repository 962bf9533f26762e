"""Whom a draft names that the article it goes on in names nowhere, where that has another in the same place.

Once a draft is plainly of one article, little of a sentence need be like the article's: who holds an office there, what
stands beside a name that says what its bearer is, with whom it is listed, and which outlet had the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.absent_names import Replaced, is_telling
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.held_sentences import HeldSentence, Likeness
from qabot.reports.check.name_places import governing, is_outlet, lists
from qabot.reports.check.named_bodies import Name, is_person, keys_of, same_name
from qabot.reports.check.office_holders import (
    Holder,
    holders,
    is_at_another_time,
    is_in_the_past,
    is_of_any_body,
    may_be_person,
)
from qabot.reports.check.word_sequence import word_keys

_ROLE = re.compile(
    r"(?:\s\([\w&]+\))?,\s(?:an?|the|its|our|their|his|her)\s(?P<role>(?:[a-z-]+\s){0,2}?"
    r"(?:auditors?|suppliers?|contractors?|consultants?|consultancy|advisers?|watchdog|regulator|outsourcer|vendor|owner|partner|rival|"
    r"union|charity|firm|company|maker|developer|provider|operator|lender|insurer|landlord|client|customer|host|parent|builder))\b(?!\s(?:of|for)\b)"
)
"""What says behind a name what its bearer is."""
_ROLE_BEFORE = re.compile(
    r"\b(?P<role>auditors?|suppliers?|contractors?|consultants?|consultancy|advisers?|watchdog|regulator|outsourcer|vendor|owner|rival|"
    r"union|charity|maker|developer|provider|operator|lender|insurer|landlord|parent)\s(?:the\s)?$"
)
"""The same, right before it."""
_HAD_IT = re.compile(
    r"\s(?:has|had|have|carried|ran|broke|told|covered|reported|reports|printed|picked\sup)\s(?:the|this|that|it|all|its)\b"
)
"""What an outlet does that a story is of."""
_WHERE = frozenset({"from", "at", "with", "by"})
"""Prepositions behind which one body stands in the place of another."""
_BY_ITSELF = 0.75
"""Share of a sentence without its names by which it is of an article that the draft has not been of before."""
_WITH_THEM = re.compile(
    r"^(?:Besides|Apart\sfrom|In\saddition\sto|Alongside|As\swell\sas)\s|[,;]\s(?:and\s)?so\s(?:had|has|have|did|do|was|were|is|are)\b|"
    r"\b(?:too|as\swell)\s?[.,]?$"
)
"""How one more is told of than are listed."""
_NOT_WITH = re.compile(
    r"\b(?:like|unlike|than|told|tell|from|according\sto|for|said|says|against|by|in|with)\s(?:the\s)?$", re.IGNORECASE
)
"""What stands before a name that is none of those listed."""
_PAPER = re.compile(
    r"\s(?:Mail|Times|Post|News|Herald|Telegraph|Mirror|Express|Standard|Weekly|Magazine|Gazette|Chronicle|Journal|Echo)$"
)
"""How outlets are called."""
_SOLE = frozenset(map(stem, "chair president mayor governor treasurer chancellor author head lead founder".split()))
"""Offices of one word that one person holds, in an article that names but one."""
_FEWEST = 2
"""Words of content that two sentences must share, or names of a list."""
_ALONE = 4
"""Letters of a word that two sentences share."""


def other_at_hand(text: str, names: Sequence[Name], alike: Sequence[Likeness]) -> Replaced | None:
    """Return a name of a sentence that the article at hand has nowhere, and the one that it has in its place.

    Args:
        text: The sentence.
        names: Whom it names.
        alike: The sentences of the corpus that are likest, those of the article at hand among them.
    """
    own = [each for each in alike if each.at_hand]
    if not own and alike and alike[0].nameless >= _BY_ITSELF:
        own = [each for each in alike if each.sentence.held is alike[0].sentence.held]
    if not own:
        return None
    held = own[0].sentence.held
    most, nameless = max(each.matter for each in own), max(each.nameless for each in own)
    others = [each for each in alike if each.sentence.held is not held and each.nameless and each.nameless >= nameless]
    for name in names:
        is_elsewhere = any(each.matter >= most and each.sentence.has_name(name) for each in others)
        if is_elsewhere or _is_held(name, held):
            continue
        for find in (_in_office, _of_a_role, _in_a_list, _outlet, _governed, _of_like_name):
            if found := next(find(name, text, names, own), None):
                return found
    return None


def _is_held(name: Name, held: HeldArticle) -> bool:
    """Whether an article names somebody, under a shorter name perhaps: "Northern Ireland's Department of Finance"."""
    shorter = (each.text for each in held.names if " " in each.text)
    return held.has_name(name) or any(name.text.endswith(f" {each}") for each in shorter)


def _in_office(name: Name, text: str, names: Sequence[Name], own: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield who holds the office in the article that the draft gives somebody: one person, and no former holder."""
    is_anybodys = not own[0].at_hand and is_of_any_body(text, names)
    if is_anybodys or is_in_the_past(text) or is_at_another_time(text, own[0]):
        return
    for given in holders(text, names):
        if given.person is not name or not given.core or not _is_held_by_one(given):
            continue
        found = [
            (each, other)
            for each in own
            for other in holders(each.sentence.text, each.sentence.names)
            if given.core <= other.words and given.words - other.words <= each.sentence.stems | other.words
        ]
        if found and len({other.person.text for _, other in found}) == 1:
            yield Replaced(found[0][0], name, found[0][1].person)


def _is_held_by_one(given: Holder) -> bool:
    """Whether an office is of one person: of two words, of whose body is said, or of one that there is but once."""
    return len(given.words) >= _FEWEST or given.is_anybodys or given.core <= _SOLE


def _of_a_role(name: Name, text: str, names: Sequence[Name], own: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield whom the article calls the same: "KPMG, our auditor" where its auditor is another."""
    del names
    role = _role(text, name)
    found = [
        (each, other)
        for each in own
        for other in each.sentence.names
        if role and _role(each.sentence.text, other) == role
    ]
    if found and all(other.keys & found[0][1].keys for _, other in found):
        yield Replaced(found[0][0], name, found[0][1])


def _role(text: str, name: Name) -> str:
    found = _ROLE.match(text, name.end) or (_ROLE_BEFORE.search(text, 0, name.start) if name.start > 0 else None)
    return stem(found["role"].split()[-1]) if found else ""


def _in_a_list(name: Name, text: str, names: Sequence[Name], own: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield one of a list of the article's that has all others of a sentence, and not this name."""
    if _NOT_WITH.search(text, 0, name.start):
        return
    for like in own:
        if found := _only_other(name, text, names, like):
            yield Replaced(like, name, found)
    others = [each for each in names if each is not name and not same_name(each, name.keys, word_keys(name.text))]
    if len(others) < _FEWEST or is_person(name) or not is_telling(name) or not _is_one_more(name, text, names):
        return
    for like in own:
        held = like.sentence
        listed = max(lists(held.text, held.names), key=len, default=list[Name]())
        keys, words = keys_of(listed), frozenset(word for each in listed for word in word_keys(each.text))
        if len(listed) >= _FEWEST and all(same_name(each, keys, words) for each in others):
            rest = [each for each in listed if not _is_among(each, names)]
            yield Replaced(like, name, (rest or listed)[-1])


def _is_one_more(name: Name, text: str, names: Sequence[Name]) -> bool:
    """Whether a name stands among others, or is told to be one with them: "so had the DVLA"."""
    return any(name in each for each in lists(text, names)) or bool(_WITH_THEM.search(text))


def _only_other(name: Name, text: str, names: Sequence[Name], like: Likeness) -> Name | None:
    """Return the only one of a list of the article's that one of the draft's lacks, which has this name instead."""
    given = next((each for each in lists(text, names) if name in each), list[Name]())
    for listed in lists(like.sentence.text, like.sentence.names) if given else ():
        lacking = [each for each in listed if not _is_among(each, given)]
        if len(listed) == len(given) and len(lacking) == 1 and may_be_person(lacking[0]) == may_be_person(name):
            return lacking[0]
    return None


def _is_among(name: Name, others: Sequence[Name]) -> bool:
    return same_name(name, keys_of(others), frozenset(word for each in others for word in word_keys(each.text)))


def _outlet(name: Name, text: str, names: Sequence[Name], own: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield the outlet that had the story in the article, where the draft has another that did."""
    del names
    is_first = not text[: name.start].strip(' -*•“"') or text[: name.start].strip() == "The"
    if not ((is_outlet(name) or _PAPER.search(name.text)) and is_first and _HAD_IT.match(text, name.end)):
        return
    for like in own:
        outlets = {word for each in like.sentence.held.outlets for word in word_keys(each)}
        there = (each for each in like.sentence.names if is_outlet(each) or word_keys(each.text) <= outlets)
        if found := next(there, None):
            yield Replaced(like, name, found)


def _governed(name: Name, text: str, names: Sequence[Name], own: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield the only body behind the same preposition in the article's sentence that shares most with the draft's."""
    place = governing(text, name)
    if place is None or place[0] not in _WHERE or not (is_telling(name) or place[0] in {"from", "at"}):
        return
    same = [
        (each, other) for each in own for other in each.sentence.names if governing(each.sentence.text, other) == place
    ]
    if place[1] and len({other.text for _, other in same}) == 1 and is_person(same[0][1]) == is_person(name):
        yield Replaced(same[0][0], name, same[0][1])  # "a partner at"
    for like in sorted(own, key=lambda each: -each.own):
        held = like.sentence
        if len(_shared(text, held)) < _FEWEST:
            continue
        there = [each for each in held.names if (at := governing(held.text, each)) and at[0] == place[0]]
        if len(there) == 1 and is_person(there[0]) == is_person(name) and not _is_among(there[0], names):
            yield Replaced(like, name, there[0])
        return


def _of_like_name(name: Name, text: str, names: Sequence[Name], own: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield a body whose name ends in the same two words, in a sentence of the same: "King's College London"."""
    ends = name.text.casefold().split()[-_FEWEST:]
    for like in own if len(ends) == _FEWEST and not is_person(name) else ():
        alike = (each for each in like.sentence.names if each.text.casefold().split()[-_FEWEST:] == ends)
        other = next((each for each in alike if not each.keys & keys_of(names)), None)
        if other and len(_shared(text, like.sentence) - set(ends)) >= _FEWEST:
            yield Replaced(like, name, other)


def _shared(text: str, held: HeldSentence) -> set[str]:
    """Return the stems of longer words that both sentences have."""
    own, theirs = (
        {stem(word) for word in word_keys(each) - STOP_WORDS if len(word) >= _ALONE} for each in (text, held.text)
    )
    return own & theirs
