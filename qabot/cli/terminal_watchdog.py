"""Leaving when the terminal is gone: its window was closed, or the line to it broke.

What draws the screen would wait for ever to write to it, and read its end over and over. There is nothing left to do
for such a chat: every question was kept when it was answered, and a build under way ends with it.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading

HUNG_UP = 128 + signal.SIGHUP
"""The exit code of a process whose terminal is gone."""
_LOOK_EVERY_S = 2.0


def exit_with_terminal() -> None:
    """End this process when its terminal goes, whether or not a signal tells it so."""
    threading.Thread(target=_watch, args=(sys.stdin.fileno(),), name="qabot-terminal", daemon=True).start()


def _watch(terminal: int) -> None:
    pause = threading.Event()
    while not pause.wait(_LOOK_EVERY_S):
        try:
            termios.tcgetattr(terminal)
        except termios.error:
            os._exit(HUNG_UP)
