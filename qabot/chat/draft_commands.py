"""Commands about drafts: `/check`."""

from __future__ import annotations

import os

from qabot import reports
from qabot.chat.command_results import DraftChecked, Result
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.core.errors import UsageError


async def check(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """Check a draft against all articles.

    Raises:
        UsageError: No file is named, or it cannot be read.
    """
    if not argument:
        raise UsageError("Which draft?", hint="Try /check draft.md.")
    # Unlike Path, `os.path` leaves the tilde of a user there is not as it stands.
    draft = reports.read_draft_file(chat.context.folder / os.path.expanduser(argument), argument)  # noqa: PTH111
    return DraftChecked(await chat.asker.with_texts(lambda texts, bodies: reports.check_draft(draft, texts, bodies)))
