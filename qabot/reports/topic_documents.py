"""A ledger and a timeline for programs: `qabot.figures/1` and `qabot.timeline/1`."""

from __future__ import annotations

from collections.abc import Iterable

from qabot.output.json_documents import number, number_or_none, particulars, search_scope
from qabot.output.schemas.report_schemas import Attention, FigureRelation, FigureRow, Figures, Timeline
from qabot.output.schemas.report_schemas import TimelineRow as TimelineRowDocument
from qabot.reports.timeline import RULE as TIMELINE_RULE
from qabot.reports.timeline import PeriodAttention, TimelineRow, TopicTimeline
from qabot.reports.topic_bearing import RULE as LEDGER_RULE
from qabot.reports.topic_ledger import FigureLedger, LedgerRow


def figures_document(ledger: FigureLedger) -> Figures:
    """Return `qabot.figures/1`."""
    return Figures(
        topic=ledger.topic,
        rows=tuple(map(_figure, ledger.rows)),
        found=ledger.found,
        articles=ledger.articles,
        rule=LEDGER_RULE,
        searched=search_scope(ledger.searched),
        warnings=ledger.warnings,
    )


def _figure(row: LedgerRow) -> FigureRow:
    fact = row.fact
    return FigureRow(
        value=number(fact.value),
        low=number_or_none(fact.low),
        high=number_or_none(fact.high),
        unit=fact.unit,
        bound=fact.bound,
        figure=row.written,
        of=row.of,
        about=fact.about,
        period=fact.period,
        said_by=fact.said_by,
        quote=row.quote,
        start=fact.start,
        end=fact.end,
        article=particulars(row.article),
        text_sha256=row.article.text_sha256,
        also_in=tuple(map(particulars, row.also_in)),
        relations=tuple(FigureRelation(to=each.to, kind=each.kind) for each in row.relations),
    )


def timeline_document(timeline: TopicTimeline) -> Timeline:
    """Return `qabot.timeline/1`."""
    return Timeline(
        topic=timeline.topic,
        rows=tuple(map(_event, timeline.rows)),
        found=timeline.found,
        articles=timeline.articles,
        attention=attention_document(timeline.attention),
        rule=TIMELINE_RULE,
        searched=search_scope(timeline.searched),
        warnings=timeline.warnings,
    )


def attention_document(periods: Iterable[PeriodAttention]) -> tuple[Attention, ...]:
    """Return how much attention a topic had in each period."""
    return tuple(Attention(period=each.period, held=each.held, on_topic=each.on_topic) for each in periods)


def _event(row: TimelineRow) -> TimelineRowDocument:
    return TimelineRowDocument(
        date=row.event.when,
        date_words=row.date_words,
        new=row.new,
        quote=row.quote,
        start=row.event.start,
        end=row.event.end,
        article=particulars(row.article),
        text_sha256=row.article.text_sha256,
        also_in=tuple(map(particulars, row.also_in)),
    )
