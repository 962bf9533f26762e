"""Whom a sentence names in a place that tells what they are in it: in a list, behind "with", in somebody's office.

A body that the article names elsewhere, or a person of another office, is in the place of another all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.facts.press_names import PRESS
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.absent_names import Replaced, is_telling
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name, is_person, keys_of, same_name
from qabot.reports.check.word_sequence import WordSequence, word_keys

_SAME, _NEARLY_SAME, _SAME_WITH_NAMES = 0.75, 0.6, 0.6
"""Shares of what a sentence says without its names, and of all of it, from which an article's says the same."""
_OF_IT = 0.4
"""The same of all of it, below which the few words that are no names are of something else."""
_AS_MUCH = 0.25
"""How much less of it a sentence may say that names the draft's body all the same."""
_JOINED = re.compile(r"(?:\s\([^()]{1,60}\)|\))?(?:,\s(?:and\s)?|\s(?:and|or|&)\s)(?:the\s)?\(?")
"""What stands between two names of a list."""
_GOVERNED = re.compile(
    r"(?:([\w'’-]+)\s)?(with|by|to|from|against|of|for|at|in|on|into|told)\s(?:the\s)?$", re.IGNORECASE
)
_BY_ITSELF = frozenset({"with", "by", "to", "from", "against", "told"})
"""Prepositions that tell what a name is in a sentence; the others do so behind the same word alone."""
_BEFORE = 60
"""Characters before a name in which the preposition stands."""
_COMPARED = re.compile(r"\b(?:like|unlike|than)\s(?:the\s)?$", re.IGNORECASE)
"""What stands before a name that those of a list are only compared with."""
_REPORTS = re.compile(
    r"\s(?:reported|reports|noted|wrote|counted|recalled|ha[ds]\s(?:the|it)|called|judged|found|thought|printed|carried|covered|put|looked)\b"
)
_SUBJECT_OF = re.compile(r"(?:The\s)?")
_DOES = re.compile(r"\s(?!(?:is|was|were|are|and|or|of|for|to|said)\b)[a-z]{3,}\b")
"""What an outlet does that a sentence begins with."""
_BESIDE = 2
"""Characters between a name and the word behind it."""
_SAME_WORDS = 3
"""Words behind two names by which both stand in one place."""
_TO_THE_PRESS = frozenset({"told", "to", "with", "for", "in"})


def name_in_another_place(text: str, names: Sequence[Name], alike: Sequence[Likeness]) -> Replaced | None:
    """Return a name of a sentence of the draft, and the one that an article has in that place of what it says.

    Args:
        text: The sentence.
        names: Whom it names.
        alike: The sentences of the corpus that are likest.
    """
    for like in alike:
        if not _says_the_same(like):
            continue
        for name in names:
            if not like.sentence.has_name(name) and not _is_said_elsewhere(name, like, alike):
                found = _in_the_list(name, text, names, like) or _behind_the_same(name, text, names, like)
                if found:
                    return Replaced(like, name, found)
    return next(_in_the_same_words(text, names, alike), None) or next(_other_outlets(text, names, alike), None)


