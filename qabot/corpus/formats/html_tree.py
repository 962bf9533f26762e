"""Pages as trees of elements: parsed with care, and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from qabot.core.text import printable
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument

ATTRIBUTE_LIMIT = 500
"""Attributes of one element; libxml2 takes time by the square of their number."""

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNSEEN = frozenset("script style noscript template svg iframe nav header footer aside select".split())
"""Elements that hold no words of the page's own."""


class Element(Protocol):
    """What is used of an element of lxml's, which has no types."""

    tag: str
    text: str | None
    tail: str | None
    attrib: Mapping[str, str]

    def get(self, key: str, default: str = "") -> str:
        """Return an attribute."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """Go through this element and all inside it."""
        ...

    def __iter__(self) -> Iterator[Element]:
        """Go through the elements directly inside it."""
        ...


FAULTS = (*PARSER_ERRORS, cast(type[Exception], etree.LxmlError))  # pyright: ignore[reportUnknownMemberType]
"""What parsing a page, or working on its tree, may raise."""
_PARSER: object = html.HTMLParser(  # pyright: ignore[reportUnknownMemberType]
    encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
)


def parse(markup: str) -> Element:
    """Parse a page.

    Raises:
        UnreadableDocument: It is none, or it is made to take for ever.
    """
    if _CONTROL.search(markup):
        markup = printable(markup)  # libxml2 takes them, what builds on it does not
    if any(max(tag[0].count("="), len(tag[0].split())) > ATTRIBUTE_LIMIT for tag in _LONG_TAG.finditer(markup)):
        raise UnreadableDocument(f"has an element of more than {ATTRIBUTE_LIMIT} attributes")
    try:
        return cast(Element, html.document_fromstring(markup.encode(), parser=_PARSER))  # pyright: ignore[reportUnknownMemberType]
    except FAULTS as error:
        raise UnreadableDocument("is not a page of HTML") from error


def count_words(element: Element) -> int:
    """Count the words that a reader sees in an element, without navigation and the like."""
    count = 0
    pending = [element]
    while pending:
        each = pending.pop()
        if each.tag not in _UNSEEN:
            children = list(each)
            count += len((each.text or "").split()) + sum(len((child.tail or "").split()) for child in children)
            pending += children
    return count
