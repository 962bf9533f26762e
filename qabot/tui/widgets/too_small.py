"""What is shown where there is no room for anything else."""

from __future__ import annotations

from textual.widgets import Static

from qabot.tui.content import plain

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
"""Cells that the chat needs."""


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
                f"Terminal too small: the chat needs {LEAST_WIDTH}×{LEAST_HEIGHT}, this is {width}×{height}. "
                "`qabot chat --plain` works here."
            )
        )
