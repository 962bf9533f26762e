"""Carrying out commands: what each of the registry does, and the checks that come before it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from qabot.chat import (
    brief_commands,
    draft_commands,
    passage_commands,
    pin_commands,
    record_commands,
    report_commands,
    saved_question_commands,
    scope_commands,
    screen_commands,
)
from qabot.chat.command_hints import hinted_in_chat
from qabot.chat.command_results import Refused, Result
from qabot.chat.commands import BY_NAME, LEADER, Given
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.core.errors import InternalError, QabotError, UsageError

Handler = Callable[[Chat, Any, Exchange | None], Awaitable[Result]]
"""Carries out a command in a chat, with what its arguments were read as, on a question or else on the newest."""
HANDLERS: Mapping[str, Handler] = {
    "filter": scope_commands.filter_search,
    "as-of": scope_commands.search_as_of,
    "topic": scope_commands.pin_topic,
    "clear": scope_commands.clear,
    "sources": passage_commands.list_sources,
    "open": passage_commands.open_passage,
    "copy": passage_commands.copy_quote,
    "pin": pin_commands.pin,
    "pins": pin_commands.change_pins,
    "brief": brief_commands.brief,
    "export": record_commands.export,
    "why": passage_commands.explain,
    "more": passage_commands.show_more,
    "nearest": passage_commands.show_nearest,
    "drop": passage_commands.drop,
    "figures": report_commands.list_figures,
    "said": report_commands.list_sayings,
    "timeline": report_commands.show_timeline,
    "facts": report_commands.list_facts,
    "check": draft_commands.check,
    "watch": saved_question_commands.watch,
    "browse": screen_commands.browse,
    "index": screen_commands.report_index,
    "history": record_commands.find_past,
    "private": record_commands.set_privacy,
    "theme": screen_commands.choose_theme,
    "help": screen_commands.show_help,
    "quit": screen_commands.leave,
}
"""What each command of the registry does, by its name."""


async def execute(chat: Chat, given: Given, at: Exchange | None = None) -> Result:
    """Carry out a command; one that this shell does not have, or that is given what it does not take, is refused.

    Args:
        chat: Where.
        given: What was typed.
        at: The question it is about; the newest that was answered by default.
    """
    command = given.command
    try:
        if command.needs_screen and not chat.context.has_screens:
            raise UsageError(f"{LEADER}{command.name} needs the full chat.", hint="Run `qabot` without --plain for it.")
        return await HANDLERS[command.name](chat, command.takes.read(given.argument), at)
    except QabotError as error:
        return Refused(hinted_in_chat(error))


def require_handlers(commands: Mapping[str, object], handlers: Mapping[str, object]) -> None:
    """Refuse to start with a command that does nothing, or with a handler that nothing calls.

    Raises:
        InternalError: There is one.
    """
    if astray := sorted(commands.keys() ^ handlers.keys()):
        raise InternalError(f"Commands and handlers differ: {', '.join(astray)}.", hint="Mend qabot.chat.handlers.")


require_handlers(BY_NAME, HANDLERS)
