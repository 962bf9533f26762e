"""What the rules of dates read: the tokens of a text, the day it is read on, and the stretch of days a rule returns."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeVar

from qabot.core.questions import Period

Measure = Literal["day", "week", "month", "season", "year", "years", "decade", "part", "rolling"]
"""What a stretch is given in. `years` are several, or a financial one; a `part` is early or late in something, or a
half or a quarter of it; `rolling` is so much time up to today."""

_Value = TypeVar("_Value")

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_SAME = dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("⁄∕／", "/")
_MOST_DIGITS = 4
_OWNERS = frozenset("its their his her our my your whose".split())
_ASKING = frozenset("what who where when how why that it there here he she let".split())
_OPENERS = frozenset("([{<'\"“„«|,;-…")
_CLOSERS = frozenset(")]}>'\"”»|,;.:!?-…")


class Token(NamedTuple):
    """A run of digits, a run of letters, or any other character."""

    text: str
    """In lower case; apostrophes and dashes of every kind are `'` and `-`."""
    start: int
    """First character in the text."""
    end: int
    """One past the last."""
    glued: bool
    """Whether nothing parts it from the token before."""
    titled: bool
    """Whether it is written with a capital and then small letters."""


class Stretch(NamedTuple):
    """Days that some tokens stand for."""

    period: Period
    """Closed at both ends, but for what goes on until today."""
    measure: Measure
    """What it is given in."""
    end: int
    """One past its last token."""
    sure: bool = True
    """Whether it means days by itself: `in March` does, but `march` need not."""
    linked: bool = False
    """Whether it is several, as in `2014 to 2016`."""


class Phrases(Generic[_Value]):
    """Phrases of one or more tokens, each with what it means."""

    def __init__(self, meanings: Mapping[str, _Value]) -> None:
        """Take phrases whose tokens are parted by spaces."""
        self.meanings = meanings
        """What each means."""
        self.longest: dict[str, int] = {}
        """How many tokens the longest phrase with this first token has."""
        for phrase in meanings:
            first, *others = phrase.split()
            self.longest[first] = max(self.longest.get(first, 0), 1 + len(others))


class Tokens(NamedTuple):
    """A text in tokens. Asking for one before the first or beyond the last is no error."""

    tokens: tuple[Token, ...]
    """In order."""
    today: date
    """The day that `yesterday` and `last March` count from."""

    @classmethod
    def of(cls, text: str, today: date) -> Tokens:
        """Cut a text into tokens."""
        tokens: list[Token] = []
        end = -1
        for found in _TOKEN.finditer(text):
            raw, start = found[0], found.start()
            tokens.append(Token(_SAME.get(raw, raw.lower()), start, found.end(), start == end, raw.istitle()))
            end = found.end()
        return cls(tuple(tokens), today)

    def on(self, today: date) -> Tokens:
        """Return the same tokens, read on another day."""
        return Tokens(self.tokens, today)

    def word(self, i: int) -> str:
        """Return the text of a token; empty where there is none."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def words(self, i: int, count: int) -> str:
        """Return the texts of some tokens, joined by spaces."""
        return " ".join(token.text for token in self.tokens[max(i, 0) : max(i + count, 0)])

    def glued(self, i: int) -> bool:
        """Whether a token follows the one before without a space."""
        return 0 < i < len(self.tokens) and self.tokens[i].glued

    def titled(self, i: int) -> bool:
        """Whether a token is written like a name."""
        return 0 <= i < len(self.tokens) and self.tokens[i].titled

    def number(self, i: int, *lengths: int) -> int | None:
        """Return a number of so many digits (of up to four where not said), or None."""
        text = self.word(i)
        if not (text.isdigit() and text.isascii() and len(text) <= _MOST_DIGITS):
            return None
        return int(text) if not lengths or len(text) in lengths else None

    def skip(self, i: int, words: Container[str]) -> int:
        """Return the place behind a token where it is one of these words, and the place itself where not."""
        return i + 1 if self.word(i) in words else i

    def characters(self, i: int, end: int) -> tuple[int, int]:
        """Return the range of characters of the tokens from one on to before another."""
        return self.tokens[i].start, self.tokens[end - 1].end

    def possessive(self, i: int) -> int:
        """Return the place behind `'s`, or the place itself."""
        return i + 2 if self.word(i) == "'" and self.glued(i) and self.word(i + 1) == "s" and self.glued(i + 1) else i

    def owned(self, i: int) -> bool:
        """Whether a possessive stands before a token: `its last year`, `Socitm’s 2015 survey`, but not `what’s new`."""
        if self.word(i - 1) == "s" and self.word(i - 2) == "'":
            return self.word(i - 3) not in _ASKING
        return self.word(i - 1) in _OWNERS

    def phrase(self, i: int, phrases: Phrases[_Value]) -> tuple[_Value, int] | None:
        """Return what the longest of some phrases that stands here means, and the place behind it."""
        for length in range(phrases.longest.get(self.word(i), 0), 0, -1):
            value = phrases.meanings.get(self.words(i, length))
            if value is not None:
                return value, min(i + length, len(self.tokens))
        return None

    def stands_free(self, i: int, end: int) -> bool:
        """Whether nothing is glued on that makes these tokens part of something else: `£2015`, `2015.5`, `CVE-2015`.

        Brackets, quotes, commas and the like may be, as long as they lead to no digit in turn: `(2015)`, `in 2015,`.
        """
        return self._free_before(i) and self._free_behind(end)

    def _free_before(self, i: int) -> bool:
        mark, beyond = self.word(i - 1), self.word(i - 2)
        if not self.glued(i):
            return True
        leads_on = self.glued(i - 1) and beyond.isalnum() and (mark in "-'" or beyond.isdigit())
        return mark in _OPENERS and not leads_on

    def _free_behind(self, end: int) -> bool:
        mark, beyond = self.word(end), self.word(end + 1)
        if not self.glued(end):
            return True
        leads_on = self.glued(end + 1) and beyond.isalnum() and (mark in "-." or beyond.isdigit())
        return mark in _CLOSERS and not leads_on
