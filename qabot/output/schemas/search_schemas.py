"""What a search finds and how an article is cut, in JSON, for programs that do not want a verdict."""

from __future__ import annotations

from qabot.output.schemas.answer_schemas import Searched, Understood
from qabot.output.schemas.article_schemas import ArticleParticulars
from qabot.output.schemas.document import Document, Part


class Search(Document, frozen=True, kw_only=True, tag="qabot.search/1"):
    """The articles that come nearest to a question, whether or not they answer it: `/api/v1/search` of a server."""

    question: str
    """The question, as it was taken."""
    understood: Understood
    """How it was read."""
    articles: tuple[ArticleParticulars, ...]
    """The articles, the nearest first."""
    found: int
    """How many were found, told or not."""
    searched: Searched
    """What was searched."""
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
