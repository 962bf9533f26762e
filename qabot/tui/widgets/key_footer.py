"""The line at the bottom: the keys that act where one is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyFooter(Footer):
    """Draws the keys anew only where they are others.

    Textual tells of every move of the focus and every look at what can be done, most of which change nothing here; to
    make the line's widgets again each time took a fifth of what the chat took of the processor.
    """

    _shown: tuple[object, ...] | None = None
    """What the keys that stand there were made of."""

    def compose(self) -> ComposeResult:
        """Make each key as it will be: Textual makes all of them compact and then, but for the palette's, not so.

        Every such change has a key's styles looked up again, three times as often as the key is drawn.
        """
        for key in super().compose():
            if isinstance(key, FooterKey):
                is_compact = self.compact or key.has_class("-command-palette")
                key.set_reactive(FooterKey.compact, is_compact)
                key.set_class(is_compact, "-compact", update=False)
            yield key

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Take over the keys of this screen, unless they stand there."""
        shown = tuple(
            (binding, is_enabled, tooltip)
            for _, binding, is_enabled, tooltip in screen.active_bindings.values()
            if binding.show
        )
        if shown == self._shown:
            return
        is_seen = self.app.app_focus  # pyright: ignore[reportUnknownMemberType] - of an app that returns anything
        if is_seen and self.is_attached and screen is self.screen:
            self._shown = shown
        super().bindings_changed(screen)  # pyright: ignore[reportUnknownMemberType] - its parameter names no result
