"""Copying quotes and exporting conversations: out of the terminal, and honest about how far they got."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qabot.chat.clipboard import copy, describe_copy, short, write_file
from qabot.core.answers import Evidence, Turn
from qabot.output.citations import cite
from qabot.output.conversation_file import save
from qabot.tui.context import AppContext


@dataclass(frozen=True, slots=True)
class QuoteExporter:
    """Takes quotes and conversations out of the chat."""

    kit: AppContext
    """Where to."""
    write_terminal: Callable[[str], None]
    """Sends an escape sequence to the terminal."""

    def copy(self, evidence: Evidence, form: str) -> str:
        """Copy a quote with its citation, and return what can truly be said of it."""
        copied = copy(self.cited(evidence, form), self.kit.surroundings, self.write_terminal, self.kit.folder)
        return describe_copy(copied)

    def copy_text(self, text: str) -> str:
        """Copy any text likewise."""
        return describe_copy(copy(text, self.kit.surroundings, self.write_terminal, self.kit.folder))

    def write(self, evidence: Evidence, form: str = "text") -> str:
        """Write a quote with its citation to a file, and return where it is.

        Raises:
            UsageError: The folder cannot be written to.
        """
        written = write_file(self.cited(evidence, form) + "\n", self.kit.folder)
        return f"Wrote {short(written)}."

    def cited(self, evidence: Evidence, form: str) -> str:
        """Return a quote with its citation."""
        return cite(evidence, form, self.kit.clock().astimezone().date())

    def export(self, turns: Sequence[Turn], name: str) -> str:
        """Write a conversation to a file of its own, and return where it is; its ending says in which form.

        Args:
            turns: The conversation.
            name: Where to, seen from the folder that qabot was started in; empty for a name made of the time.

        Raises:
            UsageError: The ending is of no form, there is such a file, or it cannot be written.
        """
        return f"Wrote {short(save(turns, name, self.kit.folder, self.kit.clock().astimezone()))}."
