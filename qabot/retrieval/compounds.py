"""Compounds: a word that an index has in two, and two that it has as one.

One writes `cyberattack`, another `cyber attack`, `cyber-attack` or `CyberAttack`; an index has the first and the last
as one term and the others as two. Which of these are one word, the index itself tells: two words that stand side by
side in a question are joined where that is a term of it, and a word is parted where its parts stand side by side in
some passage. Words that say nothing by themselves are no part of a compound, but for a few: else `in put` and
`not able` would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from msgspec import Struct

from qabot.core.questions import AnalysedQuestion, QuestionToken
from qabot.question.tokeniser import STOP_WORDS
from qabot.retrieval.protocols import Index

_PIECE = re.compile(r"[^\W_]+")
_HYPHENS = frozenset("-‐‑.")
"""What joins the parts of one word: `cyber-attack`, `care.data`."""
_OPENING = frozenset({"one", "my", "your", "just", "tell"})
"""Small words that open the names of services: One Login, MyAccount."""
_PARTICLES = frozenset({"up", "out", "off", "over", "down"})
"""What is behind a verb makes a noun of both: a start-up, the roll-out."""
_PARTICLES_OF_FEW = frozenset({"in", "on"})
_WITH_FEW_PARTICLES = frozenset("add built buy check drop log opt plug sign stand".split())
_ENDINGS = frozenset("able ability age ally ant ants ate less like self selves some ward wards wise".split())
"""Words that as the end of another are no part of a compound: `use less`."""
_LETTER = "e"
"""A letter that counts as a word: `e-procurement`."""
_SHORTEST_PART = 3
_SHORTEST_BEHIND_LETTER = 4
_LONGEST = 40
"""Letters: a longer word is not taken apart."""
_RARE = 20
"""How many times as often a word may stand in one as in two: beyond, the two are a slip of somebody's pen."""


class Spelling(Struct, frozen=True):
    """Another way of writing words of a question, which is in the index."""

    words: tuple[str, ...]
    """The words of the question, as its tokens have them."""
    terms: tuple[str, ...]
    """How it is indexed: these, one after the other."""
    passages: int
    """How many passages have it so."""
    all_passages: int
    """The same with those that have it as the question does, as far as they are others."""


class _Piece(Struct, frozen=True):
    """Letters and digits of a question that stand together."""

    text: str
    """In lower case."""
    word: str
    """The token that it is part of."""
    glue: str
    """What stands between the piece before and this one; a space, a hyphen, or anything else."""


def other_spellings(index: Index, question: AnalysedQuestion) -> list[Spelling]:
    """Return other ways of writing compounds of a question, split or joined, that the index has."""
    # As they are asked for, so that an index at hand, which needs no telling, takes no words apart twice.
    index.expect_terms(chain(_joined_terms(index, question), _parted_terms(index, question)))
    return [*_joined(index, question), *_parted(index, question)]


def _joined_terms(index: Index, question: AnalysedQuestion) -> Iterator[str]:
    """Yield the terms that joining words looks up."""
    for left, right in pairwise(_pieces(question)):
        if _may_join(left, right):
            yield from index.terms(left.text + right.text)


def _parted_terms(index: Index, question: AnalysedQuestion) -> Iterator[str]:
    """Yield the terms that taking words apart looks up."""
    for token in _single(question.content_words):
        word = token.text.lower()
        yield from index.terms(token.text)
        for place in range(1, len(word) - 1):
            if _are_parts(word[:place], word[place:]):
                yield from (*index.terms(word[:place]), *index.terms(word[place:]))


def _joined(index: Index, question: AnalysedQuestion) -> Iterator[Spelling]:
    """Yield words of a question that stand side by side, as one."""
    seen: set[str] = set()
    pieces = list(_pieces(question))
    for left, right in pairwise(pieces):
        whole = left.text + right.text
        if whole in seen or not _may_join(left, right):
            continue
        seen.add(whole)
        terms = index.terms(whole)
        if len(terms) == 1 and (passages := index.document_frequency(terms[0])):
            apart = index.phrase_frequency((*index.terms(left.text), *index.terms(right.text)))
            words = tuple(dict.fromkeys((left.word, right.word)))
            yield Spelling(words, tuple(terms), passages, passages + apart)


def _pieces(question: AnalysedQuestion) -> Iterator[_Piece]:
    """Take a question's own text apart, and tell what stands between."""
    text, last = question.text, 0
    own = [token for token in question.tokens if token.start < len(text)]
    for token in own:
        for found in _PIECE.finditer(token.text):
            start = token.start + found.start()
            yield _Piece(found[0].lower(), token.text, text[last:start])
            last = token.start + found.end()


def _may_join(left: _Piece, right: _Piece) -> bool:
    if left.text.isdigit() or (len(right.text) < _SHORTEST_PART and right.text not in _PARTICLES | _PARTICLES_OF_FEW):
        return right.text.isdigit() and not left.text.isdigit() and right.glue in {" ", *_HYPHENS}
    if right.glue in _HYPHENS:
        return True
    return right.glue == " " and _may_be_parts(left.text, right.text)


def _may_be_parts(first: str, second: str) -> bool:
    """Whether two words may be one where they stand side by side."""
    if second in _PARTICLES_OF_FEW:
        return first in _WITH_FEW_PARTICLES
    opens = first not in STOP_WORDS or first in _OPENING
    return opens and second not in _ENDINGS and (second not in STOP_WORDS or second in _PARTICLES)


def _parted(index: Index, question: AnalysedQuestion) -> Iterator[Spelling]:
    """Yield words of a question in two, where these stand side by side in some passage."""
    for token in _single(question.content_words):
        best = max(_partings(index, token.text.lower()), key=lambda each: each[1], default=None)
        if best is None:
            continue
        terms, passages = best
        whole = sum(map(index.document_frequency, index.terms(token.text)))
        if whole <= _RARE * passages:
            yield Spelling((token.text,), terms, passages, passages + whole)


def _single(tokens: Sequence[QuestionToken]) -> Iterator[QuestionToken]:
    """Yield the tokens that are letters alone, each once."""
    seen: set[str] = set()
    for token in tokens:
        if token.text.isalpha() and len(token.text) <= _LONGEST and token.text.lower() not in seen:
            seen.add(token.text.lower())
            yield token


def _partings(index: Index, word: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each way of taking a word apart whose parts stand side by side, and in how many passages they do."""
    for place in range(1, len(word) - 1):
        first, second = word[:place], word[place:]
        if not _are_parts(first, second):
            continue
        terms = (*index.terms(first), *index.terms(second))
        if not _are_whole((first, second), terms):
            continue
        if all(map(index.document_frequency, terms)) and (passages := index.phrase_frequency(terms)):
            yield terms, passages


def _are_whole(parts: Sequence[str], terms: Sequence[str]) -> bool:
    """Whether each part is a term, and none a small word with an ending: `visitors` is no `visit or`."""
    matched = zip(parts, terms, strict=False)
    small = STOP_WORDS - _PARTICLES
    return len(terms) == len(parts) and all(term == part or term not in small for part, term in matched)


def _are_parts(first: str, second: str) -> bool:
    if first == _LETTER:
        return len(second) >= _SHORTEST_BEHIND_LETTER
    if len(first) < _SHORTEST_PART and first not in _OPENING:
        return False
    second = second.removesuffix("s") if second.removesuffix("s") in _PARTICLES else second  # the start-ups
    long_enough = len(second) >= _SHORTEST_PART or second in _PARTICLES | _PARTICLES_OF_FEW
    return long_enough and _may_be_parts(first, second)
