"""Words that a question writes small and the corpus only with a capital: names, as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from qabot.answer.like_names import has_one_like
from qabot.answer.name_mentions import says_word, topical_words
from qabot.core.dates import MONTHS
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.text import Span
from qabot.index.text_index import LexicalQuery
from qabot.retrieval.protocols import Index

_PASSAGES = 5
"""Passages that are looked at for how they write a word."""
_SHORTEST = 2
_OPENING = '.!?:“"‘('
_CAPITAL_NEXT = re.compile(r"\s[A-Z]")
_PLURAL = re.compile(r"\w*[A-Z]s")
"""Several of something whose name is initials: `SMEs`."""
_OF_TIME = frozenset(
    (*MONTHS, *"monday tuesday wednesday thursday friday saturday sunday christmas easter spring autumn".split())
)
_MOST_WORDS = 12
"""Words of a question that are looked up."""


def names_in_use(index: Index, question: AnalysedQuestion, quotes: Sequence[str]) -> tuple[Span, ...]:
    """Return where words stand in a question that are names by the corpus, though written small, and in no quote.

    A word that any subject can be asked about with is none, and neither is one that the corpus does not have, but where
    the first quote has a name that looks like it.

    Args:
        index: The corpus.
        question: The question.
        quotes: The quotes, with the titles of their articles: what they have is not looked up.
    """
    return tuple(_names(index, question, quotes))


def _names(index: Index, question: AnalysedQuestion, quotes: Sequence[str]) -> Iterator[Span]:
    tokens = list(islice(topical_words(question), _MOST_WORDS))
    said = [any(says_word(each, token.text) for each in quotes) for token in tokens]
    alike = [has_one_like(token.text, quotes[:1]) for token in tokens]
    named = {edge for token, is_said in zip(tokens, said, strict=True) if is_said for edge in (token.start, token.end)}
    for token, is_said, is_like in zip(tokens, said, alike, strict=True):
        word = token.text
        if is_like and word not in _OF_TIME and (not _is_held(index, word) or _is_a_name(index, word)):
            yield token.start, token.end
            continue
        is_part = token.end + 1 in named or token.start - 1 in named  # of a name whose other part is said
        if is_said or is_part or len(word) < _SHORTEST or word in _OF_TIME:
            continue
        if _is_a_name(index, word):
            yield token.start, token.end


def _is_held(index: Index, word: str) -> bool:
    return any(map(index.document_frequency, index.terms(word)))


def _is_a_name(index: Index, word: str) -> bool:
    terms = tuple(index.terms(word))
    if len(terms) != 1 or not index.document_frequency(terms[0]):
        return False
    query = LexicalQuery(terms)
    found = [passage for passage, _ in index.best(query, _PASSAGES, Filters())]
    written = [
        each
        for passage in index.passages(found)
        for each in re.finditer(rf"(?<![^\W_]){word}(?![^\W_])", passage.text, re.IGNORECASE)
    ]
    if any(each[0].islower() or _PLURAL.fullmatch(each[0]) for each in written):
        return False
    return any(map(_is_inside, written))


def _is_inside(found: re.Match[str]) -> bool:
    """Whether a word has its capital for another reason than that a sentence begins with it."""
    text, before = found.string, found.string[: found.start()].rstrip()
    opens = not before or before[-1] in _OPENING or "\n" in text[len(before) : found.start()]
    return not opens or found[0].isupper() or bool(_CAPITAL_NEXT.match(text, found.end()))
