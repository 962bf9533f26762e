"""Who said what, in JSON: `qabot said`."""

from __future__ import annotations

from typing import Literal

from qabot.core.facts import SpeechAct
from qabot.output.schemas.answer_schemas import Searched
from qabot.output.schemas.article_schemas import ArticleParticulars, Range
from qabot.output.schemas.document import Document, Part

SayingOrder = Literal["newest", "oldest"]
"""Which rows stand first."""


class SameSaying(Part, frozen=True, kw_only=True):
    """Another article that reports the same statement."""

    quote: str
    """The sentences that report it: the article's text from `start` to `end`."""
    start: int
    """Their first character in the article's text."""
    end: int
    """One past their last."""
    article: ArticleParticulars
    """The article."""


class SayingRow(Part, frozen=True, kw_only=True):
    """Something that was said, where an article says so."""

    speaker: str
    """Who: the fullest name that the article gives, or a description where it gives none."""
    body: str
    """The body that the speaker is or speaks for; empty where the article names none."""
    cue: str
    """The words that report it, as the article writes them: `has called on`."""
    act: SpeechAct
    """What they do, by the cue lexicon."""
    direct: bool
    """Whether the words stand between quotation marks."""
    content: str
    """What was said, in the article's words; its parts joined by ` … ` where the cue stands in between."""
    contents: tuple[Range, ...]
    """The same part by part, each a range of the article's text."""
    about: str
    """The bodies and programmes that it names, `; ` between them; empty where it names none."""
    date: str | None
    """When the article was published, in ISO 8601: a day, a month or a year."""
    quote: str
    """The sentences that report it: the article's text from `start` to `end`."""
    start: int
    """Their first character in the article's text."""
    end: int
    """One past their last."""
    article: ArticleParticulars
    """The article; of several that report the same, the earliest."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    also_in: tuple[SameSaying, ...]
    """Others that report the same statement."""


class Said(Document, frozen=True, kw_only=True, tag="qabot.said/1"):
    """What a person or a body said, by date: `qabot said --json`."""

    who: str
    """As typed."""
    names: tuple[str, ...]
    """All that the speaker is called, the usual name first."""
    about: str
    """The topic that it is limited to; empty where it is not."""
    act: SpeechAct | None
    """The act that it is limited to; null where it is not."""
    order: SayingOrder
    """Which rows stand first."""
    rows: tuple[SayingRow, ...]
    """The statements, in that order; those of one article in the order of its text."""
    found: int
    """How many there are, shown or not."""
    articles: int
    """How many articles name the speaker."""
    read: int
    """How many of those were read: the newest, where there are very many."""
    searched: Searched
    """What was searched."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""