def _other_outlets(text: str, names: Sequence[Name], alike: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield outlets of the draft, each with the one that the article of the matter has."""
    of_it = [each for each in alike if each.goes_on or _says_the_same(each)]
    for like in of_it[:1]:
        article = [each for each in of_it if each.sentence.held is like.sentence.held]
        for name in names:
            found = (_another_outlet(name, text, each, alike) for each in article)
            if other := next(filter(None, found), None):
                yield Replaced(like, name, other)


def _in_the_same_words(text: str, names: Sequence[Name], alike: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield names of the draft in whose place an article that it goes on in has another, before the very same words."""
    behind = {name: WordSequence(text[name.end :]).keys[:_SAME_WORDS] for name in names if is_telling(name)}
    told = {
        name: words for name, words in behind.items() if len(words) == _SAME_WORDS and not STOP_WORDS.issuperset(words)
    }
    for like in alike if told else ():
        for name, words in told.items() if like.goes_on else ():
            if (held := _before_the_same(name, words, like)) and not like.sentence.has_name(name):
                yield Replaced(like, name, held)


def _says_the_same(like: Likeness) -> bool:
    if like.own < _OF_IT:
        return False
    return like.nameless >= _SAME or (like.nameless >= _NEARLY_SAME and like.own >= _SAME_WITH_NAMES)


def _is_said_elsewhere(name: Name, like: Likeness, alike: Sequence[Likeness]) -> bool:
    """Whether another sentence that says nearly as much of it names the draft's body."""
    return any(each.nameless >= like.nameless - _AS_MUCH and each.sentence.has_name(name) for each in alike)


def _is_among(name: Name, others: Sequence[Name]) -> bool:
    words = frozenset(word for each in others for word in word_keys(each.text))
    return same_name(name, keys_of(others), words)


def _in_the_list(name: Name, text: str, names: Sequence[Name], like: Likeness) -> Name | None:
    """Return whom an article lists with those that the draft lists with a name."""
    own = next((each for each in lists(text, names) if name in each), list[Name]())
    if (
        not is_telling(name)
        or _COMPARED.search(text, 0, name.start)
        or any(not like.sentence.has_name(each) for each in own if each is not name)
    ):
        return None
    for held in lists(like.sentence.text, like.sentence.names):
        others = [each for each in held if is_telling(each) and not _is_among(each, names)]
        if others and any(_is_among(each, held) for each in own) and is_person(others[0]) == is_person(name):
            return others[0]
    return None


def lists(text: str, names: Sequence[Name]) -> Iterator[list[Name]]:
    """Yield names that stand together, joined by commas and "and"."""
    run: list[Name] = []
    for name in names:
        if text[: name.start].endswith("("):  # the acronym of the one before
            continue
        if run and not _JOINED.fullmatch(text, run[-1].end, name.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(name)
    if len(run) > 1:
        yield run


def _behind_the_same(name: Name, text: str, names: Sequence[Name], like: Likeness) -> Name | None:
    """Return the only one whom an article names behind the preposition that stands before a name of the draft."""
    place = governing(text, name)
    if place is None or not is_telling(name):
        return None
    held = like.sentence
    governed = [each for each in held.names if governing(held.text, each) == place and is_telling(each)]
    if len(governed) != 1 or _is_among(governed[0], names) or is_person(governed[0]) != is_person(name):
        return None
    return governed[0]


def governing(text: str, name: Name) -> tuple[str, str] | None:
    """Return the preposition before a name, and the stem of the word that it goes with where it needs one."""
    found = _GOVERNED.search(text, max(0, name.start - _BEFORE), name.start)
    if found is None:
        return None
    preposition = found[2].casefold()
    return preposition, "" if preposition in _BY_ITSELF else stem((found[1] or "").casefold())


def is_outlet(name: Name) -> bool:
    """Whether a name is of an outlet of the press."""
    return is_press(name.text)


def is_press(name: str) -> bool:
    """Whether an outlet of the press is called so."""
    own = name.casefold()
    return not {own, f"the {own}", own.removeprefix("the ")}.isdisjoint(PRESS)


def _before_the_same(name: Name, words: list[str], like: Likeness) -> Name | None:
    """Return whom an article names before the very words that stand behind a name of the draft."""
    held = like.sentence
    place = held.words.find(words)
    if place is None:
        return None
    start = held.words.words[place].start
    before = (each for each in held.names if 0 < start - each.end <= _BESIDE)
    return next((each for each in before if is_telling(each) and is_person(each) == is_person(name)), None)


def _another_outlet(name: Name, text: str, like: Likeness, alike: Sequence[Likeness]) -> Name | None:
    """Return the outlet that was told something, or had it, in an article that has the draft's nowhere."""
    if not is_outlet(name):
        return None
    place = governing(text, name)
    is_told = place is not None and place[0] in _TO_THE_PRESS
    is_subject = like.goes_on and like.nameless >= _SAME and _SUBJECT_OF.fullmatch(text, 0, name.start)
    is_subject = is_subject and _DOES.match(text, name.end)
    if not is_told and not is_subject and not _REPORTS.match(text, name.end):
        return None
    least = like.matter - (0.0 if like.goes_on else _AS_MUCH)
    if any(each.sentence.held.has_name(name) for each in alike if each is like or each.matter >= least):
        return None
    outlets = [each for each in like.sentence.names if is_outlet(each)]
    others = [each for each in like.sentence.held.names if is_outlet(each)]
    return outlets[0] if len(outlets) == 1 else others[0] if others and not outlets else None
