"""Copying quotes: out of the terminal, and honest about how far they got."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from qabot.chat.clipboard import TerminalEnvironment, copy, describe_copy, short, write_file
from qabot.core.answers import Evidence
from qabot.output.citations import cite


class QuoteExporter(Struct, frozen=True):
    """Takes quotes out of the chat."""

    surroundings: TerminalEnvironment
    """What the terminal and the machine around it can do."""
    folder: Path
    """Where files go: the folder qabot was started in."""
    clock: Callable[[], datetime]
    """Tells the time, in UTC."""
    write_terminal: Callable[[str], None]
    """Sends an escape sequence to the terminal."""

    def copy(self, evidence: Evidence, form: str) -> str:
        """Copy a quote with its citation, and return what can truly be said of it."""
        return self.copy_text(self.cited(evidence, form))

    def copy_text(self, text: str) -> str:
        """Copy any text likewise."""
        return describe_copy(copy(text, self.surroundings, self.write_terminal, self.folder))

    def write(self, evidence: Evidence, name: str) -> str:
        """Write a quote with its citation to a new file of this name, and return where it is.

        Raises:
            UsageError: The folder cannot be written to, or there is such a file.
        """
        written = write_file(self.cited(evidence, "text") + "\n", self.folder, name)
        return f"Wrote {short(written)}."

    def cited(self, evidence: Evidence, form: str) -> str:
        """Return a quote with its citation."""
        return cite(evidence, form, self.clock().astimezone().date())
