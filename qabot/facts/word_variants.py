"""Whether words of two texts are the same ones, written otherwise: misspelt, misread, cut short or parted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from qabot.facts.misspellings import is_garbled, is_misspelt
from qabot.facts.particulars import Word

_SCALES = (("thousand", 3), ("million", 6), ("billion", 9))
_UNITS = "£$€%"
"""What a figure may have lost on the way without becoming another."""
_LONGEST_STRETCH = 300
"""Letters of a stretch that may be another one, parted otherwise."""


def is_garbled_word(one: Word, other: Word) -> bool:
    """Whether two words of which one at the most is a figure or a date are a letter or two from each other."""
    return not one.kind == other.kind in {"figure", "date"} and is_garbled(one.key, other.key)


def is_word_misspelt(one: Word, other: Word) -> bool:
    """Whether one of two words is a slip for the other, or a figure that has lost its unit."""
    if one.kind == other.kind == "figure":
        bare, other_bare = one.key.strip(_UNITS), other.key.strip(_UNITS)
        return bare == other_bare and (bare == one.key or other_bare == other.key)
    if {one.kind, other.kind} & {"figure", "date"}:
        return False
    return is_misspelt(one.key, other.key)


def has_lost_its_scale(one: Word, other: Word, words: Sequence[Word]) -> bool:
    """Whether one of two figures lost what multiplies it: `£490 rnillion`."""
    less, more = sorted((one, other), key=lambda word: len(word.key.strip(_UNITS)))
    scale = scale_between(less, more)
    return bool(scale) and any(is_garbled(word.key, scale) for word in words)


def scale_between(less: Word, more: Word) -> str:
    """Return the word that makes one figure of another: `million` of £4.2 and £4.2 million; empty where none does."""
    if not less.kind == more.kind == "figure":
        return ""
    whole, _, part = less.key.strip(_UNITS).partition(".")
    fits = (scale for scale, noughts in _SCALES if more.key.strip(_UNITS) == whole + part.ljust(noughts, "0"))
    return next(fits, "") if whole.isdigit() else ""


def are_written_alike(here: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether both sides are the same letters, parted otherwise or misread: `govern-` and `ment`, `Ash by`."""
    one, other = ("".join(word.key for word in words) for words in (here, there))
    if one == other:
        return True
    if len(here) == len(there) or not one or not other or max(len(one), len(other)) > _LONGEST_STRETCH:
        return False
    digits = ("".join(filter(str.isdigit, each)) for each in (one, other))
    return len(set(digits)) == 1 and SequenceMatcher(None, one, other).ratio() >= 0.85  # noqa: PLR2004


def is_short_for(here: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether one side is the initials of the other: `DWP` and `Department for Work and Pensions`."""
    for short, long in ((here, there), (there, here)):
        initials = "".join(word.key[0] for word in long if word.kind == "name")
        acronyms = [word.key for word in short if word.kind == "name"]
        if acronyms and all(len(each) > 1 and each in initials for each in acronyms):
            return True
    return False
