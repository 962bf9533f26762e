"""The verdict: whether the best evidence answers, from signals that mean relevance and a calibration of the encoder.

No signal is a fused score, which is a rank: the best of a hopeless lot has a high one too. Questions that a corpus does
not answer mostly lie near its topics, so that what tells them apart is what a passage says, word by word: how near the
whole passage is, how many of the terms it holds, whether the retrievers agree and by how much the first hit leads were
tried beside these signals, and made the verdict worse on the starter questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct, field

from qabot.answer.calibration import Calibration
from qabot.answer.date_match import is_of_another_date
from qabot.answer.name_coverage import holds_every_name, names_nowhere
from qabot.answer.sentence_scoring import QueryProfile, ScoredHit
from qabot.answer.token_similarity import QueryTokens
from qabot.core.answers import Evidence, HeldBack, Verdict
from qabot.core.questions import AnalysedQuestion
from qabot.facts.figures import find_figures
from qabot.models.reader import PassageReading
from qabot.question.tokeniser import STOP_WORDS
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.ranking_parameters import VerdictParameters
from qabot.retrieval.term_sets import TermSets

_RANGES: Mapping[str, tuple[float, float]] = {
    "sentence": (-1.01, 1.01),
    "least_said": (-1.01, 1.01),
    "kind": (0.0, 1.0),
    "dates": (0.0, 1.0),
    "complete": (0.0, 1.0),
}
"""Between which values signals lie that are not the reader's: cosines, but for rounding, and answers to yes or no."""


class Judgement(Struct, frozen=True):
    """A verdict on the evidence, and what it was drawn from."""

    verdict: Verdict
    """What it amounts to."""
    probability: float | None = None
    """How likely the evidence answers; None where no calibration tells."""
    signals: Mapping[str, float] = field(default_factory=dict[str, float])
    """What it was drawn from; empty where nothing was found, or nothing was read with an encoder."""
    held_back: HeldBack | None = None
    """As in `Answer`."""


class Shown(Struct, frozen=True):
    """What is quoted of the first hits."""

    quotes: Sequence[Evidence]
    """The quotes, best first."""
    lacks: bool
    """Whether none of them gives a part of what is asked: a claim of `missing_claims`."""
    doubt: HeldBack | None = None
    """What speaks against the first."""


def judge(
    profile: QueryProfile,
    hits: Sequence[ScoredHit],
    calibration: Calibration | None,
    parameters: VerdictParameters,
    *,
    shown: Shown,
    lexical_only: bool,
) -> Judgement:
    """Judge what was found.

    Args:
        profile: What was asked.
        hits: The first hits, scored; perhaps none.
        calibration: What turns signals into a probability; None where none fits.
        parameters: What is looked at.
        shown: What is quoted of them.
        lexical_only: Whether they were read by their words alone, so that there are no signals.
    """
    if not hits:
        return Judgement("not_found")
    question, texts = profile.question, profile.texts
    signals = {} if lexical_only else verdict_signals(profile.tokens, hits, question.analysed, parameters.least_covered)
    if signals:
        signals["complete"] = float(not shown.lacks)
    # No article can be about what none has a word of, and nothing answers what asks for nothing.
    if question.is_unknown or names_nowhere(question, hits) or not _words_asked(question):
        return Judgement("not_found", 0.0 if calibration else None, signals)
    if lexical_only:
        return Judgement(judge_lexically(_most_held(question, hits, texts), parameters))
    if calibration is None or not calibration.covers(signals):
        nearness = max(
            (each.score for hit in hits for each in hit.hit.components if each.retriever == "dense"), default=0.0
        )
        return Judgement(judge_uncalibrated(nearness, _most_held(question, hits, texts), parameters), None, signals)
    probability = calibration.probability(signals)
    verdict = calibration.verdict(probability, is_corroborated=_is_corroborated(profile, shown.quotes))
    held_back = _held_back(profile, hits, shown.doubt) if verdict == "strong" else None
    return Judgement("possible" if held_back else verdict, probability, signals, held_back)


def _is_corroborated(profile: QueryProfile, quotes: Sequence[Evidence]) -> bool:
    """Whether a figure is asked for, and quotes of two articles plainly tell the same."""
    sought, least = profile.question.analysed.sought_figure, profile.parameters.figures.strong
    if sought is None:
        return False
    told = [
        (each.article.id, figure)
        for each in quotes
        if profile.answer_fit(each.text) >= least
        for figure in find_figures(each.text)
        if figure.kind in sought.kinds
    ]
    return any(a != b and one.same_value(other) for (a, one), (b, other) in combinations(told, 2))


