"""The nouns of qabot, one frozen shape each.

    Article ─ split ─> Passage ─ search ─> Hit (with Votes) ─ answer ─> Evidence ─> Answer ─> Turn
                                  ^                                        ^
                               Question                            cut from the Article

Everything here is immutable and free of behaviour beyond reading itself, so that any floor may hold it.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from qabot.plaintext import Span

Verdict = Literal["strong", "possible", "not_found"]
Retriever = Literal["dense", "lexical", "agreement", "date", "recent", "body", "reading", "rerank"]

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?", re.DOTALL)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year: as much of a date as a source gives."""

    year: int
    """1 to 9999."""
    month: int | None = None
    """1 to 12, or None when only the year is known."""
    day: int | None = None
    """1 to 31, or None when only the month or the year is known."""

    def __post_init__(self) -> None:
        """Refuse what no calendar has (ValueError)."""
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2015`, `2015-11`, `2015-11-25[T…]`, `Nov 2015`, `25 November 2015` or `November 25, 2015`.

        Raises:
            ValueError: The text is no such date, or one that no calendar has.
        """
        text = " ".join(text.split())
        if found := _ISO.fullmatch(text):
            year, (month, day) = int(found[1]), (int(part) if part else None for part in found.groups()[1:])
        elif found := _DAY_FIRST.fullmatch(text):
            year, month, day = int(found[3]), _month(found[2]), int(found[1]) if found[1] else None
        elif found := _MONTH_FIRST.fullmatch(text):
            year, month, day = int(found[3]), _month(found[1]), int(found[2])
        else:
            raise ValueError(f"{text[:40]!r} is not a date")
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        return date(self.year, self.month or 12, self.day or calendar.monthrange(self.year, self.month or 12)[1])

    @property
    def label(self) -> str:
        """As British prose writes it: `25 November 2015`, `November 2015` or `2015`."""
        month = calendar.month_name[self.month] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    def __str__(self) -> str:
        """As ISO 8601 writes it: `2015-11-25`, `2015-11` or `2015`."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])


def _month(name: str) -> int:
    try:
        return _MONTHS[name.lower()]
    except KeyError:
        raise ValueError(f"{name[:20]!r} is not a month") from None


@dataclass(frozen=True, slots=True)
class Article:
    """One news story, as stored."""

    id: str
    """Path under the corpus folder without the suffix, or a JSONL record's own id. Stable across rebuilds."""
    title: str
    """Never empty: a story without one is called by the last part of its id."""
    text: str
    """The body, cleaned by `plaintext.clean`; paragraphs stand a blank line apart."""
    outlet: str | None = None
    """Who published it, as the source spells it."""
    author: str | None = None
    """Byline, if any."""
    published: PartialDate | None = None
    """Publication date, as precise as the source gives it."""
    url: str | None = None
    """Where it can be read."""
    organisations: tuple[str, ...] = ()
    """Bodies it is about, as the source spells them, such as `Government Digital Service (GDS)`."""
    topics: tuple[str, ...] = ()
    """Free labels."""

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) over every field but the id: two articles with the same hash say the same."""
        fields = [self.title, self.text, self.outlet, self.author, str(self.published), self.url]
        canonical = json.dumps([*fields, self.organisations, self.topics], ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def text_sha256(self) -> str:
        """SHA-256 (hex) of `text` in UTF-8: what a quote's proof is checked against."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article, about 150 words."""

    article_id: str
    """The article it is part of."""
    ordinal: int
    """Its place among the article's passages, from 0."""
    start: int
    """First character in `article.text`."""
    end: int
    """One past its last character."""
    text: str
    """Exactly `article.text[start:end]`."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be to be searched at all. Every given part must hold; within a tuple, any one."""

    after: date | None = None
    """Published on or after this day (a partial date counts when any of its days does)."""
    before: date | None = None
    """Published on or before this day, likewise."""
    outlets: tuple[str, ...] = ()
    """Names of outlets, matched without regard to case, spaces and punctuation."""
    organisations: tuple[str, ...] = ()
    """Names or acronyms of bodies, matched likewise."""
    exact: tuple[str, ...] = ()
    """Phrases that a passage or its article's title must hold word for word, in any case; every one of them."""
    excluded: tuple[str, ...] = ()
    """Words or phrases that neither a passage nor its article's title may hold, in any inflection."""

    @property
    def active(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, open at an end that is None."""

    after: date | None = None
    """The first day of it."""
    before: date | None = None
    """The last day of it."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A body that a question names, with its other names: `GDS = Government Digital Service`."""

    written: str
    """As the question writes it."""
    names: tuple[str, ...]
    """What else it is called, the usual name first; never empty, never what is written."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as understood."""

    text: str
    """The question, cleaned, without filter prefixes; may be empty."""
    filters: Filters = field(default_factory=Filters)
    """What the search is limited to: what was given, typed as a prefix, inferred or carried over."""
    inferred: Period | None = None
    """Dates read out of its own words, such as "in 2015", or carried over: part of the filters unless they gave way."""
    said: str = ""
    """The words that the dates were read from; empty where none were, or where they were carried over."""
    gave_way: bool = False
    """Whether inferred dates do not limit the search after all, as what lies outside answers much better."""
    hint: Period | None = None
    """When an event took place that it names, such as "the 2015 Spending Review": helps ranking, filters nothing."""
    recent: bool = False
    """Whether it asks for the latest: the newest of equals stands first."""
    namings: tuple[Naming, ...] = ()
    """Bodies that it names, with the names they are searched under besides."""
    carried_over: tuple[str, ...] = ()
    """Terms taken over from earlier turns, in the order they were first asked."""
    notes: tuple[str, ...] = ()
    """What the reader should know of how it was read, such as a likely typing error in a prefix."""

    @property
    def whole(self) -> str:
        """The question with what was carried over: what is searched for."""
        return " ".join((self.text, *self.carried_over)).strip()


@dataclass(frozen=True, slots=True)
class Vote:
    """What one retriever said of a passage."""

    retriever: Retriever
    """By nearness, BM25, nearness to leaders, dates, newness, bodies, what sentences say, or a cross-encoder."""
    rank: int | None
    """Place in that retriever's list, from 1; None when the passage was scored but not listed."""
    score: float
    """The retriever's own: a cosine, a BM25 score, the ordinal of a day, a share of what is asked, a logit, or 1."""
    share: float
    """What it adds to the fused score."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with the votes that put it there."""

    passage_id: int
    """The one id it has in all three stores of its generation."""
    passage: Passage
    """What was found."""
    rank: int
    """Place in the final order, from 1."""
    votes: tuple[Vote, ...]
    """One a retriever; `score` is the sum of their shares."""

    @property
    def score(self) -> float:
        """The fused score, from 0. A rank, not a measure of relevance."""
        return sum(vote.share for vote in self.votes)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote and its proof: `article.text[start:end] == text`."""

    article: Article
    """The stored article it is cut from."""
    start: int
    """First character in `article.text`."""
    end: int
    """One past the last character."""
    text: str
    """The quote itself."""
    text_sha256: str
    """SHA-256 (hex) of the whole article text it was cut from."""
    paragraph: int
    """The paragraph of the article it begins in, from 1; headings are not counted."""
    hit: Hit
    """The passage that led to it, and why."""
    matched: tuple[Span, ...] = ()
    """Where in the article words of the question stand, in any inflection, within the passage."""
    meant: tuple[Span, ...] = ()
    """Where other words stand that carry the meaning of one, likewise."""
    also_in: tuple[Article, ...] = ()
    """Near-copies of the article that were found too, earliest first; the quote's own is the earliest of all."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer is an answer from."""

    generation: str
    """The generation's name."""
    model: str
    """The encoder's name."""
    articles: int
    """Articles in the generation."""
    passages: int
    """Passages in the generation."""
    matched_filters: int
    """Articles left after the filters; all of them when there are none."""
    first: PartialDate | None
    """The earliest publication date held."""
    last: PartialDate | None
    """The latest."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the corpus holds and lacks, where it does not answer."""

    outlets: tuple[tuple[str, int], ...]
    """Outlets and how many articles each has, most first."""
    missing: tuple[str, ...]
    """Words of the question that appear nowhere in the corpus, as written."""
    rare: tuple[tuple[str, int], ...]
    """Other rare words of the question, with how many passages hold each, rarest first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, the evidence for it in order, and what was searched."""

    verdict: Verdict
    """`strong`: the evidence answers. `possible`: it may. `not_found`: nothing here does."""
    evidence: tuple[Evidence, ...]
    """Best first; empty when nothing answers."""
    searched: Searched
    """The coverage behind the verdict."""
    warnings: tuple[str, ...] = ()
    """What the reader should know: unknown outlets, undated articles left out, filters that leave nothing."""
    nearest: tuple[Evidence, ...] = ()
    """What came closest, when nothing answers: up to two."""
    coverage: Coverage | None = None
    """The proof behind `not_found`; None for another verdict."""
    relaxed: Mapping[str, int] = field(default_factory=dict[str, int])
    """When the filters leave nothing: how many articles would match without each of them, by its name."""
    ranked: tuple[str, ...] = ()
    """Ids of the articles found, each once, best first, whatever the verdict."""
    probability: float | None = None
    """How likely the evidence answers, 0 to 1; None where the encoder has no calibration."""
    signals: Mapping[str, float] = field(default_factory=dict[str, float])
    """What the verdict was drawn from, by name; each means relevance by itself. Empty when nothing was found."""
    words_only: bool = False
    """Whether it was found by shared words alone, before the encoder was ready: never `strong`."""

    @property
    def origins(self) -> int:
        """How many independent articles the evidence comes from: reprints of one story count as one."""
        return len({evidence.article.id for evidence in self.evidence})


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it."""

    question: Question
    """As understood."""
    answer: Answer
    """As given."""
    generation: str
    """The generation it was answered from."""
    timing_ms: dict[str, float]
    """Milliseconds by step: `encode`, `search`, `answer`, `total`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the corpus that could not be read as it stands, and what became of it."""

    path: str
    """The file, relative to the corpus folder, with `/` between parts."""
    cause: str
    """Why, as a clause without a full stop."""
    line: int | None = None
    """The line (record) of a JSONL file, from 1."""
    skipped: bool = True
    """False when the article is indexed all the same."""


Stage = Literal["scan", "read", "model", "split", "embed", "write", "publish", "add", "fetch"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come. A later message of the same stage replaces the earlier one."""

    stage: Stage
    """What is being done."""
    done: int
    """Units finished."""
    total: int | None = None
    """Units in all, or None while unknown."""
    note: str = ""
    """What exactly, for a reader: a file being written, a model being loaded."""


OnProgress = Callable[[Progress], None]
"""Receives progress from a worker; called often, so it should return quickly."""


def ignore_progress(_: Progress) -> None:
    """Do nothing: what callers that show no progress pass."""
