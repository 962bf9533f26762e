"""Choosing the format in which a quote is copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList

from qabot.tui.content import plain
from qabot.tui.screens.pushed_screen import PushedScreen


class FormatScreen(ModalScreen[str | None], PushedScreen[str | None]):
    """A short list over the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(self, formats: Sequence[str]) -> None:
        """Offer these formats."""
        super().__init__()
        self._formats = formats

    def compose(self) -> ComposeResult:
        """Show the list."""
        listed = OptionList(*(plain(each) for each in self._formats), id="formats")
        listed.border_title = "copy as"
        yield listed

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a format."""
        self.dismiss(self._formats[event.option_index])
