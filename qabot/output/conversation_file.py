"""Writing a conversation to a file of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from qabot.core.answers import Turn
from qabot.core.errors import UsageError
from qabot.core.home_files import removed_unless_whole
from qabot.output.conversation_export import export
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
    # Unlike Path, `os.path` leaves the tilde of a user there is not as it stands.
    path = folder / (os.path.expanduser(name) if name else f"qabot-{now:%Y%m%d-%H%M%S}.md")  # noqa: PTH111
    writer = by_suffix(path.suffix, "conversation")
    if writer is None:
        *others, last = (each.suffix for each in writers("conversation"))
        hint = f"Use {', '.join(others)} or {last}."
        raise UsageError(f"{path.name} has no ending that says how to write it.", hint=hint)
    try:
        with removed_unless_whole(path, path.open("x", encoding="utf-8", newline="\n")) as file:
            file.write(export(turns, writer.name, made=now))
    except FileExistsError:
        raise UsageError(f"{path} is there already.", hint="Export to another name.") from None
    except (OSError, ValueError) as cause:  # a name may hold what no path can
        why = cause.strerror if isinstance(cause, OSError) else cause
        raise UsageError(f"{path} cannot be written: {why}.", hint="Export to another place.") from cause
    return path
