"""A text in units that report speech: a sentence, or the sentences that one quotation holds together. Pure.

Within a unit a quotation is one token, and so is what stands in brackets: what reports stands outside of both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from qabot.core.text import Span, is_heading, paragraphs, sentences
from qabot.facts.quotation_marks import Quotation, quotations
from qabot.facts.speaker_words import speaker_words

TokenKind = Literal["word", "quote", "aside", "mark"]

_TOKEN = re.compile(r"[£$€]?[^\W_]+(?:(?:[.,&@/'’‑-]|\.)[^\W_]+)*%?|[,;:()\[\]–—?!&]|(?<=\s)-(?=\s)|[.…]")
_MOST_TOKENS = 400
"""Tokens of a unit that are read: a longer one is no sentence."""
_LONGEST_ASIDE = 200
"""Characters between brackets that are passed over as one."""


class Token(NamedTuple):
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

    @property
    def is_quotation(self) -> bool:
        """Whether there is nothing in it but quotations."""
        return bool(self.quotes) and all(each.kind in {"quote", "mark"} for each in self.tokens)

    def quote_at(self, number: int) -> Quotation:
        """Return the quotation that a token stands for."""
        return self.quotes[sum(each.kind == "quote" for each in self.tokens[:number])]


def units(text: str) -> Iterator[Unit]:
    """Yield the units of cleaned text in order; headings are none."""
    quotes = [each for each in quotations(text) if each.first < each.last]
    starts = [each.start for each in quotes]
    blocks = paragraphs(text)
    block = 0
    paragraph = -1
    for start, end in _joined(sentences(text), quotes):
        opens = False
        while block < len(blocks) and blocks[block][0] <= start:
            paragraph, opens, block = block, True, block + 1
        if is_heading(text, start):
            continue
        inside = quotes[bisect_left(starts, start) : bisect_left(starts, end)]
        tokens = _tokens(text, (start, end), inside)
        yield Unit(start, end, tokens, tuple(inside[: sum(each.kind == "quote" for each in tokens)]), paragraph, opens)


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
        found.append(Token(quote.start, quote.end, "", "quote"))
        place = quote.end
        if len(found) > _MOST_TOKENS:
            break
    found += _words(text, place, span[1])
    return tuple(_with_may_as_a_name(found[:_MOST_TOKENS]))


def _with_may_as_a_name(tokens: Sequence[Token]) -> Iterator[Token]:
    """Tell Theresa May from the month, and from the verb: her key keeps its capital."""
    known = speaker_words()
    before = ""
    for token in tokens:
        is_name = token.key == "may" and token.capital and (before in known.genders or before in known.titles)
        yield token._replace(key="May") if is_name else token
        before = token.key


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    place = start
    while match := _TOKEN.search(text, place, end):
        place = match.end()
        if match[0] in "([":
            closing = text.find(")" if match[0] == "(" else "]", place, min(end, place + _LONGEST_ASIDE))
            if closing > 0:
                place = closing + 1
                yield Token(match.start(), place, "", "aside")
        elif match[0] not in ")].…":
            yield _token(match)


def _token(match: re.Match[str]) -> Token:
    written = match[0]
    if not written[-1].isalnum() and written[-1] != "%":
        return Token(match.start(), match.end(), "-" if written in "–—-" else written, "mark")
    key = written.replace("’", "'").casefold()
    is_owner = key.endswith("'s") or (key.endswith("s") and match.string[match.end() : match.end() + 1] in {"'", "’"})
    capital = any(letter.isupper() for letter in written) and not written[0].isdigit()
    bare = written[:-2] if key.endswith("'s") else written
    initials = sum(letter.isupper() for letter in bare) > 1 and bare.rstrip("s").isupper()
    return Token(match.start(), match.end(), key.removesuffix("'s"), "word", capital, is_owner, initials)
