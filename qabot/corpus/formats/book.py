"""EPUB files: the chapters of a book, a report or a journal, in the order they are read, as one article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.formats.decoding import decode
from qabot.corpus.formats.document_facts import title_named
from qabot.corpus.formats.html_tree import parse
from qabot.corpus.formats.packaged_xml import Node, Package, attribute, name_of, texts
from qabot.corpus.formats.plain_text import title_of_text
from qabot.corpus.formats.text_blocks import text_blocks, written
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import is_web_address

CHAPTERS = 2_000
"""Files of one book that are read."""
EARLIEST = 1450
"""No book is older; programs that know no date say the year 1 or 101."""

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


class _Book(Struct, frozen=True):
    """What the package document of a book says."""

    root: Node
    chapters: tuple[str, ...]
    """The names of its parts, in order."""


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield a book as an article.

    Raises:
        UnreadableDocument: It is none, encrypted, holds no text, or is made to hurt.
    """
    package = Package(document.data)
    book = _book(package)
    locked = _locked(package)
    title = document.title or title_named(next(iter(texts(book.root, "title")), ""))
    told: list[str] = []
    lacking = 0
    for name in book.chapters[:CHAPTERS]:
        if name in locked:
            raise UnreadableDocument("is encrypted")
        if package.holds(name):
            told.append(_chapter(package.part(name), title))
        else:
            lacking += 1
    text = "\n\n".join(filter(None, told))
    if not text:
        raise UnreadableDocument("has no text")
    links = [*texts(book.root, "source"), *texts(book.root, "identifier")]
    yield ArticleDraft(
        title=title or title_of_text(text.lstrip("# ")),
        text=text,
        raw=text,
        source=document.name,
        outlet=document.outlet or next(iter(texts(book.root, "publisher")), None),
        author=document.author or ", ".join(texts(book.root, "creator")) or None,
        published=document.published or _date(texts(book.root, "date")),
        url=document.url or next(filter(is_web_address, links), None),
        flags=(f"{lacking} of its chapters are not in the file",) if lacking else (),
    )


def _book(package: Package) -> _Book:
    if not package.holds(_CONTAINER):
        raise UnreadableDocument("is no EPUB file")
    roots = [attribute(node, "full-path") for node in package.tree(_CONTAINER).iter() if name_of(node) == "rootfile"]
    if not roots:
        raise UnreadableDocument("is an EPUB file that names no book")
    root = package.tree(roots[0])
    folder = posixpath.dirname(roots[0])
    pages: dict[str, str] = {}
    for node in root.iter():
        is_page = name_of(node) == "item" and attribute(node, "media-type") in _PAGES
        if is_page and "nav" not in attribute(node, "properties").split():
            href = unquote(attribute(node, "href").partition("#")[0])
            pages[attribute(node, "id")] = posixpath.normpath(posixpath.join(folder, href))
    spine = [
        attribute(node, "idref")
        for node in root.iter()
        if name_of(node) == "itemref" and attribute(node, "linear") != "no"
    ]
    return _Book(root, tuple(dict.fromkeys(pages[each] for each in spine if each in pages)))


def _locked(package: Package) -> frozenset[str]:
    """The names of the parts that are encrypted."""
    if not package.holds(_ENCRYPTION):
        return frozenset()
    nodes = package.tree(_ENCRYPTION).iter()
    return frozenset(unquote(attribute(node, "URI")) for node in nodes if name_of(node) == "CipherReference")


def _chapter(data: bytes, title: str) -> str:
    try:
        tree = parse(decode(data).text)
    except UnreadableDocument:
        return ""  # a chapter without a word, such as a cover
    return written(text_blocks(tree), [title])


def _date(dates: list[str]) -> PartialDate | None:
    for text in dates:
        try:
            found = PartialDate.parse(text)
        except ValueError:
            continue
        if found.year >= EARLIEST:
            return found
    return None
