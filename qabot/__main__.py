"""The process: `qabot`, and `python -m qabot`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(130)


# Until there is a command line to tell it, Ctrl-C just ends the process: no traceback out of half-done imports.
signal.signal(signal.SIGINT, _leave)

from qabot.cli import main  # noqa: E402


def run() -> None:
    """Run the command line, and end the process with its exit code.

    Everything has been closed and flushed by then; taking the interpreter and its libraries apart piece by piece would
    add a tenth of a second to every question.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
