"""Documents that are ZIP files of XML, as office programs and readers of books write them: their parts, with care.

Nothing is unpacked to the disk or fetched, no entity is expanded, and a part that declares a document type is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Protocol, cast
from zipfile import ZipFile

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from qabot.core.text import clean, clean_line
from qabot.corpus.formats import zip_members
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument

PART_LIMIT = 25 * 1024 * 1024
"""Bytes of one part, unpacked."""
TOTAL_LIMIT = 64 * 1024 * 1024
"""Bytes of all parts that are read of one document."""

_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins in which office programs wrap a document that has a password, or wrote one in earlier days."""
_LOCKED_NAME = "EncryptedPackage".encode("utf-16-le")
_XML: Any = etree  # pyright: ignore[reportUnknownVariableType]
_FAULTS = (*PARSER_ERRORS, cast(type[Exception], etree.LxmlError))  # pyright: ignore[reportUnknownMemberType]

Block = tuple[str, str]
"""A paragraph: what is to stand before it, such as `## ` or `- `, and its text."""


class Node(Protocol):
    """What is used of an element of lxml's, which has no types."""

    tag: object
    text: str | None
    tail: str | None
    attrib: Mapping[str, str]

    def __iter__(self) -> Iterator[Node]:
        """Go through the elements directly inside it."""
        ...

    def iter(self) -> Iterator[Node]:
        """Go through this element and all inside it."""
        ...


class Package:
    """An open document."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            UnreadableDocument: It is no ZIP file, or has a password.
        """
        if data.startswith(_LOCKED):
            raise UnreadableDocument("is encrypted" if _LOCKED_NAME in data else "is of an older kind that is not read")
        self._archive: ZipFile = zip_members.opened(BytesIO(data))
        self._members = {member.filename: member for member in self._archive.infolist()}
        self._left = TOTAL_LIMIT

    @property
    def names(self) -> list[str]:
        """What the parts are called, in their order."""
        return [*self._members]

    def holds(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._members

    def part(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            UnreadableDocument: It is not there, encrypted, damaged or too large.
        """
        if name not in self._members:
            raise UnreadableDocument(f"lacks its part {clean_line(name)[:60]!r}")
        data = zip_members.content(self._archive, self._members[name])
        self._left -= len(data)
        if len(data) > PART_LIMIT or self._left < 0:
            raise UnreadableDocument("unpacks to more than a document holds")
        return data

    def tree(self, name: str) -> Node:
        """Return a part of XML.

        Raises:
            UnreadableDocument: As `part`; or it is no XML, or declares a document type.
        """
        return parsed(self.part(name))


def parsed(data: bytes) -> Node:
    """Parse a part.

    Raises:
        UnreadableDocument: It is no XML, or declares a document type.
    """
    parser = _XML.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = _XML.fromstring(data, parser)
    except _FAULTS as error:
        raise UnreadableDocument("is damaged: a part of it is no XML that can be read") from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument("declares a document type, which is not allowed")
    return cast(Node, root)


def name_of(node: Node) -> str:
    """Return an element's name without its namespace; empty for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: Node, name: str) -> str:
    """Return an attribute by its name without its namespace; empty where there is none."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def texts(root: Node, name: str) -> list[str]:
    """Return what stands in each element of this name, on one line; empty ones are left out."""
    found = (clean_line(node.text or "") for node in root.iter() if name_of(node) == name)
    return [text for text in found if text]


def written(blocks: Iterator[Block]) -> str:
    """Write paragraphs as text, a blank line apart; items of a list stand on lines of one paragraph."""
    pieces: list[str] = []
    earlier = ""
    for prefix, text in blocks:
        if text.strip():
            pieces += ["\n" if prefix == earlier == "- " else "\n\n", prefix, text]
            earlier = prefix
    return clean("".join(pieces))
