"""The process: `qabot`, and `python -m qabot`."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

# Until there is a command line to tell it, Ctrl-C just ends the process: no traceback out of half-done imports. That is
# why this stands in front of the import; nothing but this process's own start imports this module.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from qabot.cli.app import main, written_out  # noqa: E402


def run() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    arguments = sys.argv[1:]
    code = main(arguments)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whatever has been done is done; leaving is not to be told of
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    if written_out(arguments)[0] == "ask":
        fast_exit(code)
    sys.exit(code)


def fast_exit(code: int) -> NoReturn:
    """End the process of a question at once.

    Everything has been closed and flushed by then; taking the interpreter and its libraries apart piece by piece would
    add a tenth of a second to every question. Every other command leaves as Python does.
    """
    os._exit(code)


def _flush(stream: object) -> None:
    """Write out what is left; where no one reads it any more, see that Python does not try again and complain."""
    flush, fileno = getattr(stream, "flush", None), getattr(stream, "fileno", None)
    if flush is None or fileno is None:  # never there
        return
    try:
        flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), fileno())
    except (OSError, ValueError):  # full, or closed
        return


if __name__ == "__main__":
    run()
