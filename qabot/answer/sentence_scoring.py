"""Reading hits sentence by sentence: what each says of the question, and whether it holds what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qabot.answer.answer_types import AnswerType, holds_answer_type
from qabot.answer.token_similarity import Floats, QueryTokens, coverage_of_words, token_similarity
from qabot.core.answers import Hit, ScoreComponent
from qabot.core.articles import Article
from qabot.core.text import Span, is_heading, sentences
from qabot.models.encoder import TokenEmbeddings
from qabot.retrieval.fusion import WEIGHTS

ANSWER_TYPE_BONUS = 0.15
"""What a sentence gains for holding the kind of thing that is asked for: a figure, a date, a name."""
_BESIDE = 0.7
"""What a sentence gets of what its neighbours say: "it" and "the scheme" are named in one of them."""
_FEWEST = 2
"""Sentences of a passage that are read at the least."""
RERANK_DEPTH = 3
"""How many of the first hits are put in order by what they say: reading ten gains little more, and takes three times as
long."""


class SentenceEncoder(Protocol):
    """Reads texts with the encoder that the passages were embedded with."""

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in the order given."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class QueryProfile:
    """What a question asks, in every form in which sentences are compared with it."""

    text: str
    """The question itself."""
    words: QueryTokens
    """The same, word by word."""
    vector: Floats
    """The same, encoded; shape (dimension,)."""
    kinds: Sequence[AnswerType]
    """What it asks for."""
    shares_a_word: Callable[[str], bool]
    """Whether a text has one of its words, in any inflection."""
    has: Callable[[str], NDArray[np.bool_]]
    """Which of its words a text has, in any inflection: shape (words,)."""

    def is_held_by(self, sentence: str) -> bool:
        """Whether a sentence holds what is asked for: a figure, a date, a name."""
        return holds_answer_type(self.kinds, sentence, self.text)


@dataclass(frozen=True, slots=True, eq=False)
class ScoredHit:
    """A hit whose sentences were read."""

    hit: Hit
    """What was found."""
    article: Article
    """The article it is part of."""
    spans: tuple[Span, ...]
    """Where in the article's text its sentences stand that may answer, in order."""
    embeddings: tuple[TokenEmbeddings, ...]
    """What the encoder made of each."""
    said: Floats
    """How nearly each sentence, or the article's title, says each word asked: shape (sentences, words)."""
    nearness: Floats
    """Cosine of each sentence with the question, shape (sentences,)."""
    fits: tuple[bool, ...]
    """Whether each holds the kind of thing that is asked for."""
    scores: Floats
    """How well each answers, shape (sentences,): for choosing among them, not across hits."""
    answers: float = 0.0
    """How much of what is asked the best of them says by itself, 0 to 1: for choosing among hits."""

    @property
    def best(self) -> int:
        """The sentence that answers best; the first of equals."""
        return int(np.argmax(self.scores))


def score_sentences(
    reader: SentenceEncoder, sought: QueryProfile, found: Sequence[tuple[Hit, Article]]
) -> list[ScoredHit]:
    """Read the sentences of hits, all in one batch.

    What the title says is taken as said by every sentence: the whole article is about it, so that it tells none apart.

    Args:
        reader: The encoder.
        sought: What the question asks.
        found: Hits with their articles.
    """
    spans = [candidate_sentences(sought, hit) for hit, _ in found]
    titles = list(dict.fromkeys(article.title for _, article in found))
    quoted = (article.text[a:b] for (_, article), each in zip(found, spans, strict=True) for a, b in each)
    texts = [*titles, *dict.fromkeys(quoted)]
    read = dict(zip(texts, reader.encode_document_tokens(texts), strict=True))
    return [_read_hit(sought, *pair, each, read) for pair, each in zip(found, spans, strict=True)]


def _read_hit(
    sought: QueryProfile, hit: Hit, article: Article, spans: Sequence[Span], read: Mapping[str, TokenEmbeddings]
) -> ScoredHit:
    readings = tuple(read[article.text[a:b]] for a, b in spans)
    titled = token_similarity(sought.words, read[article.title])
    rows = np.array([token_similarity(sought.words, reading) for reading in readings], np.float32)
    nearness = np.array([float(reading.vector @ sought.vector) for reading in readings], np.float32)
    fits = tuple(sought.is_held_by(article.text[a:b]) for a, b in spans)
    told = np.array(
        [coverage_of_words(row, sought.has(article.text[a:b])) for row, (a, b) in zip(rows, spans, strict=True)]
    )
    alone = np.maximum(told, coverage_of_words(titled, sought.has(article.title)))
    together = np.maximum(alone, _BESIDE * _told_beside(told, article.text, spans))
    bonus = ANSWER_TYPE_BONUS * np.array(fits, np.float32)
    scores = (together @ sought.words.weights + bonus).astype(np.float32)
    answers = float((alone @ sought.words.subject + bonus).max()) / (1 + ANSWER_TYPE_BONUS)
    said_at_all = np.maximum(rows, titled)
    return ScoredHit(hit, article, tuple(spans), readings, said_at_all, nearness, fits, scores, answers)


def _told_beside(told: Floats, text: str, spans: Sequence[Span]) -> Floats:
    """Return how far the sentences next to each say each word; nothing where another stands between, or none."""
    beside = np.zeros_like(told)
    for place, (one, other) in enumerate(pairwise(spans)):
        if adjoin(text, one, other):
            beside[place] = np.maximum(beside[place], told[place + 1])
            beside[place + 1] = told[place]
    return beside


def adjoin(text: str, one: Span, other: Span) -> bool:
    """Whether nothing but white space stands between two sentences of a text, given in order."""
    return not text[one[1] : other[0]].strip()


def rerank_top(reads: Sequence[ScoredHit], scores: Sequence[float]) -> list[ScoredHit]:
    """Let the first hits vote by what they say, and rank all anew; those behind them stay behind.

    Args:
        reads: Hits, best first.
        scores: What each has won so far: its own score, or that of the copy in whose place it stands.
    """
    first, rest = reads[:RERANK_DEPTH], reads[RERANK_DEPTH:]
    most_first = sorted(first, key=lambda read: -read.answers)
    voted = [_voted(read, most_first.index(read) + 1) for read in first]
    won = [score + read.hit.components[-1].contribution for score, read in zip(scores, voted, strict=False)]
    order = sorted(range(len(first)), key=lambda place: -won[place])
    ranked = enumerate((*(voted[place] for place in order), *rest), start=1)
    return [replace(read, hit=replace(read.hit, rank=rank)) for rank, read in ranked]


def _voted(read: ScoredHit, place: int) -> ScoredHit:
    vote = ScoreComponent("reading", place, read.answers, WEIGHTS["reading"] * read.answers)
    return replace(read, hit=replace(read.hit, components=(*read.hit.components, vote)))


def candidate_sentences(sought: QueryProfile, hit: Hit) -> list[Span]:
    """Return where in its article the sentences of a passage stand that may answer: at least one.

    Reading takes most of the time of an answer, so that sentences that share no word with the question and hold nothing
    of the kind asked for are passed over, unless hardly any are left.
    """
    text, base = hit.passage.text, hit.passage.start
    found = [(a, b) for a, b in sentences(text) if not is_heading(text, a)] or [(0, len(text))]
    kept = [(a, b) for a, b in found if sought.shares_a_word(text[a:b]) or sought.is_held_by(text[a:b])]
    return [(base + a, base + b) for a, b in (kept if len(kept) >= _FEWEST else found)]
