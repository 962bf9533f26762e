"""What was told of saved questions as an Atom feed (RFC 4287), for any reader of feeds. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from qabot.core.text import printable
from qabot.reports.watch.news_words import headline, sentence
from qabot.reports.watch.saved_questions import FoundNews

_NAMESPACE = "http://www.w3.org/2005/Atom"


def atom_feed(home: str, found: Sequence[FoundNews], now: datetime) -> bytes:
    """Return a feed of what was found new, an entry each; the same thing has the same id in every feed.

    Args:
        home: The path of the home whose questions these are.
        found: What was found new, the newest first.
        now: When the feed is made, in UTC; it counts only where nothing was found.
    """
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    updated = found[0].found if found else now
    _add(feed, "id", _urn(home, ""))
    _add(feed, "title", "qabot: what is new in the answers to saved questions")
    _add(feed, "updated", updated.isoformat())
    _add(ET.SubElement(feed, "author"), "name", "qabot")
    for each in found:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", _urn(home, f"{each.name}\n{each.news.key}"))
        _add(entry, "title", f"{each.name}: {headline(each.news)}")
        _add(entry, "updated", each.found.isoformat())
        _add(entry, "content", sentence(each.news)).set("type", "text")
    ET.indent(feed)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    added = ET.SubElement(parent, name)
    added.text = printable(text)
    return added


def _urn(home: str, name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"qabot:{home}\n{name}").urn
