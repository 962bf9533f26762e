"""Feeds in JSON: who is subscribed to, and what came of asking them."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.corpus_schemas import AddedArticle
from qabot.output.schemas.document import Document, Part


class FeedsAdd(Document, frozen=True, kw_only=True, tag="qabot.feeds.add/1"):
    """What was subscribed to: `qabot feeds add --json`."""

    added: tuple[str, ...]
    """Addresses of the feeds that are new."""
    feeds: int
    """How many were named."""
    unusable: tuple[str, ...]
    """Addresses that are none of http or https."""


class Feed(Part, frozen=True, kw_only=True):
    """A feed that is subscribed to."""

    url: str
    """Its address."""
    title: str | None
    """What it calls itself."""
    outlet: str | None
    """Who publishes it."""
    next_fetch: str | None
    """When it is due, in ISO 8601; null for at once."""
    last_fetch: str | None
    """When it was asked last; null for never."""
    failures: int
    """How many times in a row it failed."""
    cause: str | None
    """Why it failed last."""
    last_item: str | None
    """The title of its newest item."""


class FeedsList(Document, frozen=True, kw_only=True, tag="qabot.feeds.list/1"):
    """The feeds that are subscribed to: `qabot feeds list --json`."""

    feeds: tuple[Feed, ...]
    """All of them."""


class FeedsRemove(Document, frozen=True, kw_only=True, tag="qabot.feeds.remove/1"):
    """A feed is no longer subscribed to: `qabot feeds remove --json`."""

    removed: str
    """Its address."""


class SuggestedFeed(Part, frozen=True, kw_only=True):
    """A feed that may be worth subscribing to."""

    outlet: str
    """Who publishes it."""
    url: str
    """Where it lies; `SLUG` or `WORDS` in it stands for something to be put there."""
    sure: Literal["seen", "listed", "conflicting"]
    """Whether it was seen to answer, is named elsewhere, or under different addresses."""
    note: str
    """What else there is to know."""


class FeedsSuggest(Document, frozen=True, kw_only=True, tag="qabot.feeds.suggest/1"):
    """Feeds of the field: `qabot feeds suggest --json`."""

    feeds: tuple[SuggestedFeed, ...]
    """The surest first."""


class PulledFeed(Part, frozen=True, kw_only=True):
    """What came of one feed."""

    url: str
    """Its address."""
    title: str | None
    """What it calls itself."""
    failure: str | None
    """Why it could not be had."""
    unfetched: int
    """How many of its pages could not be had."""
    unchanged: bool
    """Whether it has nothing new."""
    outcomes: tuple[AddedArticle, ...]
    """What became of its articles."""


class FeedsPull(Document, frozen=True, kw_only=True, tag="qabot.feeds.pull/1"):
    """What came of the feeds that were asked: `qabot feeds pull --json`."""

    feeds: tuple[PulledFeed, ...]
    """Each of them."""


class FeedsBackfill(Document, frozen=True, kw_only=True, tag="qabot.feeds.backfill/1"):
    """What came of what a site published earlier: `qabot feeds backfill --json`."""

    failures: tuple[str, ...]
    """What could not be had."""
    outcomes: tuple[AddedArticle, ...]
    """What became of the articles."""
