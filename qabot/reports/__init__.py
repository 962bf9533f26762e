"""What people make of answers: a ledger of figures, who said what, a timeline, a checked draft. Extractive throughout.

Each takes an open engine and returns a frozen result, every line of which is a quote with its article, date and range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.reports.check.check_document import check_document
    from qabot.reports.check.check_pages import html_report, markdown_report
    from qabot.reports.check.check_report import ReportLine, Role, report_lines
    from qabot.reports.check.checked_draft import CheckedDraft
    from qabot.reports.check.draft_checker import check_draft
    from qabot.reports.check.draft_file import MOST_BYTES, STANDARD_INPUT, read_draft, read_draft_file
    from qabot.reports.check.draft_text import DraftText
    from qabot.reports.check.held_sentences import HeldTexts
    from qabot.reports.check.named_bodies import Gazetteer
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "CheckedDraft": "check.checked_draft",
            "DraftText": "check.draft_text",
            "Gazetteer": "check.named_bodies",
            "HeldTexts": "check.held_sentences",
            "MOST_BYTES": "check.draft_file",
            "ReportLine": "check.check_report",
            "Role": "check.check_report",
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
    "STANDARD_INPUT",
    "CheckedDraft",
    "DraftText",
    "Gazetteer",
    "HeldTexts",
    "ReportLine",
    "Role",
    "check_document",
    "check_draft",
    "html_report",
    "markdown_report",
    "read_draft",
    "read_draft_file",
    "report_lines",
]
