"""A ledger and a timeline as tables for other programs and pages: Markdown, HTML and CSV.

What comes from articles is escaped for each: no markup is parsed, no page runs anything, and no spreadsheet takes a
cell for a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from qabot.core.articles import Article, reporting_outlet
from qabot.core.text import clean_line, printable
from qabot.output.attribution import linked_address, may_be_quoted, source
from qabot.output.html_page import html_document, on_page
from qabot.output.markdown_page import escaped
from qabot.output.spreadsheets import comma_separated, safe_cell
from qabot.reports.bar_chart import bar_picture
from qabot.reports.figure_words import figure_words, period_words
from qabot.reports.report_lines import (
    attention_bars,
    chart_heading,
    ledger_heading,
    relations_words,
    timeline_heading,
    value_bars,
)
from qabot.reports.timeline import RULE as TIMELINE_RULE
from qabot.reports.timeline import TimelineRow, TopicTimeline
from qabot.reports.topic_bearing import RULE as LEDGER_RULE
from qabot.reports.topic_ledger import FigureLedger, LedgerRow

_LEDGER_HEADS = ("No.", "Figure", "Of", "About", "Period", "Said by", "Outlet", "Date", "Relations", "Quote")
_LEDGER_COLUMNS = (
    "number value low high unit bound figure of about period said_by outlet reports_on date title article start end "
    "relations quote".split()
)
_TIMELINE_HEADS = ("Date", "Quote", "Outlet", "Published", "Article")


def ledger_csv(ledger: FigureLedger) -> str:
    """Return a ledger as comma-separated values, a head first; outlets as in `_cells_of_source`."""
    cells = (_ledger_cells(number, row) for number, row in enumerate(ledger.rows, start=1))
    return comma_separated([_LEDGER_COLUMNS, *cells], "\n")


def _ledger_cells(number: int, row: LedgerRow) -> list[str]:
    fact, article = row.fact, row.article
    low, high = (f"{each:f}" if each is not None else "" for each in (fact.low, fact.high))
    values = [str(number), f"{fact.value:f}", low, high]
    told = [fact.unit, fact.bound, row.written, row.of, fact.about, fact.period, fact.said_by]
    where = [*_cells_of_source(article), article.title, article.id]
    behind = [relations_words(row.relations), row.quote]
    return [
        *values,
        *map(safe_cell, (*told, *where)),
        str(fact.start),
        str(fact.end),
        *map(safe_cell, behind),
    ]


def timeline_csv(timeline: TopicTimeline) -> str:
    """Return a timeline as comma-separated values, a head first."""
    heads = "date date_words outlet reports_on published title article start end quote".split()
    return comma_separated([heads, *map(_timeline_cells, timeline.rows)], "\n")


def _timeline_cells(row: TimelineRow) -> list[str]:
    article, event = row.article, row.event
    where = [*_cells_of_source(article), article.title, article.id]
    told = [event.when, safe_cell(row.date_words), *map(safe_cell, where)]
    return [*told, str(event.start), str(event.end), safe_cell(row.quote)]


def _cells_of_source(article: Article) -> list[str]:
    """Return outlet, outlet reported on and date: the words of a brief are `qabot brief`'s, and not an outlet's."""
    reported = "" if may_be_quoted(article) else reporting_outlet(article) or ""
    return [article.outlet or "", reported, str(article.published or "")]


def ledger_markdown(ledger: FigureLedger) -> str:
    """Return a ledger as a Markdown table."""
    return _markdown(ledger_heading(ledger), _LEDGER_HEADS, _ledger_rows(ledger), (*ledger.warnings, LEDGER_RULE))


def timeline_markdown(timeline: TopicTimeline) -> str:
    """Return a timeline as a Markdown table."""
    rows = _timeline_rows(timeline)
    return _markdown(timeline_heading(timeline), _TIMELINE_HEADS, rows, (*timeline.warnings, TIMELINE_RULE))


def _markdown(heading: str, heads: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str]) -> str:
    lines = [escaped(heading), ""]
    table = [f"| {' | '.join(escaped(clean_line(printable(cell))) for cell in row)} |" for row in rows]
    if table:
        lines += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *table, ""]
    lines += [f"*{escaped(printable(note))}*" for note in notes]
    return "\n".join(lines) + "\n"


def ledger_page(ledger: FigureLedger, made: datetime, *, chart: bool = False) -> str:
    """Return a ledger as a page of its own, with a picture of its values where that is wanted."""
    unit, bars = value_bars(ledger)
    drawn = _captioned(bar_picture(bars, chart_heading(unit, bars, ledger)), chart_heading(unit, bars, ledger))
    body = _page_body(ledger_heading(ledger), _LEDGER_HEADS, _ledger_rows(ledger), (*ledger.warnings, LEDGER_RULE))
    return html_document(f"Figures: {ledger.topic}", "Figures", body + (drawn if chart and bars else ""), made)


def timeline_page(timeline: TopicTimeline, made: datetime, *, chart: bool = False) -> str:
    """Return a timeline as a page of its own, with a picture of the attention where that is wanted."""
    said = "Share of all articles held of each period that are about the topic."
    drawn = _captioned(bar_picture(attention_bars(timeline.attention), said), said)
    rows, notes = _timeline_rows(timeline), (*timeline.warnings, TIMELINE_RULE)
    body = _page_body(timeline_heading(timeline), _TIMELINE_HEADS, rows, notes)
    return html_document(
        f"Timeline: {timeline.topic}", "Timeline", body + (drawn if chart and timeline.attention else ""), made
    )


def _captioned(picture: str, words: str) -> str:
    return f"<figure>\n{picture}<figcaption>{on_page(words)}</figcaption>\n</figure>\n"


def _page_body(heading: str, heads: Sequence[str], rows: Iterable[Sequence[str]], notes: Iterable[str]) -> str:
    table = "".join(f"<tr>{''.join(f'<td>{on_page(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    shown = f"<table>\n<tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>\n{table}</table>\n" if table else ""
    return f"<p>{on_page(heading)}</p>\n{shown}" + "".join(f"<p><small>{on_page(note)}</small></p>\n" for note in notes)


def _ledger_rows(ledger: FigureLedger) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(ledger.rows, start=1):
        fact = row.fact
        written, period = figure_words(fact, row.article), period_words(fact.period)
        told = (str(number), written, row.of, fact.about, period, fact.said_by)
        yield (*told, *_outlet_and_date(row.article), relations_words(row.relations), row.quote)


def _timeline_rows(timeline: TopicTimeline) -> Iterator[tuple[str, ...]]:
    for row in timeline.rows:
        address = linked_address(row.article) or row.article.id
        yield row.event.label, row.quote, *_outlet_and_date(row.article), address


def _outlet_and_date(article: Article) -> tuple[str, str]:
    dated = article.published.label if article.published else "undated"
    return source(article).removesuffix(f", {dated}"), dated
