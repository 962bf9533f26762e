"""What the reader finds in the first hits: whether each answers, and in which of its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.answer.calibration import logistic
from qabot.answer.deduplication import DedupedHit
from qabot.answer.passage_wording import wording_for
from qabot.core.answers import ScoreComponent
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span
from qabot.models.reader import PassageReading, PassageText, ReadingPair
from qabot.retrieval.ranking_parameters import ReaderParameters

Readings = Mapping[int, PassageReading]
"""What was read of passages, by their ids."""

NO_READINGS: Readings = {}


class PassageReader(Protocol):
    """Reads passages with a question."""

    def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
        """Return what is made of each passage with its question, in the order given."""
        ...

    def has_whole(self, word: str) -> bool:
        """Return whether it has a word whole, rather than made up of pieces."""
        ...


def read_passages(
    reader: PassageReader, question: AnalysedQuestion, hits: Sequence[DedupedHit], parameters: ReaderParameters
) -> Readings:
    """Read the passages of the first hits, each with the title of its article, and with the question in its words.

    They are read a few at a time, until the reader is sure of one: what stands behind such a passage seldom answers
    better.
    """
    readings: dict[int, PassageReading] = {}
    for start in range(0, min(len(hits), parameters.depth), parameters.together):
        next_hits = hits[start : min(start + parameters.together, parameters.depth)]
        texts = [PassageText(each.article.title, each.hit.passage.text) for each in next_hits]
        read = reader.read([reading_pair(reader, question, each) for each in texts])
        readings |= {each.hit.passage_id: reading for each, reading in zip(next_hits, read, strict=True)}
        if any(certainty(each, parameters.surest) >= parameters.sure for each in read):
            break
    return readings


def reading_pair(reader: PassageReader, question: AnalysedQuestion, passage: PassageText) -> ReadingPair:
    """Return a question as it is put to a passage, with that."""
    return wording_for(question, reader.has_whole, passage.title, passage.text), passage


def ranked_by_reader(hits: Sequence[DedupedHit], readings: Readings, weight: float, surest: float) -> list[DedupedHit]:
    """Rank hits anew by whether they answer; those that were not read stay behind those that were.

    Args:
        hits: Best first.
        readings: What was read of the first of them.
        weight: What it adds to a score that the reader is sure of a hit.
        surest: The margin of its likeliest span from which it is quite sure of that.
    """
    read = [each for each in hits if each.hit.passage_id in readings]
    chances = {each.hit.passage_id: certainty(readings[each.hit.passage_id], surest) for each in read}
    by_chance = sorted(chances, key=lambda number: -chances[number])
    scored = [_with_component(each, by_chance.index(each.hit.passage_id) + 1, chances, weight) for each in read]
    scored.sort(key=lambda each: -each.score)
    return [*scored, *(each for each in hits if each.hit.passage_id not in readings)]


def certainty(reading: PassageReading, surest: float) -> float:
    """Return how sure the reader is of a passage, 0 to 1: the mean of its two heads.

    One is the probability that the passage answers; the other grows with the margin of the likeliest span over there
    being none, from minus to plus `surest`.
    """
    sure = (1 + min(1.0, max(-1.0, reading.best().margin / surest))) / 2
    return (logistic(reading.answers) + sure) / 2


def _with_component(each: DedupedHit, rank: int, chances: Mapping[int, float], weight: float) -> DedupedHit:
    share = chances[each.hit.passage_id]
    component = ScoreComponent("reader", rank, share, weight * share)
    hit = replace(each.hit, components=(*each.hit.components, component))
    return replace(each, hit=hit, score=each.score + component.contribution)


def sentence_shares(reading: PassageReading, start: int, spans: Sequence[Span]) -> NDArray[np.float32]:
    """Return how the reader's answer falls to sentences: shape (sentences,), adding up to 1.

    Args:
        reading: What was read of the passage.
        start: Where in the article the passage starts.
        spans: Where in the article the sentences stand; at least one.
    """
    scores = np.array([reading.best((a - start, b - start)).score for a, b in spans], np.float64)
    if not np.isfinite(scores).any():
        return np.zeros(len(spans), np.float32)
    shares = np.exp(scores - scores.max())
    return (shares / shares.sum()).astype(np.float32)


def answer_span(reading: PassageReading, start: int, within: Span, least: float) -> Span | None:
    """Return the likeliest answer inside a range of the article; None where the reader is too unsure of it.

    Args:
        reading: What was read of the passage.
        start: Where in the article the passage starts.
        within: The quote.
        least: The margin over there being no answer from which a span is shown.
    """
    found = reading.best((within[0] - start, within[1] - start))
    if found.margin < least or found.span[0] >= found.span[1]:
        return None
    return found.span[0] + start, found.span[1] + start
