"""A chat's stand-in, drawn by Textual as the chat is: it says back what is typed, and hands out a file."""

from __future__ import annotations

import io
import os
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static


class Tiny(App[None]):
    """Shows a line, a prompt, and what was typed into it."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "hand_out", "Hand out"), ("f3", "tell", "Tell")]

    def compose(self) -> ComposeResult:
        yield Static("Quibbly tram", id="greeting")
        yield Input(id="prompt")
        yield Static("", id="said", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one("#said", Static).update(f"You said {event.value}")

    def action_hand_out(self) -> None:
        self.deliver_text(io.StringIO("<p>A conversation</p>"), save_filename="talk.html", mime_type="text/html")

    def action_tell(self) -> None:
        told = [f"{name} {os.environ.get(name, 'none')}" for name in ("TERM", "COLORTERM", "TMUX")]
        self.query_one("#said", Static).update(f"{', '.join(told)}\n{self.size.width} by {self.size.height}")


if __name__ == "__main__":
    Tiny().run()
