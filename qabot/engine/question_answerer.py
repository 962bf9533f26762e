"""The way of one question through one generation: analysed, encoded, searched for, answered.

It holds nothing of its own, so any number of threads may go this way at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.answer.answerer import Answerer
from qabot.core.answers import Evidence, Retriever, Turn
from qabot.core.conversation_context import NO_CONTEXT, ConversationContext
from qabot.core.errors import InternalError, UsageError
from qabot.core.publishers import PublisherTable
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.unknown_names import UnknownName
from qabot.engine.fact_searches import FactSearches
from qabot.engine.loaded_models import Models
from qabot.engine.part_answers import answered_in_parts
from qabot.engine.past_scope import left_out, lost, seen
from qabot.engine.speaker_search import all_names
from qabot.engine.speaker_statements import SpeakerStatements
from qabot.index.fact_rules import FactRules
from qabot.index.generation_reading import OpenGeneration
from qabot.models.encoder import Encoder, TokenEmbeddings
from qabot.models.reader import PassageReading
from qabot.question.analysis import combine_filters
from qabot.question.entities import EntityGazetteer
from qabot.question.readings import QuestionReading, QuestionReadings, read_in_context
from qabot.question.synonyms import SynonymTable
from qabot.retrieval.binding import BoundQuestion, bind
from qabot.retrieval.fusion import fuse
from qabot.retrieval.pipeline import Candidates, ranked
from qabot.retrieval.ranking_parameters import RANKING, ContextShares, RankingParameters
from qabot.retrieval.reading_fusion import WeighedReading, search_readings


class QuestionAnswerer(Struct, frozen=True):
    """Answers questions from one generation."""

    generation: OpenGeneration
    """What is asked."""
    models: Models | None
    """What it is asked with; None for words alone."""
    entities: EntityGazetteer
    """The names that questions may be about."""
    publishers: PublisherTable = field(default_factory=PublisherTable)
    """Who owns which outlet."""
    synonyms: SynonymTable = field(default_factory=SynonymTable)
    """What articles say for everyday words."""
    rules: Callable[[], FactRules] | None = None
    """Reads what facts are read by, once a question asks for somebody's words; None where nothing is looked up so."""
    parameters: RankingParameters = RANKING
    """The numbers that passages and quotes are ranked with."""

    def answer(
        self,
        text: str,
        filters: Filters | None,
        limit: int,
        context: ConversationContext,
        today: date | None,
        *,
        infer: bool,
    ) -> Turn:
        """Answer a question; any text is one.

        Args:
            text: As typed.
            filters: What to limit the search to.
            limit: How many pieces of evidence to return at the most.
            context: What it comes after, from which it takes over what it lacks.
            today: The day that "last week" counts from; the present day by default.
            infer: Whether dates in the question's own words limit the search; never where most articles bear none.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """

        def ask(text: str, limits: Filters, behind: ConversationContext) -> Turn:
            clock = _Clock()
            meant = self._understood(text, limits, behind, today, infer=infer)
            return self._answered(meant, limit, behind, clock)

        given = filters or Filters()
        turn = ask(text, given, context)
        return answered_in_parts(
            turn,
            limit,
            context,
            lambda part, limits, behind: ask(part, combine_filters(given, limits), behind),
            seen(self.generation, turn.question.filters),
            self.parameters.lexical,
        )

    def understand(self, text: str, filters: Filters | None = None, today: date | None = None) -> AnalysedQuestion:
        """Return a question as it is understood by itself, such as to keep it."""
        return self._understood(text, filters, NO_CONTEXT, today, infer=True).readings[0].question

    def answer_understood(self, question: AnalysedQuestion, limit: int) -> Turn:
        """Answer a question that was understood earlier, by itself.

        Args:
            question: As `understand` returned it.
            limit: How many pieces of evidence to return at the most.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        meant = QuestionReadings("none", (QuestionReading("alone", question),))
        return self._answered(meant, limit, NO_CONTEXT, _Clock())

    def facts(self) -> FactSearches:
        """Return what searches for facts, in this generation and by these lists.

        Raises:
            InternalError: There are no rules to read them by.
            UsageError: The home's `entities.toml` or `speech_cues.toml` is malformed or cannot be read.
        """
        if self.rules is None:
            message = "Facts were asked for of an index that was opened without the rules for them."
            raise InternalError(message, hint="Open it by an engine.")
        return FactSearches(self.generation, self.entities, self.rules())

    def vectors_of(self, questions: Sequence[AnalysedQuestion]) -> NDArray[np.float32]:
        """Return what to search for of each question, unit vectors of shape (questions, dimension).

        As many as there are cores are read at once. Without models the dimension is 0.
        """
        if self.models is None:
            return np.zeros((len(questions), 0), np.float32)
        read = self.models.encoder.encode_queries(list(dict.fromkeys(_texts(questions))))
        at = {text: place for place, text in enumerate(dict.fromkeys(_texts(questions)))}
        whole = read[[at[each.whole] for each in questions]]
        if any(_is_carried(each) for each in questions):
            own = read[[at[each.text if _is_carried(each) else each.whole] for each in questions]]
            whole = whole + own
            whole /= np.linalg.norm(whole, axis=1, keepdims=True)
        return whole.astype(np.float32)

    def evidence_among(
        self, question: BoundQuestion, passages: Mapping[int, tuple[float, float]], limit: int
    ) -> tuple[Evidence, ...]:
        """Return what answers a question of a few passages alone, as if nothing else were held; nothing if none does.

        Args:
            question: Bound to this generation.
            passages: The cosine of each with the question, and the share of the question's terms that it holds.
            limit: How many pieces of evidence to return at the most.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        models, fusion = self.models, self.parameters.fusion
        lists: dict[Retriever, list[tuple[int, float]]] = {
            "dense": [(number, nearness) for number, (nearness, _) in passages.items()] if models else [],
            "lexical": [(number, share) for number, (_, share) in passages.items()],
        }
        found = Candidates(fuse(lists, {}, fusion.weights), None)
        hits = ranked(self.generation, question, found, max(limit, fusion.leaders), fusion, None)
        reading = models.encoder.encode_query_tokens(question.analysed.whole) if models else None
        return self._attributed(self._answerer(self.generation).evidence_alone(question, reading, hits, limit))

    def may_answer(self, readings: Sequence[PassageReading]) -> bool:
        """Whether `evidence_among` may return anything of passages, by what the reader makes of them alone."""
        return self._answerer(self.generation).may_answer(readings)

    def _answerer(self, generation: OpenGeneration, spoken: SpeakerStatements | None = None) -> Answerer:
        models = self.models
        encoder, calibration, reader = (models.encoder, models.calibration, models.reader) if models else (None,) * 3
        return Answerer(generation, encoder, calibration, self.parameters, reader, spoken)

    def _understood(
        self, text: str, filters: Filters | None, context: ConversationContext, today: date | None, *, infer: bool
    ) -> QuestionReadings:
        """Read a question in each way in which it may be meant, with what articles may say for its everyday words."""
        infer = infer and 2 * self.generation.undated < self.generation.manifest.articles
        meant = read_in_context(text, filters, context, today=today, bodies=self.entities, infer=infer)
        readings = (replace(each, question=self._with_synonyms(each.question)) for each in meant.readings)
        return replace(meant, readings=tuple(readings))

    def _answered(self, meant: QuestionReadings, limit: int, context: ConversationContext, clock: _Clock) -> Turn:
        # All readings have the limits that the question was given.
        generation, models = seen(self.generation, meant.readings[0].question.filters), self.models
        read = _Encoded(models.encoder) if models else None
        vectors = [read.vector(each.question) if read else None for each in meant.readings]
        clock.lap("encode")
        reranker = models.reranker if models else None
        fusion, shares = self.parameters.fusion, self.parameters.context.of(meant.dependence)
        weighed = [
            WeighedReading(bind(generation, each.question, self.parameters.lexical), vector, share)
            for each, vector, share in zip(meant.readings, vectors, _shares(meant.readings, shares), strict=True)
        ]
        quoted = _gains(context, shares, self.parameters.context.further_quotes)
        answered = search_readings(generation, weighed, quoted, max(limit, fusion.leaders), fusion, reranker)
        question, found = answered.question, answered.found
        reading = read.tokens(question.analysed.whole) if read else None
        clock.lap("search")
        unknown = generation.articles.unknown_names(question.analysed.filters)
        warnings = _warnings(self.generation, question.analysed, unknown, found.matched_filters)
        reply = self._answerer(generation, self._spoken(generation, question.analysed)).answer(
            question, reading, found, limit, warnings
        )
        reply = replace(
            reply,
            evidence=self._attributed(reply.evidence),
            nearest=self._attributed(reply.nearest),
            unknown_names=tuple(unknown),
        )
        clock.lap("answer")
        return Turn(question.analysed, reply, generation.name, clock.taken())

    def _spoken(self, generation: OpenGeneration, question: AnalysedQuestion) -> SpeakerStatements | None:
        """Return what looks up the statements of the speaker whose words are asked for; None where nobody's are."""
        speaker = question.sought_speaker
        if speaker is None or self.rules is None:
            return None
        try:
            rules = self.rules()
        except UsageError:
            if speaker.is_typed:
                raise
            return None  # a list that only reports need costs no other question its answer
        names = all_names(speaker.name, self.entities, rules.names)
        is_listed = len(names) > 1
        if not is_listed and " " not in speaker.name:
            names = (*names, f"{speaker.name} Council")
        known = speaker.is_typed or is_listed or speaker.name[:1].isupper()
        return SpeakerStatements(generation, rules, speaker, names, known=known)

    def _with_synonyms(self, question: AnalysedQuestion) -> AnalysedQuestion:
        """Say of a question what articles may say for its everyday words."""
        return replace(question, synonyms=self.synonyms.named(question.text))

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


