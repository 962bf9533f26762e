"""What the reader makes of passages that came in, for many questions at a time, before anything else is looked at.

Reading takes most of the time of putting a question, and tells most of what comes of it. So questions of which it tells
that nothing will are put no further: neither their sentences are read, nor is anything looked up for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qabot.answer.passage_reading import PassageReader, reading_pair
from qabot.core.questions import AnalysedQuestion
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.models.reader import PassageReading, PassageText, ReadingPair
from qabot.reports.watch.bearing_quotes import may_bear
from qabot.reports.watch.incoming_passages import BearingPassage


class AskedPassages(Struct, frozen=True):
    """A question with the passages that it may be put to."""

    question: AnalysedQuestion
    """As understood."""
    bearing: Sequence[BearingPassage]
    """Those passages, or more."""


class IncomingReadings:
    """A reader that has read the passages of the questions that are put next. For any number of threads once it has."""

    def __init__(self, current: QuestionAnswerer, reader: PassageReader) -> None:
        """Read with this reader what is held by the generation that is asked."""
        self._current = current
        self._reader = reader
        self._read: dict[ReadingPair, PassageReading] = {}

    def read_together(self, asked: Sequence[AskedPassages]) -> list[bool]:
        """Read passages, each with its question, and return of which questions something may come.

        What was read for other questions is forgotten.
        """
        texts = self._texts({bearing.passage for each in asked for bearing in each.bearing})
        pairs = [
            reading_pair(self._reader, each.question, texts[bearing.passage])
            for each in asked
            for bearing in each.bearing
        ]
        read = self._reader.read(pairs)
        self._read = dict(zip(pairs, read, strict=True))
        found = iter(read)
        return [self._may_tell(each.bearing, [next(found) for _ in each.bearing]) for each in asked]

    def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
        """Return what is made of each passage, in the order given: what was read already is not read again."""
        new = [each for each in dict.fromkeys(pairs) if each not in self._read]
        known = self._read | dict(zip(new, self._reader.read(new), strict=True))
        return [known[each] for each in pairs]

    def has_whole(self, word: str) -> bool:
        """Return whether the reader has a word whole."""
        return self._reader.has_whole(word)

    def _texts(self, ids: set[int]) -> dict[int, PassageText]:
        generation, numbers = self._current.generation, sorted(ids)
        titles = generation.articles.titles_of(numbers)
        passages = zip(numbers, generation.passages(numbers), strict=True)
        return {number: PassageText(titles[number], passage.text) for number, passage in passages}

    def _may_tell(self, bearing: Sequence[BearingPassage], readings: Sequence[PassageReading]) -> bool:
        least = self._current.parameters.reader.span_margin
        bears = (may_bear(one, each.best().margin >= least) for one, each in zip(bearing, readings, strict=True))
        return any(bears) and self._current.may_answer(readings)
