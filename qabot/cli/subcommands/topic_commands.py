"""`qabot figures` and `qabot timeline`: their options and their help."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import (
    AboutBodies,
    FromOutlets,
    HeldOn,
    HomeOption,
    JsonOption,
    PublishedAfter,
    PublishedAsOf,
    PublishedBefore,
    PublishedOn,
    settings,
    with_index,
)

if TYPE_CHECKING:
    from qabot.cli.ask import EngineOpener

_FIGURES_EXAMPLES = """\b
Examples:
  qabot figures "Universal Credit"
  qabot figures GDS --after 2015 --before 2016 --sort value
  qabot figures e-Borders --format csv > e-borders.csv
  qabot figures Aspire --outlet Computing --chart
  qabot figures Verify --as-of 2016
  qabot figures "One Login" --json | jq '.rows[].quote'

DATE is a day, a month or a year: 2015-11-25, 2015-11, 2015, "25 November 2015". Both ends are included."""
_TIMELINE_EXAMPLES = """\b
Examples:
  qabot timeline e-Borders
  qabot timeline "Universal Credit" --chart
  qabot timeline GDS --after 2015 --limit 20
  qabot timeline PSN --format html > psn.html
  qabot timeline "One Login" --json | jq .attention

DATE is a day, a month or a year: 2015-11-25, 2015-11, 2015, "25 November 2015". Both ends are included."""

_Topic = Annotated[list[str], typer.Argument(metavar="TOPIC", help="What it is to be about.")]
_Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="How many rows to show.")]
_Chart = Annotated[bool, typer.Option("--chart", help="Draw bars below: not in md or csv.")]
_Ascii = Annotated[bool, typer.Option("--ascii", envvar="QABOT_ASCII", help="Draw with ASCII characters alone.")]


class LedgerOrder(StrEnum):
    """By what figures are sorted."""

    by_date = "date"
    by_value = "value"


class TableFormat(StrEnum):
    """How a report is printed."""

    table = "table"
    md = "md"
    html = "html"
    csv = "csv"


_Format = Annotated[TableFormat, typer.Option("--format", help="How to print it.")]


def _openers(held_on: str | None) -> list[EngineOpener]:
    """Return what opens the index as it was, where it is to be asked so."""
    if held_on is None:
        return []
    from qabot.cli import held_engine

    return [held_engine.opener(held_on, lexical=True)]


def figures(
    topic: _Topic,
    *,
    sort: Annotated[LedgerOrder, typer.Option(help="Oldest first, or the largest of each unit.")] = LedgerOrder.by_date,
    limit: _Limit = None,
    after: PublishedAfter = None,
    before: PublishedBefore = None,
    on: PublishedOn = None,
    as_of: PublishedAsOf = None,
    held_on: HeldOn = None,
    outlet: FromOutlets = None,
    org: AboutBodies = None,
    format: _Format = TableFormat.table,  # noqa: A002 - the flag
    json: JsonOption = False,
    chart: _Chart = False,
    ascii: _Ascii = False,  # noqa: A002 - likewise
    home: HomeOption = None,
) -> None:
    """List the figures about a topic, each with its quote, and how they stand to each other; exit 1 without any."""
    with error_boundary(as_json=json):
        from qabot.cli import topic_reports

        filters = after, before, on, outlet or (), org or (), as_of
        asked = topic_reports.wanted(topic, filters, limit, *_openers(held_on))
        look = topic_reports.Look("json" if json else format.value, chart=chart, ascii=ascii)
        code = topic_reports.figures(with_index(settings(home)), asked, look, sort.value)
    raise typer.Exit(code)


def timeline(
    topic: _Topic,
    *,
    limit: _Limit = None,
    after: PublishedAfter = None,
    before: PublishedBefore = None,
    on: PublishedOn = None,
    as_of: PublishedAsOf = None,
    held_on: HeldOn = None,
    outlet: FromOutlets = None,
    org: AboutBodies = None,
    format: _Format = TableFormat.table,  # noqa: A002 - the flag
    json: JsonOption = False,
    chart: _Chart = False,
    ascii: _Ascii = False,  # noqa: A002 - likewise
    home: HomeOption = None,
) -> None:
    """List what happened about a topic and when, and how much attention it had; exit 1 without anything."""
    with error_boundary(as_json=json):
        from qabot.cli import topic_reports

        filters = after, before, on, outlet or (), org or (), as_of
        asked = topic_reports.wanted(topic, filters, limit, *_openers(held_on))
        look = topic_reports.Look("json" if json else format.value, chart=chart, ascii=ascii)
        code = topic_reports.timeline(with_index(settings(home)), asked, look)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command(epilog=_FIGURES_EXAMPLES)(figures)
    app.command(epilog=_TIMELINE_EXAMPLES)(timeline)
