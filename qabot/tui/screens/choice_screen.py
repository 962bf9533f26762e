"""A choice between a few things, put over another screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from qabot.tui.content import plain
from qabot.tui.screens.pushed_screen import PushedScreen

BY_ITSELF_S = 0.3
"""How long after a letter no other may come for it to be an answer: longer than between the letters of a word."""


class Choice(ModalScreen[str | None], PushedScreen[str | None]):
    """Asks one thing over the screen below. An arrow and enter answer; esc is no answer.

    So does a letter that comes by itself. One that others follow is the beginning of a text, which was on its way
    somewhere else: then nothing is decided, and the text goes on whole.
    """

    CSS_PATH = "choice_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(self, asked: str, answers: Mapping[str, str]) -> None:
        """Ask this.

        Args:
            asked: The question.
            answers: What each letter does, the one that enter takes first.
        """
        super().__init__()
        self._asked = asked
        self._answers = answers
        self._held = ""

    def over(self, screen: Widget, then: Callable[[str | None], None]) -> None:
        """Ask over this screen, and pass on the letter."""
        screen.app.push_screen(self, then)  # pyright: ignore[reportUnknownMemberType] - an app of any kind

    def compose(self) -> ComposeResult:
        """Show the question and its answers."""
        with Vertical(id="choice"):
            yield Static(plain(self._asked), classes="asked")
            yield OptionList(*(_answer(letter, text) for letter, text in self._answers.items()))

    def weighed(self, text: str) -> str:
        """Take text that comes while this is asked; return what turns out to be no answer, nothing while it may be.

        The same letter once more, as of a key that was held, is still that answer.
        """
        held, self._held = self._held, self._held + text
        if len({*self._held}) > 1 or self._held[0] not in self._answers:
            return self._held
        self.query_one(OptionList).highlighted = [*self._answers].index(self._held[0])  # what enter takes meanwhile
        if not held:  # by way of the application, whose keys that came meanwhile are before it
            later = self.app.call_later  # pyright: ignore[reportUnknownMemberType] - an app of any kind
            self.set_timer(BY_ITSELF_S, lambda: later(self._answered))
        return ""

    def _answered(self) -> None:
        self.dismiss(self._held[0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        self.dismiss([*self._answers][event.option_index])


def _answer(letter: str, text: str) -> Content:
    return Content.assemble(plain(letter, "bold underline"), "  ", plain(text))
