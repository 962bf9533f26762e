"""What a chat draws with when it is served: Textual's web driver, on a leash. Loaded by the chat, not by the server."""

from __future__ import annotations

from textual import messages
from textual.drivers.web_driver import WebDriver


class LeashedDriver(WebDriver):
    """Ends the chat when the server is gone, however that ended; by itself the driver would wait for it for ever."""

    def run_input_thread(self) -> None:
        """Pass on what the server sends, until it sends no more."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())
