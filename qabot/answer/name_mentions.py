"""Which names a question has, and whether a text may name them: in any of their ways of writing, or in part. Pure.

It is asked so that it can be said that a text does *not* name something. So a text may name what shares a rare word
with it, the beginning of one, or its initials; what is left is named nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise

from msgspec import Struct

from qabot.core.questions import AnalysedQuestion, QuestionToken
from qabot.core.text import Span, stream_safe
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import words_of

_WORD = re.compile(r"[^\W_]+")
_MAY_BE_MARK = re.compile(r"[^\x00-\u02ff]+")
"""What accents are among, once they are apart from their letters: no mark comes before these characters."""
_JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:[.\-‑'’&][^\W_]++)+")
"""Words that only punctuation parts: `GOV.UK`, `G-Cloud`; from the first letter of a word, however long it is."""
_BETWEEN = r"[a-z]*+(?:['’]++[a-z]++)*+\W++(?:(?:and|for|of|the|to|in)\W++)?"
"""What may stand between the initials of a name that is written out."""
OF_MANY = frozenset(
    """academy agency alliance army association authorities authority bank blog board body border borders borough
    british cabinet centre city club college combined commission committee computer computing constabulary
    corporation council councils county court data department digital directorate district division east england
    english executive federation force forum foundation fund general government great group hall halls health hm
    home hospital hospitals house housing inc institute international island king's labour limited local ltd
    metropolitan midlands mini ministry national network new nhs north northern office open organisation parliament
    parliamentary partnership plc police programme project public queen's region regional river royal scheme school
    secretary service services shared social society south southern state street system systems team tech technology
    town treasury trust united university web west western whitehall""".split()
)
"""Words that are in many names, and by themselves name nothing that is in only one of them."""
_PEOPLES = (
    ("wales", "welsh", "cymru"),
    ("scotland", "scottish", "scots", "holyrood"),
    ("ireland", "irish", "stormont"),
    ("england", "english"),
    ("britain", "british", "uk", "britons", "brits", "gb"),
    ("france", "french", "paris"),
    ("germany", "german", "berlin"),
    ("spain", "spanish"),
    ("italy", "italian"),
    ("netherlands", "dutch", "holland"),
    ("denmark", "danish", "danes"),
    ("sweden", "swedish"),
    ("norway", "norwegian"),
    ("finland", "finnish"),
    ("estonia", "estonian"),
    ("poland", "polish"),
    ("greece", "greek"),
    ("turkey", "turkish"),
    ("china", "chinese", "beijing"),
    ("japan", "japanese"),
    ("us", "usa", "america", "american", "washington", "states"),
    ("eu", "europe", "european", "brussels"),
    ("russia", "russian", "moscow"),
    ("ukraine", "ukrainian"),
    ("israel", "israeli"),
    ("australia", "australian", "canberra"),
    ("canada", "canadian"),
    ("india", "indian"),
)
"""Places, each with the words for its people and what else is said for it."""
_SHARED_START = 5
"""Letters with which two words begin that may be of one name: `Gloucester` and `Gloucestershire`."""
_FEWEST_INITIALS = 2


class Named(Struct, frozen=True):
    """A name that a question has."""

    written: str
    """As the question writes it."""
    span: Span
    """Where it stands in `AnalysedQuestion.text`."""
    names: tuple[str, ...]
    """What else the same is called."""

    def may_be_named_in(self, text: str) -> bool:
        """Whether a text may name it: by any of its names, by part of one, by its initials or written out."""
        read = _read(text)
        return any(_may_name(name, read) for name in (self.written, *self.names))


class _Read(Struct, frozen=True):
    """A text, ready to be looked into."""

    text: str
    """As it stands."""
    words: frozenset[str]
    """Its words in small letters, and those that punctuation parts also in one."""
    starts: frozenset[str]
    """How its longer words begin."""
    line: str
    """Its words in small letters in order, one space before and behind each."""


def names_in(question: AnalysedQuestion, lower: Sequence[Span] = ()) -> tuple[Named, ...]:
    """Return the names in a question's own text: what it mentions, and the words that its capitals show to be names.

    Names that stand beside one another are one: `Tony Blair`.

    Args:
        question: The question.
        lower: Where besides words stand that are names, though the question writes them small.
    """
    text = question.text
    found = [
        Named(mention.written, span, mention.names)
        for mention in question.mentions
        if (span := _place(text, mention.written))
    ]
    taken = [each.span for each in found]
    proper = [span for name in question.proper_names if (span := _place(text, name)) and not _touches(span, taken)]
    proper += [each for each in lower if not _touches(each, (*taken, *proper))]
    found += [Named(text[a:b], (a, b), ()) for a, b in _runs(text, sorted(proper))]
    return tuple(sorted((each for each in found if not _is_of_many(each.written)), key=lambda each: each.span))


def topical_words(question: AnalysedQuestion) -> Iterator[QuestionToken]:
    """Yield the words of a question's own text that say what it is about, and that it writes small."""
    for token in question.own_words:
        if token.text.isalpha() and token.text.islower() and not all(each.general for each in words_of(token.text)):
            yield token


