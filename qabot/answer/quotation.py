"""Evidence: the sentence or two that answer, cut from the stored article, with the words that show why."""

from __future__ import annotations

import calendar
import re
from collections.abc import Container, Sequence

from qabot.answer.sentence_scoring import ScoredHit, adjoin
from qabot.answer.token_similarity import QueryTokens, similar_spans
from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.text import Span, is_heading, paragraph_number, sentences
from qabot.question.content_words import STOP_WORDS
from qabot.retrieval.protocols import Index

_SECOND_SENTENCE = 0.9
"""A neighbour joins the quote when it answers nearly as well: this share of the best sentence's score."""
_MEANT = 0.62
"""Cosine from which a token carries the meaning of a word asked."""
_LEANING = frozenset("he her his it its she their them they".split())
_OPENING = 6
"""Words of a sentence among which such a pronoun means something that was named before it; as many alone say little."""
_NO_NAMES = STOP_WORDS | frozenset(map(str.casefold, calendar.month_name[1:]))
"""Words that have a capital without being what a sentence tells of."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def cut_evidence(
    index: Index, read: ScoredHit, question: QueryTokens, terms: Container[str], also_in: Sequence[Article]
) -> Evidence:
    """Cut the quote from the stored article, so that it cannot differ from it.

    Args:
        index: What was searched.
        read: The hit.
        question: What was asked, word by word.
        terms: The indexed terms that were searched for.
        also_in: Near-copies of the article that were found too.
    """
    article, passage = read.article, read.hit.passage
    start, end = quoted_range(read)
    start = _named_from(read, start)
    matched = [(passage.start + a, passage.start + b) for a, b in matched_words(index, passage.text, terms)]
    return Evidence(
        article=article,
        start=start,
        end=end,
        text=article.text[start:end],
        text_sha256=article.text_sha256,
        paragraph=paragraph_number(article.text, start),
        hit=read.hit,
        matched=tuple(matched),
        meant=tuple(_meant_words(read, question, matched)),
        duplicates=tuple(also_in),
    )


def quoted_range(read: ScoredHit) -> Span:
    """Return the range in the article of the sentence that answers best, perhaps with a neighbour."""
    best = read.best
    neighbours = [place for place in (best + 1, best - 1) if _adjoins(read, best, place)]
    if neighbours:
        other = max(neighbours, key=lambda place: float(read.scores[place]))
        as_good = float(read.scores[other]) >= _SECOND_SENTENCE * float(read.scores[best])
        if as_good or (read.fits[other] and not read.fits[best]):
            first, last = sorted((best, other))
            return read.spans[first][0], read.spans[last][1]
    return read.spans[best]


def _named_from(read: ScoredHit, start: int) -> int:
    """Return where a quote must begin so that it names what it tells of: `it had cost £1m` says little by itself."""
    text, base = read.hit.passage.text, read.hit.passage.start
    before: Span | None = None
    for a, b in sentences(text):
        if base + a == start:
            is_told = before is not None and not is_heading(text, before[0])
            return base + before[0] if before and is_told and needs_context(text[a:b]) else start
        before = (a, b)
    return start


def needs_context(sentence: str) -> bool:
    """Whether a sentence tells of what stands before it: `By late March it had cost £1m`, or `No ransom was paid`.

    It does where a pronoun comes before any name, or where it is short and names nothing. The first word has a capital
    anyway: it is no name where it says nothing by itself, or where a comma follows.
    """
    words = list(_WORD.finditer(sentence))
    for place, found in enumerate(words):
        word = found[0].casefold()
        if place < _OPENING and word in _LEANING:
            return True
        is_opening = place == 0 and sentence[found.end() :].startswith(",")
        if found[0][0].isupper() and not is_opening and word not in _NO_NAMES:
            return False
    return 0 < len(words) <= _OPENING


def _adjoins(read: ScoredHit, one: int, other: int) -> bool:
    """Whether there is such another sentence, with nothing between the two."""
    if not 0 <= other < len(read.spans):
        return False
    return adjoin(read.article.text, *sorted((read.spans[one], read.spans[other])))


def matched_words(index: Index, text: str, terms: Container[str]) -> list[Span]:
    """Return the spans of the words in a text that have one of these terms: what was asked for, in any inflection."""
    return [found.span() for found in _WORD.finditer(text) if any(term in terms for term in index.terms(found[0]))]


def _meant_words(read: ScoredHit, question: QueryTokens, matched: Sequence[Span]) -> list[Span]:
    """Return where in the article other words stand that mean what is asked, in the sentences of the passage."""
    taken, text = set(matched), read.article.text
    spans: list[Span] = []
    for (start, end), reading in zip(read.spans, read.embeddings, strict=True):
        tokens = similar_spans(question, reading, _MEANT)
        for found in _WORD.finditer(text, start, end):
            near = any(a < found.end() - start and b > found.start() - start for a, b in tokens)
            if near and found.span() not in taken and found[0].casefold() not in STOP_WORDS:
                spans.append(found.span())
    return spans
