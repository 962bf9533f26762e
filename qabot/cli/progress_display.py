"""How far long work has come, on standard error: as bars where someone watches, as lines of JSON for a program."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from qabot.cli.streams import is_quiet
from qabot.core.progress import OnProgress, ignore_progress

Shown = Literal["auto", "bars", "jsonl", "none"]
"""How progress is shown: as bars where someone watches, as bars, as lines of JSON, or not at all."""


@contextmanager
def progress(shown: Shown = "auto") -> Generator[OnProgress]:
    """Show progress on standard error while inside: a bar a stage with rate and time left, or lines of JSON."""
    if shown == "jsonl":
        from qabot.cli.progress_lines import lines

        with lines() as on_progress:
            yield on_progress
    elif shown == "none" or (shown == "auto" and is_quiet()):
        yield ignore_progress
    else:
        from qabot.cli.progress_bars import bars

        with bars(forced=shown == "bars") as on_progress:
            yield on_progress
