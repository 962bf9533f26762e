"""Evidence: the sentence or two that answer, cut from the stored article, with the words that show why."""

from __future__ import annotations

import calendar
import re
from collections.abc import Container, Sequence

import numpy as np
from numpy.typing import NDArray

from qabot.answer.disowned_words import is_disowned, is_question, states_right, takes_back
from qabot.answer.former_values import is_former, sentence_before
from qabot.answer.passage_reading import answer_span, sentence_shares
from qabot.answer.sentence_scoring import QueryProfile, ScoredHit, adjoin
from qabot.answer.token_similarity import QueryTokens, similar_spans
from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.text import Span, is_heading, paragraph_number, sentences
from qabot.question.tokeniser import STOP_WORDS
from qabot.retrieval.ranking_parameters import QuotationParameters
from qabot.retrieval.term_sets import TermSets

_ANAPHORS = frozenset("he her his it its she their them they".split())
_NO_NAMES = STOP_WORDS | frozenset(map(str.casefold, calendar.month_name[1:]))
"""Words that have a capital without being what a sentence tells of."""
_SENTENCES_ON = 3
"""Sentences behind a quote among which the answer to it stands, or what is right."""
_OTHER_WORDS = 4
"""How often other words are looked for where those that were found are denied."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def cut_evidence(
    scored: ScoredHit, profile: QueryProfile, duplicates: Sequence[Article], parameters: QuotationParameters
) -> Evidence:
    """Cut the quote from the stored article, so that it cannot differ from it.

    Args:
        scored: The hit.
        profile: What was asked.
        duplicates: Near-copies of the article that were found too.
        parameters: What is quoted with the best sentence, and pointed out.
    """
    article, passage = scored.article, scored.hit.passage
    start, end = quoted_range(scored, parameters)
    start, end = _start_with_context(scored, start, parameters.context_words), _end_with_answer(scored, (start, end))
    words = matched_words(profile.texts, passage.text, profile.question.idf)
    matched = [(passage.start + a, passage.start + b) for a, b in words]
    return Evidence(
        article=article,
        start=start,
        end=end,
        text=article.text[start:end],
        text_sha256=article.text_sha256,
        paragraph=paragraph_number(article.text, start),
        hit=scored.hit,
        matched=tuple(matched),
        meant=tuple(_similar_words(scored, profile.tokens, matched, parameters.similar_cosine)),
        duplicates=tuple(duplicates),
        answer_span=_answer_span(scored, profile, (start, end)),
    )


def _answer_span(scored: ScoredHit, profile: QueryProfile, quote: Span) -> Span | None:
    """Return the words in a quote that answer, where the reader is sure enough of them.

    Words that the quote itself denies, takes back or says to be so no more give way to the likeliest beside them.
    """
    if scored.reading is None:
        return None
    question, text = profile.question.analysed.text, scored.article.text
    first: Span | None = None
    parts = [quote]
    for _ in range(_OTHER_WORDS):
        found = [answer_span(scored.reading, scored.hit.passage.start, part, profile.span_margin) for part in parts]
        span, part = next(((span, part) for span, part in zip(found, parts, strict=True) if span), (None, quote))
        if span is None:
            break
        first = first or span
        if not (is_disowned(question, text, quote, span) or is_former(question, sentence_before(text, quote, span))):
            return span
        # What stands behind is the likelier to be what is right: `not £9m but £19m`, `the right number is 620`.
        rest = [(span[1], part[1]), (part[0], span[0])]
        parts = [each for each in (*rest, *(each for each in parts if each != part)) if each[0] < each[1]]
    return first


def quoted_range(scored: ScoredHit, parameters: QuotationParameters) -> Span:
    """Return the range in the article of the sentence that answers best, perhaps with others next to it.

    A neighbour joins that answers nearly as well, may hold the reader's answer, or holds what is asked for where the
    best does not. Where the reader finds the answer in another sentence close by, the quote reaches from the one to the
    other: of two ways to read a passage, each is right where the other is not often enough to show both.

    Args:
        scored: The hit.
        parameters: How near, and how good, those must be.
    """
    best = scored.best
    first = last = best
    neighbours = [place for place in (best + 1, best - 1) if _adjoins(scored, best, place)]
    shares = _reader_shares(scored)
    if neighbours:
        may_answer = shares >= parameters.second_share
        other = max(neighbours, key=lambda place: (may_answer[place], float(scored.scores[place])))
        as_good = float(scored.scores[other]) >= parameters.second_sentence * float(scored.scores[best])
        if as_good or may_answer[other] or (scored.fits[other] and not scored.fits[best]):
            first, last = sorted((best, other))
    if shares[place := int(np.argmax(shares))] >= parameters.joined_share:
        start, end = min(first, place), max(last, place)
        if _sentences_between(scored, start, end) <= last - first + parameters.joined:
            first, last = start, end
    return scored.spans[first][0], scored.spans[last][1]


def _end_with_answer(scored: ScoredHit, quote: Span) -> int:
    """Return where a quote must end that asks, or takes back what was said: with the answer, or with what is right."""
    text, base = scored.hit.passage.text, scored.hit.passage.start
    told = [(a, b) for a, b in sentences(text) if base + b > quote[0] and not is_heading(text, a)]
    within = [(a, b) for a, b in told if base + b <= quote[1]]
    behind = [(a, b) for a, b in told if base + a >= quote[1]][:_SENTENCES_ON]
    end = quote[1]
    if within and is_question(text[slice(*within[-1])]):
        for a, b in behind:
            if not is_question(text[a:b]):
                return base + b
    if any(takes_back(text[a:b]) for a, b in within) and not any(states_right(text[a:b]) for a, b in within):
        likely = [b for a, b in behind if states_right(text[a:b])] or [
            b for a, b in behind if re.search(r"\d", text[a:b])
        ]
        end = base + likely[0] if likely else end
    return end


def _reader_shares(scored: ScoredHit) -> NDArray[np.float32]:
    """Return how the reader's answer falls to the sentences, shape (sentences,); all 0 where it did not read them."""
    if scored.reading is None:
        return np.zeros(len(scored.spans), np.float32)
    return sentence_shares(scored.reading, scored.hit.passage.start, scored.spans)


