"""Writing a conversation to a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from qabot.core.answers import Turn
from qabot.core.errors import UsageError
from qabot.output.conversation_export import export
from qabot.output.new_file import seen_from, write_new
from qabot.output.writer_registry import by_suffix, writers


def save(turns: Sequence[Turn], name: str, folder: Path, now: datetime) -> Path:
    """Write a conversation to a file that is not there yet; its ending says in which form.

    Args:
        turns: The conversation.
        name: Where to, seen from the folder; empty for a name made of the time.
        folder: The folder that qabot was started in.
        now: When it is written, as the reader's clock has it.

    Returns:
        Where it is.

    Raises:
        UsageError: The ending is of no form, there is such a file, or it cannot be written.
    """
    path = seen_from(folder, name or f"qabot-{now:%Y%m%d-%H%M%S}.md")
    writer = by_suffix(path.suffix, "conversation")
    if writer is None:
        *others, last = (each.suffix for each in writers("conversation"))
        hint = f"Use {', '.join(others)} or {last}."
        raise UsageError(f"{path.name} has no ending that says how to write it.", hint=hint)
    write_new(path, export(turns, writer.name, made=now), "Export")
    return path
