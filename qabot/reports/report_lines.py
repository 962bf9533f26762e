"""A ledger and a timeline in lines, as every shell shows them: what is the article's stands by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.text import clean_line, printable
from qabot.output.attribution import source, source_name
from qabot.output.phrasing import counted, coverage
from qabot.output.schemas.report_schemas import RelationKind
from qabot.reports.bar_chart import Bar
from qabot.reports.figure_relations import Relation
from qabot.reports.figure_words import counted_words, figure_words, period_words
from qabot.reports.timeline import PeriodAttention, TimelineRow, TopicTimeline
from qabot.reports.topic_ledger import FigureLedger, LedgerRow

LineKind = Literal["head", "row", "quote", "source", "address", "note", "bar"]
"""What a line is: for a shell that styles them."""
RELATION_WORDS: dict[RelationKind, str] = {
    "same": "same as",
    "rounds": "rounds",
    "within": "within",
    "part_of": "part of",
    "other_scope": "other period or scope than",
    "later": "later than",
    "conflicts": "conflicts with",
}
"""How one figure stands to another, in words that go before the other's number."""


class ReportLine(Struct, frozen=True):
    """A line of a report."""

    kind: LineKind
    """What it is."""
    words: str
    """What it says, ready for a terminal."""


def ledger_lines(ledger: FigureLedger) -> Iterator[ReportLine]:
    """Yield a ledger line by line: how many figures, each with its quote and where it stands, and what to know."""
    yield ReportLine("head", ledger_heading(ledger))
    for number, row in enumerate(ledger.rows, start=1):
        yield ReportLine("row", printable(f"[{number}] {' · '.join(figure_parts(row))}"))
        yield ReportLine("quote", printable(clean_line(row.quote)))
        yield ReportLine("source", printable(_source(row.article, row.fact.start, row.fact.end, row.also_in)))
        if row.relations:
            yield ReportLine("source", relations_words(row.relations))
    for warning in ledger.warnings:
        yield ReportLine("note", printable(f"Note: {warning}"))


def ledger_heading(ledger: FigureLedger) -> str:
    """Say how many figures there are, in how many articles, of what was searched."""
    searched = coverage(ledger.searched)
    if not ledger.rows:
        return printable(f"No figure about “{ledger.topic}” in this corpus; searched {searched}.")
    told = len({row.article.id for row in ledger.rows})
    shown = f", {len(ledger.rows):,} of them shown" if len(ledger.rows) < ledger.found else ""
    articles = counted(told, "article")
    return printable(
        f"{counted(ledger.found, 'figure')} about “{ledger.topic}”{shown}, from {articles}; searched {searched}."
    )


def figure_parts(row: LedgerRow) -> Iterator[str]:
    """Yield a figure in words, part by part: as written, of what, about whom, for which period, said by whom."""
    fact = row.fact
    whole = counted_words(fact, row.article)
    yield whole or figure_words(fact, row.article)
    if row.of and not whole and not row.written.endswith(row.of):
        yield clean_line(row.of)
    if fact.about:
        yield clean_line(fact.about)
    if fact.period:
        yield period_words(fact.period)
    if fact.said_by:
        yield f"said by {clean_line(fact.said_by)}"


def relations_words(relations: Sequence[Relation]) -> str:
    """Say how a row stands to others, which are counted from 1: `same as 2, 5; part of 7`."""
    by_kind: dict[RelationKind, list[str]] = {}
    for each in relations:
        by_kind.setdefault(each.kind, []).append(str(each.to + 1))
    return "; ".join(f"{words} {', '.join(by_kind[kind])}" for kind, words in RELATION_WORDS.items() if kind in by_kind)


def timeline_lines(timeline: TopicTimeline) -> Iterator[ReportLine]:
    """Yield a timeline line by line: how many sentences, each with its date, its words and where it stands."""
    yield ReportLine("head", timeline_heading(timeline))
    for row in timeline.rows:
        yield ReportLine("row", dated_words(row))
        yield ReportLine("quote", printable(clean_line(row.quote)))
        yield ReportLine("source", printable(_source(row.article, row.event.start, row.event.end, row.also_in)))
    for warning in timeline.warnings:
        yield ReportLine("note", printable(f"Note: {warning}"))


def timeline_heading(timeline: TopicTimeline) -> str:
    """Say how many dated sentences there are, in how many articles, of what was searched."""
    searched = coverage(timeline.searched)
    if not timeline.rows:
        return printable(f"No dated sentence about “{timeline.topic}” in this corpus; searched {searched}.")
    shown = f", the last {len(timeline.rows):,} of them shown" if len(timeline.rows) < timeline.found else ""
    sentences, articles = counted(timeline.found, "dated sentence"), counted(timeline.articles, "article")
    return printable(f"{sentences} about “{timeline.topic}”{shown}, from {articles} about it; searched {searched}.")


def dated_words(row: TimelineRow) -> str:
    """Say when, and by which words of the sentence that is known."""
    said = f" (“{clean_line(row.date_words)}”)" if row.date_words else " (the article’s own date)"
    return printable(f"{row.event.label}{said}")


def attention_bars(attention: Sequence[PeriodAttention]) -> list[Bar]:
    """Return a bar for each period: the share of all articles held of it that are about the topic; gaps as gaps."""
    return [
        Bar(each.period, 0.0, "nothing held", is_gap=True)
        if not each.held
        else Bar(each.period, each.on_topic / each.held, _share(each))
        for each in attention
    ]


def _share(each: PeriodAttention) -> str:
    return f"{100 * each.on_topic / each.held:.0f}% ({each.on_topic:,} of {each.held:,})"


def value_bars(ledger: FigureLedger) -> tuple[str, list[Bar]]:
    """Return the unit that most rows have, and a bar for each of those, in the order of the ledger."""
    units = Counter(row.fact.unit for row in ledger.rows)
    unit = units.most_common(1)[0][0] if units else ""
    bars = [
        Bar(_day(row.article), float(row.fact.value), f"{figure_words(row.fact, row.article)} [{number}]")
        for number, row in enumerate(ledger.rows, start=1)
        if row.fact.unit == unit
    ]
    return unit, bars


def chart_heading(unit: str, bars: Sequence[Bar], ledger: FigureLedger) -> str:
    """Say what a chart of a ledger shows, and how many rows it leaves out."""
    left = len(ledger.rows) - len(bars)
    others = f"; {counted(left, 'figure')} in other units left out" if left else ""
    return f"In {printable(unit)}, by the date of the article{others}."


def _day(article: Article) -> str:
    return str(article.published) if article.published else "undated"


def _source(article: Article, start: int, end: int, also: Sequence[Article]) -> str:
    """Say where a quote stands: who says it, which article, which characters."""
    others = f"; also in {', '.join(source_name(each) or each.id for each in also)}" if also else ""
    return clean_line(f"{source(article)} · {article.id} {start}:{end}{others}")
