"""Copying quotes and exporting conversations: out of the terminal, and honest about how far they got."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qabot.clipboard import copy, told, write_file
from qabot.errors import UsageError
from qabot.output.citing import CitationFormat, cite
from qabot.output.conversation import ConversationFormat, export
from qabot.records import Evidence, Turn
from qabot.tui.kit import Kit

_FORMATS: dict[str, ConversationFormat] = {".md": "markdown", ".html": "html", ".json": "json"}


@dataclass(frozen=True, slots=True)
class Keeper:
    """Takes quotes and conversations out of the chat."""

    kit: Kit
    """Where to."""
    write_terminal: Callable[[str], None]
    """Sends an escape sequence to the terminal."""

    def copy(self, evidence: Evidence, form: CitationFormat) -> str:
        """Copy a quote with its citation, and return what can truly be said of it."""
        copied = copy(self.cited(evidence, form), self.kit.surroundings, self.write_terminal, self.kit.folder)
        return told(copied)

    def copy_text(self, text: str) -> str:
        """Copy any text likewise."""
        return told(copy(text, self.kit.surroundings, self.write_terminal, self.kit.folder))

    def write(self, evidence: Evidence, form: CitationFormat = "text") -> str:
        """Write a quote with its citation to a file, and return where it is.

        Raises:
            UsageError: The folder cannot be written to.
        """
        return f"Wrote {write_file(self.cited(evidence, form), self.kit.folder)}."

    def cited(self, evidence: Evidence, form: CitationFormat) -> str:
        """Return a quote with its citation."""
        return cite(evidence, form, self.kit.clock().astimezone().date())

    def export(self, turns: Sequence[Turn], name: str) -> Path:
        """Write a conversation to a file of its own; its ending says in which form.

        Args:
            turns: The conversation.
            name: Where to, seen from the folder that qabot was started in; empty for a name made of the time.

        Raises:
            UsageError: The ending is of no form, there is such a file, or it cannot be written.
        """
        now = self.kit.clock().astimezone()
        path = self.kit.folder / (_expanded(name) if name else f"qabot-{now:%Y%m%d-%H%M%S}.md")
        form = _FORMATS.get(path.suffix.lower())
        if form is None:
            raise UsageError(f"{path.name} has no ending that says how to write it.", hint="Use .md, .html or .json.")
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(export(turns, form, made=now))
        except FileExistsError:
            raise UsageError(f"{path} is there already.", hint="Export to another name.") from None
        except OSError as cause:
            raise UsageError(f"{path} cannot be written: {cause.strerror}.", hint="Export to another place.") from cause
        return path


def _expanded(name: str) -> Path:
    """Return a path with what `~` stands for; a user there is none of is part of the name."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)
