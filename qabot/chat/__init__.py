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
    from qabot.chat.example_questions import answered, candidates
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
    from qabot.chat.filter_chips import Chip, chips
    from qabot.chat.handlers import execute
    from qabot.chat.headless_chat import Chat, ChatContext, utc_now
    from qabot.chat.history import History, PastQuestion, default_path
    from qabot.chat.index_status import IndexStatus, look_up
    from qabot.chat.inline_asker import InlineAsker, at_once
    from qabot.chat.quote_export import QuoteExporter
    from qabot.chat.recent_questions import RecentQuestions
    from qabot.chat.theme_names import ThemeName
    from qabot.chat.worker import SessionWorker
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "ARRANGEMENTS": "facets",
            "Answered": "command_results",
            "Arrangement": "facets",
            "AskResult": "command_results",
            "BY_NAME": "commands",
            "BegunAnew": "command_results",
            "BuildOutcome": "build_process",
            "BuildProcess": "build_process",
            "CITATION_FORMATS": "command_arguments",
            "COMMANDS": "commands",
            "Catalogue": "facets",
            "CaughtUp": "command_results",
            "Chat": "headless_chat",
            "ChatContext": "headless_chat",
            "Chip": "filter_chips",
            "Cited": "command_results",
            "Command": "commands",
            "Completion": "completion",
            "Coverage": "facets",
            "DraftChecked": "command_results",
            "Exchange": "exchange",
            "Explained": "command_results",
            "FacetedArticle": "facets",
            "Failed": "command_results",
            "Finding": "doctor.findings",
            "Given": "commands",
            "Group": "facets",
            "HelpWanted": "command_results",
            "History": "history",
            "HistoryCleared": "command_results",
            "IndexReported": "command_results",
            "IndexStatus": "index_status",
            "InlineAsker": "inline_asker",
            "LEADER": "commands",
            "Left": "command_results",
            "Limited": "command_results",
            "MoreShown": "command_results",
            "NameOf": "command_arguments",
            "Narrowing": "facets",
            "NearestShown": "command_results",
            "OpenedIndex": "asker",
            "PassageOpened": "command_results",
            "PastListed": "command_results",
            "PastQuestion": "history",
            "PrivacySet": "command_results",
            "QUARTERS": "facets",
            "QuoteExporter": "quote_export",
            "RecentQuestions": "recent_questions",
            "Refused": "command_results",
            "Request": "exchange",
            "Result": "command_results",
            "STAGES": "build_process",
            "ScreenWanted": "command_results",
            "SessionWorker": "worker",
            "SourcesListed": "command_results",
            "StageProgress": "build_process",
            "Surroundings": "doctor.examinee",
            "TerminalEnvironment": "clipboard",
            "ThemeChosen": "command_results",
            "ThemeName": "theme_names",
            "TopicTold": "command_results",
            "Unknown": "commands",
            "Vocabulary": "completion",
            "Written": "command_results",
            "answered": "example_questions",
            "arrange": "facets",
            "at_once": "inline_asker",
            "building_line": "build_process",
            "candidates": "example_questions",
            "chips": "filter_chips",
            "commands_of": "commands",
            "completions": "completion",
            "default_path": "history",
            "examine": "doctor.examination",
            "execute": "handlers",
            "free_name": "clipboard",
            "look_up": "index_status",
            "pace": "build_process",
            "parse": "commands",
            "short": "clipboard",
            "summary": "build_process",
            "utc_now": "headless_chat",
            "with_only": "facets",
        },
    )

__all__ = [
    "ARRANGEMENTS",
    "BY_NAME",
    "CITATION_FORMATS",
    "COMMANDS",
    "LEADER",
    "QUARTERS",
    "STAGES",
    "Answered",
    "Arrangement",
    "AskResult",
    "BegunAnew",
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
    "PrivacySet",
    "QuoteExporter",
    "RecentQuestions",
    "Refused",
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
    "answered",
    "arrange",
    "at_once",
    "building_line",
    "candidates",
    "chips",
    "commands_of",
    "completions",
    "default_path",
    "examine",
    "execute",
    "free_name",
    "look_up",
    "pace",
    "parse",
    "short",
    "summary",
    "utc_now",
    "with_only",
]
