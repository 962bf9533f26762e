"""Filters in force, each with a cross that takes it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qabot.chat.filter_chips import Chip, chips
from qabot.core.questions import Filters
from qabot.tui.content import QUIET, plain
from qabot.tui.glyphs import Glyphs


class Crossed(Static, can_focus=True):
    """Something that holds until its cross is clicked, or enter or delete is pressed on it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,delete,backspace", "drop", "drop", key_display="enter")]

    class Dropped(Message):
        """It was taken away."""

        def __init__(self, crossed: Crossed) -> None:
            """Say which."""
            super().__init__()
            self.crossed = crossed

    def __init__(self, text: Content, glyphs: Glyphs, *, name: str | None = None) -> None:
        """Show this text with a cross behind."""
        super().__init__(Content.assemble(text, " ", plain(glyphs.cross, "bold")), name=name, classes="crossed")

    def action_drop(self) -> None:
        """Take it away."""
        self.post_message(self.Dropped(self))

    def on_click(self) -> None:
        """Take it away."""
        self.action_drop()


class FilterChip(Crossed):
    """One filter."""

    def __init__(self, chip: Chip, glyphs: Glyphs) -> None:
        """Show what the filter says."""
        super().__init__(plain(chip.text), glyphs)
        self.chip = chip


class ChipBar(Horizontal):
    """The filters of the conversation; hidden while there are none."""

    @dataclass
    class Changed(Message):
        """A filter was taken away."""

        filters: Filters
        """What is left."""

    def __init__(self, glyphs: Glyphs) -> None:
        """Start without filters."""
        super().__init__(id="chips")
        self._glyphs = glyphs
        self._filters = Filters()

    def compose(self) -> ComposeResult:
        """Show a chip a filter."""
        yield Static(plain("filters", QUIET), classes="label")
        for chip in chips(self._filters):
            yield FilterChip(chip, self._glyphs)

    @property
    def entry(self) -> FilterChip | None:
        """What takes the focus when the reader comes to the filters."""
        return next(iter(self.query(FilterChip)), None)

    async def show(self, filters: Filters) -> None:
        """Show these filters."""
        self._filters = filters
        self.set_class(filters.active, "-active")
        await self.recompose()

    def on_crossed_dropped(self, message: Crossed.Dropped) -> None:
        """Tell what is left."""
        message.stop()
        if isinstance(message.crossed, FilterChip):
            self.post_message(self.Changed(message.crossed.chip.without))
