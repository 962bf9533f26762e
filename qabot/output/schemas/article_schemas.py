"""An article in JSON: its particulars wherever one is named, and the whole of it for `qabot show`."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from qabot.core.articles import ArticleKind
from qabot.output.schemas.document import Document, Part


class Reported(Part, frozen=True, kw_only=True):
    """What a brief reports on: an article that is not in the corpus."""

    outlet: str | None
    """Who published it."""
    title: str | None
    """Its own headline."""
    url: str | None
    """Where it can be read."""
    published: str | None
    """When it was published, in ISO 8601: a day, a month or a year."""


class ArticleParticulars(Part, frozen=True, kw_only=True):
    """An article without its text."""

    id: str
    """Its id, as `qabot show` takes it."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it; `qabot brief` for a brief."""
    author: str | None
    """Byline."""
    published: str | None
    """Publication date in ISO 8601: a day, a month or a year."""
    url: str | None
    """Where it can be read."""
    organisations: tuple[str, ...]
    """Bodies it is about."""
    topics: tuple[str, ...]
    """Free labels."""
    kind: ArticleKind
    """`article`: in the words of its outlet. `brief`: a summary by the qabot project of what an outlet reported."""
    reports_on: Reported | None
    """What a brief reports on; null for an article."""
    attribution: str
    """Who says it and when, in words: `qabot brief, after Computing, 25 November 2015`."""
    held_until: str | UnsetType = UNSET
    """Of a version that is not held any more: until when it was, in ISO 8601 and UTC; left out for what is held."""
    version_sha256: str | UnsetType = UNSET
    """Of such a version: SHA-256 (hex) of its text, for `qabot show ID --version`; left out likewise."""


class Range(Part, frozen=True, kw_only=True):
    """A run of characters of an article's text."""

    start: int
    """The first, from 0."""
    end: int
    """One past the last."""
    text: str
    """What stands there."""


class Article(Document, frozen=True, kw_only=True, tag="qabot.article/1"):
    """One article with its text: `qabot show --json`."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it; `qabot brief` for a brief."""
    author: str | None
    """Byline."""
    published: str | None
    """Publication date in ISO 8601: a day, a month or a year."""
    url: str | None
    """Where it can be read."""
    organisations: tuple[str, ...]
    """Bodies it is about."""
    topics: tuple[str, ...]
    """Free labels."""
    kind: ArticleKind
    """`article`: in the words of its outlet. `brief`: a summary by the qabot project of what an outlet reported."""
    reports_on: Reported | None
    """What a brief reports on; null for an article."""
    attribution: str
    """Who says it and when, in words: `qabot brief, after Computing, 25 November 2015`."""
    held_until: str | UnsetType = UNSET
    """Of a version that is not held any more: until when it was, in ISO 8601 and UTC; left out for what is held."""
    version_sha256: str | UnsetType = UNSET
    """Of such a version: SHA-256 (hex) of its text, for `qabot show ID --version`; left out likewise."""
    text: str
    """The whole text."""
    text_sha256: str
    """SHA-256 (hex) of the text in UTF-8."""
    marked: Range | UnsetType = UNSET
    """What was asked for, where a passage or a quote was."""
