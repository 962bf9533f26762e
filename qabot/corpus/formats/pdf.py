"""PDF files: the text layer, its lines put together to paragraphs again, over columns and pages.

Running heads, feet and page numbers are left out, and kept as lines that were dropped; notes at the foot of a page
follow the text, for a sentence may go on behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from qabot.core.text import clean
from qabot.corpus.drafts import ArticleDraft, RawDocument, RemovedLine
from qabot.corpus.formats.document_facts import person_named, title_named
from qabot.corpus.formats.document_head import Said, is_no_title, with_head
from qabot.corpus.formats.line_ends import LineJoiner
from qabot.corpus.formats.page_layout import Line, Row, lines_in_order, rows_of
from qabot.corpus.formats.paragraph_lines import paragraphs, without_notes
from qabot.corpus.formats.pdf_text import PAGE_LIMIT, PdfText, read_text
from qabot.corpus.formats.plain_text import title_of_text
from qabot.corpus.formats.running_heads import running_heads
from qabot.corpus.formats.sentence_ends import NO_TITLE_END
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument
from qabot.corpus.published_dates import CHANGED

LARGE = 1.2
"""How much larger than the text the lines of a title are at the least."""
_SPREAD = 1.05
"""How many times the size of another line of the same title the largest has, at the most."""

_TITLE_LIMIT = 200
_NEAR_TOP = 3
"""Paragraphs among which a title stands that is set like the text."""


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article in a PDF file.

    Raises:
        UnreadableDocument: It is no PDF, encrypted, or holds no text.
    """
    try:
        found = read_text(document.data)
        rows = [rows_of(page) for page in found.pages]
    except PARSER_ERRORS as error:
        if isinstance(error, UnreadableDocument):
            raise
        raise UnreadableDocument(f"cannot be read as a PDF ({type(error).__name__})") from error
    if not any(rows):
        raise UnreadableDocument("has no text layer: its pages are pictures")
    gone = running_heads([[row.line for row in page] for page in rows])
    if all(len(places) == len(page) for places, page in zip(gone, rows, strict=True)):
        gone = [set[int]() for _ in rows]  # what is all that there is runs along nothing
    kept = [
        lines_in_order([row for at, row in enumerate(page) if at not in places])
        for page, places in zip(rows, gone, strict=True)
    ]
    pages, dropped = _whole(rows, gone, kept)
    headline = _headline(kept)
    body, notes = without_notes([[line for line in page if line not in headline] for page in kept])
    joiner = LineJoiner(line.text for page in pages for line in page)
    told = [joiner.joined([line.text for line in paragraph]) for paragraph in (*paragraphs(body), *paragraphs(notes))]
    title = document.title or title_named(found.title)
    title, told = _titled(title, joiner.joined([line.text for line in headline]), told, _heads(pages, dropped))
    text = clean("\n\n".join(told)) or title
    stated = Said(text, document.outlet, document.author or person_named(found.author) or None, document.published)
    said = with_head(title, stated, author_gives_way=not document.author)
    yield ArticleDraft(
        title=title or title_of_text(" ".join(told)),
        text=said.text,
        raw="\n\n".join("\n".join(line.text for line in page) for page in pages if page),
        source=document.name,
        outlet=said.outlet,
        author=said.author,
        published=said.published,
        url=document.url,
        dropped=tuple(_removed(pages, dropped)),
        flags=(*_flags(found, pages, dropped), *((CHANGED,) if said.is_change else ())),
    )


def _whole(
    rows: Sequence[Sequence[Row]], gone: Sequence[set[int]], kept: Sequence[list[Line]]
) -> tuple[list[list[Line]], list[set[int]]]:
    """All lines of the pages, heads before the text and feet behind it, and which of them those are."""
    pages: list[list[Line]] = []
    dropped: list[set[int]] = []
    for page, places, lines in zip(rows, gone, kept, strict=True):
        highest = max((line.base for line in lines), default=float("-inf"))
        heads = [page[at].line for at in sorted(places) if page[at].base > highest]
        feet = [page[at].line for at in sorted(places) if page[at].base <= highest]
        pages.append([*heads, *lines, *feet])
        dropped.append({*range(len(heads)), *range(len(heads) + len(lines), len(pages[-1]))})
    return pages, dropped


def _headline(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of the first page that are set larger than the text, where they come first and can be a title."""
    first = next((page for page in pages if page), ())
    usual = median(line.height for page in pages for line in page for _ in line.text.split()) if first else 0
    largest = max((line.height for line in first), default=0)
    if largest <= 0 or largest < LARGE * usual:
        return []
    at = next(number for number, line in enumerate(first) if line.height > largest / _SPREAD)
    lines: list[Line] = []
    for line in first[at:]:
        if line.height <= largest / _SPREAD or line.is_row:
            break
        lines.append(line)
    return lines if at <= len(first) // 2 and sum(len(line.text) + 1 for line in lines) <= _TITLE_LIMIT else []


def _titled(title: str, headline: str, told: list[str], heads: Sequence[str]) -> tuple[str, list[str]]:
    """Choose a title, and leave it out of the text: what the file says, what is set large, the first line, a head."""
    if headline and not title:
        return headline, told
    if headline and headline.casefold() != title.casefold():
        told = [headline, *told]
    if title:
        return title, told[1:] if told[1:] and told[0].casefold() == title.casefold() else told
    at = next((number for number, line in enumerate(told[:_NEAR_TOP]) if not is_no_title(line)), 0)
    first = told[at] if told else ""
    can_be = bool(told[1:]) and len(first) <= _TITLE_LIMIT
    if heads and not (can_be and not NO_TITLE_END.search(first)):
        return heads[0], told
    return (first, [*told[:at], *told[at + 1 :]]) if can_be else ("", told)


def _heads(pages: Sequence[Sequence[Line]], dropped: Sequence[set[int]]) -> list[str]:
    """The words of the running heads of the first page, page numbers left aside."""
    first = next((number for number, page in enumerate(pages) if page), None)
    if first is None:
        return []
    lines = [pages[first][at].text for at in sorted(dropped[first], key=lambda at: -pages[first][at].base)]
    return [line for line in lines if sum(map(str.isalpha, line)) > len(line) / 2 and len(line.split()) > 1][:1]


def _removed(pages: Sequence[Sequence[Line]], dropped: Sequence[set[int]]) -> Iterator[RemovedLine]:
    """The lines left out, by their numbers in the text as it came: a blank line stands between pages."""
    before = 0
    for page, gone in zip(pages, dropped, strict=True):
        for at in sorted(gone):
            yield RemovedLine(page[at].text, "H", before + at + 1)
        before += len(page) + bool(page)


def _flags(found: PdfText, pages: Sequence[Sequence[Line]], dropped: Sequence[set[int]]) -> Iterator[str]:
    gone = [page[at].text for page, places in zip(pages, dropped, strict=True) for at in sorted(places)]
    if gone:
        lines = "1 line" if len(gone) == 1 else f"{len(gone)} lines"
        yield f"{lines} of running heads, feet and page numbers left out, such as {gone[0][:60]!r}"
    if len(pages) < found.count:
        why = f"the first {PAGE_LIMIT}" if len(pages) == PAGE_LIMIT else f"the first {len(pages)}, which are very long,"
        yield f"has {found.count:,} pages, of which {why} were read"
    if empty := sum(not page for page in pages):
        yield f"{empty} of its {len(pages)} pages hold no text"
    if found.askew:
        yield f"words that stand sideways or aslant on {found.askew} of its pages were left out"
