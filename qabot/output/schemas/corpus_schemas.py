"""The corpus folder in JSON: what was added to it, what it holds, and what was done to one article."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, UnsetType

from qabot.core.articles import ArticleKind
from qabot.output.schemas.document import Document, Part


class AddedArticle(Part, frozen=True, kw_only=True):
    """What became of one article, or of something that held none."""

    kind: Literal["added", "updated", "duplicate", "skipped", "passed_over"]
    """Which of these."""
    name: str
    """What it came from: a file or an address."""
    article_id: str | None
    """The id of the article that is now there, or was already."""
    reason: str
    """Why it was skipped, or what should be looked at; empty where there is nothing to say."""
    articles: int
    """For how many articles that goes."""
    copy_of: str | None
    """The id of the earliest article that it is a near-copy of."""
    lacks: tuple[Literal["date", "outlet", "title"], ...]
    """What is not known of the article that was added."""
    title: str | None
    """The title of the article that was added or updated; null for anything else, and so with what follows."""
    outlet: str | None
    """Who published it; null where that is not known."""
    published: str | None
    """When, in ISO 8601: a day, a month or a year; null where that is not known."""
    refused: bool
    """Whether it was skipped since the machine would not have it read, so that what it holds may be sound."""


class Added(Document, frozen=True, kw_only=True, tag="qabot.add/1"):
    """What became of what was added: `qabot add --json`."""

    added: int
    """Articles that are new."""
    updated: int
    """Articles that became new versions."""
    duplicate: int
    """Articles that were there already."""
    skipped: int
    """What could not be used."""
    passed_over: int
    """What is of no kind that is read: files in a folder or an archive, records of a crawl."""
    outcomes: tuple[AddedArticle, ...]
    """One by one."""


class ListedArticle(Part, frozen=True, kw_only=True):
    """An article of the corpus folder, or one that was removed from it."""

    id: str
    """Its id."""
    path: str
    """The file it stands in, or stood in."""
    title: str | UnsetType = UNSET
    """Its title; this and what follows but `removed` only of an article that is there."""
    outlet: str | UnsetType | None = UNSET
    """Who published it."""
    published: str | UnsetType | None = UNSET
    """When, in ISO 8601: a day, a month or a year."""
    url: str | UnsetType | None = UNSET
    """Where it can be read."""
    kind: ArticleKind | UnsetType = UNSET
    """Whether it is an article, or a brief: a summary by the qabot project of what an outlet reported."""
    reported_outlet: str | UnsetType | None = UNSET
    """The outlet that a brief reports on; null where that is not known."""
    removed: str | UnsetType = UNSET
    """When it was removed, in ISO 8601."""


class CorpusList(Document, frozen=True, kw_only=True, tag="qabot.corpus-list/1"):
    """Articles of the corpus folder: `qabot corpus list --json`."""

    count: int
    """How many match."""
    articles: tuple[ListedArticle, ...]
    """Those listed, newest first."""
    warnings: tuple[str, ...]
    """What the reader should know besides: that no article has the outlet asked for."""


class EarlierVersion(Part, frozen=True, kw_only=True):
    """What an article's file held earlier."""

    until: str
    """Until when, in ISO 8601."""
    file: str
    """The whole file."""


class CorpusArticle(Document, frozen=True, kw_only=True, tag="qabot.corpus-article/1"):
    """An article as its file has it: `qabot corpus show --json`."""

    id: str
    """Its id."""
    path: str
    """The file it stands in."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it."""
    published: str | None
    """When, in ISO 8601: a day, a month or a year."""
    url: str | None
    """Where it can be read."""
    text: str
    """Its text."""
    raw: str | None
    """The text as it came in, before anything was dropped; null where it was not added by qabot."""
    flags: tuple[str, ...]
    """What someone should look at, each as a clause."""
    versions: tuple[EarlierVersion, ...]
    """What the file held earlier."""
    kind: ArticleKind
    """Whether it is an article, or a brief: a summary by the qabot project of what an outlet reported."""
    reported_outlet: str | None
    """The outlet that a brief reports on; null where that is not known, and for an article."""


class AmendedFact(Part, frozen=True, kw_only=True):
    """One thing that is known of an article now."""

    fact: Literal["title", "date", "outlet", "author"]
    """Which."""
    before: str | None
    """What was known before; null for nothing."""
    after: str
    """What is known now."""


class MendedArticle(Part, frozen=True, kw_only=True):
    """An article that was changed."""

    id: str
    """Its id."""
    path: str
    """Its file."""
    facts: tuple[AmendedFact, ...]
    """What was changed of it."""


