"""Lists of subscriptions, as other readers of feeds write and read them (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.text import clean_line, xml_safe
from qabot.corpus.feeds.safe_xml import parsed
from qabot.corpus.feeds.subscriptions_db import Subscription
from qabot.corpus.fetch.fetcher import address
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import NAME_LIMIT

MOST = 1000
"""Feeds of one list."""


class Listed(Struct, frozen=True):
    """A feed in a list."""

    url: str
    """Where it lies."""
    title: str | None
    """What the list calls it."""


def read(data: bytes) -> tuple[list[Listed], list[str]]:
    """Return the feeds of a list, each once, and the addresses in it that are none.

    Raises:
        UnreadableDocument: It is no OPML.
    """
    root = parsed(data)
    if root.tag != "opml":
        raise UnreadableDocument("is no OPML")
    feeds: dict[str, Listed] = {}
    others: list[str] = []
    for outline in root.iter("outline"):
        if not (said := outline.get("xmlUrl")):
            continue
        try:
            url = str(address(said))
        except UsageError:
            others.append(clean_line(said)[:NAME_LIMIT])
            continue
        title = clean_line(outline.get("title") or outline.get("text") or "")[:NAME_LIMIT] or None
        feeds.setdefault(url, Listed(url, title))
        if len(feeds) > MOST:
            raise UnreadableDocument(f"lists more than {MOST:,} feeds")
    return list(feeds.values()), others


def write(feeds: Iterable[Subscription]) -> bytes:
    """Write subscriptions as such a list."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Feeds of qabot"
    body = ET.SubElement(root, "body")
    for feed in feeds:
        name = clean_line(xml_safe(feed.name))
        ET.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
