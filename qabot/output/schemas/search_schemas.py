"""What a search finds, parts of articles, what a corpus covers and what came since, in JSON."""

from __future__ import annotations

from qabot.output.schemas.answer_schemas import OutletCount, Quote, Searched, Understood, UnknownFilter
from qabot.output.schemas.article_schemas import ArticleParticulars
from qabot.output.schemas.document import Document, Part
from qabot.output.schemas.report_schemas import Attention


class Search(Document, frozen=True, kw_only=True, tag="qabot.search/1"):
    """What comes nearest to a question, whether or not it answers: `/api/v1/search` of a server."""

    question: str
    """The question, as it was taken."""
    understood: Understood
    """How it was read."""
    hits: tuple[Quote, ...]
    """The nearest passages, with those of their sentences that come nearest, best first."""
    articles: tuple[ArticleParticulars, ...]
    """The nearest articles, likewise."""
    found: int
    """How many articles were found, told or not."""
    searched: Searched
    """What was searched."""
    unknown_names: tuple[UnknownFilter, ...]
    """Outlets and organisations in the filters that no article has; `warnings` says so in words."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""


class PassageOfArticle(Part, frozen=True, kw_only=True):
    """A run of whole sentences of an article: its text from `start` to `end`."""

    ordinal: int
    """Its place among the passages of the article, from 0."""
    paragraph: int
    """The paragraph it begins in, from 1."""
    start: int
    """Its first character in the article's text."""
    end: int
    """One past its last."""
    text: str
    """What stands there."""


class Passages(Document, frozen=True, kw_only=True, tag="qabot.passages/1"):
    """An article cut into its passages: `/api/v1/passages` of a server."""

    article: ArticleParticulars
    """The article."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    passages: tuple[PassageOfArticle, ...]
    """Its passages, in order."""


class PassageText(Document, frozen=True, kw_only=True, tag="qabot.passage/1"):
    """A run of an article's characters, with what stands around it."""

    article: ArticleParticulars
    """The article."""
    quote: str
    """The run itself: the article's text from `start` to `end`."""
    start: int
    """Its first character in the article's text, from 0."""
    end: int
    """One past its last."""
    paragraph: int
    """The paragraph it begins in, from 1."""
    paragraphs: int
    """How many paragraphs the article has."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    generation: str
    """The generation of the index that holds it."""


class Coverage(Document, frozen=True, kw_only=True, tag="qabot.coverage/1"):
    """What a corpus holds, of a topic or of everything: what it can be asked, and what it cannot know."""

    topic: str
    """The topic; empty for everything."""
    articles: int
    """How many articles are about it."""
    outlets: tuple[OutletCount, ...]
    """Whose reporting is held, whatever it is about, those with most articles first."""
    attention: tuple[Attention, ...]
    """What part of each period's articles is about the topic; empty without one."""
    searched: Searched
    """What is held in all."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""


class ChangedArticle(Part, frozen=True, kw_only=True):
    """An article that came in, or says something else than before."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it; `qabot brief` for a brief."""
    published: str | None
    """Publication date in ISO 8601: a day, a month or a year."""
    attribution: str
    """Who says it and when, in words."""


class Changes(Document, frozen=True, kw_only=True, tag="qabot.changes/1"):
    """What an index holds that an earlier generation of it did not."""

    since: str
    """The earlier generation's name."""
    since_built: str
    """When that was built, in ISO 8601."""
    generation: str
    """The generation that answers."""
    added: tuple[ChangedArticle, ...]
    """Articles that came in, the newest first."""
    changed: tuple[ChangedArticle, ...]
    """Articles that say something else, likewise."""
    removed: int
    """How many articles went."""
