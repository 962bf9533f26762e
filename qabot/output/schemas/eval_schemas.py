"""Measurements in JSON: how well a question set was answered, and a calibration fitted to such sets."""

from __future__ import annotations

from typing import Literal

from qabot.core.answers import Verdict
from qabot.output.schemas.document import Document, Part


class MeasureMean(Part, frozen=True, kw_only=True):
    """A measure over the questions that have it."""

    value: float
    """Its mean, 0 to 1."""
    questions: int
    """How many those are."""


class KindSummary(Part, frozen=True, kw_only=True):
    """What questions of one kind, or all, amount to."""

    questions: int
    """How many there are."""
    measures: dict[str, MeasureMean]
    """By name."""
    verdicts: dict[Literal["answerable", "unanswerable", "unknown"], dict[Verdict, int]]
    """How many questions of each sort got each verdict."""
    auroc: float | None
    """How well the probability tells answerable from unanswerable; null where it cannot be said."""


class MeasureDifference(Part, frozen=True, kw_only=True):
    """One measure in two runs of the same questions."""

    before: float
    """Its mean in the earlier run."""
    after: float
    """Its mean in the later one."""
    low: float
    """Where the 95 % interval around the difference begins."""
    high: float
    """Where it ends."""
    questions: int
    """How many questions both have it for."""
    off_zero: bool
    """Whether the interval leaves out 0."""


class RunComparison(Part, frozen=True, kw_only=True):
    """A run beside an earlier one, over the questions that both have."""

    against: str
    """The file that holds the earlier one."""
    common: int
    """How many questions both have."""
    differences: dict[str, dict[str, MeasureDifference]]
    """By kind of question (`all` first), then by measure."""


class QuestionResult(Part, frozen=True, kw_only=True):
    """One question of a set and what came of it."""

    id: str
    """The set's own id for it, or one derived from its words."""
    kind: str
    """What sort of question it is."""
    question: str
    """As asked."""
    previous: tuple[str, ...]
    """What was asked before it."""
    answerable: bool | None
    """Whether the articles answer it; null where that is not known."""
    relevant: dict[str, int]
    """Grades by article."""
    ranks: dict[str, int | None]
    """Where each relevant article came, from 1; null where it was not found."""
    ranked: tuple[str, ...]
    """Articles found, best first."""
    measures: dict[str, float]
    """By name."""
    verdict: Verdict
    """What was found."""
    probability: float | None
    """How likely the evidence answers."""
    signals: dict[str, float]
    """What the verdict was drawn from."""
    answers_verbatim: tuple[str, ...]
    """Wordings of the answer that stand in a judged article as they are."""
    quotes: tuple[str, ...]
    """The quotes."""
    nearest: tuple[str, ...] = ()
    """What is shown as nearest where nothing was found; empty in documents from before it was told."""
    timing_ms: dict[str, float]
    """Milliseconds by step."""


class Evaluation(Document, frozen=True, kw_only=True, tag="qabot.eval/1"):
    """How well a question set was answered: `qabot eval --json`. Results are unrounded, to compare runs in pairs."""

    version: str
    """Of qabot."""
    questions: str
    """The name of the set."""
    corpus: str
    """The folder of articles asked."""
    generation: str
    """The generation that answered."""
    model: str
    """The encoder's name."""
    encoder: str
    """The encoder's fingerprint."""
    articles: int
    """Articles held."""
    passages: int
    """Passages held."""
    lacking: tuple[str, ...]
    """Articles that the set names and the corpus lacks."""
    median_ms: float
    """The median time of a question, in milliseconds."""
    p95_ms: float
    """The time that 95 % stay within."""
    overall: KindSummary
    """Over all questions."""
    kinds: dict[str, KindSummary]
    """By kind."""
    comparison: RunComparison | None
    """Beside an earlier run, where one was named."""
    results: tuple[QuestionResult, ...]
    """Every question."""


class WeighedSignal(Part, frozen=True, kw_only=True):
    """One signal's part in the probability."""

    name: str
    """As `signals` of an answer calls it."""
    mean: float
    """What is taken off its value."""
    scale: float
    """What the rest is divided by."""
    weight: float
    """What one scale more adds to the log-odds."""


class ErrorRates(Part, frozen=True, kw_only=True):
    """How often the verdict is right, on questions that the fit had not seen."""

    auroc: float
    """How often an answerable question gets a higher probability than an unanswerable one."""
    false_strong: float
    """The share of unanswerable questions that get `strong`."""
    refused: float
    """The share of answerable questions that get `not_found`."""
    answerable: int
    """Questions behind `refused`."""
    unanswerable: int
    """Questions behind `false_strong`."""


class SetRates(Part, frozen=True, kw_only=True):
    """One set of labelled questions, and how the verdict does on it."""

    name: str
    """What it is called."""
    answerable: int
    """Questions that its articles answer."""
    unanswerable: int
    """Questions that they do not."""
    auroc: float | None
    """For this set alone; null where it has questions of one sort only."""
    false_strong: float | None
    """Likewise."""
    refused: float | None
    """Likewise."""


class FittedCalibration(Document, frozen=True, kw_only=True, tag="qabot.calibration/1"):
    """How one encoder's signals are turned into a verdict: `qabot eval calibrate --json`."""

    encoder: str
    """The encoder's fingerprint."""
    model: str
    """Its name."""
    signals: tuple[WeighedSignal, ...]
    """What is weighed."""
    intercept: float
    """Log-odds of a question whose every signal is at its mean."""
    strong: float
    """The least probability for `strong`."""
    possible: float
    """The least for `possible`."""
    rates: ErrorRates
    """Error rates at these thresholds, every set counting the same."""
    measured: str
    """How the rates were measured."""
    fitted: str
    """The day of the fit, in ISO 8601."""
    sets: tuple[SetRates, ...]
    """What it was fitted on."""
    ranking: str
    """SHA-256 (hex) of the ranking numbers it was fitted with; empty where they were not noted."""
    corroborated: float
    """The least for `strong` where quotes of two articles tell the same figure."""
