"""How far long work has come, as lines of JSON on standard error, for a program to show."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from msgspec import convert

from qabot.core.progress import OnProgress, Progress, Stage
from qabot.output.schemas.document import encode_line
from qabot.output.schemas.index_schemas import ProgressLine

_LEAST_GAP_S = 0.05
"""Between two lines of progress of the same stage."""


@contextmanager
def lines() -> Generator[OnProgress]:
    """Write progress while inside."""
    written = ProgressLines(_write_line)
    try:
        yield written.show
    finally:
        written.flush()


def progress_line(message: Progress) -> str:
    """Return `qabot.progress/1`: how far one stage has come."""
    return encode_line(convert(message, ProgressLine, from_attributes=True), ascii_only=True)


def _write_line(line: str) -> None:
    sys.stderr.write(line)
    sys.stderr.flush()


class ProgressLines:
    """Writes progress as lines of JSON, in ASCII whatever the locale, and no more often than a reader can follow.

    What comes too soon is held back for the next message of its stage; the first and the last of a stage never are.
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        """Write with this function, going by this clock."""
        self._write = write
        self._clock = clock
        self._written: dict[Stage, float] = {}
        self._held: dict[Stage, Progress] = {}

    def show(self, message: Progress) -> None:
        """Write a message now, or hold it back."""
        now, stage = self._clock(), message.stage
        is_last = message.done == message.total
        if is_last or now - self._written.get(stage, -_LEAST_GAP_S) >= _LEAST_GAP_S:
            self._written[stage] = now
            self._held.pop(stage, None)
            self._write(progress_line(message))
        else:
            self._held[stage] = message

    def flush(self) -> None:
        """Write what is held back."""
        for message in self._held.values():
            self._write(progress_line(message))
        self._held.clear()
