"""Small XML that strangers wrote: parsed without a document type, behind which entities come."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from qabot.corpus.formats.unreadable import UnreadableDocument

LIMIT = 5 * 1024 * 1024
"""Bytes of one document."""


class _Builder(ET.TreeBuilder):
    """Builds no tree from a document that could declare entities, and stops before it has."""

    def doctype(self, *_: str | None) -> None:
        raise UnreadableDocument("declares a document type, which is not allowed")


def parsed(data: bytes) -> ET.Element:
    """Parse a document.

    Raises:
        UnreadableDocument: It is no XML, too large, or declares a document type.
    """
    if len(data) > LIMIT:
        raise UnreadableDocument(f"is larger than {LIMIT // 1024**2} MiB")
    try:
        return ET.fromstring(data, ET.XMLParser(target=_Builder()))  # noqa: S314 - see above
    except (ET.ParseError, LookupError, ValueError) as error:  # LookupError for an encoding that nobody knows
        raise (
            error if isinstance(error, UnreadableDocument) else UnreadableDocument("is no XML that can be read")
        ) from error


def local_name(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
