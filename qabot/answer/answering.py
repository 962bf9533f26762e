"""From hits to an answer: which sentence of each passage to quote, and what to make of it all.

The verdict here is a plain rule over two things that mean relevance: how near the best passage is in meaning, and how
much of what the question asks about, weighted by rarity, it holds. The fused score is a rank and says neither.
"""

from __future__ import annotations

import math
import re
from calendar import month_name
from collections.abc import Container, Mapping, Sequence

from qabot.errors import IndexCorrupt
from qabot.plaintext import Span, is_heading, paragraph_number, sentences
from qabot.records import Answer, Article, Evidence, Hit, Question, Verdict
from qabot.search import Found, Index, question_terms

JUDGED = 3
"""How many of the first hits the verdict looks at, however many are shown."""
STRONG_NEARNESS, STRONG_COVERAGE = 0.45, 0.60
POSSIBLE_NEARNESS, POSSIBLE_COVERAGE = 0.30, 0.34
_TITLE_TERM = 0.3
"""What a term still counts in choosing a sentence when the title has it: the whole article is about that."""
_SECOND_SENTENCE = 0.2
"""A neighbour joins the quote when it adds this share of what is asked about, or the kind of thing asked for."""
_KIND_BONUS = 0.3
"""What a sentence gains for holding the kind of thing that is asked for: a figure, a date."""

_MONEY = re.compile(r"[£$€]\s?\d|\b\d[\d,.]*\s?(?:million|billion|trillion|pounds|m|bn|k)\b")
_NUMBER = re.compile(
    r"\b\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|hundred)\b"
)
_MONTH = "|".join(month_name[1:])
_WHEN = re.compile(rf"\b(?:(?:1[89]|20)\d\d|{_MONTH})\b")
_ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"\b(?:how much|costs?|price|budget|funding|savings?|bill|fine|value|worth)\b", re.IGNORECASE), _MONEY),
    (re.compile(r"\b(?:how (?:many|often|long)|number of|share of|percentage|proportion)\b", re.IGNORECASE), _NUMBER),
    (re.compile(r"\b(?:when|what (?:year|date|month|day)|since)\b", re.IGNORECASE), _WHEN),
)
"""What a question asks for, and what a sentence that answers it holds."""
_WORD = re.compile(r"[^\W_]+")


def answer(index: Index, question: Question, found: Found, limit: int, warnings: Sequence[str] = ()) -> Answer:
    """Choose the evidence and the verdict.

    Args:
        index: What was searched.
        question: What was asked.
        found: What search returned: at least `JUDGED` hits where there are as many.
        limit: How many pieces of evidence to return at the most; none when nothing answers.
        warnings: What the reader should know besides.

    Raises:
        IndexCorrupt: A hit's article is missing or altered.
    """
    weights = term_weights(index, question)
    evidence = tuple(_evidence(index, question, hit, weights) for hit in found.hits)
    verdict = judge(index, question, evidence[:JUDGED], weights)
    shown = () if verdict == "not_found" else evidence[:limit]
    return Answer(verdict, shown, index.searched(found.matched_filters), tuple(warnings))


def term_weights(index: Index, question: Question) -> dict[str, float]:
    """Return the terms of a question with how much each says: its inverse document frequency, as in BM25.

    A term that no passage holds weighs as much as one that a single passage holds.
    """
    total = index.searched(None).passages
    frequencies = {term: max(1, index.document_frequency(term)) for term in question_terms(index, question)}
    return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in frequencies.items()}


def judge(index: Index, question: Question, evidence: Sequence[Evidence], weights: Mapping[str, float]) -> Verdict:
    """Say how well the first piece of evidence answers.

    Returns:
        `not_found` when there is no evidence, nothing to ask about, or the passage is neither near nor on the words.
    """
    if not evidence or not weights or not question.text:
        return "not_found"
    nearness = max(_nearness(each.hit) for each in evidence)
    coverage = max(_coverage(index, f"{each.article.title} {each.hit.passage.text}", weights) for each in evidence)
    if nearness >= STRONG_NEARNESS and coverage >= STRONG_COVERAGE:
        return "strong"
    if nearness >= POSSIBLE_NEARNESS and coverage >= POSSIBLE_COVERAGE:
        return "possible"
    return "not_found"


def matched_words(index: Index, text: str, terms: Container[str]) -> list[Span]:
    """Return the spans of the words in a text that have one of these terms: what was asked for, in any inflection."""
    return [found.span() for found in _WORD.finditer(text) if any(term in terms for term in index.terms(found[0]))]


def _evidence(index: Index, question: Question, hit: Hit, weights: Mapping[str, float]) -> Evidence:
    """Cut the quote from the stored article, so that it cannot differ from it."""
    article = index.article(hit.passage.article_id)
    if article is None or article.text[hit.passage.start : hit.passage.end] != hit.passage.text:
        raise IndexCorrupt(
            f"The index holds a passage of {hit.passage.article_id!r} that is not in the article.",
            hint="Run `qabot index --rebuild` to build the index anew.",
        )
    start, end = _quoted(index, question, article, hit, weights)
    return Evidence(
        article=article,
        start=start,
        end=end,
        text=article.text[start:end],
        text_sha256=article.text_sha256,
        paragraph=paragraph_number(article.text, start),
        hit=hit,
    )


def _quoted(index: Index, question: Question, article: Article, hit: Hit, weights: Mapping[str, float]) -> Span:
    """Return the range in the article of the sentence that says most of what is asked, perhaps with a neighbour."""
    base = hit.passage.start
    spans = [(base + a, base + b) for a, b in sentences(hit.passage.text) if not is_heading(hit.passage.text, a)]
    if not spans:
        return hit.passage.start, hit.passage.end
    about = set(index.terms(article.title))
    weights = {term: weight * (_TITLE_TERM if term in about else 1.0) for term, weight in weights.items()}
    held = [_held(index, article.text[a:b], weights) for a, b in spans]
    total = sum(weights.values()) or 1.0
    wanted = [kind for asked, kind in _ASKED if asked.search(question.text)]
    fits = [any(kind.search(article.text[a:b]) for kind in wanted) for a, b in spans]
    scores = [sum(weights[t] for t in terms) / total + _KIND_BONUS * fit for terms, fit in zip(held, fits, strict=True)]
    best = max(range(len(spans)), key=lambda i: (scores[i], -i))
    for neighbour in (best + 1, best - 1):
        if 0 <= neighbour < len(spans):
            added = sum(weights[term] for term in held[neighbour] - held[best]) / total
            brings_kind = fits[neighbour] and not fits[best] and bool(held[neighbour])
            if added >= _SECOND_SENTENCE or brings_kind:
                first, last = sorted((best, neighbour))
                return spans[first][0], spans[last][1]
    return spans[best]


def _held(index: Index, text: str, weights: Mapping[str, float]) -> set[str]:
    return {term for term in index.terms(text) if term in weights}


def _coverage(index: Index, text: str, weights: Mapping[str, float]) -> float:
    """Return the share, by weight, of the question's terms that a text holds; 0 to 1."""
    return sum(weights[term] for term in _held(index, text, weights)) / (sum(weights.values()) or 1.0)


def _nearness(hit: Hit) -> float:
    """Return the cosine between question and passage."""
    return max((vote.score for vote in hit.votes if vote.retriever == "dense"), default=0.0)
