"""Articles, the passages they are cut into, and what a list of articles shows.

Article ─ split ─> Passage ─ retrieval ─> Hit ─ answer ─> Evidence, cut from the Article

An article is in its outlet's own words. A brief is a summary, in words of this project, of what an outlet reported: it
is never shown or cited as that outlet's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from qabot.core.dates import PartialDate

ArticleKind = Literal["article", "brief"]
"""Whose words a text is in: its outlet's, or this project's about what an outlet reported."""
_ENCODED = msgspec.json.Encoder().encode
BRIEF_OUTLET = "qabot brief"
"""What stands as the outlet of every brief."""


class ReportedArticle(Struct, frozen=True):
    """What a brief reports on: an article that is not in the corpus."""

    outlet: str | None = None
    """Who published it; None where that is not known."""
    title: str | None = None
    """Its own headline."""
    url: str | None = None
    """Where it can be read."""
    published: PartialDate | None = None
    """When it was published, as precise as is known."""


class Article(Struct, frozen=True):
    """One news story, as stored."""

    id: str
    """Path under the corpus folder without the suffix, or a JSONL record's own id. Stable across rebuilds."""
    title: str
    """Never empty: a story without one is called by its file's name, and a record by the beginning of its text."""
    text: str
    """The body, cleaned by `qabot.core.text.clean`; paragraphs stand a blank line apart."""
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
    kind: ArticleKind = "article"
    """Whose words its title and text are. The date of a brief is that of what it reports on."""
    reports_on: ReportedArticle | None = None
    """What a brief reports on; None for an article."""
    held_until: str | None = None
    """Of a version that is not held any more: until when it was, in ISO 8601 and UTC. No part of what it says."""

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) over every field but the id: two articles with the same hash say the same."""
        fields = [self.title, self.text, self.outlet, self.author, str(self.published), self.url]
        return hashlib.sha256(_json([*fields, self.organisations, self.topics, *self._provenance])).hexdigest()

    @property
    def _provenance(self) -> list[str | None]:
        """What a brief has besides; nothing for an article, whose hash is what it always was."""
        if self.kind == "article" and self.reports_on is None:
            return []
        source = self.reports_on or ReportedArticle()
        return [self.kind, source.outlet, source.title, source.url, str(source.published)]

    @property
    def text_sha256(self) -> str:
        """SHA-256 (hex) of `text` in UTF-8: what a quote's proof is checked against."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def _json(values: Sequence[str | Sequence[str] | None]) -> bytes:
    """Return what `json.dumps(values, ensure_ascii=False)` does, in a third of the time: every hash rests on it."""
    parts = [_json(each) if isinstance(each, tuple) else _ENCODED(each) for each in values]
    return b"[" + b", ".join(parts) + b"]"


class Passage(Struct, frozen=True):
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


class ReadIssue(Struct, frozen=True):
    """Something in the corpus that could not be read as it stands, and what became of it."""

    path: str
    """The file, relative to the corpus folder, with `/` between parts."""
    cause: str
    """Why, as a clause without a full stop."""
    line: int | None = None
    """The line (record) of a JSONL file, from 1."""
    skipped: bool = True
    """False when the article is indexed all the same."""
    refused: bool = False
    """Whether the machine would not have it read (a failing disk, a missing right): what it holds may be sound."""


class ArticleSummary(Struct, frozen=True):
    """An article without its text: what a list of articles shows."""

    id: str
    """The article's id."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it."""
    published: PartialDate | None
    """Publication date, as precise as the source gives it."""
    organisations: tuple[str, ...] = ()
    """Bodies it is about."""
    kind: ArticleKind = "article"
    """Whose words it is in."""
    reports_on: ReportedArticle | None = None
    """What a brief reports on; None for an article."""


def reporting_outlet(article: Article | ArticleSummary) -> str | None:
    """Return the outlet whose reporting an article holds: its own, or for a brief that of what it reports on."""
    if article.kind == "article":
        return article.outlet
    return article.reports_on.outlet if article.reports_on else None


def findable_outlets(article: Article | ArticleSummary) -> tuple[str, ...]:
    """Return the outlets by which an article is found: its own, and that of what a brief reports on."""
    return tuple(name for name in dict.fromkeys((article.outlet, reporting_outlet(article))) if name)


class OutletHoldings(Struct, frozen=True):
    """What is held of one outlet's reporting."""

    name: str
    """The outlet."""
    articles: int
    """How many articles and briefs hold its reporting."""
    briefs: int = 0
    """How many of them are briefs."""


class GenerationDiff(Struct, frozen=True):
    """What a newer generation holds that the one before did not say."""

    generation: str
    """The newer generation's name."""
    added: tuple[ArticleSummary, ...]
    """Articles that came in, the newest first."""
    changed: tuple[ArticleSummary, ...]
    """Articles that say something else than before, likewise."""
    removed: int
    """How many articles went."""
