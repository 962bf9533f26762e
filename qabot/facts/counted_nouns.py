"""What a number counts: the noun behind it, past whatever stands between. Pure.

More than one of anything is a plural, which English shows: `1,000 civil servants` counts servants. What begins with a
capital is a name and is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_MOST_WORDS = 4
"""Words behind a number among which its noun is."""
_WORD = re.compile(r"\s(?P<word>[^\W\d_][\w’'&-]*)")
_ENDS = frozenset(
    """a above about after again against ago all along already also am an and another any are around as at away be
    because been before being below between both but by can cannot could did do does down during each either else
    ever every fewer for from further had has have he her here his how however if in inside instead into is it its
    itself just later least less like may might more much must near neither never next no nor not now of off on once
    only onto or our out outside over own per rather said say says she should since so some soon still such than that
    the their them then there these they this those though through to together too under unless until up upon was we
    well were what when where whether which while who whom whose why will with within without would yet you
    became began bought brought built came caught chose drew drove taught thought wrote
    fell felt gave got grew held kept knew led lost made met paid ran rose saw
    sent sold spent stood told took went won wrote
    year years month months week weeks day days hour hours minute minutes second seconds pm today yesterday
    tomorrow tonight half third thirds
    quarter quarters fifth fifths sixth sixths eighth eighths tenth tenths cent""".split()
)
"""Words that end a phrase, and those that make a number a time or a part."""
_TIME = re.compile(r"\s(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|quarters?)\b")
_BETWEEN = frozenset("further more other less fewer much such own well".split())
"""Of those, the ones that may stand between a number and its noun."""
_PLURALS = frozenset(
    """people staff men women children police personnel data media criteria feet aircraft series species offspring sheep
    fish craft alumni headquarters businessmen businesswomen firemen policemen""".split()
)
"""Plurals that end in something else than s, or are like their singulars."""
_NO_PLURALS = frozenset(
    """plus minus perhaps always sometimes towards afterwards upwards downwards overseas besides regardless news gas bus
    thus versus vis yes needs means says makes takes gives""".split()
)
"""Words in s that are none."""
_SHORTEST = 4


MEASURED = frozenset(
    """costs prices sums sales savings profits losses bills rates scores shares revenues earnings temperatures benefits
    fines fees wages salaries debts takings receipts budgets funds expenses damages marks grades levels ratings hours
    days weeks months years numbers figures ones times odds""".split()
)
"""Plurals that are measured rather than counted."""


class CountedNoun(NamedTuple):
    """What a number counts."""

    noun: str
    """As it is written."""
    end: int
    """One past its last character."""


def counted_noun(text: str, end: int) -> CountedNoun | None:
    """Return what a number counts that ends here; None where it counts nothing that is named behind it, or time."""
    words = _phrase(text, end)
    if words and _TIME.match(text, words[-1].end) and not any(is_plural(each.noun) for each in words):
        return None  # `10 working days`
    return _plural(words) or _like_its_singular(text, words)


def _phrase(text: str, place: int) -> list[CountedNoun]:
    """Return the words behind a number, up to what ends their phrase."""
    found: list[CountedNoun] = []
    while len(found) < _MOST_WORDS and (match := _WORD.match(text, place)):
        word = match["word"].rstrip("’'-")
        if word == "and" and found and not any(is_plural(each.noun) for each in found) and len(found) < _MOST_WORDS:
            place = match.end()  # `12 large and ageing systems`
            continue
        if word in _ENDS and word not in _BETWEEN:
            break
        place = match.start("word") + len(word)
        found.append(CountedNoun(word, place))
    return [each for each in found if each.noun not in _BETWEEN]


def _plural(words: Sequence[CountedNoun]) -> CountedNoun | None:
    """Return the first plural, or the last of several on end: `two customs officers` counts officers."""
    for place, word in enumerate(words):
        if is_plural(word.noun):
            behind = next((n for n, each in enumerate(words[place:]) if not is_plural(each.noun)), len(words) - place)
            return words[place + behind - 1]
    return None


def is_plural(word: str) -> bool:
    """Whether a word in small letters is a plural, as its end tells."""
    if not word[0].islower():
        return False
    if word in _PLURALS:
        return True
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s"))
    return ends and len(word) >= _SHORTEST and word not in _NO_PLURALS


def _like_its_singular(text: str, words: Sequence[CountedNoun]) -> CountedNoun | None:
    """Return the first word, if it ends the phrase and may be a noun."""
    first = words[0] if words else None
    return first if first and _may_be_a_noun(first.noun) and _ends_a_phrase(text, first.end) else None


def _may_be_a_noun(word: str) -> bool:
    return len(word) > 1 and word[0].islower() and not word.endswith(("ed", "ly")) and word not in _NO_PLURALS


def _ends_a_phrase(text: str, place: int) -> bool:
    """Whether what stands at a place is no part of the phrase before it: a mark, a word such as `of`, a verb in -ed."""
    behind = _WORD.match(text, place)
    if behind is None:
        return True
    word = behind["word"].casefold()
    return (word in _ENDS and word not in _BETWEEN) or word.endswith("ed")