def _sentences_between(scored: ScoredHit, first: int, last: int) -> int:
    """Return how many sentences further the last of these stands, those that were not scored counted too."""
    text, base = scored.hit.passage.text, scored.hit.passage.start
    start, end = scored.spans[first][0] - base, scored.spans[last][0] - base
    return sum(start < a <= end for a, _ in sentences(text))


def _start_with_context(scored: ScoredHit, start: int, context_words: int) -> int:
    """Return where a quote must begin so that it names what it tells of: `it had cost £1m` says little by itself."""
    text, base = scored.hit.passage.text, scored.hit.passage.start
    before: Span | None = None
    for a, b in sentences(text):
        if base + a == start:
            has_context = before is not None and not is_heading(text, before[0])
            return base + before[0] if before and has_context and needs_context(text[a:b], context_words) else start
        before = (a, b)
    return start


def needs_context(sentence: str, context_words: int) -> bool:
    """Whether a sentence tells of what stands before it: `By late March it had cost £1m`, or `No ransom was paid`.

    It does where a pronoun comes before any name, or where it is short and names nothing. The first word has a capital
    anyway: it is no name where it says nothing by itself, or where a comma follows.

    Args:
        sentence: The sentence.
        context_words: Among how many of its first words a pronoun counts, and how many words are short.
    """
    words = list(_WORD.finditer(sentence))
    for place, found in enumerate(words):
        word = found[0].casefold()
        if place < context_words and word in _ANAPHORS:
            return True
        is_opening = place == 0 and sentence.startswith(",", found.end())
        if found[0][0].isupper() and not is_opening and word not in _NO_NAMES:
            return False
    return 0 < len(words) <= context_words


def _adjoins(scored: ScoredHit, one: int, other: int) -> bool:
    """Whether there is such another sentence, with nothing between the two."""
    if not 0 <= other < len(scored.spans):
        return False
    return adjoin(scored.article.text, *sorted((scored.spans[one], scored.spans[other])))


def matched_words(texts: TermSets, text: str, terms: Container[str]) -> list[Span]:
    """Return the spans of the words in a text that have one of these terms: what was asked for, in any inflection."""
    spans: list[Span] = []
    for start, end in sentences(text):
        # Sentence by sentence: most of them were analysed before, when they were chosen to be read.
        found = texts.spans_of(text[start:end], terms)
        matching = [(start + a, start + b) for a, b in found]
        words = [word.span() for word in _WORD.finditer(text, start, end)] if matching else []
        spans += [(a, b) for a, b in words if any(a <= first < b for first, _ in matching)]
    return spans


def _similar_words(scored: ScoredHit, tokens: QueryTokens, matched: Sequence[Span], least: float) -> list[Span]:
    """Return where in the article other words stand that mean what is asked, in the sentences that were read."""
    taken, text = set(matched), scored.article.text
    spans: list[Span] = []
    for (start, end), embeddings in zip(scored.spans, scored.embeddings, strict=True):
        similar = similar_spans(tokens, embeddings, least)
        for found in _WORD.finditer(text, start, end) if similar else ():
            near = any(a < found.end() - start and b > found.start() - start for a, b in similar)
            if near and found.span() not in taken and found[0].casefold() not in STOP_WORDS:
                spans.append(found.span())
    return spans
