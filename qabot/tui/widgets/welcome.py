"""The empty screen: what can be asked, of what, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qabot.chat.asker import OpenedIndex
from qabot.chat.completion import Vocabulary
from qabot.output.attribution import BRIEFS_SAID, outlets_words, text_count
from qabot.tui.content import HEAD, QUIET, joined, plain
from qabot.tui.glyphs import Glyphs

_OUTLETS = 5
_INVITATION = "Ask the public-sector ICT press, and read the passage that answers."


class Example(Static, can_focus=True):
    """A question that can be asked by choosing it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "ask", "ask this", key_display="enter")]

    class Chosen(Message):
        """It is to be asked."""

        def __init__(self, text: str) -> None:
            """Say what."""
            super().__init__()
            self.text = text

    def __init__(self, text: str, glyphs: Glyphs) -> None:
        """Show a question."""
        super().__init__(Content.assemble(plain(f"{glyphs.prompt} ", QUIET), plain(text)), classes="example")
        self._question = text

    def action_ask(self) -> None:
        """Ask it."""
        self.post_message(self.Chosen(self._question))

    def on_click(self) -> None:
        """Ask it."""
        self.action_ask()


class Welcome(Vertical):
    """What the index holds, and questions that it answers."""

    def __init__(self, glyphs: Glyphs) -> None:
        """Start before anything is known."""
        super().__init__(id="welcome")
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Show the invitation, and room for the rest."""
        yield Static(plain(_INVITATION, HEAD))
        yield Static(classes="holdings")
        yield Vertical(classes="examples")
        yield Vertical(classes="earlier")
        yield Static(classes="advice")

    def show_holdings(self, opened: OpenedIndex, vocabulary: Vocabulary) -> None:
        """Say what there is to ask."""
        searched = opened.searched
        dates = f"{searched.first.label} to {searched.last.label}" if searched.first and searched.last else "undated"
        outlets = outlets_words(vocabulary.outlets[:_OUTLETS])
        lines = [joined((text_count(searched.articles, searched.briefs), dates), self._glyphs.dot)]
        mostly = "mostly" if searched.briefs == searched.articles else "mostly from"
        lines += [plain(f"{mostly} {outlets}", QUIET)] if outlets else []
        lines += [plain(BRIEFS_SAID, QUIET)] if searched.briefs else []
        self.query_one(".holdings", Static).update(Content("\n").join(lines))
        self.query_one(".advice", Static).update(
            plain("? help, / commands, or limit a question: outlet:… org:… after:… before:…", QUIET)
        )

    async def show_examples(self, questions: Sequence[str]) -> None:
        """Offer questions that the index answers."""
        await self._offer(".examples", "Such as", questions)

    async def show_earlier(self, questions: Sequence[str]) -> None:
        """Offer questions that were asked before."""
        await self._offer(".earlier", "Asked before", questions)

    async def show_problem(self, lines: Sequence[str]) -> None:
        """Say what stands in the way of asking."""
        self.query_one(".holdings", Static).update(Content("\n").join(plain(line) for line in lines))

    async def _offer(self, place: str, title: str, questions: Sequence[str]) -> None:
        box = self.query_one(place, Vertical)
        await box.remove_children()
        if questions:
            await box.mount(Static(plain(title, QUIET)), *(Example(each, self._glyphs) for each in questions))
