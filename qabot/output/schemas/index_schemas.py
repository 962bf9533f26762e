"""The index in JSON: what it holds, what bringing it up to date did, whether it is sound."""

from __future__ import annotations

from typing import Literal

from qabot.core.articles import ReadIssue
from qabot.core.progress import Stage
from qabot.output.schemas.answer_schemas import OutletCount
from qabot.output.schemas.document import Document, Part


class IndexReport(Document, frozen=True, kw_only=True, tag="qabot.index/1"):
    """What an update of the index did, or would do: `qabot index --json`."""

    generation: str | None
    """The generation that answers now; null where nothing was built yet."""
    published: bool
    """Whether it is a new one."""
    added: tuple[str, ...]
    """Ids of articles that came in."""
    changed: tuple[str, ...]
    """Ids of articles that say something else than before."""
    removed: tuple[str, ...]
    """Ids of articles that went."""
    articles: int
    """Articles held now."""
    passages: int | None
    """Passages held now; null where that was not worked out."""
    embedded: int
    """Passages that were embedded for it."""
    problems: tuple[ReadIssue, ...]
    """What could not be read, or not as it stands."""
    resumed: int
    """Passages that a build which was stopped had embedded, and that were taken from there."""


class ProgressLine(Document, frozen=True, kw_only=True, tag="qabot.progress/1"):
    """How far one stage of long work has come: a line of `qabot index --progress jsonl`."""

    stage: Stage
    """What is being done; a later line of a stage replaces the earlier one."""
    done: int
    """Units finished."""
    total: int | None
    """Units in all; null while that is unknown."""
    note: str
    """What exactly, for a reader."""


class Waiting(Part, frozen=True, kw_only=True):
    """What the index has yet to take in."""

    files: int
    """How many files."""
    new: tuple[str, ...]
    """Files of the corpus that it does not know."""
    changed: tuple[str, ...]
    """Files that say something else."""
    gone: tuple[str, ...]
    """Files that are no longer there."""


class ServerProcess(Part, frozen=True, kw_only=True):
    """A server that is running."""

    pid: int
    """Its process."""
    address: str
    """Where it can be opened, without a key."""


class Status(Document, frozen=True, kw_only=True, tag="qabot.status/1"):
    """What an index holds and what waits to be taken in: `qabot status --json`."""

    home: str | None
    """The home's folder; null where a server tells others than its owner."""
    generation: str
    """The generation that answers."""
    previous: str | None
    """The one before it."""
    created: str
    """When it was built, in ISO 8601 and UTC."""
    articles: int
    """Articles held."""
    passages: int
    """Passages held."""
    first: str | None
    """The earliest publication date, in ISO 8601."""
    last: str | None
    """The latest."""
    outlets: tuple[OutletCount, ...]
    """Outlets, those with most articles first."""
    model: str
    """The encoder's name."""
    dimension: int
    """How many numbers a vector has."""
    fingerprint: str
    """SHA-256 (hex) over whatever would change a vector."""
    waiting: Waiting
    """What has yet to be taken in."""
    briefs: int
    """How many of the articles held are briefs."""
    server: ServerProcess | None = None
    """The server of this home that this user runs; null where none does, or where it tells others than its owner."""


class IndexCheck(Document, frozen=True, kw_only=True, tag="qabot.verify-index/1"):
    """Whether an index is sound: `qabot verify-index --json`."""

    generation: str
    """The generation that was looked through."""
    sound: bool
    """Whether nothing is wrong."""
    faults: tuple[str, ...]
    """What is wrong, a sentence each."""


class LogLine(Part, frozen=True, kw_only=True):
    """One entry of the log of generations."""

    number: int
    """Its place, from 1."""
    at: str
    """Since when the generation answered, in ISO 8601 and UTC."""
    event: Literal["begun", "built", "answers again"]
    """Why it answers: the log was begun with it, it was built, or it was rolled back to."""
    generation: str
    """Its name."""
    manifest: str
    """SHA-256 (hex) of its `manifest.json`."""
    before: str | None
    """`hash` of the entry before; null for the first."""
    hash: str
    """SHA-256 (hex) of the other members: JSON with keys in order, no spaces and ASCII alone."""


class LogCheck(Document, frozen=True, kw_only=True, tag="qabot.verify-log/1"):
    """Whether the log of generations is what was written: `qabot verify-index --log --json`."""

    sound: bool
    """Whether nothing is wrong."""
    faults: tuple[str, ...]
    """What is, a sentence each."""
    since: str | None
    """When the log begins, in ISO 8601 and UTC; null where there is none."""
    head: str | None
    """`hash` of the last entry."""
    entries: tuple[LogLine, ...]
    """Every entry that can be read, the oldest first."""


class Rollback(Document, frozen=True, kw_only=True, tag="qabot.rollback/1"):
    """Which generation answers again: `qabot rollback --json`."""

    generation: str
    """Its name."""
    articles: int
    """Articles it holds."""
