"""A choice between a few things, put over another screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from qabot.tui.content import plain


class Choice(ModalScreen[str | None]):
    """Asks one thing over the screen below. A letter answers, or an arrow and enter; esc is no answer."""

    CSS_PATH = "choice_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "back")]

    def __init__(self, asked: str, answers: Mapping[str, str]) -> None:
        """Ask this.

        Args:
            asked: The question.
            answers: What each letter does, the one that enter takes first.
        """
        super().__init__()
        self._asked = asked
        self._answers = answers

    def over(self, screen: Widget, then: Callable[[str | None], None]) -> None:
        """Ask over this screen, and pass on the letter."""
        screen.app.push_screen(self, then)  # pyright: ignore[reportUnknownMemberType] - an app of any kind

    def compose(self) -> ComposeResult:
        """Show the question and its answers."""
        with Vertical(id="choice"):
            yield Static(plain(self._asked), classes="asked")
            yield OptionList(*(_answer(letter, text) for letter, text in self._answers.items()))

    def on_key(self, event: events.Key) -> None:
        """Take a letter."""
        if event.character in self._answers:
            event.stop()
            self.dismiss(event.character)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        self.dismiss([*self._answers][event.option_index])


def _answer(letter: str, text: str) -> Content:
    return Content.assemble(plain(letter, "bold underline"), "  ", plain(text))
