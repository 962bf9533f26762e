"""The headless conversation that every shell renders.

    headless_chat       the conversation: filters, history, questions, what asking again does
    exchange            one question of it, and what has come of it so far
    commands            the registry of commands; command_arguments: what each takes; handlers: what each does
    command_results     what comes of a line, one type a kind
    asker               what questions are put to; inline_asker: a session on this thread; worker: on one of its own
    history             earlier questions; recent_questions: those that `ask --continue` goes on from
    build_process       bringing the index up to date beside the chat; index_status: what it holds

A shell parses a line, has it carried out by `execute` or `Chat.answer`, and shows the result; it decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.chat.asker import OpenedIndex
    from qabot.chat.build_process import STAGES, BuildOutcome, BuildProcess, StageProgress, building_line, pace, summary
    from qabot.chat.clipboard import TerminalEnvironment, free_name, short
    from qabot.chat.command_arguments import CITATION_FORMATS, NameOf
    from qabot.chat.command_results import (
        Answered,
        AskResult,
        BegunAnew,
        BriefWritten,
        CaughtUp,
        Cited,
        DraftChecked,
        Explained,
        Failed,
        HelpWanted,
        HistoryCleared,
        IndexReported,
        Left,
        Limited,
        MoreShown,
        NearestShown,
        PassageOpened,
        PastListed,
        Pinned,
        PrivacySet,
        Refused,
        Result,
        ScreenWanted,
        SourcesListed,
        ThemeChosen,
        TopicTold,
        Written,
    )
    from qabot.chat.commands import BY_NAME, COMMANDS, LEADER, Command, Given, Unknown, commands_of, parse
    from qabot.chat.completion import Completion, Vocabulary, completions
    from qabot.chat.doctor.examination import examine
    from qabot.chat.doctor.examinee import Surroundings
    from qabot.chat.doctor.findings import Finding
    from qabot.chat.example_questions import offered
    from qabot.chat.exchange import Exchange, Request
    from qabot.chat.facets import (
        ARRANGEMENTS,
        QUARTERS,
        Arrangement,
        Catalogue,
        Coverage,
        FacetedArticle,
        Group,
        Narrowing,
        arrange,
        with_only,
    )
    from qabot.chat.filter_chips import Chip, as_operators, chips
    from qabot.chat.handlers import execute
    from qabot.chat.headless_chat import Chat, ChatContext
    from qabot.chat.history import History, PastQuestion, default_path
    from qabot.chat.index_status import IndexStatus, look_up
    from qabot.chat.inline_asker import InlineAsker, at_once
    from qabot.chat.kept_examples import KeptExamples
    from qabot.chat.least_terminal import LEAST_COLUMNS, LEAST_LINES
    from qabot.chat.pin_commands import pin_passage
    from qabot.chat.qabot_process import command, environment, read_error
    from qabot.chat.quote_export import QuoteExporter
    from qabot.chat.recent_questions import RecentQuestions
    from qabot.chat.report_listing import ReportResult, report_lines
    from qabot.chat.theme_names import ThemeName
    from qabot.chat.worker import SessionWorker
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "asker": ("OpenedIndex",),
            "build_process": (
                "BuildOutcome",
                "BuildProcess",
                "STAGES",
                "StageProgress",
                "building_line",
                "pace",
                "summary",
            ),
            "clipboard": ("TerminalEnvironment", "free_name", "short"),
            "command_arguments": ("CITATION_FORMATS", "NameOf"),
            "command_results": (
                "Answered",
                "AskResult",
                "BegunAnew",
                "BriefWritten",
                "CaughtUp",
                "Cited",
                "DraftChecked",
                "Explained",
                "Failed",
                "HelpWanted",
                "HistoryCleared",
                "IndexReported",
                "Left",
                "Limited",
                "MoreShown",
                "NearestShown",
                "PassageOpened",
                "PastListed",
                "Pinned",
                "PrivacySet",
                "Refused",
                "Result",
                "ScreenWanted",
                "SourcesListed",
                "ThemeChosen",
                "TopicTold",
                "Written",
            ),
            "commands": ("BY_NAME", "COMMANDS", "Command", "Given", "LEADER", "Unknown", "commands_of", "parse"),
            "completion": ("Completion", "Vocabulary", "completions"),
            "doctor.examination": ("examine",),
            "doctor.examinee": ("Surroundings",),
            "doctor.findings": ("Finding",),
            "example_questions": ("offered",),
            "exchange": ("Exchange", "Request"),
            "facets": (
                "ARRANGEMENTS",
                "Arrangement",
                "Catalogue",
                "Coverage",
                "FacetedArticle",
                "Group",
                "Narrowing",
                "QUARTERS",
                "arrange",
                "with_only",
            ),
            "filter_chips": ("Chip", "as_operators", "chips"),
            "handlers": ("execute",),
            "headless_chat": ("Chat", "ChatContext"),
            "history": ("History", "PastQuestion", "default_path"),
            "index_status": ("IndexStatus", "look_up"),
            "inline_asker": ("InlineAsker", "at_once"),
            "kept_examples": ("KeptExamples",),
            "least_terminal": ("LEAST_COLUMNS", "LEAST_LINES"),
            "pin_commands": ("pin_passage",),
            "qabot_process": ("command", "environment", "read_error"),
            "quote_export": ("QuoteExporter",),
            "recent_questions": ("RecentQuestions",),
            "report_listing": ("ReportResult", "report_lines"),
            "theme_names": ("ThemeName",),
            "worker": ("SessionWorker",),
        },
    )

__all__ = [
    "ARRANGEMENTS",
    "BY_NAME",
    "CITATION_FORMATS",
    "COMMANDS",
    "LEADER",
    "LEAST_COLUMNS",
    "LEAST_LINES",
    "QUARTERS",
    "STAGES",
    "Answered",
    "Arrangement",
    "AskResult",
    "BegunAnew",
    "BriefWritten",
    "BuildOutcome",
    "BuildProcess",
    "Catalogue",
    "CaughtUp",
    "Chat",
    "ChatContext",
    "Chip",
    "Cited",
    "Command",
    "Completion",
    "Coverage",
    "DraftChecked",
    "Exchange",
    "Explained",
    "FacetedArticle",
    "Failed",
    "Finding",
    "Given",
    "Group",
    "HelpWanted",
    "History",
    "HistoryCleared",
    "IndexReported",
    "IndexStatus",
    "InlineAsker",
    "KeptExamples",
    "Left",
    "Limited",
    "MoreShown",
    "NameOf",
    "Narrowing",
    "NearestShown",
    "OpenedIndex",
    "PassageOpened",
    "PastListed",
    "PastQuestion",
    "Pinned",
    "PrivacySet",
    "QuoteExporter",
    "RecentQuestions",
    "Refused",
    "ReportResult",
    "Request",
    "Result",
    "ScreenWanted",
    "SessionWorker",
    "SourcesListed",
    "StageProgress",
    "Surroundings",
    "TerminalEnvironment",
    "ThemeChosen",
    "ThemeName",
    "TopicTold",
    "Unknown",
    "Vocabulary",
    "Written",
    "arrange",
    "as_operators",
    "at_once",
    "building_line",
    "chips",
    "command",
    "commands_of",
    "completions",
    "default_path",
    "environment",
    "examine",
    "execute",
    "free_name",
    "look_up",
    "offered",
    "pace",
    "parse",
    "pin_passage",
    "read_error",
    "report_lines",
    "short",
    "summary",
    "with_only",
]
