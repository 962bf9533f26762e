"""PDF files: the text layer, its lines put together to paragraphs again.

Lines that recur on the pages, such as a running head, are pointed out and left in: what recurs may be the article's.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from qabot.core.text import clean, clean_line
from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument

PAGE_LIMIT = 300
"""Pages that are read."""
TEXT_LIMIT = 4 * 1024 * 1024
"""Characters that are read."""

_TITLE_LIMIT = 200
_EDGE = 2
"""Lines at the head and foot of a page that may be boilerplate."""
_HYPHEN = re.compile(r"[a-z][-\u2010\u00ad]$")
_DIGITS = re.compile(r"\d+")
_FULL_LINE, _SENTENCE_LINE = 0.7, 0.9
"""How long a line is at the least, as a share of the usual, that goes on in the next; the latter ends a sentence."""
_STOP = re.compile(r"[.!?:][\"'”’)]*$")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports broken files on standard error


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article in a PDF file.

    Raises:
        UnreadableDocument: It is no PDF, encrypted, or holds no text.
    """
    try:
        pages, title, author = _opened(document.data)
    except (PyPdfError, OSError, *PARSER_ERRORS) as error:
        raise UnreadableDocument(f"cannot be read as a PDF ({type(error).__name__})") from error
    raw = clean("\n\n".join(pages))
    text = clean("\n\n".join(_paragraphs(page) for page in pages))
    if not text:
        raise UnreadableDocument("has no text layer: its pages are pictures")
    first, _, rest = text.partition("\n\n")
    title = document.title or title
    if not title and rest and len(first) <= _TITLE_LIMIT:
        title, text = clean_line(first), rest
    recurring = _recurring(pages)
    flags = (f"{len(recurring)} lines recur on its pages, such as {recurring[0][:60]!r}",) if recurring else ()
    yield ArticleDraft(
        title=title or clean_line(text)[:100],
        text=text,
        raw=raw,
        source=document.name,
        outlet=document.outlet,
        author=document.author or author or None,
        published=document.published,
        url=document.url,
        flags=flags,
    )


def _opened(data: bytes) -> tuple[list[str], str, str]:
    """The text of every page, and the title and author that the file names."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument("is encrypted")
    pages: list[str] = []
    size = 0
    for page in reader.pages[:PAGE_LIMIT]:
        pages.append(page.extract_text()[:TEXT_LIMIT])
        size += len(pages[-1])
        if size > TEXT_LIMIT:
            break
    told = reader.metadata
    return pages, clean_line(str(told.title or "")) if told else "", clean_line(str(told.author or "")) if told else ""


def _paragraphs(page: str) -> str:
    """Join the lines of a page: a short one ends its paragraph, as does one that ends its sentence before the edge."""
    lines = [line.strip() for line in page.replace("\r", "").split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    joined = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if _HYPHEN.search(line) and following[:1].islower():
            joined += line[:-1]
        else:
            is_full = len(line) >= (_SENTENCE_LINE if _STOP.search(line) else _FULL_LINE) * usual
            joined += line + (" " if line and is_full else "\n\n")
    return joined


def _recurring(pages: Sequence[str]) -> list[str]:
    """Lines at the edges of at least three pages that are the same but for their numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line.strip() for line in page.split("\n") if line.strip()]
        edge = min(_EDGE, len(lines) // 3)
        ends = [*lines[:edge], *lines[len(lines) - edge :]]
        edges.update(dict.fromkeys(_DIGITS.sub("0", line) for line in ends).keys())
    return [line for line, count in edges.items() if count >= max(3, len(pages) / 2)]
