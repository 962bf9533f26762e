"""A text in units that report speech: a sentence, or the sentences that one quotation holds together. Pure.

Within a unit a quotation is one token, and so is what stands in brackets: what reports stands outside of both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.text import Span, is_heading, numbered_paragraphs, sentences
from qabot.facts.quotation_marks import Quotation, quotations
from qabot.facts.speaker_words import speaker_words

TokenKind = Literal["word", "quote", "aside", "mark"]

_TOKEN = re.compile(r"[£$€]?[^\W_]+(?:(?:[.,&@/'’‑-]|\.)[^\W_]+)*%?|[,;:()\[\]–—?!&]|(?<=\s)-(?=\s)|[.…]")
_WORDS_TOO = frozenset("it us who may will can on in am no so and or".split())
"""Words that are something else in capitals."""
_STOPS = tuple(",.?!…–—-")
_BEGIN_LONG_NAMES = frozenset("department ministry".split())
_LONGEST_NAME = 14
_MOST_TOKENS = 400
"""Tokens of a unit that are read: a longer one is no sentence."""
_LONGEST_WORD = 40
"""Characters of a word that is remembered with what it was read to."""
_APOSTROPHES = frozenset("'’")
_CLOSERS = {"(": ")", "[": "]"}
_NO_TOKENS = frozenset("()[].…")
"""Brackets, which part what is passed over from the rest, and stops, which end no clause."""
_LONGEST_ASIDE = 200
"""Characters between brackets that are passed over as one."""


class Token(Struct, frozen=True):
    """A word, a mark, a quotation, or what stands in brackets."""

    start: int
    """Its first character in the text."""
    end: int
    """One past its last."""
    key: str
    """A word in small letters without a possessive ending; a mark itself; empty for the rest."""
    kind: TokenKind
    """What it is."""
    capital: bool = False
    """Whether it is a word with a capital, or a name in digits and letters."""
    owner: bool = False
    """Whether it has a possessive ending."""
    initials: bool = False
    """Whether it has capitals throughout, and more than one: `NAO`, `MPs`."""
    stops: bool = False
    """Whether it is a quotation that ends with a stop or a comma within its marks, as one does that is spoken."""


class Unit(Struct, frozen=True):
    """A sentence, or several that a quotation holds together."""

    start: int
    """Its first character."""
    end: int
    """One past its last."""
    tokens: tuple[Token, ...]
    """Its words and marks, in order."""
    quotes: tuple[Quotation, ...]
    """The quotations in it, one for each token that is one."""
    paragraph: int
    """Which paragraph it stands in, from 0."""
    opens: bool
    """Whether its paragraph begins with it."""
    capitals: tuple[int, ...]
    """The numbers of the tokens that are words with a capital: names stand among them alone."""

    @property
    def is_quotation(self) -> bool:
        """Whether there is nothing in it but quotations."""
        return bool(self.quotes) and all(each.kind in {"quote", "mark"} for each in self.tokens)

    def quote_at(self, number: int) -> Quotation:
        """Return the quotation that a token stands for."""
        return self.quotes[sum(each.kind == "quote" for each in self.tokens[:number])]


def units(text: str, spans: Sequence[Span] | None = None) -> Iterator[Unit]:
    """Yield the units of cleaned text in order; headings are none.

    Args:
        text: The text.
        spans: Its sentences, where they were found already.
    """
    quotes = [each for each in quotations(text) if each.first < each.last]
    starts = [each.start for each in quotes]
    blocks = [span for _, span in numbered_paragraphs(text)]
    block = 0
    paragraph = -1
    for start, end in _joined(sentences(text) if spans is None else spans, quotes):
        opens = False
        while block < len(blocks) and blocks[block][0] <= start:
            paragraph, opens, block = block, True, block + 1
        if is_heading(text, start):
            continue
        inside = quotes[bisect_left(starts, start) : bisect_left(starts, end)]
        tokens = _tokens(text, (start, end), inside)
        held = tuple(inside[: sum(each.kind == "quote" for each in tokens)]) if inside else ()
        capitals = _capitals(tokens)
        yield Unit(start, end, tokens, held, paragraph, opens, capitals)


def _joined(spans: Sequence[Span], quotes: Sequence[Quotation]) -> Iterator[Span]:
    """Join sentences that a quotation spans."""
    number = 0
    begin: int | None = None
    for start, end in spans:
        begin = start if begin is None else begin
        while number < len(quotes) and quotes[number].end <= end:
            number += 1
        if number < len(quotes) and quotes[number].start < end < quotes[number].end:
            continue
        yield begin, end
        begin = None
    if begin is not None:
        yield begin, spans[-1][1]


def _tokens(text: str, span: Span, quotes: Sequence[Quotation]) -> tuple[Token, ...]:
    found: list[Token] = []
    place = span[0]
    for quote in quotes:
        found += _words(text, place, quote.start)
        stops = text[quote.last - 1] in _STOPS or text[quote.end : quote.end + 1] in _STOPS
        found.append(Token(quote.start, quote.end, "", "quote", stops=stops))
        place = quote.end
        if len(found) > _MOST_TOKENS:
            break
    found += _words(text, place, span[1])
    del found[_MOST_TOKENS:]
    keys = {found[number].key for number in _capitals(found)}
    if not _BEGIN_LONG_NAMES.isdisjoint(keys):
        found = list(_with_long_names(found))
    if "may" in keys:
        found = list(_with_may_as_a_name(found))
    return tuple(found)


def _capitals(tokens: Sequence[Token]) -> tuple[int, ...]:
    return tuple([number for number, each in enumerate(tokens) if each.capital])


def _with_long_names(tokens: Sequence[Token]) -> Iterator[Token]:
    """Pass over the commas within a name: `Department for Environment, Food and Rural Affairs`."""
    within = False
    for number, token in enumerate(tokens):
        if token.capital and token.key in _BEGIN_LONG_NAMES:
            within = _is_long_name(tokens, number)
        elif within and token.key == "and":
            within = False
        yield replace(token, kind="aside", key="") if within and token.key == "," else token


def _is_long_name(tokens: Sequence[Token], first: int) -> bool:
    """Whether nothing but names, commas and little words leads from here to an "and" before another name."""
    for number in range(first + 1, min(len(tokens) - 1, first + _LONGEST_NAME)):
        token = tokens[number]
        if token.key == "and":
            return tokens[number + 1].capital and any(each.key == "," for each in tokens[first:number])
        if not (token.capital or token.key in {",", "for", "of", "the"}):
            return False
    return False


def _with_may_as_a_name(tokens: Sequence[Token]) -> Iterator[Token]:
    """Tell Theresa May from the month, and from the verb: her key keeps its capital."""
    known = speaker_words()
    before = ""
    for token in tokens:
        is_name = token.key == "may" and token.capital and (before in known.genders or before in known.titles)
        yield replace(token, key="May") if is_name else token
        before = token.key


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    place = start
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        if first < place:
            continue  # within brackets
        written = match[0]
        key, kind, capital, owner, initials = (_remembered if last - first <= _LONGEST_WORD else _read)(written)
        if kind == "word":
            owns = owner or (key[-1] in "sS" and text[last : last + 1] in _APOSTROPHES)
            yield Token(first, last, key, kind, capital, owns, initials)
        elif kind == "mark":
            yield Token(first, last, key, kind)
        elif closer := _CLOSERS.get(written):
            closing = text.find(closer, last, min(end, last + _LONGEST_ASIDE))
            if closing > 0:
                place = closing + 1
                yield Token(first, place, "", "aside")


def _read(written: str) -> tuple[str, TokenKind, bool, bool, bool]:
    """Return the key and the kind of a token, and whether it has a capital, a possessive ending, and is initials."""
    if written in _NO_TOKENS:
        return "", "aside", False, False, False
    if not written[-1].isalnum() and written[-1] != "%":
        return "-" if written in "–—-" else written, "mark", False, False, False
    key = written.replace("’", "'").casefold()
    owner = key.endswith("'s")
    capital = not written[0].isdigit() and any(map(str.isupper, written))
    bare = written[:-2] if owner else written
    initials = bare.rstrip("s").isupper() and sum(map(str.isupper, bare)) > 1
    key = key.removesuffix("'s")
    if initials and key in _WORDS_TOO:
        key = key.upper()
    return key, "word", capital, owner, initials


_remembered = lru_cache(4_096)(_read)
"""The same; most words of a text stand in it, or stood in others, many times."""


def words_of(tokens: Sequence[Token]) -> Span:
    """Return the range of some tokens; a possessive ending behind them is no part of it."""
    last = tokens[-1]
    return tokens[0].start, last.start + len(last.key) if last.owner else last.end
