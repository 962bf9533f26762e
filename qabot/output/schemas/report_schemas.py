"""Reports over a topic in JSON: its figures and its timeline. Every quote is cut from the article by its range."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.answer_schemas import Searched
from qabot.output.schemas.article_schemas import ArticleParticulars
from qabot.output.schemas.document import Document, Part

RelationKind = Literal["same", "rounds", "within", "part_of", "other_scope", "later", "conflicts"]
"""How one figure stands to another."""


class FigureRelation(Part, frozen=True, kw_only=True):
    """How a row stands to another."""

    to: int
    """The other row, counted from 0."""
    kind: RelationKind
    """`same` value; it `rounds` the other; lies `within` its range; is `part_of` it; is of an `other_scope` or period;
    is the `later` figure; or `conflicts` with it: one thing, one period, one scope, and another value."""


class FigureRow(Part, frozen=True, kw_only=True):
    """A figure that an article states."""

    value: int | float
    """In its unit, scales multiplied out; of a range the middle."""
    low: int | float | None
    """The least it may be; null where nothing bounds it below."""
    high: int | float | None
    """The most it may be, likewise."""
    unit: str
    """A currency sign, `%`, `points`, or what is counted."""
    bound: str
    """`exact`, `about`, `at most` or `at least`."""
    figure: str
    """As the article writes it."""
    of: str
    """What it is of, in the article's words; empty where it does not say."""
    about: str
    """The body or programme it is about, by its canonical name; empty where none is named for it."""
    period: str
    """The time it holds for in ISO 8601, perhaps with ` per year` or ` over 5 years` behind it; empty where none is."""
    said_by: str
    """Who states it, where the article attributes it; empty otherwise."""
    quote: str
    """The sentence: the article's text from `start` to `end`."""
    start: int
    """Its first character in the article's text."""
    end: int
    """One past its last."""
    article: ArticleParticulars
    """The article; of near-copies the earliest."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    also_in: tuple[ArticleParticulars, ...]
    """Near-copies that state it too."""
    relations: tuple[FigureRelation, ...]
    """How it stands to other rows."""


class Figures(Document, frozen=True, kw_only=True, tag="qabot.figures/1"):
    """The figures of a topic: `qabot figures --json`."""

    topic: str
    """The topic, without its filters."""
    rows: tuple[FigureRow, ...]
    """The figures, in the order asked for."""
    found: int
    """How many there are, shown or not."""
    articles: int
    """How many articles are about the topic."""
    rule: str
    """Which figures are listed, in words."""
    searched: Searched
    """What was searched."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""


class TimelineRow(Part, frozen=True, kw_only=True):
    """What a sentence says happened, or will, at a time."""

    date: str
    """When, in ISO 8601, as precise as it is stated; a stretch as both its ends: `2020-04/2021-03`."""
    date_words: str
    """The words that say so; empty where it is the article's own date."""
    new: tuple[str, ...]
    """What it adds: the figures, names and verbs that no earlier row has."""
    quote: str
    """The sentence: the article's text from `start` to `end`."""
    start: int
    """Its first character in the article's text."""
    end: int
    """One past its last."""
    article: ArticleParticulars
    """The article; of near-copies the earliest."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    also_in: tuple[ArticleParticulars, ...]
    """Articles whose sentences say the same of the same time."""


class Attention(Part, frozen=True, kw_only=True):
    """What part of all that was published in a period is about the topic."""

    period: str
    """A month or a year, in ISO 8601."""
    held: int
    """Articles held of the period, whatever they are about; 0 for a gap."""
    on_topic: int
    """How many of them are about the topic."""


class Timeline(Document, frozen=True, kw_only=True, tag="qabot.timeline/1"):
    """What happened about a topic, and when: `qabot timeline --json`."""

    topic: str
    """The topic, without its filters."""
    rows: tuple[TimelineRow, ...]
    """Dated sentences that add something, by their dates, the earliest first."""
    found: int
    """How many there are, shown or not."""
    articles: int
    """How many articles are about the topic."""
    attention: tuple[Attention, ...]
    """The periods from the first that is covered to the last, without a gap in their order."""
    rule: str
    """Which sentences are listed, in words."""
    searched: Searched
    """What was searched."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""
