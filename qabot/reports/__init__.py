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
    from qabot.reports.check.check_report import CheckLine, CheckLineRole, check_lines
    from qabot.reports.check.checked_draft import CheckedDraft
    from qabot.reports.check.draft_checker import check_draft
    from qabot.reports.check.draft_file import MOST_BYTES, STANDARD_INPUT, read_draft, read_draft_file
    from qabot.reports.check.draft_text import DraftText
    from qabot.reports.check.held_sentences import HeldTexts
    from qabot.reports.index_state import status_document
    from qabot.reports.report_lines import (
        RELATION_WORDS,
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
    from qabot.reports.topic_ledger import FigureLedger, LedgerSort, figure_ledger
    from qabot.reports.watch.deliveries import hand_to_command, mail, post
    from qabot.reports.watch.news_feed import atom_feed
    from qabot.reports.watch.news_words import headline, sentence
    from qabot.reports.watch.saved_questions import News, QuestionNews, SavedQuestion, ToldNews, utc_now
    from qabot.reports.watch.watch_store import WatchStore
    from qabot.reports.watch.watching import Hits, hits, interval_s, require_question, run_questions, save_question
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "bar_chart": ("bar_lines",),
            "check.check_document": ("check_document",),
            "check.check_pages": ("html_report", "markdown_report"),
            "check.check_report": ("CheckLine", "CheckLineRole", "check_lines"),
            "check.checked_draft": ("CheckedDraft",),
            "check.draft_checker": ("check_draft",),
            "check.draft_file": ("MOST_BYTES", "STANDARD_INPUT", "read_draft", "read_draft_file"),
            "check.draft_text": ("DraftText",),
            "check.held_sentences": ("HeldTexts",),
            "index_state": ("status_document",),
            "report_lines": (
                "RELATION_WORDS",
                "ReportLine",
                "attention_bars",
                "chart_heading",
                "ledger_heading",
                "ledger_lines",
                "timeline_heading",
                "timeline_lines",
                "value_bars",
            ),
            "said_document": ("said_report_lines",),
            "said_request": ("MOST_SHOWN", "SaidRequest", "said", "speech_act"),
            "timeline": ("TopicTimeline", "topic_timeline"),
            "topic_documents": ("figures_document", "timeline_document"),
            "topic_ledger": ("FigureLedger", "LedgerSort", "figure_ledger"),
            "watch.deliveries": ("hand_to_command", "mail", "post"),
            "watch.news_feed": ("atom_feed",),
            "watch.news_words": ("headline", "sentence"),
            "watch.saved_questions": ("News", "QuestionNews", "SavedQuestion", "ToldNews", "utc_now"),
            "watch.watch_store": ("WatchStore",),
            "watch.watching": ("Hits", "hits", "interval_s", "require_question", "run_questions", "save_question"),
        },
    )

__all__ = [
    "MOST_BYTES",
    "MOST_SHOWN",
    "RELATION_WORDS",
    "STANDARD_INPUT",
    "CheckLine",
    "CheckLineRole",
    "CheckedDraft",
    "DraftText",
    "FigureLedger",
    "HeldTexts",
    "Hits",
    "LedgerSort",
    "News",
    "QuestionNews",
    "ReportLine",
    "SaidRequest",
    "SavedQuestion",
    "ToldNews",
    "TopicTimeline",
    "WatchStore",
    "atom_feed",
    "attention_bars",
    "bar_lines",
    "chart_heading",
    "check_document",
    "check_draft",
    "check_lines",
    "figure_ledger",
    "figures_document",
    "hand_to_command",
    "headline",
    "hits",
    "html_report",
    "interval_s",
    "ledger_heading",
    "ledger_lines",
    "mail",
    "markdown_report",
    "post",
    "read_draft",
    "read_draft_file",
    "require_question",
    "run_questions",
    "said",
    "said_report_lines",
    "save_question",
    "sentence",
    "speech_act",
    "status_document",
    "timeline_document",
    "timeline_heading",
    "timeline_lines",
    "topic_timeline",
    "utc_now",
    "value_bars",
]