def _held_back(profile: QueryProfile, hits: Sequence[ScoredHit], doubt: HeldBack | None) -> HeldBack | None:
    """Return what keeps an answer from being strong that is likely enough."""
    question, sentence = profile.question, hits[0].best_sentence
    if not _is_particular(question):
        return "vague"
    if not holds_every_name(question, hits, profile.texts):
        return "names"
    if question.figures and not profile.says_figure(sentence):
        return "figure_named"
    if is_of_another_date(question.analysed.text, sentence, hits[0].article):
        return "date_named"
    is_sought = question.analysed.sought_figure is not None
    if is_sought and profile.answer_fit(sentence) < profile.parameters.figures.strong:
        return "figure_sought"
    return doubt


def verdict_signals(
    tokens: QueryTokens, hits: Sequence[ScoredHit], question: AnalysedQuestion, least_covered: int
) -> dict[str, float]:
    """Return what the verdict is drawn from: cosines, and answers to yes or no as 1 or 0.

    Args:
        tokens: What was asked, word by word.
        hits: The hits that are judged, scored; at least one.
        question: The same, as understood.
        least_covered: How many of the words that are covered least are looked at.
    """
    answers = [each.similarities @ tokens.weights + each.nearness for each in hits]
    best, of_best = max(zip(hits, answers, strict=True), key=lambda each: float(each[1].max()))
    least = np.sort(best.similarities.max(axis=0))[:least_covered]
    return _reader_signals([each.reading for each in hits if each.reading is not None]) | {
        "sentence": float(of_best.max()) / 2,
        "least_said": float(least.mean()) if tokens.words else 0.0,
        "kind": float(best.fits[int(np.argmax(of_best))]) if question.answer_types else 0.5,
        "dates": float(not question.inferred or question.inferred.holds(best.article.published)),
    }


def may_answer(calibration: Calibration, readings: Sequence[PassageReading]) -> bool:
    """Whether passages may be judged to answer, whatever else is seen in them than what the reader makes of them.

    Args:
        calibration: What the verdict is drawn with.
        readings: What the reader makes of the passages, or of more than will be judged.
    """
    told = _reader_signals(readings)
    signals: dict[str, float] = {}
    for each in calibration.signals:
        if each.name not in told and each.name not in _RANGES:
            return True
        signals[each.name] = told.get(each.name, _RANGES.get(each.name, (0.0, 0.0))[each.weight > 0])
    # What the reader says of fewer passages is no more than what it says of all, as its signals are the largest.
    is_sound = all(each.weight >= 0 for each in calibration.signals if each.name in told)
    least = min(calibration.possible, calibration.corroborated)
    return not is_sound or calibration.probability(signals) >= least


def _reader_signals(readings: Sequence[PassageReading]) -> dict[str, float]:
    if not readings:
        return {}
    return {
        "answered": max(each.answers for each in readings),
        "span": max(each.best().margin for each in readings),
    }


def judge_lexically(coverage: float, parameters: VerdictParameters) -> Verdict:
    """Return the verdict by words alone: never `strong`.

    Args:
        coverage: The largest share, by rarity, of the question's terms that one of the passages holds.
        parameters: What it must reach.
    """
    return "possible" if coverage >= parameters.uncalibrated_coverage else "not_found"


def judge_uncalibrated(nearness: float, coverage: float, parameters: VerdictParameters) -> Verdict:
    """Return the verdict without a calibration: never `strong`.

    Args:
        nearness: Cosine of the question with the nearest of the passages judged.
        coverage: The largest share, by rarity, of the question's terms that one of them holds.
        parameters: What both must reach.
    """
    return judge_lexically(coverage, parameters) if nearness >= parameters.uncalibrated_nearness else "not_found"


def _most_held(question: BoundQuestion, hits: Sequence[ScoredHit], texts: TermSets) -> float:
    """Return the largest share of the question's terms that one of the passages holds."""
    passages = (f"{each.article.title} {each.hit.passage.text}" for each in hits)
    return max(question.share_of_terms(texts.of(text)) for text in passages)


def _is_particular(question: BoundQuestion) -> bool:
    """Whether a question asks for something: one word alone, or a year, asks for nothing that could be answered."""
    return len(_words_asked(question, years=False)) > 1


def _words_asked(question: BoundQuestion, *, years: bool = True) -> set[str]:
    """Return the words of a question that are none of those which only ask, perhaps without figures alone."""
    words = {word.text.casefold() for word in question.words if years or not word.text.isdecimal()}
    return words - STOP_WORDS