def says_word(text: str, word: str) -> bool:
    """Whether a text may have a word, in another inflection or within a longer word."""
    return _has_word(folded(word), _read(text))


def is_of_same_people(word: str, said: AbstractSet[str]) -> bool:
    """Whether words have another one for a place or its people: `Welsh` of Wales; both in small letters."""
    return not _peoples().get(word, frozenset()).isdisjoint(said)


def _is_of_many(name: str) -> bool:
    """Whether a name is made of words alone that many names have: `chief executive`."""
    return all(each.general or each.key in OF_MANY for each in words_of(name.casefold()))


def _place(text: str, name: str) -> Span | None:
    found = re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text)
    return found.span() if found else None


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def _runs(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield spans, those as one that only a space parts."""
    start: int | None = None
    for span, behind in [*pairwise(spans), *((each, None) for each in spans[-1:])]:
        start = span[0] if start is None else start
        if behind is None or text[span[1] : behind[0]] != " ":
            yield start, span[1]
            start = None


@cache
def _peoples() -> dict[str, frozenset[str]]:
    return {word: frozenset(words) for words in _PEOPLES for word in words}


def _read(text: str) -> _Read:
    plain = folded(text)
    words = _WORD.findall(plain)
    joined = ["".join(_WORD.findall(each)) for each in _JOINED.findall(plain)]
    every = frozenset((*words, *joined))
    starts = frozenset(each[:_SHARED_START] for each in every if len(each) >= _SHARED_START)
    return _Read(text, every, starts, f" {' '.join(words)} ")


def folded(text: str) -> str:
    """Return a text in small letters without accents, as an index has it."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", stream_safe(text))
    return _MAY_BE_MARK.sub(_without_marks, apart).casefold()


def _without_marks(found: re.Match[str]) -> str:
    return "".join(each for each in found[0] if not unicodedata.combining(each))


def _may_name(name: str, read: _Read) -> bool:
    words = _WORD.findall(folded(name))
    if not words:
        return True
    if f" {' '.join(words)} " in read.line or "".join(words) in read.words or f"{''.join(words)}s" in read.words:
        return True
    telling = [each for each in words if each not in OF_MANY and each not in STOP_WORDS]
    if any(_has_word(each, read) for each in telling):
        return True
    return _in_initials(name, words, read)


def _has_word(word: str, read: _Read) -> bool:
    if word in read.words or f"{word}s" in read.words or is_of_same_people(word, read.words):
        return True
    return len(word) >= _SHARED_START and word[:_SHARED_START] in read.starts


def _in_initials(name: str, words: Sequence[str], read: _Read) -> bool:
    """Whether a text has the initials of a name, or writes out one that is initials."""
    if name.isupper() and name.isalpha() and len(name) >= _FEWEST_INITIALS:
        return bool(re.search(r"\b" + _BETWEEN.join(name), read.text))
    for kept in (words, [each for each in words if each not in STOP_WORDS]):
        initials = "".join(each[0] for each in kept)
        if len(initials) >= _FEWEST_INITIALS and initials in read.words:
            return True
    return False
