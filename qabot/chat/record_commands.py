"""Commands about what is kept of a conversation: `/export`, `/history` and `/private`."""

from __future__ import annotations

from qabot.chat.command_results import HistoryCleared, PastListed, PrivacySet, Result, ScreenWanted, Written
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.core.errors import UsageError
from qabot.output.conversation_file import save

_MOST_PAST = 20
"""How many earlier questions are listed where there is no screen to find others on."""


async def export(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """Write the conversation to a file of its own; its ending says in which form.

    Raises:
        UsageError: There is nothing to write, or it cannot be written there.
    """
    turns = chat.turns
    if not turns:
        raise UsageError("There is nothing to export yet.", hint="Ask something first.")
    return Written(save(turns, argument, chat.context.folder, chat.context.now))


async def find_past(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Find earlier questions, or forget them all."""
    context = chat.context
    if context.has_screens and argument != "clear":
        return ScreenWanted("history", argument)  # which says also why none is kept
    if not context.has_screens:
        _require_history(chat)
    home = str(context.home)
    if argument == "clear":
        return HistoryCleared(context.history.clear(home))
    return PastListed(argument, tuple(context.history.search(argument, home, _MOST_PAST)))


async def set_privacy(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Keep no history from here on, or keep it again.

    Raises:
        UsageError: It is to be kept again, and there is none to keep it in.
    """
    is_private = argument == "on" if argument else not chat.is_private
    if not is_private:
        _require_history(chat)
    chat.is_private = is_private
    return PrivacySet(is_private)


def _require_history(chat: Chat) -> None:
    if not chat.context.history.is_on:
        raise UsageError("No history is kept here.", hint="Start qabot on a terminal, without --private.")
