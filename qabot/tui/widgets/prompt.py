"""The prompt: where questions, commands and filters are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from qabot.chat.completion import Completion
from qabot.core.text import printable

MOST_PASTED = 2_000
"""Characters of a paste beyond which the rest is cut, since no question is longer."""


BY_ITSELF_S = 0.3
"""How long after a question mark nothing may come for it to be a key: longer than between the letters of a word."""
PLACEHOLDER = "Ask a question"
Completer = Callable[[str], Sequence[Completion]]
"""Tells what may be meant by the text before the cursor, best first; nothing where it is plain prose."""


class Prompt(TextArea):
    """Takes a question of several lines; enter asks it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "ask", key_display="enter"),
        Binding("ctrl+j", "newline", "newline"),
        Binding("ctrl+r", "screen.say('history')", "history"),  # the screen's own; the footer has room for it here
        Binding("tab", "complete", "complete", show=False),
        Binding("up", "earlier", "earlier", show=False),
        Binding("down", "later", "later", show=False),
    ]

    @dataclass
    class Submitted(Message):
        """Something was asked."""

        text: str
        """As typed, without white space behind; a space before a slash tells a question from a command."""

    @dataclass
    class Offering(Message):
        """Other completions are offered, or another one is chosen."""

        offered: Sequence[Completion]
        """What may be meant; nothing where the text is plain prose."""
        chosen: int
        """Which of them tab takes, from 0."""

    class HelpWanted(Message):
        """A question mark came by itself, where nothing else stood."""

    @dataclass
    class Shortened(Message):
        """A paste was cut."""

        dropped: int
        """Characters that went."""

    def __init__(self, completer: Completer) -> None:
        """Start empty.

        Args:
            completer: Tells what may be meant by the text before the cursor.
        """
        super().__init__(
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            compact=True,
            placeholder=PLACEHOLDER,
            id="prompt",
        )
        self._completer = completer
        self._offered: Sequence[Completion] = ()
        self._chosen = 0
        self._earlier: list[str] = []
        self._place = 0
        self._draft = ""

    def remember(self, texts: Sequence[str]) -> None:
        """Offer these texts for the up key, the oldest first."""
        self._earlier = [*texts]
        self._place = len(self._earlier)

    def add(self, text: str) -> None:
        """Offer one more text for the up key, as the newest."""
        self.remember([*(each for each in self._earlier if each != text), text])

    def forget(self, text: str | None) -> None:
        """Offer a text no longer for the up key; None for all of them."""
        self.remember([] if text is None else [each for each in self._earlier if each != text])

    def put(self, text: str) -> None:
        """Put a text in the place of what is there, the cursor behind it."""
        self.text = printable(text)
        self.move_cursor(self.document.end)

    def complete(self, completion: Completion) -> None:
        """Put a completion in the place of what it completes."""
        before = self.before
        line = before.count("\n", 0, completion.start)
        column = completion.start - (before.rfind("\n", 0, completion.start) + 1)
        self.replace(completion.text, (line, column), self.cursor_location)

    def close_completions(self) -> bool:
        """Offer nothing until the text changes; tell whether anything was offered."""
        offered = bool(self._offered)
        self._offer((), 0)
        return offered

    def _offer(self, offered: Sequence[Completion], chosen: int) -> None:
        self._offered, self._chosen = offered, chosen
        self.post_message(self.Offering(offered, chosen))

    @property
    def before(self) -> str:
        """The text before the cursor."""
        return self.get_text_range((0, 0), self.cursor_location)

    def action_submit(self) -> None:
        """Ask what is there."""
        text = self.text.rstrip()
        if text:
            self.clear()
            self.post_message(self.Submitted(text))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_complete(self) -> None:
        """Take the chosen completion; where there is none, the key is left to the screen."""
        # Keys may come faster than what is offered is drawn: what counts is the text as it is now.
        offered = self._completer(self.before)
        if offered:
            self.complete(offered[self._chosen if offered == self._offered else 0])
        else:
            raise SkipAction

    def action_earlier(self) -> None:
        """Move up: in the completions, in the text, or to an earlier question."""
        if self._offered:
            self._offer(self._offered, (self._chosen - 1) % len(self._offered))
        elif self.cursor_at_first_line and self._place > 0:
            if self._place == len(self._earlier):
                self._draft = self.text
            self._recall(self._place - 1)
        else:
            self.action_cursor_up()

    def action_later(self) -> None:
        """Move down likewise."""
        if self._offered:
            self._offer(self._offered, (self._chosen + 1) % len(self._offered))
        elif self.cursor_at_last_line and self._place < len(self._earlier):
            self._recall(self._place + 1)
        else:
            self.action_cursor_down()

    def _recall(self, place: int) -> None:
        self._place = place
        self.put(self._earlier[place] if place < len(self._earlier) else self._draft)

    def on_text_area_changed(self) -> None:
        """Offer what may be meant, but by an earlier question: there, up and down go on to the others."""
        is_recalled = self.text in self._earlier[self._place : self._place + 1]
        self._offer(() if is_recalled else self._completer(self.before), 0)

    async def on_key(self, event: events.Key) -> None:
        """Do what a key is bound to in its turn: otherwise letters that follow it fast would come before it."""
        if event.character == "?" and not self.text:  # asked by the queue: keys that came meanwhile are before it
            self.set_timer(BY_ITSELF_S, lambda: self.call_later(self._weigh_question_mark))
        action = _ACTIONS.get(event.key)
        if action and await self.app.run_action(action, self):  # pyright: ignore[reportUnknownMemberType]
            event.prevent_default()
            event.stop()

    def _weigh_question_mark(self) -> None:
        """Take a question mark for a wish for help, if nothing has come with it: no question begins with one."""
        if self.text == "?":
            self.clear()
            self.post_message(self.HelpWanted())

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste as text, however many lines it has: it never submits."""
        event.prevent_default()
        event.stop()
        text = printable(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        self.move_cursor(self.replace(text[:MOST_PASTED], *self.selection).end_location)
        if len(text) > MOST_PASTED:
            self.post_message(self.Shortened(len(text) - MOST_PASTED))


_ACTIONS = {each.key: each.action for each in Binding.make_bindings([*TextArea.BINDINGS, *Prompt.BINDINGS])}
"""What each key does in the prompt, its own before those of any text area."""
