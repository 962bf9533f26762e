"""A question and its answer in JSON: whole, a line a quote, and as part of a conversation."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, UnsetType

from qabot.core.answers import MissingKind, Retriever, Verdict
from qabot.output.schemas.article_schemas import ArticleParticulars
from qabot.output.schemas.document import Document, Part


class Vote(Part, frozen=True, kw_only=True):
    """What one retriever said of a passage."""

    retriever: Retriever
    """Which one."""
    rank: int | None
    """Place in its own list, from 1; null where the passage was scored but not listed."""
    score: float
    """Its own score."""
    share: float
    """What it adds to the passage's score."""


class Location(Part, frozen=True, kw_only=True):
    """Where a quote stands in its article."""

    paragraph: int
    """The paragraph it begins in, from 1."""
    start: int
    """Its first character in the article's text, from 0."""
    end: int
    """One past its last character."""


class Marked(Part, frozen=True, kw_only=True):
    """Words within a passage."""

    text: str
    """The words."""
    start: int
    """Their first character in the article's text."""
    end: int
    """One past the last."""


class AnswerSpan(Part, frozen=True, kw_only=True):
    """The words of a quote that answer, as a range in the article's text."""

    start: int
    """Their first character."""
    end: int
    """One past the last."""


class Quote(Part, frozen=True, kw_only=True):
    """A verbatim quote with its proof: it is the article's text from `location.start` to `location.end`."""

    rank: int
    """Place among the passages found, from 1."""
    quote: str
    """The words themselves."""
    passage: str
    """The passage they are cut from."""
    score: float
    """The passage's score: the sum of the shares of `votes`."""
    votes: tuple[Vote, ...]
    """Why it ranks where it does."""
    article: ArticleParticulars
    """The article it is cut from."""
    location: Location
    """Where it stands there."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    matched: tuple[Marked, ...]
    """Words of the question that stand in the passage, in any inflection."""
    meant: tuple[Marked, ...]
    """Other words that carry the meaning of one."""
    also_in: tuple[ArticleParticulars, ...]
    """Near-copies of the article, earliest first."""
    answer_span: AnswerSpan | None
    """The words of the quote that answer; null where no reader says which."""


class DateRange(Part, frozen=True, kw_only=True):
    """A range of days, both included."""

    after: str | None
    """The first, in ISO 8601; null for any."""
    before: str | None
    """The last; null for any."""


class Names(Part, frozen=True, kw_only=True):
    """A body that the question names, and what else it is called."""

    written: str
    """As the question has it."""
    names: tuple[str, ...]
    """Its other names."""


class Understood(Part, frozen=True, kw_only=True):
    """How a question was read."""

    text: str
    """The question, without its operators."""
    after: str | None
    """The first day it sets, whether or not that limits the search."""
    before: str | None
    """The last, likewise."""
    outlets: tuple[str, ...]
    """Only articles of these."""
    organisations: tuple[str, ...]
    """Only articles about these."""
    exact: tuple[str, ...]
    """Only articles with these phrases."""
    excluded: tuple[str, ...]
    """Only articles without these words."""
    as_of: str | UnsetType = UNSET
    """The day, in ISO 8601, by whose end everything was published that is searched; left out where all of it is."""
    carried_over: tuple[str, ...]
    """Terms taken over from earlier questions."""
    inferred: DateRange | None
    """Dates read in its words."""
    inferred_from: str | None
    """The words they were read in."""
    gave_way: bool
    """Whether those dates do not limit the search, since what was published at other times answers better."""
    hint: DateRange | None
    """Dates that lift articles, and keep none out."""
    recent: bool
    """Whether it asks for the latest."""
    names: tuple[Names, ...]
    """Bodies that it names."""


class OutletCount(Part, frozen=True, kw_only=True):
    """An outlet and its articles."""

    name: str
    """The outlet."""
    articles: int
    """How many articles and briefs hold its reporting."""
    briefs: int = 0
    """How many of them are briefs: summaries by the qabot project of what it reported."""


class RareWord(Part, frozen=True, kw_only=True):
    """A word of the question that few passages hold."""

    word: str
    """The word."""
    passages: int
    """How many hold it."""


class CorpusCoverage(Part, frozen=True, kw_only=True):
    """What the corpus holds and lacks, where it does not answer."""

    outlets: tuple[OutletCount, ...]
    """Outlets, those with most articles first."""
    missing: tuple[str, ...]
    """Words of the question that stand nowhere."""
    rare: tuple[RareWord, ...]
    """Others that are rare, rarest first."""
    outlets_searched: tuple[OutletCount, ...]
    """The outlets of what was searched, under the filters, likewise."""


class AskedWords(Part, frozen=True, kw_only=True):
    """Words within a question."""

    text: str
    """The words."""
    start: int
    """Their first character in `question`."""
    end: int
    """One past the last."""


class Missing(Part, frozen=True, kw_only=True):
    """A part of the question that no quote gives; the title of a quote's article counts as quoted."""

    kind: MissingKind
    """Which part: what it names, or what it asks for."""
    words: str
    """The claim, in a sentence."""
    what: AskedWords
    """What in the question it is about."""


