"""Putting an answer together, in five steps: collapse near-duplicates, read, rank, cut, judge.

Two models read: the reader takes each passage whole and says whether and where it answers, and the encoder compares its
sentences with the question word by word.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from qabot.answer.calibration import Calibration
from qabot.answer.deduplication import DedupedHit, deduplicate
from qabot.answer.former_values import FoundText
from qabot.answer.lexical_reading import NO_EMBEDDINGS, lexical_query_tokens, score_sentences_lexically
from qabot.answer.missing_claims import claimed_missing
from qabot.answer.passage_reading import PassageReader, ranked_by_reader, read_passages
from qabot.answer.quote_bearing import QuoteBearing
from qabot.answer.quote_doubts import QuoteDoubts
from qabot.answer.quoting import Quoting
from qabot.answer.sentence_scoring import (
    QueryProfile,
    ScoredHit,
    SentenceEncoder,
    figures_first,
    rerank_top,
    score_sentences,
    speakers_first,
)
from qabot.answer.spoken_sentences import SpokenRanges, speaker_missing
from qabot.answer.term_coverage import coverage
from qabot.answer.token_similarity import query_tokens
from qabot.answer.verdict import Judgement, Shown, judge, may_answer
from qabot.core.answers import Answer, Coverage, Evidence, HeldBack, MissingPart
from qabot.models.encoder import TokenEmbeddings
from qabot.models.reader import PassageReading
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.pipeline import Found, counts_without_filter
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import RankingParameters
from qabot.retrieval.term_sets import TermSets

_UNCALIBRATED = (
    "No answer can be called strong: this model has no calibration that fits. Run `qabot eval calibrate` to make one."
)
_STALE = (
    "No answer can be called strong: the calibration was fitted with other ranking numbers than those in use. "
    "Run `qabot eval calibrate` to fit it anew."
)


class Answerer(Struct, frozen=True):
    """Answers questions from one index."""

    index: Index
    """What is searched."""
    reader: SentenceEncoder | None
    """The encoder of its passages; None while it is not ready, so that words alone are read."""
    calibration: Calibration | None
    """What the verdict is drawn with; None where the encoder has none. One that was fitted with other ranking numbers
    is not used."""
    parameters: RankingParameters
    """The numbers that were searched with, and that this goes on with."""
    passage_reader: PassageReader | None = None
    """Looks for the answer in the first hits; None where it is turned off or not ready."""
    spoken: SpokenRanges | None = None
    """What the speaker says whose words are asked for; None where nobody's are."""

    def answer(
        self,
        question: BoundQuestion,
        reading: TokenEmbeddings | None,
        found: Found,
        limit: int,
        warnings: Sequence[str] = (),
    ) -> Answer:
        """Choose the evidence and the verdict.

        Args:
            question: What was asked, bound to the index.
            reading: `AnalysedQuestion.whole`, read by the encoder; None where there is none to read with.
            found: What search returned: at least as many hits as there are leaders, where there are as many.
            limit: How many pieces of evidence to return at the most; none when nothing answers.
            warnings: What the reader should know besides.

        Raises:
            IndexCorrupt: A hit's article is missing or altered.
        """
        parameters = self.parameters
        profile, distinct, ranked = self._ranked(question, reading, found, limit)
        # 4. The quotes are cut from the stored articles.
        judged = parameters.verdict.judged
        quoting = self._quoting(profile, ranked, distinct)
        ranked = quoting.newer_first(ranked)
        judged_on = quoting.bearing(self._pool(ranked), judged)  # whatever is shown
        # 5. The first hits are judged: do they answer, and do their quotes give all that is asked for?
        claims = self._claims(quoting, judged_on, None)
        shown = Shown(judged_on, _lacks(claims), quoting.doubt(ranked) or _lack(claims))
        judgement = self._judge(profile, ranked[:judged], shown)
        answers = judgement.verdict != "not_found"
        if answers and self.spoken:  # the words of whom is asked for stand first
            ranked = speakers_first(profile, ranked)
        evidence = self._shown(quoting, ranked, judged_on, limit) if answers else ()
        nearest = () if answers else quoting.first(ranked, parameters.coverage.nearest)
        lacking = None if answers else coverage(self.index, question, parameters.coverage)
        if lacking is not None or self.spoken or len(evidence) != len(judged_on):
            claims = self._claims(quoting, evidence or nearest, lacking)
        filters, depth = question.analysed.filters, parameters.reading.rerank_depth
        return Answer(
            verdict=judgement.verdict,
            evidence=evidence,
            searched=self.index.searched(found.matched_filters),
            warnings=(*warnings, *self._warnings(judgement)),
            nearest=nearest,
            coverage=lacking,
            missing=claims,
            counts_without_filter=counts_without_filter(self.index, filters) if found.matched_filters == 0 else {},
            ranked=tuple(dict.fromkeys((*(each.article.id for each in ranked[:depth]), *found.ranked))),
            probability=judgement.probability,
            signals=judgement.signals,
            held_back=judgement.held_back,
            lexical_only=self.reader is None,
        )

    def evidence_alone(
        self, question: BoundQuestion, reading: TokenEmbeddings | None, found: Found, limit: int
    ) -> tuple[Evidence, ...]:
        """Return the evidence that `answer` would choose, and find out nothing that it would only say besides.

        Args:
            question: As for `answer`.
            reading: Likewise.
            found: Likewise.
            limit: Likewise.

        Raises:
            IndexCorrupt: A hit's article is missing or altered.
        """
        judged = self.parameters.verdict.judged
        profile, distinct, ranked = self._ranked(question, reading, found, limit)
        quoting = self._quoting(profile, ranked, distinct)
        ranked = quoting.newer_first(ranked)
        judged_on = quoting.bearing(self._pool(ranked), judged)
        verdicts = [self._judge(profile, ranked[:judged], Shown(judged_on, lacks)) for lacks in (False, True)]
        complete, lacking = (each.verdict != "not_found" for each in verdicts)
        # What the quotes lack takes as long to find out as all else, and seldom makes the difference.
        answers = complete if complete == lacking or not _lacks(self._claims(quoting, judged_on, None)) else lacking
        return self._shown(quoting, speakers_first(profile, ranked), judged_on, limit) if answers else ()

    def _ranked(
        self, question: BoundQuestion, reading: TokenEmbeddings | None, found: Found, limit: int
    ) -> tuple[QueryProfile, list[DedupedHit], Sequence[ScoredHit]]:
        """Take the first three steps: return what is asked, what was found without copies, and that ranked anew."""
        profile = self._profile(question, reading)
        # 1. Near-duplicates collapse: copies of one article stand as the earliest that holds what is asked.
        distinct = self._distinct(profile, found, limit)
        # 2. The first are read whole, and ranked by whether they answer; then the sentences of each hit: how far they
        #    cover what is asked, and which holds the answer.
        profile = self._with_readings(profile, distinct)
        distinct = self._ranked_by_reader(profile, distinct)[: self._most(limit)]
        read = self._read(profile, distinct)
        # 3. The first hits are ranked anew, by what they say: a figure that is asked about before all else.
        return profile, distinct, figures_first(profile, self._rank(profile, read, distinct))

    def _claims(self, quoting: Quoting, shown: Sequence[Evidence], lacking: Coverage | None) -> tuple[MissingPart, ...]:
        """Return what is asked for and no quote gives."""
        claims = claimed_missing(self.index, quoting.profile.question, quoting.doubts.office, shown, lacking)
        named = [each.what for each in claims if each.kind == "name"]
        of_speaker = speaker_missing(self.spoken, shown, answers=lacking is None)
        # That nothing names somebody says already that nothing is said by them.
        new = (each for each in of_speaker if not any(a < each.what[1] and each.what[0] < b for a, b in named))
        return (*claims, *new)

    def may_answer(self, readings: Sequence[PassageReading]) -> bool:
        """Whether the verdict on passages may be any but `not_found`, by what the reader makes of them alone."""
        calibration = None if self._is_stale else self.calibration
        return calibration is None or self.reader is None or may_answer(calibration, readings)

    @property
    def _is_stale(self) -> bool:
        """Whether the calibration was fitted with other numbers, so that it says nothing of these signals."""
        return self.calibration is not None and self.calibration.ranking != self.parameters.hash

    def _profile(self, question: BoundQuestion, reading: TokenEmbeddings | None) -> QueryProfile:
        parameters = self.parameters.reading
        tokens = lexical_query_tokens(question) if reading is None else query_tokens(question, reading, parameters)
        vector = (reading or NO_EMBEDDINGS).vector
        return QueryProfile(question, tokens, vector, TermSets(self.index), parameters, spoken=self.spoken)

    def _distinct(self, profile: QueryProfile, found: Found, limit: int) -> list[DedupedHit]:
        """Return the first hits without near-duplicates; none for a question that asks for no word at all.

        Where it asks about a figure, those that say it come first, so that they are read.
        """
        if not profile.question.idf:
            return []
        parameters = self.parameters
        leaders, least = parameters.fusion.leaders, parameters.duplicate_cosine
        hits = deduplicate(self.index, found.hits, leaders, least, profile.held_by)
        if profile.question.figures:
            hits.sort(key=lambda each: -profile.figure_said_of_it(each.hit.passage.text, each.article))
        return hits[: max(self._most(limit), parameters.reader.depth if self.passage_reader else 0)]

    def _most(self, limit: int) -> int:
        """Return how many hits are looked at sentence by sentence."""
        return max(limit, self.parameters.reading.rerank_depth)

    def _with_readings(self, profile: QueryProfile, distinct: Sequence[DedupedHit]) -> QueryProfile:
        """Return the same with what the reader makes of the first hits."""
        if self.passage_reader is None:
            return profile
        parameters = self.parameters.reader
        return replace(
            profile,
            readings=read_passages(self.passage_reader, profile.question.analysed, distinct, parameters),
            reader_sentence=parameters.sentence,
            span_margin=parameters.span_margin,
        )

    def _ranked_by_reader(self, profile: QueryProfile, distinct: Sequence[DedupedHit]) -> list[DedupedHit]:
        weight = self.parameters.fusion.weights.reader * self._share_of_reader(profile)
        return ranked_by_reader(distinct, profile.readings, weight, self.parameters.reader.surest)

    def _share_of_reader(self, profile: QueryProfile) -> float:
        """Return what the reader counts of its weights: less for a question that takes words over."""
        return self.parameters.reader.carried_over if profile.question.analysed.inherited_terms else 1.0

    def _read(self, profile: QueryProfile, distinct: Sequence[DedupedHit]) -> list[ScoredHit]:
        found = [(each.hit, each.article) for each in distinct]
        if self.reader is None:
            return score_sentences_lexically(profile, found)
        return score_sentences(self.reader, profile, found) if found else []

    def _rank(
        self, profile: QueryProfile, read: Sequence[ScoredHit], distinct: Sequence[DedupedHit]
    ) -> Sequence[ScoredHit]:
        """Rank hits by what was read; where that was words alone, they stand as they stood."""
        if self.reader is None:
            return read
        parameters = self.parameters
        weight = parameters.fusion.weights.reading
        reader = parameters.reader.within_article * self._share_of_reader(profile)
        scores, depth = [each.score for each in distinct], parameters.reading.rerank_depth
        return rerank_top(read, scores, depth, weight, reader)

    def _judge(self, profile: QueryProfile, hits: Sequence[ScoredHit], shown: Shown) -> Judgement:
        calibration, lexical_only = None if self._is_stale else self.calibration, self.reader is None
        return judge(profile, hits, calibration, self.parameters.verdict, shown=shown, lexical_only=lexical_only)

    def _pool(self, ranked: Sequence[ScoredHit]) -> Sequence[ScoredHit]:
        """Return those hits that are read however many quotes are asked for: only on them may the verdict rest."""
        return ranked[: self.parameters.reading.rerank_depth]

    def _quoting(self, profile: QueryProfile, ranked: Sequence[ScoredHit], distinct: Sequence[DedupedHit]) -> Quoting:
        """Return what cuts the quotes, with what is sure to answer marked in them."""
        found = [FoundText(each.article, each.hit.passage.text, each.hit.passage_id) for each in ranked]
        return Quoting(
            profile=profile,
            copies={each.article.id: each.duplicates for each in distinct},
            doubts=QuoteDoubts.of(self.index, profile.question.analysed, found),
            subjects=QuoteBearing.of(profile, self._pool(ranked)),
            parameters=self.parameters.quotation,
        )

    def _shown(
        self, quoting: Quoting, ranked: Sequence[ScoredHit], judged_on: tuple[Evidence, ...], limit: int
    ) -> tuple[Evidence, ...]:
        """Return the quotes that are shown; who asks for more than are usual has those too that bear on nothing."""
        judged = self.parameters.verdict.judged
        first = quoting.bearing(self._pool(ranked), judged) if self.spoken else judged_on
        return first[:limit] if limit <= judged else quoting.filled(first, ranked[: self._most(limit)], limit)

    def _warnings(self, judgement: Judgement) -> list[str]:
        """Say why these quotes are not called strong, where that is for want of a calibration."""
        if judgement.signals and judgement.probability is None:
            return [_STALE if self._is_stale else _UNCALIBRATED]
        return []


def _lack(claims: Sequence[MissingPart]) -> HeldBack | None:
    """Return what an answer lacks without which it is never strong: what is asked by name, or a reason."""
    kinds = {each.kind for each in claims}
    if not kinds.isdisjoint({"name", "spelling"}):
        return "names"
    return "reason_sought" if "reason_sought" in kinds else None


def _lacks(claims: Sequence[MissingPart]) -> bool:
    """Whether what is missing makes an answer less likely.

    A reason may be given in words that show it to nobody, and a name that no article has may be one that is misspelt.
    """
    return any(each.kind not in {"reason_sought", "spelling"} for each in claims)
