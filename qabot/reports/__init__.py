"""What people make of answers: a ledger of figures, who said what, a timeline, a checked draft. Extractive throughout.

Each takes an open engine and returns a frozen result, every line of which is a quote with its article, date and range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
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
    from qabot.reports.timeline import TopicTimeline, topic_timeline
    from qabot.reports.topic_documents import figures_document, timeline_document
    from qabot.reports.topic_ledger import FigureLedger, LedgerSort, figure_ledger
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "FigureLedger": "topic_ledger",
            "LedgerSort": "topic_ledger",
            "ReportLine": "report_lines",
            "TopicTimeline": "timeline",
            "attention_bars": "report_lines",
            "bar_lines": "bar_chart",
            "chart_heading": "report_lines",
            "figure_ledger": "topic_ledger",
            "figures_document": "topic_documents",
            "ledger_heading": "report_lines",
            "ledger_lines": "report_lines",
            "timeline_document": "topic_documents",
            "timeline_heading": "report_lines",
            "timeline_lines": "report_lines",
            "topic_timeline": "timeline",
            "value_bars": "report_lines",
        },
    )

__all__ = [
    "FigureLedger",
    "LedgerSort",
    "ReportLine",
    "TopicTimeline",
    "attention_bars",
    "bar_lines",
    "chart_heading",
    "figure_ledger",
    "figures_document",
    "ledger_heading",
    "ledger_lines",
    "timeline_document",
    "timeline_heading",
    "timeline_lines",
    "topic_timeline",
    "value_bars",
]
