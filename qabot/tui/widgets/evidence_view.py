"""One piece of evidence: its number, the quote with its marks, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from qabot.core.answers import Evidence
from qabot.output.phrasing import explanation, reprints, short_citation
from qabot.output.why import plain_ranking
from qabot.tui.content import QUIET, marked, plain
from qabot.tui.glyphs import Glyphs
from qabot.tui.messages import EvidenceAction


class EvidenceBlock(Horizontal, can_focus=True):
    """A quote. A click or enter opens its article there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "read", key_display="enter"),
        Binding("ctrl+y", "want('copy')", "copy"),
        Binding("ctrl+e", "want('copy_as')", "copy as", tooltip="copy in a format to choose"),
        Binding("ctrl+l", "want('address')", "link", tooltip="show and copy the web address"),
        Binding("ctrl+x", "want('write')", "file", tooltip="write to a file"),
        Binding("ctrl+k", "want('pin')", "pin", tooltip="pin it for a note of your own"),
    ]

    @dataclass
    class Opened(Message):
        """It is to be read in its article."""

        evidence: Evidence
        """Which."""

    @dataclass
    class Wanted(Message):
        """Something else is to be done with it."""

        evidence: Evidence
        """With which."""
        what: EvidenceAction
        """What."""

    def __init__(self, evidence: Evidence, number: int, glyphs: Glyphs, *, explained: bool = False) -> None:
        """Show a piece of evidence.

        Args:
            evidence: Which.
            number: What it is called by, from 1.
            glyphs: The marks to draw with.
            explained: Whether to say why it ranks where it does.
        """
        super().__init__(classes="evidence")
        self.evidence = evidence
        self.number = number
        self._glyphs = glyphs
        self._explained = explained

    def compose(self) -> ComposeResult:
        """Show the number, the quote and the source."""
        evidence = self.evidence
        yield Static(plain(f"[{self.number}]", "bold"), classes="number")
        with Vertical(classes="told"):
            yield Static(marked(evidence, evidence.start, evidence.end), classes="quote")
            yield Static(plain(self._source(), QUIET), classes="source")
            if self._explained:
                told = f"{plain_ranking(evidence)}\n{explanation(evidence)}"
                yield Static(plain(self._glyphs.spelled(told), QUIET), classes="source")

    def _source(self) -> str:
        cited = self._glyphs.spelled(short_citation(self.evidence))
        also = reprints(self.evidence)
        return f"{cited}{self._glyphs.dot}also in {also}" if also else cited

    def action_open(self) -> None:
        """Read it in its article."""
        self.post_message(self.Opened(self.evidence))

    def action_want(self, what: EvidenceAction) -> None:
        """Have something done with it."""
        self.post_message(self.Wanted(self.evidence, what))

    def on_click(self, event: events.Click) -> None:
        """Open it, unless the click ended a selection of text."""
        event.stop()
        if not self.screen.get_selected_text():
            self.action_open()
