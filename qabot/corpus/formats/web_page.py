"""Web pages: the article without the page around it, by trafilatura, and what the page says of it.

Nothing is fetched. Where readability finds far more text than trafilatura, the page was cut short without a word: its
text is taken, and the article flagged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, cast

from trafilatura import bare_extraction
from trafilatura.readability_lxml import Document as Readability  # the kept fork of readability-lxml
from trafilatura.settings import Document

from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.formats.html import decoded_page
from qabot.corpus.formats.html_tree import FAULTS, Element, count_words, extracted_text, html_text, parse
from qabot.corpus.formats.page_bounds import bounded
from qabot.corpus.formats.page_metadata import PageMetadata, page_metadata
from qabot.corpus.formats.plain_text import title_of_text
from qabot.corpus.formats.unreadable import UnreadableDocument

CUT_SHORT = 1.6
"""How many times the words of an extraction readability must find for that to count as cut short."""

_NOTHING = "holds no article that could be told from the page around it"
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they report broken pages on standard error


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article on a page; what the carrier says of it goes before what the page says.

    Raises:
        UnreadableDocument: The page holds no article, or is made to hurt.
    """
    decoded = decoded_page(document.data)
    tree = parse(decoded.text)
    page = _extract(tree, document.url)
    stated = page_metadata(page, tree, decoded.text, document.url)
    text, is_cut = _text(page, tree, stated.title or "")
    if not text:
        raise UnreadableDocument(_NOTHING)
    flags = ("trafilatura cut it short, so that the text is readability's",) if is_cut else ()
    yield _draft(document, stated, text, (*decoded.notes, *stated.flags, *flags))


def _draft(document: RawDocument, stated: PageMetadata, text: str, flags: tuple[str, ...]) -> ArticleDraft:
    return ArticleDraft(
        title=document.title or stated.title or title_of_text(text),
        text=text,
        raw=text,
        source=document.name,
        outlet=document.outlet or stated.outlet,
        author=document.author or stated.author,
        published=document.published or stated.published,
        url=document.url or stated.url,
        topics=stated.topics,
        flags=flags,
    )


def _extract(tree: Element, url: str | None) -> Document:
    """Run trafilatura on a copy, for it takes trees apart."""
    dates = {"original_date": True, "extensive_search": True, "outputformat": "%Y-%m-%d"}
    try:
        page = bare_extraction(
            cast(Any, bounded(tree)),
            url=url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dates,
        )
    except FAULTS as error:
        raise UnreadableDocument(f"cannot be taken apart ({type(error).__name__})") from error
    if not isinstance(page, Document):
        raise UnreadableDocument(_NOTHING)
    return page


def _text(page: Document, tree: Element, title: str) -> tuple[str, bool]:
    """The article's text, and whether it is readability's because trafilatura's was cut short."""
    body = cast("Element | None", cast(Any, page).body)
    text = "" if body is None else extracted_text(body, title)
    found = len(text.split())
    if count_words(tree) <= CUT_SHORT * found:
        return text, False  # there is no more to be found, which spares most pages the second look
    other = _readable(tree, title)
    return (other, True) if len(other.split()) > CUT_SHORT * found else (text, False)


def _readable(tree: Element, title: str) -> str:
    """The article as readability finds it; empty where it finds none."""
    try:
        return html_text(parse(Readability(cast(Any, deepcopy(tree))).summary()), title)
    except FAULTS:  # UnreadableDocument is one of them
        return ""
