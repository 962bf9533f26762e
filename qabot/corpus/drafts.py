"""What passes from step to step while articles are brought in.

RawDocument ─ formats ─> ArticleDraft (with the RemovedLines) ─ ingest ─> AddOutcome
"""

from __future__ import annotations

from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.dates import PartialDate

Rule = Literal["K", "R", "T", "H", "P", "S"]
OutcomeKind = Literal["added", "updated", "duplicate", "skipped", "passed_over"]


class RawDocument(Struct, frozen=True):
    """Bytes that arrived, and what their carrier says of them: a feed item, a header, an option."""

    name: str
    """A file's name or a URL, as messages show it."""
    data: bytes
    """What arrived, out of any transfer or content encoding but still in its charset; empty where `path` is set."""
    kind: str
    """The name of its format: see `qabot.corpus.formats.registry`."""
    url: str | None = None
    """Where the article can be read, None where the carrier says nothing; so with all that follows."""
    outlet: str | None = None
    """Who published it."""
    published: PartialDate | None = None
    """When."""
    author: str | None = None
    """By whom."""
    title: str | None = None
    """Its title."""
    path: Path | None = None
    """The file that holds it, where it was not read yet."""

    def opened(self) -> BufferedReader:
        """Open it, wherever its bytes are."""
        return self.path.open("rb") if self.path else BufferedReader(cast(BufferedReader, BytesIO(self.data)))


class RemovedLine(Struct, frozen=True):
    """A line that is no part of the article, and why it was taken for such."""

    line: str
    """The whole line, as it stood in the raw text."""
    rule: Rule
    """`K`: a known line of boilerplate. `R`: a related-content block. `T`: behind the start of a comment form.
    `H`: a running head, foot or number of a page on paper. `P`: of a web page, around its article. `S`: the signature
    of a mail."""
    number: int
    """Which line of the raw text it was, from 1."""


class ArticleDraft(Article, frozen=True, kw_only=True):
    """An article taken out of a raw document, not yet written."""

    id: str = ""
    """It is named when it is added."""
    raw: str
    """The text before any line was removed."""
    source: str
    """Where it came from: a file's name or a URL."""
    item: str | None = None
    """The feed that it is an item of and what that calls it, as two digests: which goes before an address, that other
    items may share. None where it came otherwise, or its feed calls it nothing but its address."""
    dropped: tuple[RemovedLine, ...] = ()
    """Every line of the raw text that was left out, in order."""
    flags: tuple[str, ...] = ()
    """What someone should look at, each as a clause: nothing was changed because of it."""


class AddOutcome(Struct, frozen=True):
    """What became of one article, or of something that held none."""

    kind: OutcomeKind
    """`skipped` is for what could not be used, `passed_over` for what nobody asked to be read: files of other kinds."""
    name: str
    """What it came from, as messages show it."""
    article_id: str | None
    """The id of the article that is now in the corpus, or was already; None where there is none."""
    reason: str
    """Why it was skipped, or what should be looked at, as a clause; empty where there is nothing to say."""
    articles: int = 1
    """How many articles that goes for: a dump has one outcome for all of its."""
    copy_of: str | None = None
    """The id of the earliest article that it is a near-copy of, where it was added all the same."""
    lacks: tuple[str, ...] = ()
    """What is not known of the article that was added: `date`, `outlet`, `title`."""
    title: str | None = None
    """The title of the article that was added or updated; None for anything else, and so with what follows."""
    outlet: str | None = None
    """Who published it, where that is known."""
    published: str | None = None
    """When, in ISO 8601, likewise."""
    refused: bool = False
    """Whether it was skipped since the machine would not have it read: what it holds may be sound."""
