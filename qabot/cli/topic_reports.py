"""`qabot figures` and `qabot timeline`: a topic is searched for, made a report of, and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from msgspec import Struct

from qabot.cli.ask import EngineOpener
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import Page, standard_output
from qabot.cli.streams import note, utf8_output
from qabot.core.errors import UsageError
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.facts.topic_articles import TopicSearch
from qabot.index.fact_rules import FactRules
from qabot.question.filter_fields import given_filters
from qabot.reports import report_tables
from qabot.reports.bar_chart import bar_lines
from qabot.reports.report_lines import (
    ReportLine,
    attention_bars,
    chart_heading,
    ledger_heading,
    ledger_lines,
    timeline_heading,
    timeline_lines,
    value_bars,
)
from qabot.reports.timeline import topic_timeline
from qabot.reports.topic_documents import figures_document, timeline_document
from qabot.reports.topic_ledger import LedgerSort, figure_ledger

_INDENTS = {"head": "", "row": "", "quote": "    ", "source": "    ", "address": "    ", "note": "", "bar": "  "}


class Wanted(Struct, frozen=True):
    """What a report is wanted of."""

    topic: str
    """The topic."""
    filters: Filters
    """What to limit the search to."""
    limit: int | None
    """How many rows at the most; None for all."""
    opener: EngineOpener = Engine.open_lexical
    """What opens the index."""


def wanted(
    words: Sequence[str],
    given: tuple[str | None, str | None, str | None, Sequence[str], Sequence[str], str | None],
    limit: int | None,
    opener: EngineOpener = Engine.open_lexical,
) -> Wanted:
    """Read what a report is wanted of.

    Args:
        words: The topic, as the command line has it.
        given: After, before, on, outlets, organisations and as-of, as they were given.
        limit: How many rows at the most; None for all.
        opener: What opens the index.

    Raises:
        UsageError: There is no topic, or a filter is none.
    """
    topic = " ".join(words)
    if not topic.strip():
        raise UsageError("The topic is empty.", hint='Try `qabot figures "Universal Credit"`.')
    return Wanted(topic, given_filters(*given), limit, opener)


class Look(Struct, frozen=True):
    """How a report is printed."""

    form: str
    """`table`, `md`, `html`, `csv` or `json`."""
    chart: bool
    """Whether to draw bars below."""
    ascii: bool
    """Whether to draw with ASCII characters alone."""


def figures(settings: Settings, asked: Wanted, look: Look, sort: str) -> int:
    """Print the figures about a topic, and return the exit code."""
    search, rules = _searched(settings, asked)
    ledger = figure_ledger(search, rules.names, rules.cues, cast("LedgerSort", sort), asked.limit)
    if look.form == "json":
        write_json(figures_document(ledger))
    elif look.form == "csv":
        _write(report_tables.ledger_csv(ledger), () if ledger.rows else (ledger_heading(ledger),))
    elif look.form == "md":
        _write(report_tables.ledger_markdown(ledger))
    elif look.form == "html":
        _write(report_tables.ledger_page(ledger, datetime.now().astimezone(), chart=look.chart))
    else:
        page = _written(ledger_lines(ledger))
        unit, bars = value_bars(ledger)
        if look.chart and bars:
            _draw(page, chart_heading(unit, bars, ledger), bar_lines(bars, ascii_only=look.ascii))
    return 0 if ledger.rows else NOTHING_FOUND


def timeline(settings: Settings, asked: Wanted, look: Look) -> int:
    """Print the timeline of a topic, and return the exit code."""
    search, rules = _searched(settings, asked)
    told = topic_timeline(search, rules.names, asked.limit)
    if look.form == "json":
        write_json(timeline_document(told))
    elif look.form == "csv":
        _write(report_tables.timeline_csv(told), () if told.rows else (timeline_heading(told),))
    elif look.form == "md":
        _write(report_tables.timeline_markdown(told))
    elif look.form == "html":
        _write(report_tables.timeline_page(told, datetime.now().astimezone(), chart=look.chart))
    else:
        page = _written(timeline_lines(told))
        if look.chart and told.rows:
            heading = "Share of all articles held of each period that are about the topic."
            _draw(page, heading, bar_lines(attention_bars(told.attention), ascii_only=look.ascii))
    return 0 if told.rows else NOTHING_FOUND


def _searched(settings: Settings, asked: Wanted) -> tuple[TopicSearch, FactRules]:
    """Return what is held about a topic, with what facts are read by."""
    with asked.opener(settings) as engine, engine.lease() as current:
        facts = current.facts()
        return facts.topic(asked.topic, asked.filters), facts.rules


def _write(text: str, notes: Iterable[str] = ()) -> None:
    utf8_output().write(text)
    for each in notes:
        note(each)


def _written(lines: Iterable[ReportLine]) -> Page:
    page = standard_output()
    for line in lines:
        if line.kind == "row":
            page.line()
        page.line(line.words, _INDENTS[line.kind])
    return page


def _draw(page: Page, heading: str, lines: Iterable[str]) -> None:
    page.line()
    page.line(heading)
    for each in lines:
        page.line(each, _INDENTS["bar"])
