"""Where typed text goes."""

from __future__ import annotations

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widgets import Input, TextArea

from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.pushed_screen import PushedScreen


class TextRouter(App[int]):
    """Brings text to where text is typed, whatever has the focus.

    The rule: **text is never a key.** A letter, a digit, a space, a punctuation mark or a paste goes to the field that
    has the focus; else to the field that the screen on top begins in (the prompt, the line that narrows the articles,
    the words looked for in the history, a file's name); and where that screen has none (the help, the index, an
    article, a list of formats), the screen is left, and the text goes to the one below. So a question can be typed,
    pasted or dictated from anywhere, and arrives whole. What acts instead is on keys that no text holds: enter, esc,
    tab, arrows, F-keys, and ctrl with a letter, but for those that terminals and multiplexers take.

    Three keys that are text act when they come by themselves, which is when nothing that is text comes with them:
    `?` in an empty prompt (`Prompt`), a digit that is entered (`AskScreen`), and a letter that answers a dialog
    (`Choice`).

    It is done before a key is passed on: were it left to what has the focus, the keys behind it, which may be under
    way to there already, would come too late or elsewhere.
    """

    async def on_event(self, event: events.Event) -> None:
        """Pass an event on, text to where it belongs."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            text = _text(event)
            if text and not isinstance(self.focused, Input | TextArea) and self._is_taken(text):
                return
        await super().on_event(event)

    def _is_taken(self, text: str) -> bool:
        """Bring text that no field awaits to where it belongs; tell whether that was done, or is left to the focus."""
        if isinstance(choice := self.screen, Choice):
            text = choice.weighed(text)
            if not text:
                return True
        on_top = self.screen
        while (field := _field(self.screen)) is None and isinstance(self.screen, PushedScreen):
            self.screen.dismiss(None)
        if field is None:
            return False
        self.screen.set_focus(field)
        if self.screen is on_top:
            return False
        field.post_message(events.Paste(text))
        return True


def _text(event: events.Key | events.Paste) -> str:
    """Return the text that a key or a paste is; nothing for any other key."""
    if isinstance(event, events.Paste):
        return event.text
    return event.character or "" if event.is_printable else ""


def _field(screen: Screen[object]) -> Input | TextArea | None:
    """Return the field that a screen begins in, if it begins in one."""
    first = next(iter(screen.query(screen.AUTO_FOCUS)), None) if screen.AUTO_FOCUS else None
    return first if isinstance(first, Input | TextArea) else None