class UnknownFilter(Part, frozen=True, kw_only=True):
    """A name in the filters that no article has."""

    kind: Literal["outlet", "organisation"]
    """What it was to be the name of."""
    name: str
    """As it was given."""
    nearest: tuple[str, ...]
    """Names that exist and come near, the nearest first."""


class Searched(Part, frozen=True, kw_only=True):
    """What an answer is an answer from."""

    generation: str
    """The name of the index's generation."""
    model: str
    """The encoder's name."""
    articles: int
    """Articles held."""
    passages: int
    """Passages held."""
    matched_filters: int
    """Articles left by the filters."""
    as_of: str | UnsetType = UNSET
    """The day, in ISO 8601, by whose end all was published that these numbers count; left out for everything."""
    held_on: str | UnsetType = UNSET
    """The moment, in ISO 8601 and UTC, at which the index held all that these numbers count; left out for now."""
    first: str | None
    """The earliest publication date held, in ISO 8601."""
    last: str | None
    """The latest."""
    briefs: int
    """How many of the articles held are briefs."""


class Ask(Document, frozen=True, kw_only=True, tag="qabot.ask/1"):
    """One question and its answer: `qabot ask --json`."""

    question: str
    """The question, as it was taken."""
    understood: Understood
    """How it was read."""
    verdict: Verdict
    """`strong`: the quotes answer. `possible`: they may. `not_found`: nothing here does."""
    probability: float | None
    """How likely they answer, 0 to 1; null where the encoder has no calibration."""
    signals: dict[str, float]
    """What the verdict was drawn from, by name."""
    answers: tuple[Quote, ...]
    """The quotes, best first."""
    origins: int
    """From how many independent articles they come: those of one owner count as one."""
    owners: tuple[str, ...]
    """Why they count so: whose the outlets are, and of which that is not known."""
    nearest: tuple[Quote, ...]
    """What came nearest, where nothing answers."""
    coverage: CorpusCoverage | None
    """What the corpus holds and lacks, where nothing answers."""
    relaxed: dict[str, int]
    """Where the filters leave nothing: how many articles would match without each."""
    searched: Searched
    """What it was searched in."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""
    timing_ms: dict[str, float]
    """Milliseconds by step."""
    unknown_names: tuple[UnknownFilter, ...]
    """Outlets and organisations in the filters that no article has; `warnings` says so in words."""
    missing: tuple[Missing, ...]
    """What the question asks for or names and none of the quotes gives, or of the nearest, as far as that is sure."""


class AnswerLine(Document, frozen=True, kw_only=True, tag="qabot.answer/1"):
    """One quote of an answer on a line of its own: `qabot ask --format jsonl`."""

    question: str
    """The question, as it was taken."""
    verdict: Verdict
    """What the quotes together amount to."""
    # From here on the fields of `Quote`, of which it cannot inherit: the order of keys is that of the fields.
    rank: int
    """Place among the passages found, from 1."""
    quote: str
    """The words themselves."""
    passage: str
    """The passage they are cut from."""
    score: float
    """The passage's score: the sum of the shares of `votes`."""
    votes: tuple[Vote, ...]
    """Why it ranks where it does."""
    article: ArticleParticulars
    """The article it is cut from."""
    location: Location
    """Where it stands there."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    matched: tuple[Marked, ...]
    """Words of the question that stand in the passage, in any inflection."""
    meant: tuple[Marked, ...]
    """Other words that carry the meaning of one."""
    also_in: tuple[ArticleParticulars, ...]
    """Near-copies of the article, earliest first."""
    answer_span: AnswerSpan | None
    """The words of the quote that answer; null where no reader says which."""


class Conversation(Document, frozen=True, kw_only=True, tag="qabot.conversation/1"):
    """A whole conversation: `/export NAME.json` in the chat."""

    made: str
    """When it was written, in ISO 8601."""
    promise: str
    """What every quote in it keeps."""
    check: str
    """The command that shows a quote in its article."""
    turns: tuple[Ask, ...]
    """Questions and answers, oldest first."""
