"""`qabot chat`: the parts of the chat put together, and the chat run, on a screen or line by line."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.worker import WorkerFailed

from qabot import reports
from qabot.chat.clipboard import TerminalEnvironment
from qabot.chat.history import History, default_path
from qabot.chat.theme_names import ThemeName
from qabot.chat.worker import SessionWorker
from qabot.cli.gc_frozen import gc_frozen
from qabot.cli.terminal_watchdog import exit_with_terminal
from qabot.core.errors import HistoryUnusable, UsageError
from qabot.core.settings import Settings
from qabot.corpus.starter import seed_default_home
from qabot.tui.application import QabotApp
from qabot.tui.context import AppContext
from qabot.tui.glyphs import ASCII, UNICODE

if TYPE_CHECKING:
    from qabot.engine.session import Session
    from qabot.tui.command_handler import CommandHandler


_DRIVER = "TEXTUAL_DRIVER"
"""Set by what draws the chat elsewhere, such as in a browser."""


class Look(Struct, frozen=True):
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
    seed_default_home(settings.home)
    surroundings = TerminalEnvironment.read(os.environ, sys.platform, shutil.which)
    trouble: list[HistoryUnusable] = []
    history = History.off() if private else History.open(default_path(), trouble.append)
    glyphs = ASCII if look.ascii else UNICODE
    app_context = AppContext(
        settings,
        SessionWorker(lambda: _open_session(settings)),
        history,
        glyphs,
        surroundings,
        Path.cwd(),
        pins=None if private else reports.pins_path(),
    )
    still = surroundings.is_ssh or surroundings.multiplexer is not None
    if sys.stdin.isatty():
        exit_with_terminal()
    app = QabotApp(app_context, _load_handler, look.theme, private=private, animated=not still, troubles=trouble)
    code = app.run()
    if app.fault is not None:
        raise app.fault.error if isinstance(app.fault, WorkerFailed) else app.fault
    return code or 0


def _open_session(settings: Settings) -> Session:
    """Open the session, imported here, on the worker's thread: its libraries take longer than the screen."""
    with gc_frozen():
        from qabot.engine.session import Session

    return Session.open_lexical(settings)


def _load_handler() -> type[CommandHandler]:
    """Load what carries out commands. It is imported here, on a thread, since it brings the other screens with it."""
    with gc_frozen():
        from qabot.tui.command_handler import CommandHandler

    return CommandHandler
