"""Names and words that a question has and no article does, each with what the corpus has that is nearly the same.

It is offered, or told to have been read in its place: nobody takes it for what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from qabot.answer.like_names import like_name
from qabot.answer.missing_parts import asked_names, whole
from qabot.answer.name_mentions import Named, folded
from qabot.core.answers import Coverage, Evidence, MissingPart
from qabot.core.errors import UsageError
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.text import Span, words_in_line
from qabot.index.text_index import LexicalQuery
from qabot.question.vocabulary import words_of
from qabot.retrieval.protocols import Index

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FEWEST_LETTERS = 5
_MOST_LETTERS = 20
_PASSAGES = 5
"""Passages that are looked at for how they write a word."""
_MOST_WORDS = 4
"""Words of a question that are looked for in other spellings."""
_PIECE = re.compile(r"[^\W_]+")


def offered_names(
    index: Index, question: AnalysedQuestion, lower: Sequence[Span], shown: Sequence[Evidence], lacking: Coverage | None
) -> tuple[MissingPart, ...]:
    """Return what a question names that no article has, each with what there is in its place.

    Args:
        index: The corpus.
        question: The question.
        lower: Where words stand that are names, though the question writes them small.
        shown: The quotes, or what came nearest.
        lacking: What the corpus lacks, where they are no answer.
    """
    names = [each for each in asked_names(question, lower) if not _is_said(index, each)]
    names += _words_lacking(question, () if lacking is None else lacking.missing, [each.span for each in names])
    return tuple(_offers(index, names[:_MOST_WORDS], shown, answers=lacking is None))


def _offers(index: Index, names: Iterable[Named], shown: Sequence[Evidence], *, answers: bool) -> Iterator[MissingPart]:
    for name in names:
        read = next(filter(None, (like_name(name, whole(each)) for each in shown)), "")
        if read and answers:
            words = f"No article has “{name.written}”: “{read}” was read in its place."
            yield MissingPart("spelling", words, name.span)
        elif held := read or _one_letter_off(index, name.written):
            words = f"No article has “{name.written}”; there is “{held}”."
            yield MissingPart("spelling", words, name.span)


def _is_said(index: Index, name: Named) -> bool:
    """Whether an article has a name, or it cannot be told that none does."""
    try:
        return any(index.is_said(each) for each in (name.written, *name.names))
    except UsageError:
        return True


def _words_lacking(question: AnalysedQuestion, missing: Iterable[str], taken: Sequence[Span]) -> Iterator[Named]:
    for word in missing:
        found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", question.text)
        if found and word.isalpha() and not any(a < found.end() and found.start() < b for a, b in taken):
            yield Named(word, found.span(), ())


def _one_letter_off(index: Index, written: str) -> str:
    """Return a word of the corpus that is one letter from the only one in a name that it lacks; empty for none."""
    strange = [each for each in _PIECE.findall(folded(written)) if not _holds(index, each)]
    word = strange[0] if strange else ""
    if len(strange) != 1 or not (word.isascii() and word.isalpha() and _FEWEST_LETTERS <= len(word) <= _MOST_LETTERS):
        return ""
    by_word = {each: terms[0] for each in _edited(word) if len(terms := index.terms(each)) == 1}
    index.expect_terms(set(by_word.values()))
    held = [(index.document_frequency(term), each) for each, term in by_word.items()]
    for count, each in sorted(held, reverse=True):
        if count and (found := _as_written(index, each, by_word[each])):
            return re.sub(re.escape(word), lambda _, found=found: found, written, flags=re.IGNORECASE)
    return ""


def _holds(index: Index, word: str) -> bool:
    return all(map(index.document_frequency, index.terms(word))) or all(each.general for each in words_of(word))


def _edited(word: str) -> set[str]:
    """Return the words that are one letter from a word, all but the first."""
    parted = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    left_out = {a + b[1:] for a, b in parted if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parted if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in parted if b for letter in _LETTERS}
    put_in = {a + letter + b for a, b in parted for letter in _LETTERS}
    return (left_out | swapped | changed | put_in) - {word}


def _as_written(index: Index, word: str, term: str) -> str:
    """Return a word as an article writes it: with its capital where it has one."""
    best = [passage for passage, _ in index.best(LexicalQuery((term,)), _PASSAGES, Filters())]
    texts = (passage.text for passage in index.passages(best))
    pieces = [piece for text in texts for piece in _PIECE.findall(text) if words_in_line(folded(piece)).strip() == word]
    return min(pieces, key=str.isupper, default="") if pieces and all(map(str.istitle, pieces)) else (pieces or [""])[0]
