"""A text as a sequence of words to compare with another's: each with its place, its key and what it does. Pure.

The key of a word is what its spellings have in common: small letters, a straight apostrophe, figures without commas.
Marks, spaces, markup and addresses are no words, so that two texts of one key sequence differ in typography at most.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from qabot.core.confusables import fold_confusables

WordKind = Literal["word", "negation", "number"]
"""What a word does: another number, or a negation more or less, makes what is said another thing."""

_WORD = re.compile(
    r"(?P<skip>https?://[^\s<>\"]+|www\.[^\s<>\"]+|</?[a-zA-Z][^<>\n]{0,300}>|&(?:\#\d{1,6}|[a-zA-Z]{2,10});)"
    r"|(?P<number>[£$€]?\d+(?:[.,:]\d+)*[^\W_]*%?)"
    r"|(?P<word>[^\W_]+(?:['’‘ʼ][^\W_]+)*)"
    r"|(?P<sign>[£$€%])"
)
_PLAIN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NEGATIONS = frozenset(
    """not no never nor none nobody nothing neither without cannot hardly barely scarcely cant wont dont didnt doesnt
    isnt arent wasnt werent hasnt havent hadnt wouldnt couldnt shouldnt unless""".split()
)
_PART = "\x00"
_LONGEST = 60
"""Characters of a word that are compared: what is longer is none."""


class Word(Struct, frozen=True, gc=False):
    """A word of a text."""

    start: int
    """Its first character."""
    end: int
    """One past its last."""
    key: str
    """What its spellings have in common."""
    kind: WordKind
    """What it does."""


def read_words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    found: list[Word] = []
    for each in _WORD.finditer(text):
        kind = each.lastgroup
        if kind == "skip":
            continue
        start, end = each.span()
        written = text[start:end]
        if kind == "word":
            key = written[:_LONGEST].lower() if written.isascii() else _key(written)
            found.append(Word(start, end, key, "negation" if key in _NEGATIONS or key.endswith("n't") else "word"))
        else:
            key = _GROUPED.sub("", written.casefold()) if "," in written else written.casefold()
            found.append(Word(start, end, key, "number"))
    return found


def word_keys(text: str) -> frozenset[str]:
    """Return the keys of the words of a text that are no numbers, in no order, with and without a possessive ending."""
    written = _PLAIN.findall(plain_key(text))
    return frozenset((*written, *(each.removesuffix("'s") for each in written)))


def plain_key(text: str) -> str:
    """Return what spellings of a text have in common: small letters, straight apostrophes, letters as they look."""
    return fold_confusables(text.translate(_APOSTROPHES)).casefold()


def _key(written: str) -> str:
    folded = unicodedata.normalize("NFKC", fold_confusables(written[:_LONGEST].translate(_APOSTROPHES)))
    return folded.casefold()


class WordSequence:
    """A text with its words, in which runs of words can be looked for."""

    def __init__(self, text: str, first: int = 0) -> None:
        """Read a text.

        Args:
            text: What to read.
            first: Where it begins in the text that places are counted in.
        """
        self.text = text
        self.first = first
        self.words = read_words(text)

    @cached_property
    def keys(self) -> list[str]:
        """The keys of the words, in order."""
        return [word.key for word in self.words]

    @cached_property
    def _joined(self) -> str:
        return _PART + _PART.join(self.keys) + _PART

    @cached_property
    def _starts(self) -> list[int]:
        places, place = list[int](), 0
        for key in self.keys:
            places.append(place)
            place += len(key) + 1
        return places

    def find(self, keys: Sequence[str], after: int = 0) -> int | None:
        """Return which word a run of words begins with, at or behind a word; None where it is not there."""
        if not keys or after >= len(self.words):
            return None
        place = self._joined.find(_PART + _PART.join(keys) + _PART, self._starts[after])
        return bisect_left(self._starts, place) if place >= 0 else None

    def find_all(self, keys: Sequence[str], most: int) -> list[int]:
        """Return where a run of words begins, in order, at so many places at the most."""
        found: list[int] = []
        place = self.find(keys)
        while place is not None and len(found) < most:
            found.append(place)
            place = self.find(keys, place + 1)
        return found

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters from one word to the one before another, counted where the whole text begins."""
        return self.first + self.words[first].start, self.first + self.words[last - 1].end
