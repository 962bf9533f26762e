"""What a shell lists of a result that is a report: line by line, the same in every shell."""

from __future__ import annotations

from collections.abc import Iterable

from qabot import reports
from qabot.chat.command_results import (
    BriefShown,
    FactsListed,
    FiguresListed,
    PinsListed,
    SayingsListed,
    TimelineShown,
    WatchTold,
)
from qabot.reports.report_lines import ReportLine

ReportResult = BriefShown | FiguresListed | SayingsListed | TimelineShown | FactsListed | WatchTold | PinsListed
"""Results that are listed."""


def report_lines(result: ReportResult) -> Iterable[ReportLine]:
    """Return the lines of a report."""
    match result:
        case BriefShown(brief):
            return reports.brief_lines(brief)
        case FiguresListed(ledger):
            return reports.ledger_lines(ledger)
        case SayingsListed(found, is_grouped):
            return reports.said_report_lines(found, is_grouped=is_grouped)
        case TimelineShown(timeline):
            return reports.timeline_lines(timeline)
        case FactsListed(facts):
            return reports.facts_lines(facts)
        case WatchTold(lines) | PinsListed(lines):
            return lines
