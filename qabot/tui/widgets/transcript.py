"""The conversation: its questions and answers, and notes between them."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from qabot.tui.content import QUIET, plain
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.turn_block import TurnBlock


class Transcript(VerticalScroll, can_focus=False):
    """Scrolls; the newest question stands at the top of what is shown until the reader moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next", show=False),
        Binding("up", "move(-1)", "previous", show=False),
        Binding("home", "scroll_home", "top", show=False),
        Binding("end", "scroll_end", "end", show=False),
    ]

    def __init__(self, welcome: Widget) -> None:
        """Start with a greeting, which the first question takes away."""
        super().__init__(id="transcript")
        self._welcome = welcome
        self._kept: Widget | None = None
        self._is_at_end = False

    def compose(self) -> ComposeResult:
        """Show the greeting."""
        yield self._welcome

    @property
    def turns(self) -> list[TurnBlock]:
        """The questions, the oldest first."""
        return list(self.query(TurnBlock))

    @property
    def newest(self) -> TurnBlock | None:
        """The newest question."""
        turns = self.turns
        return turns[-1] if turns else None

    @property
    def current(self) -> TurnBlock | None:
        """The question whose evidence has the focus, or the newest."""
        focused = self.screen.focused
        owners = [turn for turn in self.turns if focused is not None and focused in turn.walk_children()]
        return owners[0] if owners else self.newest

    async def add(self, block: Widget) -> None:
        """Add a question or a note, and show it."""
        self._welcome.display = False
        for turn in self.turns:
            turn.remove_class("-newest")
        block.add_class("-newest")
        await self.mount(block)
        self.show(block)

    async def note(self, text: str) -> None:
        """Say something below all that was said, and leave the reader where they are."""
        await self.mount(Static(plain(text, QUIET), classes="note"))

    async def empty(self) -> None:
        """Begin anew, with the greeting."""
        await self.remove_children("TurnBlock, .note, .listing")
        self._welcome.display = True

    def show(self, block: Widget) -> None:
        """Scroll so that a block begins at the top, or so far down as there is anything."""
        self._kept, self._is_at_end = block, False
        self.call_after_refresh(self._settle)

    def keep(self) -> None:
        """Leave at the top what stands there, when something above or below it has become taller."""
        self.call_after_refresh(self._settle)

    @property
    def entry(self) -> Widget | None:
        """What takes the focus first: evidence of the newest answer, or a question to begin with."""
        newest = self.newest
        return next(iter(newest.query("EvidenceBlock, Fold") if newest else self.query("Example")), None)

    def action_move(self, by: int) -> None:
        """Move the focus among the pieces of evidence; at the ends, scroll."""
        blocks = list(self.query("EvidenceBlock, Fold, Crossed" if self.newest else "Example"))
        focused = self.screen.focused
        place = blocks.index(focused) + by if focused in blocks else len(blocks) - 1
        if 0 <= place < len(blocks):
            self.screen.set_focus(blocks[place])
        else:
            self.scroll_relative(y=2 * by, animate=False, immediate=True)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep in sight what the reader is at, whatever becomes of the size."""
        if isinstance(event.widget, EvidenceBlock):
            self._kept, self._is_at_end = event.widget, False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember which block stands at the top, or that the end is in sight, with what was said last."""
        super().watch_scroll_y(old_value, new_value)
        self._is_at_end = 0 < self.max_scroll_y <= new_value
        tops = [child for child in self.children if child.display and child.virtual_region.bottom > new_value]
        if tops and self.is_mounted:
            self._kept = tops[0]

    def on_resize(self) -> None:
        """Keep what was visible at the top visible at the top, or the end at the foot."""
        self.keep()

    def _settle(self) -> None:
        """Scroll so that what is to be in sight begins at the top, or as far down as the end allows."""
        if self._is_at_end:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True, immediate=True)
            return
        widget, top = self._kept, 0
        while widget is not None and widget.is_attached and widget is not self:
            top += widget.virtual_region.y
            widget = widget.parent if isinstance(widget.parent, Widget) else None
        if widget is self:
            self.scroll_to(y=max(0, min(top, self.max_scroll_y)), animate=False, force=True, immediate=True)
