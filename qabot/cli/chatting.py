"""`qabot chat`: the parts of the chat put together, and the chat run, on a screen or line by line."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from qabot.cli.hangup import leave_with_the_terminal
from qabot.cli.loading import kept_for_good
from qabot.clipboard import Surroundings
from qabot.corpus.starter import seed
from qabot.errors import HistoryUnusable, UsageError
from qabot.history import History, default_path
from qabot.settings import Settings
from qabot.tui.app import QabotApp
from qabot.tui.desk import Desk
from qabot.tui.glyphs import ASCII, UNICODE
from qabot.tui.kit import Kit
from qabot.tui.themes import ThemeName

if TYPE_CHECKING:
    from qabot.session import Session
    from qabot.tui.acting import Actor


_DRIVER = "TEXTUAL_DRIVER"
"""Set by what draws the chat elsewhere, such as in a browser."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the chat is to look."""

    theme: ThemeName = "dark"
    """Its colours."""
    ascii: bool = False
    """Whether to draw with ASCII characters alone."""


def chat(settings: Settings, look: Look, *, private: bool) -> int:
    """Run the chat on this terminal and return the exit code.

    Args:
        settings: Whose index to ask.
        look: How it is to look.
        private: Whether to keep no history.

    Raises:
        UsageError: Standard input or output is no terminal.
    """
    if not (_DRIVER in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError("The chat needs a terminal.", hint="Run `qabot chat --plain` to converse in lines.")
    if settings.home.is_default:
        seed(settings.home.corpus)
    surroundings = Surroundings.read(os.environ, sys.platform, shutil.which)
    trouble: list[HistoryUnusable] = []
    history = History.off() if private else History.open(default_path(), trouble.append)
    glyphs = ASCII if look.ascii else UNICODE
    kit = Kit(settings, Desk(lambda: _open_session(settings)), history, glyphs, surroundings, Path.cwd())
    still = surroundings.is_ssh or surroundings.multiplexer is not None
    if sys.stdin.isatty():
        leave_with_the_terminal()
    app = QabotApp(kit, _load_actor, look.theme, private=private, animated=not still, troubles=trouble)
    code = app.run()
    if app.fault is not None:
        raise app.fault.error if isinstance(app.fault, WorkerFailed) else app.fault
    return code or 0


def _open_session(settings: Settings) -> Session:
    """Open the session. It is imported here, on the desk's thread, since its libraries take longer than the screen."""
    with kept_for_good():
        from qabot.session import Session

    return Session.open_for_words(settings)


def _load_actor() -> type[Actor]:
    """Load what carries out commands. It is imported here, on a thread, since it brings the other screens with it."""
    with kept_for_good():
        from qabot.tui.acting import Actor

    return Actor
