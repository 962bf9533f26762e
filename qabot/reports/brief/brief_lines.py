"""A note line by line, for the chat: what is quoted stands by itself."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.text import clean_line, printable
from qabot.output.brief_words import also_words, left_out_words
from qabot.output.schemas.brief_schemas import Brief, BriefQuote
from qabot.reports.report_lines import LineKind, ReportLine


def brief_lines(brief: Brief) -> Iterator[ReportLine]:
    """Yield the lines of a note."""
    yield _line("head", brief.title)
    for section in brief.sections:
        yield _line("head", section.heading)
        for quote in section.quotes:
            yield from _quote(quote)
        yield from (_line("note", each) for each in section.notes)
    yield from (_line("note", each) for each in left_out_words(brief))
    yield _line("note", "/brief --output note.docx writes it with footnotes; .md, .html and .json are written too.")


def _quote(quote: BriefQuote) -> Iterator[ReportLine]:
    yield _line("row", f"[{quote.number}] {quote.label or quote.article.attribution}")
    yield _line("quote", quote.quote)
    yield _line("source", quote.footnote)
    if quote.address:
        yield _line("address", quote.address)
    yield from (_line("source", each) for each in (also_words(quote), quote.remark) if each)
    if quote.own_note:
        yield _line("note", f"Own note: {quote.own_note}")


def _line(kind: LineKind, words: str) -> ReportLine:
    return ReportLine(kind, printable(clean_line(words)))
