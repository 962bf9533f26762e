"""Reading hits sentence by sentence: what each says of the question, and whether it holds what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from qabot.answer.kinds import Kind, holds
from qabot.answer.meaning import Asked, Floats, said
from qabot.encoder import Reading
from qabot.plaintext import Span, is_heading, sentences
from qabot.records import Article, Hit

_KIND_BONUS = 0.15
"""What a sentence gains for holding the kind of thing that is asked for: a figure, a date, a name."""


class Reader(Protocol):
    """Reads texts with the encoder that the passages were embedded with."""

    def read_documents(self, texts: Sequence[str]) -> list[Reading]:
        """Return each text's vector and those of its tokens, in the order given."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ReadHit:
    """A hit whose sentences were read."""

    hit: Hit
    """What was found."""
    article: Article
    """The article it is part of."""
    spans: tuple[Span, ...]
    """Where in the article's text its sentences stand; headings are none."""
    readings: tuple[Reading, ...]
    """What the encoder made of each."""
    said: Floats
    """How nearly each sentence, or the article's title, says each word asked: shape (sentences, words)."""
    nearness: Floats
    """Cosine of each sentence with the question, shape (sentences,)."""
    fits: tuple[bool, ...]
    """Whether each holds the kind of thing that is asked for."""
    scores: Floats
    """How well each answers, shape (sentences,): for choosing among them, not across hits."""

    @property
    def best(self) -> int:
        """The sentence that answers best; the first of equals."""
        return int(np.argmax(self.scores))


def read_hits(
    reader: Reader,
    question: Asked,
    vector: Floats,
    text: str,
    kinds: Sequence[Kind],
    found: Sequence[tuple[Hit, Article]],
) -> list[ReadHit]:
    """Read the sentences of hits, all in one batch.

    What the title says is taken as said by every sentence: the whole article is about it, so that it tells none apart.

    Args:
        reader: The encoder.
        question: The question, word by word.
        vector: The question, encoded.
        text: The question itself.
        kinds: What it asks for.
        found: Hits with their articles.
    """
    spans = [_sentences(hit) for hit, _ in found]
    titles = list(dict.fromkeys(article.title for _, article in found))
    quoted = (article.text[a:b] for (_, article), each in zip(found, spans, strict=True) for a, b in each)
    texts = [*titles, *dict.fromkeys(quoted)]
    read = dict(zip(texts, reader.read_documents(texts), strict=True))
    return [
        _read_hit(hit, article, each, read, question, vector, [holds(kinds, article.text[a:b], text) for a, b in each])
        for (hit, article), each in zip(found, spans, strict=True)
    ]


def _read_hit(  # noqa: PLR0913, PLR0917 - what one hit is judged by
    hit: Hit,
    article: Article,
    spans: Sequence[Span],
    read: dict[str, Reading],
    question: Asked,
    vector: Floats,
    fits: Sequence[bool],
) -> ReadHit:
    readings = tuple(read[article.text[a:b]] for a, b in spans)
    titled = said(question, read[article.title])
    rows = np.array([np.maximum(said(question, reading), titled) for reading in readings], np.float32)
    nearness = np.array([float(reading.vector @ vector) for reading in readings], np.float32)
    scores = (rows @ question.weights + _KIND_BONUS * np.array(fits)).astype(np.float32)
    return ReadHit(hit, article, tuple(spans), readings, rows, nearness, tuple(fits), scores)


def _sentences(hit: Hit) -> list[Span]:
    """Return where in its article the sentences of a passage stand: at least one."""
    text, base = hit.passage.text, hit.passage.start
    found = [(base + a, base + b) for a, b in sentences(text) if not is_heading(text, a)]
    return found or [(hit.passage.start, hit.passage.end)]
