"""What feeds are made of, and from an item to something that can be read."""

from __future__ import annotations

import hashlib
import re
from html import escape
from urllib.parse import urlsplit

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.corpus.drafts import RawDocument
from qabot.corpus.metadata import URL_LIMIT

ENOUGH = 150
"""Words of an item that stand for its article; one that has fewer only points to it."""
TAG = re.compile(r"<[^<>]{0,2000}>")
"""A tag of HTML."""


_LONG_LINK = f"its link is longer than {URL_LIMIT:,} characters, and was left out"


class Item(Struct, frozen=True):
    """An article, as a feed tells of it."""

    guid: str
    """What the feed calls it; its address or its title where it calls it nothing."""
    title: str | None
    """On one line."""
    content: str
    """HTML: all of it where the feed has that, else a summary; it may be empty."""
    url: str | None = None
    """Where it can be read."""
    author: str | None = None
    """By whom."""
    published: PartialDate | None = None
    """The day, as the feed states it, in whatever zone."""
    updated: str = ""
    """When it was changed, as the feed writes it."""
    flags: tuple[str, ...] = ()
    """What of it was left out, as clauses."""

    @property
    def key(self) -> str:
        """What tells it from every other item, and from itself before it was changed."""
        parts = (self.guid, self.title or "", self.content, self.updated)
        return _digest("\0".join(parts))

    def identity(self, outlet: str | None) -> str | None:
        """Return the feed that it is of and what that calls it, as two digests; None where that is no name of its own.

        Items keep it when they are moved or renamed, and items that share an address have others. Every feed has an
        item 1: it counts within the site, or where that is not known with the outlet.
        """
        if self.guid in {self.url, self.title}:
            return None
        feed = urlsplit(self.url).netloc if self.url else outlet or ""
        return f"{_digest(feed)} {_digest(self.guid)}"

    @property
    def is_whole(self) -> bool:
        """Whether it has the words of its article."""
        return self.url is None or len(TAG.sub(" ", self.content).split()) >= ENOUGH

    def received(self, outlet: str | None) -> RawDocument:
        """Return the item itself as a page to be read."""
        title = escape(self.title or "")
        body = f"<h1>{title}</h1>{self.content}" if title else self.content
        markup = f"<!doctype html><meta charset=utf-8><title>{title}</title><body><article>{body}</article>"
        data = markup.encode("utf-8", "replace")
        return self.received_from(RawDocument(self.url or self.guid, data, "html"), outlet)

    def received_from(self, page: RawDocument, outlet: str | None) -> RawDocument:
        """Return the page that the item points to, with what the feed says of it."""
        return RawDocument(
            page.name, page.data, page.kind, page.url or self.url, outlet, self.published, self.author, self.title
        )


class Feed(Struct, frozen=True):
    """A feed, as it was read."""

    title: str | None
    """What it calls itself, on one line."""
    items: tuple[Item, ...]
    """In its order."""
    minutes: int = 0
    """For how long it says that nothing will change."""


def flags_of_link(link: object) -> tuple[str, ...]:
    """Return what is to be told of an item's link as its feed gives it."""
    return (_LONG_LINK,) if len(str(link or "").strip()) > URL_LIMIT else ()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