class _Encoded:
    """A question read by the encoder in each way that it may be meant, each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._texts: dict[str, TokenEmbeddings] = {}

    def tokens(self, text: str) -> TokenEmbeddings:
        """Return what the encoder makes of a text."""
        if text not in self._texts:
            self._texts[text] = self._encoder.encode_query_tokens(text)
        return self._texts[text]

    def vector(self, question: AnalysedQuestion) -> NDArray[np.float32]:
        """Return what to search for: what a question takes over counts as much as what it asks itself, no more."""
        whole = self.tokens(question.whole).vector
        if not _is_carried(question):
            return whole
        both = whole + self.tokens(question.text).vector
        return (both / np.linalg.norm(both)).astype(np.float32)


def _is_carried(question: AnalysedQuestion) -> bool:
    """Whether what a question takes over counts beside what it asks itself."""
    return bool(question.inherited_terms and question.text)


def _texts(questions: Iterable[AnalysedQuestion]) -> Iterator[str]:
    """Yield the texts by which questions are searched for."""
    for each in questions:
        yield each.whole
        if _is_carried(each):
            yield each.text


def _shares(readings: Sequence[QuestionReading], shares: ContextShares) -> list[float]:
    """Return what each reading counts: the first has what is left, so that one alone counts in full."""
    of = {"subject": shares.subject, "answer": shares.answer, "alone": 0.0}
    others = [of[each.source] for each in readings[1:]]
    return [1.0 - sum(others), *others]


def _gains(context: ConversationContext, shares: ContextShares, further: float) -> dict[str, float]:
    """Return what the articles gain that the last answer quoted, by their ids."""
    quoted = context.turns[-1].quoted if context.turns and shares.quoted else ()
    gains = {each.article.id: shares.quoted * further for each in quoted[1:]}
    return gains | {each.article.id: shares.quoted for each in quoted[:1]}


def _warnings(
    generation: OpenGeneration, question: AnalysedQuestion, unknown: Iterable[UnknownName], matched: int | None
) -> list[str]:
    """Say what of the filters the reader should know."""
    filters = question.filters
    warnings = [*question.notes, *(each.words for each in unknown)]
    if question.phrase_gave_way:
        where = "among those that the filters leave " if filters.active else ""
        warnings.append(f"No passage or title {where}holds “{question.phrase_alone}”, so its words were searched for.")
    if matched == 0:
        warnings.append("No article matches the filters.")
    return [*warnings, *left_out(generation, filters), *lost(generation)]
