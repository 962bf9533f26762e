"""How far long work has come, on standard error: as bars where someone watches, as lines of JSON for a program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Literal

from qabot.cli.streams import is_quiet
from qabot.core.progress import OnProgress, Progress, Stage, ignore_progress

_LEAST_GAP_S = 0.05
"""Between two lines of progress of the same stage."""

Shown = Literal["auto", "bars", "jsonl", "none"]
"""How progress is shown: as bars where someone watches, as bars, as lines of JSON, or not at all."""


@contextmanager
def progress(shown: Shown = "auto") -> Generator[OnProgress]:
    """Show progress on standard error while inside: a bar a stage with rate and time left, or lines of JSON."""
    if shown == "jsonl":
        lines = ProgressLines(_write_line)
        try:
            yield lines.show
        finally:
            lines.flush()
    elif shown == "none" or (shown == "auto" and is_quiet()):
        yield ignore_progress
    else:
        from qabot.cli.progress_bars import bars

        with bars(forced=shown == "bars") as on_progress:
            yield on_progress


def progress_document(message: Progress) -> dict[str, Any]:
    """Return `qabot.progress/1`: how far one stage has come."""
    return {"schema": "qabot.progress/1", **asdict(message)}


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
            self._write(json.dumps(progress_document(message)) + "\n")
        else:
            self._held[stage] = message

    def flush(self) -> None:
        """Write what is held back."""
        for message in self._held.values():
            self._write(json.dumps(progress_document(message)) + "\n")
        self._held.clear()
