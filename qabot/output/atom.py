"""Atom feeds (RFC 4287), for any reader of feeds. Pure; what others wrote is text in them, never markup."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from msgspec import Struct

from qabot.core.text import xml_safe

ATOM = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"


class AtomEntry(Struct, frozen=True):
    """One thing that a feed tells."""

    id: str
    """What it is called for good, as `urn` makes it."""
    title: str
    """A headline."""
    updated: datetime
    """When it was so; with its zone."""
    content: str
    """What is told, as text."""
    link: str = ""
    """Where it can be seen; empty for nowhere."""


def atom_document(feed: AtomEntry, entries: Iterable[AtomEntry]) -> bytes:
    """Return a feed.

    Args:
        feed: What it is called, what it tells (its subtitle), and where it is.
        entries: What it tells, the newest first.
    """
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if feed.content:
        _add(root, "subtitle", feed.content)
    if feed.link:
        ET.SubElement(root, "link", {"rel": "self", "href": xml_safe(feed.link)})
    _add(root, "updated", feed.updated.isoformat())
    _add(ET.SubElement(root, "author"), "name", "qabot")
    for each in entries:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", each.id)
        _add(entry, "title", each.title)
        if each.link:
            ET.SubElement(entry, "link", {"rel": "alternate", "href": xml_safe(each.link)})
        _add(entry, "updated", each.updated.isoformat())
        _add(entry, "content", each.content).set("type", "text")
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def urn(home: str, name: str) -> str:
    """Return what a thing in a home is called in feeds: the same for the same for good."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"qabot:{home}\n{name}").urn


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    added = ET.SubElement(parent, name)
    added.text = xml_safe(text)
    return added
