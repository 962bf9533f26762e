"""Web pages: the article without the page around it, by trafilatura, and what the page says of it.

Nothing is fetched. Where readability finds far more text than trafilatura, the page was cut short without a word: its
text is taken, and the article flagged.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import cast

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
from trafilatura import bare_extraction
from trafilatura.readability_lxml import Document as Readability  # the kept fork of readability-lxml
from trafilatura.settings import Document

from qabot.corpus.html import decoded_page
from qabot.ingest.page_facts import Facts, facts
from qabot.ingest.records import Candidate, Received
from qabot.ingest.unusable import BROKEN, Unusable
from qabot.plaintext import clean, clean_line

PAGE_LIMIT = 5 * 1024 * 1024
"""Bytes in a page."""
TAG_LIMIT = 500
"""Attributes of one element; libxml2 takes time by the square of their number."""
CUT_SHORT = 1.6
"""How many times the words of an extraction readability must find for that to count as cut short."""
FORM_SHARE = 0.5
"""Share of a page's words that stand in one form from which the form is the page itself."""

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}")
_HIDDEN = ("script", "style", "noscript", "template", "svg", "iframe", "nav", "header", "footer", "aside", "select")
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
_BLOCKS = frozenset("p head quote item code row".split())
"""Elements of an extraction that are a paragraph each."""
_BREAKS = frozenset({"lb", "br"})
_FAULTS = (*BROKEN, etree.LxmlError)
for _name in ("trafilatura", "htmldate", "readability"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they report broken pages on standard error


def read(received: Received) -> Candidate:
    """Take the article out of a page; what the carrier says of it goes before what the page says.

    Raises:
        Unusable: The page holds no article, or is made to hurt.
    """
    if len(received.data) > PAGE_LIMIT:
        raise Unusable(f"is larger than {PAGE_LIMIT // 1024**2} MiB")
    tree = _parse(decoded_page(received.data).text)
    _unwrap_forms(tree)
    page = _extract(tree, received.url)
    said = facts(page, tree)
    text, is_cut = _text(page, tree, said.title or "")
    if not text:
        raise Unusable("holds no article that could be told from the page around it")
    flags = ("trafilatura cut it short, so that the text is readability's",) if is_cut else ()
    return _candidate(received, said, text, flags)


def _candidate(received: Received, said: Facts, text: str, flags: tuple[str, ...]) -> Candidate:
    return Candidate(
        title=received.title or said.title or clean_line(text)[:100],
        text=text,
        raw=text,
        source=received.name,
        outlet=received.outlet or said.outlet,
        author=received.author or said.author,
        published=received.published or said.published,
        url=received.url or said.url,
        topics=said.topics,
        flags=flags,
    )


def _parse(markup: str) -> html.HtmlElement:
    markup = markup.replace("\0", "")
    if any(found[0].count("=") > TAG_LIMIT or len(found[0].split()) > TAG_LIMIT for found in _LONG_TAG.finditer(markup)):
        raise Unusable(f"has an element of more than {TAG_LIMIT} attributes")
    try:
        tree = html.document_fromstring(markup.encode(), parser=_PARSER)
    except _FAULTS as error:
        raise Unusable("is not a page of HTML") from error
    return cast(html.HtmlElement, tree)


def _extract(tree: html.HtmlElement, url: str | None) -> Document:
    """Run trafilatura on a copy, for it takes trees apart."""
    dates = {"original_date": True, "extensive_search": True, "outputformat": "%Y-%m-%d"}
    try:
        page = bare_extraction(
            deepcopy(tree), url=url, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except _FAULTS as error:
        raise Unusable(f"cannot be taken apart ({type(error).__name__})") from error
    if not isinstance(page, Document):
        raise Unusable("holds no article that could be told from the page around it")
    return page


def _unwrap_forms(tree: html.HtmlElement) -> None:
    """Turn a form that holds most of the page into a plain element: extraction would throw all of it away."""
    whole = _words(tree)
    for form in list(tree.iter("form")):
        if _words(form) > FORM_SHARE * whole:
            form.tag = "div"


def _text(page: Document, tree: html.HtmlElement, title: str) -> tuple[str, bool]:
    """The article's text, and whether it is readability's because trafilatura's was cut short."""
    text = _written(page.body, title) if page.body is not None else ""
    found = len(text.split())
    if _words(tree) <= CUT_SHORT * found:
        return text, False  # there is no more to be found, which spares most pages the second look
    other = _readable(tree, title)
    return (other, True) if len(other.split()) > CUT_SHORT * found else (text, False)


def _words(element: html.HtmlElement) -> int:
    """Count the words that a reader sees in an element, without navigation and the like."""
    count = 0
    pending = [element]
    while pending:
        each = pending.pop()
        if isinstance(each.tag, str) and each.tag in _HIDDEN:
            continue
        count += len((each.text or "").split()) + sum(len((child.tail or "").split()) for child in each)
        pending += each
    return count


def _readable(tree: html.HtmlElement, title: str) -> str:
    """The article as readability finds it; empty where it finds none."""
    try:
        summary = html.document_fromstring(Readability(deepcopy(tree)).summary().encode(), parser=_PARSER)
    except _FAULTS:
        return ""
    return _joined(_html_blocks(cast(html.HtmlElement, summary)), title)


def _written(body: etree._Element, title: str) -> str:
    """Write an extraction as text: paragraphs a blank line apart, headings behind `#`, list items on lines."""
    return _joined(_blocks(body), title)


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


def _blocks(body: etree._Element) -> Iterator[tuple[str, str]]:
    """The paragraphs of trafilatura's own elements, each with what stands before it."""
    for element in body:
        match element.tag:
            case "head":
                level = str(element.get("rend") or "h2")[-1]
                yield "#" * int(level) + " " if level in "123456" else "## ", _all_text(element)
            case "list":
                yield from (("- ", _all_text(item)) for item in element.iter("item"))
            case "table":
                yield from (("", " | ".join(_cells(row))) for row in element.iter("row"))
            case "quote" | "div" if any(child.tag in _BLOCKS or child.tag == "list" for child in element):
                yield "", element.text or ""
                yield from _blocks(element)
            case str():
                yield "", _all_text(element)
            case _:
                pass
        if element.tail and element.tail.strip():
            yield "", element.tail


def _cells(row: etree._Element) -> list[str]:
    return [text for cell in row.iter("cell") if (text := clean_line(_all_text(cell)))]


def _html_blocks(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The paragraphs of what readability kept, which is HTML still."""
    for each in element.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "div"):
        if each.tag in {"div", "li", "blockquote", "td"} and each.xpath(".//p|.//li|.//div"):
            yield "", each.text or ""
            continue
        prefix = "#" * int(each.tag[1]) + " " if re.fullmatch("h[1-6]", each.tag) else "- " if each.tag == "li" else ""
        yield prefix, _all_text(each)


def _all_text(element: etree._Element) -> str:
    """All text inside an element; a line break parts words."""
    pieces = [element.text or ""]
    for child in element:
        pieces += [" " if child.tag in _BREAKS else "", _all_text(child), child.tail or ""]
    return "".join(pieces)
