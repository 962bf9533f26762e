"""What is shown where there is no room for anything else."""

from __future__ import annotations

from textual.widgets import Static

from qabot.chat.least_terminal import LEAST_COLUMNS, LEAST_LINES
from qabot.tui.content import plain


class TooSmall(Static):
    """Covers a screen that is too small, and says what works there."""

    def on_mount(self) -> None:
        """Say how large it is."""
        self._tell()

    def on_resize(self) -> None:
        """Say it anew."""
        self._tell()

    def _tell(self) -> None:
        width, height = self.screen.size
        self.update(
            plain(
                f"Terminal too small: the chat needs {LEAST_COLUMNS}×{LEAST_LINES}, this is {width}×{height}. "
                "`qabot chat --plain` works here."
            )
        )
