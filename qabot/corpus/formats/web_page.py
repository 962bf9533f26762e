"""Web pages: the article without the page around it, by trafilatura, and what the page says of it.

Nothing is fetched. Where readability finds far more text than trafilatura, the page was cut short without a word: its
text is taken, and the article flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, cast

from msgspec.structs import replace
from trafilatura import bare_extraction
from trafilatura.readability_lxml import Document as Readability  # the kept fork of readability-lxml
from trafilatura.settings import Document

from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.formats.document_head import Said, with_head
from qabot.corpus.formats.head_lines import told_by_shape
from qabot.corpus.formats.html import decoded_page
from qabot.corpus.formats.html_tree import FAULTS, Element, count_words, parse
from qabot.corpus.formats.inline_marks import with_plain_marks
from qabot.corpus.formats.page_bounds import bounded
from qabot.corpus.formats.page_metadata import PageMetadata, page_metadata
from qabot.corpus.formats.page_remains import Remains, with_remains
from qabot.corpus.formats.plain_text import title_of_text
from qabot.corpus.formats.text_blocks import TextBlock, text_blocks, without_layout, written
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.published_dates import CHANGED

CUT_SHORT = 1.6
"""How many times the words of an extraction readability must find for that to count as cut short."""

_NOTHING = "holds no article that could be told from the page around it"


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article on a page; what the carrier says of it goes before what the page says.

    Raises:
        UnreadableDocument: The page holds no article, or is made to hurt.
    """
    decoded = decoded_page(document.data)
    tree = parse(decoded.text)
    opened = with_plain_marks(without_layout(deepcopy(tree)))
    page = _extract(opened, document.url)
    stated = page_metadata(page, tree, decoded.text, document.url)
    kept, is_cut = _kept(page, opened)
    titles = [title for title in (stated.title, document.title) if title]
    found = with_remains(text_blocks(opened), kept, titles)
    text = written(found.blocks, titles)
    if not text:
        raise UnreadableDocument(_NOTHING)
    flags = ("trafilatura cut it short, so that the text is readability's",) if is_cut else ()
    yield _draft(document, stated, found, text, (*decoded.notes, *stated.flags, *flags))


def _draft(
    document: RawDocument, stated: PageMetadata, found: Remains, text: str, flags: tuple[str, ...]
) -> ArticleDraft:
    title = document.title or stated.title or title_of_text(text)
    outlet, author = document.outlet or stated.outlet, document.author or stated.author
    if not author:
        above = [told for line in found.head if (told := told_by_shape(0, line)).kind in {"byline", "date"}]
        author = next((told.author for told in above if told.author), None)
    known = Said(text, outlet, author, document.published or stated.published)
    said = _with_page_head(title, known)
    moved = set(said.moved)
    changed = (CHANGED,) if said.is_change else ()
    return ArticleDraft(
        title=title,
        text=said.text,
        raw=found.raw if found.dropped else said.text,
        source=document.name,
        outlet=said.outlet,
        author=said.author,
        published=said.published,
        url=document.url or stated.url,
        topics=stated.topics,
        dropped=tuple(each for each in found.dropped if each.line not in moved),
        flags=(*flags, *changed),
    )


def _with_page_head(title: str, known: Said) -> Said:
    """Read the head of a page; one that shows another headline than it states keeps that above its story."""
    first, parting, behind = known.text.partition("\n\n")
    headline = f"{first}{parting}" if first.startswith("# ") and behind else ""
    story = replace(known, text=known.text[len(headline) :])
    said = with_head(title, story, takes_dates=False)  # the page's own day is told with more care
    return replace(said, text=f"{headline}{said.text}")


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


def _kept(page: Document, tree: Element) -> tuple[list[TextBlock], bool]:
    """The article's paragraphs, and whether they are readability's because trafilatura's were cut short."""
    body = cast("Element | None", cast(Any, page).body)
    blocks = [] if body is None else extracted_blocks(body)
    found = _words(blocks)
    if count_words(tree) <= CUT_SHORT * found:
        return blocks, False  # there is no more to be found, which spares most pages the second look
    other = _readable(tree)
    return (other, True) if _words(other) > CUT_SHORT * found else (blocks, False)


def extracted_blocks(body: Element) -> list[TextBlock]:
    """Return what trafilatura extracted as paragraphs."""
    return text_blocks(body, is_extraction=True)


def _words(blocks: Sequence[TextBlock]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _readable(tree: Element) -> list[TextBlock]:
    """The article as readability finds it; empty where it finds none."""
    try:
        return text_blocks(parse(Readability(cast(Any, deepcopy(tree))).summary()))
    except FAULTS:  # UnreadableDocument is one of them
        return []
