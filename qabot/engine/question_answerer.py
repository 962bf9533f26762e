"""The way of one question through one generation: analysed, encoded, searched for, answered.

It holds nothing of its own, so any number of threads may go this way at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.answer.answerer import Answerer
from qabot.core.answers import Evidence, Turn
from qabot.core.publishers import PublisherTable
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.unknown_names import UnknownName
from qabot.engine.loaded_models import Encoder, Models
from qabot.index.snapshot import Generation
from qabot.models.encoder import TokenEmbeddings
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer
from qabot.question.synonyms import SynonymTable
from qabot.retrieval.binding import bind
from qabot.retrieval.pipeline import search_with_soft_dates
from qabot.retrieval.ranking_parameters import RANKING, RankingParameters


class QuestionAnswerer(Struct, frozen=True):
    """Answers questions from one generation."""

    generation: Generation
    """What is asked."""
    models: Models | None
    """What it is asked with; None for words alone."""
    entities: EntityGazetteer
    """The names that questions may be about."""
    publishers: PublisherTable = field(default_factory=PublisherTable)
    """Who owns which outlet."""
    synonyms: SynonymTable = field(default_factory=SynonymTable)
    """What articles say for everyday words."""
    parameters: RankingParameters = RANKING
    """The numbers that passages and quotes are ranked with."""

    def answer(
        self,
        text: str,
        filters: Filters | None,
        limit: int,
        earlier: Sequence[AnalysedQuestion],
        today: date | None,
        *,
        infer: bool,
    ) -> Turn:
        """Answer a question; any text is one.

        Args:
            text: As typed.
            filters: What to limit the search to.
            limit: How many pieces of evidence to return at the most.
            earlier: The questions before it, oldest first, from which it takes over what it lacks.
            today: The day that "last week" counts from; the present day by default.
            infer: Whether dates in the question's own words limit the search; never where most articles bear none.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        clock = _Clock()
        generation, models = self.generation, self.models
        infer = infer and 2 * generation.undated < generation.manifest.articles
        analysed = analyse(text, filters, earlier=earlier, today=today, bodies=self.entities, infer=infer)
        analysed = replace(analysed, synonyms=self.synonyms.named(analysed.text))
        reading = models.encoder.encode_query_tokens(analysed.whole) if models else None
        vector = _vector(models.encoder, analysed, reading) if models and reading else None
        clock.lap("encode")
        reranker = models.reranker if models else None
        question = bind(generation, analysed, self.parameters.lexical)
        fusion = self.parameters.fusion
        question, found = search_with_soft_dates(
            generation, vector, question, max(limit, fusion.leaders), fusion, reranker
        )
        clock.lap("search")
        encoder, calibration, reader = (models.encoder, models.calibration, models.reader) if models else (None,) * 3
        answerer = Answerer(generation, encoder, calibration, self.parameters, reader)
        unknown = generation.articles.unknown_names(question.analysed.filters)
        warnings = _warnings(generation, question.analysed, unknown, found.matched_filters)
        reply = answerer.answer(question, reading, found, limit, warnings)
        reply = replace(
            reply,
            evidence=self._attributed(reply.evidence),
            nearest=self._attributed(reply.nearest),
            unknown_names=tuple(unknown),
        )
        clock.lap("answer")
        return Turn(question.analysed, reply, generation.name, clock.taken())

    def _attributed(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Say of each quote who stands behind its article."""
        return tuple(replace(each, listed=self.publishers.publisher(each.article)) for each in evidence)


class _Clock:
    """Takes the time of each step of a turn."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """End a step."""
        now = time.perf_counter()
        self._laps[step], self._last = now - self._last, now

    def taken(self) -> dict[str, float]:
        """Return the milliseconds of each step, and of all of them."""
        laps = self._laps | {"total": self._last - self._began}
        return {step: round(1000 * seconds, 2) for step, seconds in laps.items()}


def _vector(encoder: Encoder, question: AnalysedQuestion, whole: TokenEmbeddings) -> NDArray[np.float32]:
    """Return what to search for: what a question takes over counts as much as what it asks itself, no more."""
    if not question.inherited_terms or not question.text:
        return whole.vector
    both = whole.vector + encoder.encode_query_tokens(question.text).vector
    return (both / np.linalg.norm(both)).astype(np.float32)


def _warnings(
    generation: Generation, question: AnalysedQuestion, unknown: Iterable[UnknownName], matched: int | None
) -> list[str]:
    """Say what of the filters the reader should know."""
    filters = question.filters
    warnings = [*question.notes, *(each.words for each in unknown)]
    if question.phrase_gave_way:
        where = "among those that the filters leave " if filters.active else ""
        warnings.append(f"No passage or title {where}holds “{question.phrase_alone}”, so its words were searched for.")
    if matched == 0:
        warnings.append("No article matches the filters.")
    if (filters.after or filters.before) and (undated := generation.undated):
        warnings.append(
            f"{undated:,} {'article bears' if undated == 1 else 'articles bear'} no date; "
            f"a filter on dates leaves {'it' if undated == 1 else 'them'} out."
        )
    return warnings
