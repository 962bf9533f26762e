"""What may be meant by what is typed, shown above the prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qabot.chat.completion import Completion
from qabot.tui.content import QUIET, plain

_WIDEST = 40
"""Cells that completions take at the most before their hints begin."""


class Completions(OptionList, can_focus=False):
    """A short list over the prompt. The prompt keeps the focus and moves the choice."""

    @dataclass
    class Chosen(Message):
        """A completion was clicked."""

        completion: Completion
        """Which."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__(id="completions", markup=False)
        self._offered: Sequence[Completion] = ()

    def offer(self, completions: Sequence[Completion], chosen: int) -> None:
        """Show these with one of them chosen, or nothing."""
        if completions != self._offered:
            self._offered = completions
            self.clear_options()
            column = min(max((cell_len(each.text.strip()) for each in completions), default=0), _WIDEST)
            self.add_options(Option(_line(each, column)) for each in completions)
            self.set_class(bool(completions), "-offering")
        self.highlighted = chosen if completions else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell which completion was clicked."""
        event.stop()
        self.post_message(self.Chosen(self._offered[event.option_index]))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Leave the focus to the prompt."""
        event.prevent_default()


def _line(completion: Completion, column: int) -> Content:
    text = completion.text.strip()
    gap = " " * max(column - cell_len(text), 0)
    return Content.assemble(plain(text), gap, "  ", plain(completion.hint, QUIET))
