"""What people make of answers: a ledger of figures, who said what, a timeline, a checked draft. Extractive throughout.

Each takes an open engine and returns a frozen result, every line of which is a quote with its article, date and range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.reports.article_facts_document import facts_document, facts_lines
    from qabot.reports.bar_chart import bar_lines
    from qabot.reports.brief.answer_brief import answer_brief
    from qabot.reports.brief.brief_file import PROOF_SUFFIX, proof_of, save_brief
    from qabot.reports.brief.brief_lines import brief_lines
    from qabot.reports.brief.brief_sections import quotes_of
    from qabot.reports.brief.pin_store import PinStore, pins_path
    from qabot.reports.brief.pinned_brief import pin_lines, pinned_brief
    from qabot.reports.brief.pins import Pin, add_pin, annotate_pin, move_pin
    from qabot.reports.brief.proof_check import check_proof, note_beside, read_note, read_proof
    from qabot.reports.brief.proof_report import proof_lines
    from qabot.reports.brief.topic_brief import MOST_ROWS, TopicFacts, topic_brief
    from qabot.reports.check.check_document import check_document
    from qabot.reports.check.check_pages import html_lines, html_report, markdown_lines, markdown_report
    from qabot.reports.check.check_report import CheckLine, CheckLineRole, check_lines
    from qabot.reports.check.checked_draft import CheckedDraft
    from qabot.reports.check.commented_draft import require_commentable, write_commented
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
    from qabot.reports.report_tables import ledger_csv, timeline_csv
    from qabot.reports.said_document import said_report_lines
    from qabot.reports.said_request import MOST_SHOWN, SaidRequest, said, speech_act
    from qabot.reports.search_results import search_document
    from qabot.reports.timeline import TopicTimeline, attention, topic_timeline
    from qabot.reports.topic_documents import attention_document, figures_document, timeline_document
    from qabot.reports.topic_ledger import FigureLedger, LedgerSort, figure_ledger
    from qabot.reports.watch.deliveries import hand_to_command, mail, post
    from qabot.reports.watch.news_feed import atom_feed
    from qabot.reports.watch.news_words import forgotten_line, headline, hits_words, news_lines, state_words
    from qabot.reports.watch.question_saving import interval_s, look_up, require_question, save_question
    from qabot.reports.watch.saved_questions import FoundNews, News, QuestionNews, SavedQuestion, by_question
    from qabot.reports.watch.watch_lines import listed_lines, saved_lines, shown_lines, told_lines
    from qabot.reports.watch.watch_store import WatchStore
    from qabot.reports.watch.watching import run_questions
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "article_facts_document": ("facts_document", "facts_lines"),
            "bar_chart": ("bar_lines",),
            "brief.answer_brief": ("answer_brief",),
            "brief.brief_file": ("PROOF_SUFFIX", "proof_of", "save_brief"),
            "brief.brief_lines": ("brief_lines",),
            "brief.brief_sections": ("quotes_of",),
            "brief.pin_store": ("PinStore", "pins_path"),
            "brief.pinned_brief": ("pin_lines", "pinned_brief"),
            "brief.pins": ("Pin", "add_pin", "annotate_pin", "move_pin"),
            "brief.proof_check": ("check_proof", "note_beside", "read_note", "read_proof"),
            "brief.proof_report": ("proof_lines",),
            "brief.topic_brief": ("MOST_ROWS", "TopicFacts", "topic_brief"),
            "check.check_document": ("check_document",),
            "check.check_pages": ("html_lines", "html_report", "markdown_lines", "markdown_report"),
            "check.check_report": ("CheckLine", "CheckLineRole", "check_lines"),
            "check.checked_draft": ("CheckedDraft",),
            "check.commented_draft": ("require_commentable", "write_commented"),
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
            "report_tables": ("ledger_csv", "timeline_csv"),
            "said_document": ("said_report_lines",),
            "said_request": ("MOST_SHOWN", "SaidRequest", "said", "speech_act"),
            "search_results": ("search_document",),
            "timeline": ("TopicTimeline", "attention", "topic_timeline"),
            "topic_documents": ("attention_document", "figures_document", "timeline_document"),
            "topic_ledger": ("FigureLedger", "LedgerSort", "figure_ledger"),
            "watch.deliveries": ("hand_to_command", "mail", "post"),
            "watch.news_feed": ("atom_feed",),
            "watch.news_words": ("forgotten_line", "headline", "hits_words", "news_lines", "state_words"),
            "watch.question_saving": ("interval_s", "look_up", "require_question", "save_question"),
            "watch.saved_questions": ("FoundNews", "News", "QuestionNews", "SavedQuestion", "by_question"),
            "watch.watch_lines": ("listed_lines", "saved_lines", "shown_lines", "told_lines"),
            "watch.watch_store": ("WatchStore",),
            "watch.watching": ("run_questions",),
        },
    )

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "MOST_SHOWN",
    "PROOF_SUFFIX",
    "RELATION_WORDS",
    "STANDARD_INPUT",
    "CheckLine",
    "CheckLineRole",
    "CheckedDraft",
    "DraftText",
    "FigureLedger",
    "FoundNews",
    "HeldTexts",
    "LedgerSort",
    "News",
    "Pin",
    "PinStore",
    "QuestionNews",
    "ReportLine",
    "SaidRequest",
    "SavedQuestion",
    "TopicFacts",
    "TopicTimeline",
    "WatchStore",
    "add_pin",
    "annotate_pin",
    "answer_brief",
    "atom_feed",
    "attention",
    "attention_bars",
    "attention_document",
    "bar_lines",
    "brief_lines",
    "by_question",
    "chart_heading",
    "check_document",
    "check_draft",
    "check_lines",
    "check_proof",
    "facts_document",
    "facts_lines",
    "figure_ledger",
    "figures_document",
    "forgotten_line",
    "hand_to_command",
    "headline",
    "hits_words",
    "html_lines",
    "html_report",
    "interval_s",
    "ledger_csv",
    "ledger_heading",
    "ledger_lines",
    "listed_lines",
    "look_up",
    "mail",
    "markdown_lines",
    "markdown_report",
    "move_pin",
    "news_lines",
    "note_beside",
    "pin_lines",
    "pinned_brief",
    "pins_path",
    "post",
    "proof_lines",
    "proof_of",
    "quotes_of",
    "read_draft",
    "read_draft_file",
    "read_note",
    "read_proof",
    "require_commentable",
    "require_question",
    "run_questions",
    "said",
    "said_report_lines",
    "save_brief",
    "save_question",
    "saved_lines",
    "search_document",
    "shown_lines",
    "speech_act",
    "state_words",
    "status_document",
    "timeline_csv",
    "timeline_document",
    "timeline_heading",
    "timeline_lines",
    "told_lines",
    "topic_brief",
    "topic_timeline",
    "value_bars",
    "write_commented",
]
