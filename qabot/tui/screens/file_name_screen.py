"""Asking under which name something is written."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qabot.tui.content import QUIET, plain
from qabot.tui.screens.pushed_screen import PushedScreen
from qabot.tui.widgets.line_input import LineInput


class FileName(LineInput):
    """The name; all of it is chosen at first, so that what is typed takes its place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "write", key_display="enter")]


class FileNameScreen(ModalScreen[str | None], PushedScreen[str | None]):
    """Asks for a name over the screen below. None where nothing is to be written."""

    AUTO_FOCUS = "FileName"
    CSS_PATH = "choice_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back", key_display="esc")]

    def __init__(self, name: str, folder: str) -> None:
        """Offer this name, for a file in this folder."""
        super().__init__()
        self._name_offered = name
        self._folder = folder

    def compose(self) -> ComposeResult:
        """Show what is asked, and the name."""
        with Vertical(id="choice"):
            yield Static(plain(f"Write to which file in {self._folder}?"), classes="asked")
            yield FileName(self._name_offered)
            yield Static(plain("enter writes, esc does not", QUIET), classes="advice")

    @on(FileName.Submitted)
    def _submitted(self, event: FileName.Submitted) -> None:
        if name := event.value.strip():
            self.dismiss(name)
