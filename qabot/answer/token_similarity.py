"""How nearly a text says each word of a question, by the encoder's token vectors.

A word is said as nearly as the token that comes closest to it: the MaxSim of Khattab and Zaharia ("ColBERT: Efficient
and Effective Passage Search via Contextualized Late Interaction over BERT", SIGIR 2020, section 3.3), kept word by word
instead of being summed. The vector of a whole sentence tells what it is about; its tokens tell whether it says what was
asked. That sets a passage on the topic apart from one that answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qabot.core.questions import Question
from qabot.core.text import Span
from qabot.models.encoder import TokenEmbeddings
from qabot.question.content_words import content_spans

Floats = NDArray[np.float32]

_CARRIED, _CARRIED_SUBJECT = 0.2, 0.7
"""What a word counts that is taken over from an earlier turn: a question's own words tell which sentence answers, and
those it takes over nearly as much as its own which article."""
_UNSAID, _SAID = 0.3, 0.8
"""Cosines up to which a word counts as not said, and from which as said: above, differences are those of context."""


@dataclass(frozen=True, slots=True, eq=False)
class QueryTokens:
    """A question, word by word."""

    words: tuple[str, ...]
    """The words that say what it is about, as written."""
    weights: Floats
    """How much each says, shape (words,): the inverse document frequency of its rarest term, less for a word taken over
    from an earlier turn; adds up to 1."""
    vectors: Floats
    """What each means here, shape (words, width), of length 1."""
    subject: Floats
    """How much each says of which article answers, as `weights` tells which sentence does; adds up to 1 too."""


def query_tokens(question: Question, reading: TokenEmbeddings, worth: Callable[[str], float]) -> QueryTokens:
    """Take a question apart.

    Args:
        question: The question.
        reading: `question.whole`, read by the encoder; what it cut off is not among the words.
        worth: How much a word says.
    """
    text, own = question.whole, len(question.text)
    words: list[str] = []
    vectors: list[Floats] = []
    says: list[float] = []
    own_words: list[bool] = []
    for start, end in content_spans(text):
        tokens = [place for place, (a, b) in enumerate(reading.spans) if a < end and b > start]
        if tokens:
            words.append(text[start:end])
            mean = reading.tokens[tokens].mean(axis=0)
            vectors.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
            says.append(worth(words[-1]))
            own_words.append(start < own)
    return QueryTokens(
        tuple(words),
        normalise(np.array(says, np.float32) * np.where(own_words, 1.0, _CARRIED)),
        np.array(vectors, np.float32).reshape(len(words), reading.tokens.shape[1]),
        normalise(np.array(says, np.float32) * np.where(own_words, 1.0, _CARRIED_SUBJECT)),
    )


def normalise(worth: NDArray[np.floating]) -> Floats:
    """Return by what share each word counts; the same where none says anything."""
    total = float(worth.sum())
    return (worth / total if total > 0 else np.full(len(worth), 1 / max(1, len(worth)))).astype(np.float32)


def token_similarity(question: QueryTokens, reading: TokenEmbeddings) -> Floats:
    """Return how nearly a text says each word of a question: cosines, shape (words,).

    A text without tokens says nothing: zeros.
    """
    if not question.words or not len(reading.tokens):
        return np.zeros(len(question.words), np.float32)
    return (question.vectors @ reading.tokens.T).max(axis=1)


def coverage_of_words(cosines: Floats, held: NDArray[np.bool_]) -> Floats:
    """Turn cosines into how far each word counts as said, 0 to 1.

    Args:
        cosines: What `said` returns.
        held: Whether the text has each word, in any inflection: then it is said, whatever the cosine.
    """
    return np.maximum(np.clip((cosines - _UNSAID) / (_SAID - _UNSAID), 0.0, 1.0), held).astype(np.float32)


def similar_spans(question: QueryTokens, reading: TokenEmbeddings, least: float) -> list[Span]:
    """Return the spans of the tokens that come at least so close to a word of the question, in order."""
    if not question.words or not len(reading.tokens):
        return []
    nearest = (question.vectors @ reading.tokens.T).max(axis=0)
    return [span for span, near in zip(reading.spans, nearest.tolist(), strict=True) if near >= least]
