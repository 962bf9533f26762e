"""A line to type in, on a screen of its own purpose."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class LineInput(Input):
    """Takes a paste of several lines as one line, where Textual's own takes the first and drops the others."""

    def on_paste(self, event: events.Paste) -> None:
        """Put all of it in."""
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.splitlines()), *self.selection)
