"""Whom a short line of a draft names, of which the article at hand has all else: a caption, a note, a cell. Pure.

So little stands beside the name that its place cannot be told by the words there. What can be told is that the article
names nobody so, or that it says the same of another body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.core.dates import MONTH_NAME
from qabot.question.tokeniser import STOP_WORDS
from qabot.reports.check.absent_names import Replaced, begins_with, is_telling
from qabot.reports.check.checked_draft import HeldQuote, Judgement
from qabot.reports.check.held_sentences import HeldSentence, Likeness
from qabot.reports.check.name_places import is_outlet
from qabot.reports.check.named_bodies import Name, is_person, keys_of, same_name
from qabot.reports.check.speech_acts import content_stem
from qabot.reports.check.word_sequence import WordSequence, word_keys

_LONGEST = 14
"""Words up to which a line is short."""
_NEARLY_ALL, _ALL_OF_FEW = 0.75, 3
"""Share of a line's words of content that the article's sentence has; of so few, it has all."""
_FEWEST_DOING = 3
"""Words of content that two sentences share, for what somebody does in them to be the same."""
_TELLING = 3
"""Letters of a word that says something."""
_SOURCE = re.compile(r"[\W_]*(?:sources?|credit|via|first published|published|as seen)\b", re.IGNORECASE)
"""What a line begins with that says where something stood."""
_ADDRESSED = re.compile(
    r"\b(?:now|others?|another|also|too)\b|^[\W_]*(?:dear|hello|hi|to|from|cc|re|subject|farewell|report)\b[^.!?]*$",
    re.IGNORECASE,
)
"""What tells of more than an article does, and a line that says to whom a draft is, or what it is."""
_SAYS = re.compile(r"[.!?,:](?:\s|$)")
"""What a line has that is no mere title."""
_WHOSE = re.compile(r"['’]s\s")
_LANDS = frozenset({"wales", "scotland", "northern ireland", "ireland", "england", "britain"})
_FOR_NOBODY = re.compile(r"\b(?:like|unlike|than|as at|not|nor|no)\s(?:the\s)?$", re.IGNORECASE)
_WHEN = re.compile(rf"{MONTH_NAME}|\d+", re.IGNORECASE)


def unnamed_at_hand(text: str, names: Sequence[Name], alike: Sequence[Likeness]) -> Judgement | None:
    """Judge the one name of a short line that its article has nowhere, where that has all else of the line.

    Args:
        text: The line.
        names: Whom it names.
        alike: The sentences of the corpus that are likest.
    """
    own = [each for each in alike if each.at_hand]
    is_source = _SOURCE.match(text) is not None
    if not own or len(text.split()) > _LONGEST or _ADDRESSED.search(text) or not (is_source or _SAYS.search(text)):
        return None
    held = own[0].sentence.held
    absent = [each for each in names if is_telling(each) and not held.has_name(each)]
    if len(absent) != 1 or _WHOSE.search(absent[0].text) or _FOR_NOBODY.search(text, 0, absent[0].start):
        return None
    name = absent[0]
    if is_source and is_outlet(name):
        return _nowhere(name, own[0])
    said = _content(text, names)
    telling = [each for each in alike if said and _has(each, said)]
    if _is_short_for(name, held.words) or any(each.sentence.has_name(name) for each in telling):
        return None
    return next((_nowhere(name, each) for each in telling if each.at_hand), None)


def _nowhere(name: Name, like: Likeness) -> Judgement:
    held = like.sentence
    quote = HeldQuote(held.held.article, held.start, held.end)
    note = f"The article that comes nearest names {name.text} nowhere."
    return Judgement("other_body", False, (quote,), note, named=name.text)


def _has(like: Likeness, said: set[str]) -> bool:
    """Whether a sentence of an article has what a line says, or as good as all of it."""
    least = len(said) if len(said) <= _ALL_OF_FEW else _NEARLY_ALL * len(said)
    return len(said & _content(like.sentence.text, ())) >= least


def _is_short_for(name: Name, words: WordSequence) -> bool:
    """Whether an article has the words of which a name has the first letters: "R&D"."""
    letters = "".join(each for each in name.text if each.isupper()).casefold()
    first = "".join(key[0] for key in words.keys if key not in STOP_WORDS)
    return len(letters) > 1 and len(letters) * 2 > len(name.text) and letters in first


def other_doer(text: str, names: Sequence[Name], alike: Sequence[Likeness]) -> Replaced | None:
    """Return the body that a line begins with, and the other of which the article at hand says all else of it."""
    first = names[0] if names and begins_with(text, names[0]) else None
    if first is None or is_person(first) or first.text.casefold() in _LANDS:
        return None
    said = _content(text, names[:1])
    for each in alike if len(said) >= _FEWEST_DOING else ():
        other = _doer(each.sentence) if each.at_hand and not each.sentence.has_name(first) else None
        if other is None or is_outlet(other) != is_outlet(first):
            continue
        has_all = len(said & _content(each.sentence.text, ())) >= len(said) - (len(said) > _ALL_OF_FEW)
        if has_all and not same_name(first, keys_of([other]), word_keys(other.text)):
            return Replaced(each, first, other)
    return None


def _doer(held: HeldSentence) -> Name | None:
    first = next(iter(held.names), None)
    is_doer = first is not None and begins_with(held.text, first) and not is_person(first) and is_telling(first)
    return first if is_doer else None


def _content(text: str, names: Sequence[Name]) -> set[str]:
    """Return the stems of the words that say something, those of names and times apart."""
    return {content_stem(key) for key in _keys(text, names) if len(key) >= _TELLING and key not in STOP_WORDS}


def _keys(text: str, names: Sequence[Name]) -> Iterator[str]:
    for word in WordSequence(text).words:
        is_named = any(each.start < word.end and word.start < each.end for each in names)
        if word.kind == "word" and not is_named and not _WHEN.fullmatch(word.key):
            yield word.key.removesuffix("'s")
