"""Pages as trees of elements: parsed with care, counted, and written out as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from qabot.core.text import clean, clean_line, printable
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument

ATTRIBUTE_LIMIT = 500
"""Attributes of one element; libxml2 takes time by the square of their number."""

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_HEADING = re.compile(r"h[1-6]")
_UNSEEN = frozenset("script style noscript template svg iframe nav header footer aside select".split())
"""Elements that hold no words of the page's own."""
_HOLDERS = frozenset("div li blockquote td quote".split())
_PARAGRAPHS = frozenset("p li div quote list item head h1 h2 h3 h4 h5 h6 table ul ol".split())
_LEVELS = frozenset("123456")
_HTML_BLOCKS = "p h1 h2 h3 h4 h5 h6 li blockquote pre td div".split()


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


def extracted_text(body: Element, title: str) -> str:
    """Write what trafilatura extracted as text: paragraphs a blank line apart, headings behind `#`, lists by lines."""
    return _joined(_extracted(body), title)


def html_text(tree: Element, title: str) -> str:
    """Write a piece of HTML as text, likewise."""
    return _joined(_html(tree), title)


def _joined(blocks: Iterator[tuple[str, str]], title: str) -> str:
    pieces: list[str] = []
    earlier = ""
    for prefix, text in blocks:
        line = clean_line(text)
        if not line or (prefix.startswith("#") and line == title):
            continue
        pieces += ["\n" if prefix == earlier == "- " else "\n\n", prefix, line]
        earlier = prefix
    return clean("".join(pieces))


def _extracted(body: Element) -> Iterator[tuple[str, str]]:
    """The paragraphs of an extraction, each with what is to stand before it."""
    for element in body:
        match element.tag:
            case "head":
                level = element.get("rend", "h2")[-1:]
                yield "#" * (int(level) if level in _LEVELS else 2) + " ", _all_text(element)
            case "list":
                yield from (("- ", _all_text(item)) for item in element.iter("item"))
            case "table":
                yield from (("", " | ".join(_cells(row))) for row in element.iter("row"))
            case tag if tag in _HOLDERS and any(child.tag in _PARAGRAPHS for child in element):
                yield "", element.text or ""
                yield from _extracted(element)
            case _:
                yield "", _all_text(element)
        yield "", element.tail or ""


def _cells(row: Element) -> list[str]:
    return [text for cell in row.iter("cell") if (text := clean_line(_all_text(cell)))]


def _html(tree: Element) -> Iterator[tuple[str, str]]:
    """The paragraphs of a piece of HTML, likewise."""
    for element in tree.iter(*_HTML_BLOCKS):
        if element.tag in _HOLDERS and any(inner.tag in _PARAGRAPHS for inner in list(element.iter())[1:]):
            yield "", element.text or ""
            continue
        prefix = "#" * int(element.tag[1]) + " " if _HEADING.fullmatch(element.tag) else ""
        yield "- " if element.tag == "li" else prefix, _all_text(element)


def _all_text(element: Element) -> str:
    """All text inside an element; a line break parts words."""
    pieces = [element.text or ""]
    for child in element:
        pieces += [" " if child.tag in {"lb", "br"} else "", _all_text(child), child.tail or ""]
    return "".join(pieces)
