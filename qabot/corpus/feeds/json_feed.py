"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import cast
from urllib.parse import urljoin

from qabot.core.text import clean_line
from qabot.corpus.feeds.feed_items import Feed, Item, flags_of_link
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import URL_LIMIT
from qabot.corpus.published_dates import day_of

_VERSION = "jsonfeed.org/version/"
"""What the address of every version holds, whatever its scheme."""

Object = Mapping[str, object]


def read(text: str, url: str, most: int) -> Feed:
    """Read a JSON Feed.

    Args:
        text: It.
        url: Where it lies.
        most: How many items to read.

    Raises:
        UnreadableDocument: It is none.
    """
    feed = loaded(text)
    if not isinstance(feed, dict):
        raise UnreadableDocument("is no feed")
    feed = cast("Object", feed)
    if _VERSION not in str(feed.get("version")):
        raise UnreadableDocument("is JSON, but no feed")
    items = [item for each in objects(feed.get("items"))[:most] if (item := _item(each, url))]
    return Feed(line(feed.get("title")), tuple(items))


def loaded(text: str) -> object:
    """Read JSON (UnreadableDocument where it is none, or nests too deep)."""
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument("is no JSON that can be read") from error


def objects(value: object) -> list[Object]:
    """Return the objects in what should be a list of them."""
    items = cast("Sequence[object]", value) if isinstance(value, list) else ()
    return [cast("Object", each) for each in items if isinstance(each, dict)]


def line(value: object) -> str | None:
    """Return text on one line; None for what is none, or empty."""
    return clean_line(value) or None if isinstance(value, str) else None


def _item(item: Object, base: str) -> Item | None:
    stated = item.get("url") or item.get("external_url")
    link = _link(stated, base)
    title = line(item.get("title"))
    guid = line(str(item["id"])) if item.get("id") else None
    name = guid or link or title
    if name is None:
        return None
    published = day_of(str(item.get("date_published") or item.get("date_modified") or ""))
    updated = str(item.get("date_modified") or "")
    return Item(name, title, _content(item), link, _author(item), published, updated, flags_of_link(stated))


def _content(item: Object) -> str:
    if isinstance(markup := item.get("content_html"), str) and markup:
        return markup
    plain = item.get("content_text") or item.get("summary")
    paragraphs = plain.split("\n\n") if isinstance(plain, str) else []
    return "".join(f"<p>{escape(each)}</p>" for each in paragraphs)


def _author(item: Object) -> str | None:
    named = objects(item.get("authors")) or objects([item.get("author")])
    return ", ".join(name for each in named if (name := line(each.get("name")))) or None


def _link(value: object, base: str) -> str | None:
    try:
        link = urljoin(base, value) if isinstance(value, str) and 0 < len(value) <= URL_LIMIT else ""
    except ValueError:
        return None
    return link if link.startswith(("http://", "https://")) else None
