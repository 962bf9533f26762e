"""What people make of answers: a ledger of figures, who said what, a timeline, a checked draft. Extractive throughout.

Each takes an open engine and returns a frozen result, every line of which is a quote with its article, date and range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.reports.bar_chart import bar_lines
    from qabot.reports.check.check_document import check_document
    from qabot.reports.check.check_pages import html_report, markdown_report
    from qabot.reports.check.check_report import CheckLine, CheckLineRole, report_lines
    from qabot.reports.check.checked_draft import CheckedDraft
    from qabot.reports.check.draft_checker import check_draft
    from qabot.reports.check.draft_file import MOST_BYTES, STANDARD_INPUT, read_draft, read_draft_file
    from qabot.reports.check.draft_text import DraftText
    from qabot.reports.figure_ledger import FigureLedger, LedgerSort, figure_ledger
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
    from qabot.reports.said_document import said_report_lines
    from qabot.reports.said_request import MOST_SHOWN, SaidRequest, said, speech_act
    from qabot.reports.timeline import TopicTimeline, topic_timeline
    from qabot.reports.topic_documents import figures_document, timeline_document
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "FigureLedger": "figure_ledger",
            "LedgerSort": "figure_ledger",
            "MOST_SHOWN": "said_request",
            "ReportLine": "report_lines",
            "SaidRequest": "said_request",
            "TopicTimeline": "timeline",
            "attention_bars": "report_lines",
            "bar_lines": "bar_chart",
            "chart_heading": "report_lines",
            "figure_ledger": "figure_ledger",
            "figures_document": "topic_documents",
            "ledger_heading": "report_lines",
            "ledger_lines": "report_lines",
            "said": "said_request",
            "said_report_lines": "said_document",
            "speech_act": "said_request",
            "timeline_document": "topic_documents",
            "timeline_heading": "report_lines",
            "timeline_lines": "report_lines",
            "topic_timeline": "timeline",
            "value_bars": "report_lines",
            "CheckedDraft": "check.checked_draft",
            "DraftText": "check.draft_text",
            "MOST_BYTES": "check.draft_file",
            "CheckLine": "check.check_report",
            "CheckLineRole": "check.check_report",
            "STANDARD_INPUT": "check.draft_file",
            "check_document": "check.check_document",
            "check_draft": "check.draft_checker",
            "html_report": "check.check_pages",
            "markdown_report": "check.check_pages",
            "read_draft": "check.draft_file",
            "read_draft_file": "check.draft_file",
            "report_lines": "check.check_report",
        },
    )

__all__ = [
    "MOST_BYTES",
    "MOST_SHOWN",
    "STANDARD_INPUT",
    "CheckLine",
    "CheckLineRole",
    "CheckedDraft",
    "DraftText",
    "FigureLedger",
    "LedgerSort",
    "ReportLine",
    "SaidRequest",
    "TopicTimeline",
    "attention_bars",
    "bar_lines",
    "chart_heading",
    "check_document",
    "check_draft",
    "figure_ledger",
    "figures_document",
    "html_report",
    "ledger_heading",
    "ledger_lines",
    "markdown_report",
    "read_draft",
    "read_draft_file",
    "report_lines",
    "said",
    "said_report_lines",
    "speech_act",
    "timeline_document",
    "timeline_heading",
    "timeline_lines",
    "topic_timeline",
    "value_bars",
]
