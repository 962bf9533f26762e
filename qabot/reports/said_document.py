"""Who said what, as the document that every shell and format shows."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.text import clean_line, printable
from qabot.output.json_documents import particulars, search_scope, text_or_none
from qabot.output.said_lines import also_words, grouped, place_words, said_heading, said_notes, statement_words
from qabot.output.schemas.article_schemas import Range
from qabot.output.schemas.said_schemas import Said, SameSaying, SayingRow
from qabot.reports.report_lines import ReportLine
from qabot.reports.sayings import Saying, Sayings

_JOIN = " … "


def said_document(found: Sayings) -> Said:
    """Return `qabot.said/1`."""
    return Said(
        who=found.who,
        names=found.names,
        about=found.about,
        act=found.act,
        order=found.order,
        rows=tuple(map(saying_row, found.rows)),
        found=found.found,
        articles=found.naming,
        read=found.read,
        searched=search_scope(found.searched),
        warnings=found.warnings,
    )


def said_report_lines(said: Said, *, is_grouped: bool) -> Iterator[ReportLine]:
    """Yield a list line by line, for the chat."""
    yield ReportLine("head", printable(said_heading(said)))
    number = 0
    for heading, rows in grouped(said, is_grouped=is_grouped):
        if heading:
            yield ReportLine("head", heading)
        for row in rows:
            number += 1
            yield ReportLine("row", printable(clean_line(f"[{number}] {statement_words(row)}")))
            yield ReportLine("quote", printable(clean_line(row.quote)))
            yield ReportLine("source", printable(place_words(row)))
            if also := also_words(row):
                yield ReportLine("source", printable(also))
    for note in said_notes(said):
        yield ReportLine("note", printable(note))


def saying_row(saying: Saying) -> SayingRow:
    """Return a statement as a row of `qabot.said/1`."""
    said, article = saying.attribution, saying.article
    return SayingRow(
        speaker=said.speaker,
        body=said.body,
        cue=saying.cue,
        act=said.act,
        direct=said.direct,
        content=_JOIN.join(saying.contents),
        contents=tuple(Range(start=start, end=end, text=article.text[start:end]) for start, end in said.contents),
        about="; ".join(saying.about),
        date=text_or_none(article.published),
        quote=saying.quote,
        start=said.start,
        end=said.end,
        article=particulars(article),
        text_sha256=article.text_sha256,
        also_in=tuple(_same(other, its) for other, its in saying.also_in),
    )


def _same(article: Article, said: Attribution) -> SameSaying:
    quote = article.text[said.start : said.end]
    return SameSaying(quote=quote, start=said.start, end=said.end, article=particulars(article))