class RefusedMending(Part, frozen=True, kw_only=True):
    """An article that was left as it was, or an id that none has."""

    id: str
    """The id."""
    reason: str
    """Why, as a sentence."""
    nearest: tuple[str, ...]
    """Where no article has the id: those that come near, the nearest first."""


class CorpusMended(Document, frozen=True, kw_only=True, tag="qabot.corpus-edit/1"):
    """What is known of many articles was changed: `qabot corpus edit ID… --outlet NAME --json`."""

    changed: tuple[MendedArticle, ...]
    """Those that were changed; what their files held before is kept."""
    unchanged: tuple[str, ...]
    """Ids of those of which all that was known already."""
    refused: tuple[RefusedMending, ...]
    """What could not be changed."""


class CorpusRemoved(Document, frozen=True, kw_only=True, tag="qabot.corpus-removed/1"):
    """An article was taken out of the corpus: `qabot corpus remove --json`."""

    id: str
    """Its id."""
    path: str
    """The file it stood in."""


class CorpusRestored(Document, frozen=True, kw_only=True, tag="qabot.corpus-restored/1"):
    """An article was put back: `qabot corpus restore --json`."""

    id: str
    """Its id."""
    path: str
    """The file it stands in."""


class CorpusDuplicates(Document, frozen=True, kw_only=True, tag="qabot.corpus-duplicates/1"):
    """Groups of near-copies: `qabot corpus duplicates --json`."""

    groups: tuple[tuple[ListedArticle, ...], ...]
    """Each with its articles."""


class DroppedLine(Part, frozen=True, kw_only=True):
    """A line that was left out of an article's text."""

    line: str
    """The whole line."""
    rule: Literal["K", "R", "T", "H", "P", "S"]
    """`K`: a known line of page furniture. `R`: related content. `T`: behind the article. `H`: a running head,
    foot or page number. `P`: of a web page, around its article. `S`: the signature of a mail."""
    number: int
    """Which line of the text as it came, from 1."""


class CorpusDropped(Document, frozen=True, kw_only=True, tag="qabot.corpus-dropped/1"):
    """What was left out of an article's text as it came: `qabot corpus dropped --json`."""

    id: str
    """The article's id."""
    dropped: tuple[DroppedLine, ...]
    """Every such line, in order."""


class DiffVersion(Part, frozen=True, kw_only=True):
    """One of two versions that are compared."""

    number: int
    """Its place among those that are held, the oldest first, from 1."""
    until: str | None
    """Until when the file held it, in ISO 8601; null for what it holds now."""
    text_sha256: str
    """SHA-256 (hex) of its text."""
    not_taken: bool
    """Whether the file never held it: a near-copy of the same outlet that was not taken."""


class DiffField(Part, frozen=True, kw_only=True):
    """Something said of the article that is another."""

    field: Literal["title", "published", "outlet", "author", "url"]
    """Which."""
    before: str | None
    """What it was; null for nothing."""
    after: str | None
    """What it is."""


class DiffWords(Part, frozen=True, kw_only=True):
    """Words that one version has, or both."""

    kind: Literal["same", "dropped", "added"]
    """In both, in the earlier alone, or in the later alone."""
    text: str
    """As they stand there, with the space behind them; of what both have, in the later."""


class DiffParagraph(Part, frozen=True, kw_only=True):
    """A paragraph that is not in both versions alike, or not in the same place."""

    kind: Literal["changed", "moved", "dropped", "added"]
    """What became of it. One that moved and was changed is `changed`."""
    earlier: int | None
    """Its place in the earlier version, from 1; null where it was added."""
    later: int | None
    """Its place in the later one; null where it was dropped."""
    words: tuple[DiffWords, ...]
    """Its words in order."""


class Diff(Document, frozen=True, kw_only=True, tag="qabot.diff/1"):
    """What was changed between two versions of an article: `qabot corpus diff --json`."""

    id: str
    """The article's id."""
    changed: bool
    """Whether anything was, typography and white space aside unless they were asked for."""
    exact: bool
    """Whether they were."""
    held: int
    """How many versions are held."""
    unreadable: int
    """How many more are kept that cannot be read."""
    earlier: DiffVersion | None
    """What is compared; null where only one version is held."""
    later: DiffVersion
    """With what."""
    fields: tuple[DiffField, ...]
    """What is said of the article that is another."""
    paragraphs: tuple[DiffParagraph, ...]
    """Paragraphs that differ or moved, in order of the later version."""
    typography: int
    """Paragraphs and fields that differ in typography or white space alone, which was not asked for."""
