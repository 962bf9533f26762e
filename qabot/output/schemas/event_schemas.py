"""What long-running commands and failing ones say, a line each."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, UnsetType

from qabot.output.schemas.document import Document

WatchEvent = Literal["index", "feeds", "answer", "trouble"]


class ErrorLine(Document, frozen=True, kw_only=True, tag="qabot.error/1"):
    """Why a command could not do what it was asked: on standard error, wherever JSON was asked for."""

    code: int
    """The exit code."""
    message: str
    """What happened, and what still works."""
    hint: str
    """What to do about it."""


class WatchLine(Document, frozen=True, kw_only=True, tag="qabot.index-event/1"):
    """What `qabot index --watch --json` has just done."""

    when: str
    """When, in ISO 8601."""
    what: WatchEvent
    """The index was brought up to date, feeds were asked, an answer has something new, or something went wrong."""
    text: str
    """The same in words."""
    asked: int | UnsetType = UNSET
    """Feeds asked (`feeds` alone)."""
    failed: int | UnsetType = UNSET
    """Feeds with trouble (`feeds` alone)."""
    added: int | UnsetType = UNSET
    """Articles that came in."""
    changed: int | UnsetType = UNSET
    """Articles that say something else (`index` alone)."""
    updated: int | UnsetType = UNSET
    """Articles that became new versions (`feeds` alone)."""
    removed: int | UnsetType = UNSET
    """Articles that went (`index` alone)."""
