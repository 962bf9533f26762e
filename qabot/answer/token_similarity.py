"""Token similarity: how near a text comes to each word of a question, by the encoder's token vectors.

A text is as near to a word as the token that comes closest to it: the MaxSim of Khattab and Zaharia ("ColBERT:
Efficient and Effective Passage Search via Contextualized Late Interaction over BERT", SIGIR 2020, section 3.3), kept
word by word instead of being summed. The vector of a whole sentence tells what it is about; its tokens tell whether it
says what was asked. That sets a passage on the topic apart from one that answers.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from qabot.core.text import Span
from qabot.models.encoder import TokenEmbeddings
from qabot.retrieval.binding import BoundQuestion, BoundWord
from qabot.retrieval.ranking_parameters import ReadingParameters

Floats = NDArray[np.float32]


class QueryTokens(Struct, frozen=True, eq=False):
    """A question, word by word."""

    words: tuple[BoundWord, ...]
    """The words that say what it is about, as far as the encoder read them."""
    weights: Floats
    """How much each says of which sentence answers, shape (words,): the inverse document frequency of its rarest term,
    less for a word taken over from an earlier turn; adds up to 1."""
    vectors: Floats
    """What each means here, shape (words, width), of length 1."""
    article_weights: Floats
    """How much each says of which article answers, likewise; adds up to 1 too."""


def query_tokens(question: BoundQuestion, reading: TokenEmbeddings, parameters: ReadingParameters) -> QueryTokens:
    """Take a question apart.

    Args:
        question: The question, bound to the index.
        reading: `AnalysedQuestion.whole`, read by the encoder; what it cut off is not among the words.
        parameters: What a word taken over counts.
    """
    words: list[BoundWord] = []
    vectors: list[Floats] = []
    for word in question.words:
        tokens = [place for place, (a, b) in enumerate(reading.spans) if a < word.end and b > word.start]
        if tokens:
            mean = reading.tokens[tokens].mean(axis=0)
            words.append(word)
            vectors.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    idf = np.array([word.idf for word in words], np.float32)
    own = np.array([not word.is_inherited for word in words], np.bool_)
    return QueryTokens(
        tuple(words),
        normalise(idf * np.where(own, 1.0, parameters.inherited_weight)),
        np.array(vectors, np.float32).reshape(len(words), reading.tokens.shape[1]),
        normalise(idf * np.where(own, 1.0, parameters.inherited_article_weight)),
    )


def normalise(weights: NDArray[np.floating]) -> Floats:
    """Return weights that add up to 1; the same for each where none says anything."""
    total = float(weights.sum())
    return (weights / total if total > 0 else np.full(len(weights), 1 / max(1, len(weights)))).astype(np.float32)


def token_similarity(question: QueryTokens, reading: TokenEmbeddings) -> Floats:
    """Return how near a text comes to each word of a question: cosines, shape (words,).

    A text without tokens comes near to none: zeros.
    """
    if not question.words or not len(reading.tokens):
        return np.zeros(len(question.words), np.float32)
    return (question.vectors @ reading.tokens.T).max(axis=1)


def coverage_of_words(cosines: Floats, held: NDArray[np.bool_], parameters: ReadingParameters) -> Floats:
    """Turn cosines into how far a text covers each word, 0 to 1.

    Args:
        cosines: What `token_similarity` returns.
        held: Whether the text has each word, in any inflection: then it is covered, whatever the cosine.
        parameters: From which cosine to which coverage grows.
    """
    uncovered, covered = parameters.uncovered_cosine, parameters.covered_cosine
    return np.maximum(np.clip((cosines - uncovered) / (covered - uncovered), 0.0, 1.0), held).astype(np.float32)


def similar_spans(question: QueryTokens, reading: TokenEmbeddings, least: float) -> list[Span]:
    """Return the spans of the tokens that come at least so close to a word of the question, in order."""
    if not question.words or not len(reading.tokens):
        return []
    nearest = (question.vectors @ reading.tokens.T).max(axis=0)
    return [span for span, near in zip(reading.spans, nearest.tolist(), strict=True) if near >= least]
