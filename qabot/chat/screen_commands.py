"""Commands that show something apart from the conversation, or end it."""

from __future__ import annotations

from qabot.chat.command_results import HelpWanted, IndexReported, Left, Result, ScreenWanted, ThemeChosen
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.core.errors import UsageError


async def browse(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the articles.

    Raises:
        UsageError: There is no index.
    """
    if not chat.asker.is_open:
        raise UsageError("There is no index open.", hint="Build it with /index.")
    return ScreenWanted("browse")


async def report_index(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Say what is indexed; on a screen that is read aside, and what waits is brought in from there."""
    if chat.context.has_screens:
        return ScreenWanted("index")
    caught_up = await chat.catch_up()
    return IndexReported(await chat.asker.opened(), await chat.asker.waiting(), caught_up)


async def choose_theme(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Change the colours."""
    return ThemeChosen(argument)


async def show_help(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Say what can be typed."""
    return ScreenWanted("help") if chat.context.has_screens else HelpWanted()


async def leave(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """End the chat."""
    return Left()
