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
    from qabot.chat.asker import Asker
    from qabot.chat.command_results import Result
    from qabot.chat.commands import COMMANDS, parse
    from qabot.chat.exchange import Exchange, Request
    from qabot.chat.handlers import execute
    from qabot.chat.headless_chat import Chat, ChatContext
    from qabot.chat.history import History
    from qabot.chat.inline_asker import InlineAsker, at_once
    from qabot.chat.worker import SessionWorker
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "Asker": "asker",
            "COMMANDS": "commands",
            "Chat": "headless_chat",
            "ChatContext": "headless_chat",
            "Exchange": "exchange",
            "History": "history",
            "InlineAsker": "inline_asker",
            "Request": "exchange",
            "Result": "command_results",
            "SessionWorker": "worker",
            "at_once": "inline_asker",
            "execute": "handlers",
            "parse": "commands",
        },
    )

__all__ = [
    "COMMANDS",
    "Asker",
    "Chat",
    "ChatContext",
    "Exchange",
    "History",
    "InlineAsker",
    "Request",
    "Result",
    "SessionWorker",
    "at_once",
    "execute",
    "parse",
]
