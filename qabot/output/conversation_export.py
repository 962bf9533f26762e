"""A whole conversation as one document: Markdown for notes, an HTML page to keep or print, JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qabot.core.answers import Turn
from qabot.output.writer_registry import require


def export(turns: Sequence[Turn], form: str, *, made: datetime) -> str:
    """Return a conversation as one document: every question, its verdict, and every quote with its proof.

    Args:
        turns: Oldest first; there may be none.
        form: A format by name.
        made: When the document is made: it is dated with it, and the articles were looked up then.

    Raises:
        UsageError: There is no such format of conversations.
    """
    writer = require(form, "conversation")
    assert writer.conversation  # noqa: S101 - by what it was looked for
    return writer.conversation(turns, made)
