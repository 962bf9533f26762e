"""What every screen works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from qabot.chat.clipboard import TerminalEnvironment
from qabot.chat.headless_chat import ChatContext
from qabot.chat.history import History
from qabot.chat.worker import SessionWorker
from qabot.core.dates import utc_now
from qabot.core.settings import Settings
from qabot.tui.glyphs import Glyphs


class AppContext(Struct, frozen=True):
    """The parts that the application puts together once."""

    settings: Settings
    """Whose index it is, and how it is to be read."""
    worker: SessionWorker
    """Talks to the session."""
    history: History
    """Earlier questions; one that keeps nothing for a private chat."""
    glyphs: Glyphs
    """The marks to draw with."""
    surroundings: TerminalEnvironment
    """What the terminal and the machine around it can do, for copying."""
    folder: Path
    """Where exports and copies in files go: the folder qabot was started in."""
    clock: Callable[[], datetime] = utc_now
    """Tells the time, in UTC."""
    pins: Path | None = None
    """The file of pinned passages; None where none are kept beyond the chat."""

    @property
    def chat_context(self) -> ChatContext:
        """The part of it that needs no screen."""
        return ChatContext(self.settings.home.path, self.history, self.folder, True, self.clock, self.pins)
