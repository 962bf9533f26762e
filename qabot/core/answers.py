"""From the passages that were found to what is shown of them: one frozen shape each.

Passage ─ retrieval ─> Hit (with ScoreComponents) ─ answer ─> Evidence ─> Answer ─> Turn
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.publishers import Publisher, independent
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span
from qabot.core.unknown_names import UnknownName

Verdict = Literal["strong", "possible", "not_found"]


HeldBack = Literal[
    "vague",
    "names",
    "figure_named",
    "date_named",
    "figure_sought",
    "roles_turned",
    "office_sought",
    "office_newer",
    "office_left",
    "event_sought",
    "too_old",
    "kind_sought",
    "state_sought",
    "reason_sought",
    "part",
    "question_quoted",
    "disowned",
    "agent_sought",
    "superseded",
    "planned",
]
"""What keeps an answer that is likely enough from being `strong`: the question asks for nothing, no article has all of
its names, or the first quote lacks the figure that it names or asks for, or tells of another date, the other way round,
of another office, of one who has left it, of another event, of long ago, or a figure where none is asked for, or does
not tell whether something is still so, only asks, denies what would answer, names nobody who did it, or tells what is
so no more or was only to be; or no quote tells the reason that is asked for, or one of several questions in one is not
plainly answered."""

MissingKind = Literal[
    "name",
    "date_named",
    "figure_named",
    "act_named",
    "figure_sought",
    "date_sought",
    "name_sought",
    "speaker",
    "reason_sought",
    "part",
    "spelling",
]
"""What a question may have that no quote gives: a name, a time, a figure or an act that it names, or the figure, the
date, the name or the reason that it asks for, or one of several questions in one; or a name that no article has, where
there is one that is nearly the same."""

Retriever = Literal["dense", "lexical", "date", "recent", "body", "quoted", "reading", "reader", "rerank"]


class ScoreComponent(Struct, frozen=True):
    """What one retriever said of a passage."""

    retriever: Retriever
    """By nearness, BM25, dates, newness, bodies, the last answer's quotes, sentences, the reader or the reranker."""
    rank: int | None
    """Place in that retriever's list, from 1; None when the passage was scored but not listed."""
    score: float
    """The retriever's own: a cosine, a BM25 score, the ordinal of a day, a share, a chance, a logit, or 1."""
    contribution: float
    """What it adds to the fused score."""


class Hit(Struct, frozen=True):
    """A passage that was found, with the score components that put it there."""

    passage_id: int
    """The one id it has in all three stores of its generation."""
    passage: Passage
    """What was found."""
    rank: int
    """Place in the final order, from 1."""
    components: tuple[ScoreComponent, ...]
    """One a retriever; `score` is the sum of their contributions."""

    @property
    def score(self) -> float:
        """The fused score, from 0. A rank, not a measure of relevance."""
        return sum(each.contribution for each in self.components)


class Evidence(Struct, frozen=True):
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
    answer_span: Span | None = None
    """The words of the quote that answer, as a range in the article; None where no reader says which those are."""
    duplicates: tuple[Article, ...] = ()
    """Near-copies of the article that were found too, earliest first; the quote's own is the earliest of all."""
    listed: Publisher | None = None
    """Who stands behind the article by the list of publishers; None where it was not looked up."""

    @property
    def publisher(self) -> Publisher:
        """Who stands behind the article, as far as is known."""
        return self.listed or Publisher.unlisted(self.article)


class MissingPart(Struct, frozen=True):
    """A part of a question that no quoted sentence gives: a claim that can be checked against the quotes."""

    kind: MissingKind
    """Which part."""
    words: str
    """The claim, a sentence: `No quoted sentence gives a cost.`"""
    what: Span
    """Where in `AnalysedQuestion.text` the words stand that it is about."""


class SearchScope(Struct, frozen=True):
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
    briefs: int = 0
    """How many of the articles in the generation are briefs."""
    as_of: date | None = None
    """All of these numbers are of what was published by the end of this day; None where they are of everything."""
    held_on: str | None = None
    """The moment, in ISO 8601 and UTC, at which the index held all that these numbers count; None for now."""


class Coverage(Struct, frozen=True):
    """What the corpus holds and lacks, where it does not answer."""

    outlets: tuple[OutletHoldings, ...]
    """Outlets whose reporting is held and how much of each, most first."""
    outlets_searched: tuple[OutletHoldings, ...]
    """Likewise, of what was searched: what the filters left."""
    missing: tuple[str, ...]
    """Words of the question that appear nowhere in the corpus, as written."""
    rare: tuple[tuple[str, int], ...]
    """Other rare words of the question, with how many passages hold each, rarest first."""


class Answer(Struct, frozen=True):
    """The verdict, the evidence for it in order, and what was searched."""

    verdict: Verdict
    """`strong`: the evidence answers. `possible`: it may. `not_found`: nothing here does."""
    evidence: tuple[Evidence, ...]
    """Best first; empty when nothing answers."""
    searched: SearchScope
    """The coverage behind the verdict."""
    warnings: tuple[str, ...] = ()
    """What the reader should know: unknown outlets, undated articles left out, filters that leave nothing."""
    unknown_names: tuple[UnknownName, ...] = ()
    """Outlets and organisations in the filters that no article has; `warnings` says so too."""
    nearest: tuple[Evidence, ...] = ()
    """What came closest, when nothing answers: up to two."""
    coverage: Coverage | None = None
    """The proof behind `not_found`; None for another verdict."""
    counts_without_filter: Mapping[str, int] = field(default_factory=dict[str, int])
    """When the filters leave nothing: how many articles would match without each of them, by its name."""
    ranked: tuple[str, ...] = ()
    """Ids of the articles found, each once, best first, whatever the verdict."""
    probability: float | None = None
    """How likely the evidence answers, 0 to 1; None where the encoder has no calibration."""
    signals: Mapping[str, float] = field(default_factory=dict[str, float])
    """What the verdict was drawn from, by name; each means relevance by itself. Empty when nothing was found."""
    held_back: HeldBack | None = None
    """What keeps it from being `strong` although it is likely enough; None where nothing does."""
    missing: tuple[MissingPart, ...] = ()
    """What the question asks for or names and no quote gives, as far as that is sure; or none of `nearest` does."""
    lexical_only: bool = False
    """Whether it was found by shared words alone, before the encoder was ready: never `strong`."""

    @property
    def origins(self) -> int:
        """From how many independent articles the evidence comes: near-copies count as one, and so does an owner."""
        return independent(evidence.publisher for evidence in self.evidence)


class Turn(Struct, frozen=True):
    """One question and what came of it."""

    question: AnalysedQuestion
    """As understood."""
    answer: Answer
    """As given."""
    generation: str
    """The generation it was answered from."""
    timing_ms: dict[str, float]
    """Milliseconds by step: `encode`, `search`, `answer`, `total`."""
