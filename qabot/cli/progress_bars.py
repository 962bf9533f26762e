"""Progress as bars on a terminal: one a stage, with its rate and the time that is left."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

from qabot.core.progress import OnProgress, Progress, Stage

_STAGES: dict[Stage, str] = {
    "scan": "Looking through the corpus",
    "read": "Reading articles",
    "model": "Preparing the model",
    "split": "Cutting into passages",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "facts": "Reading figures and statements",
    "publish": "Publishing",
    "store": "Sending",
    "add": "Adding articles",
    "fetch": "Fetching",
    "verify": "Comparing checksums",
    "check": "Checking the draft",
    "watch": "Asking saved questions",
    "compare": "Comparing articles",
}


@contextmanager
def bars(*, forced: bool) -> Generator[OnProgress]:
    """Draw bars on standard error while inside.

    Args:
        forced: Draw them even where standard error is no terminal.
    """
    console = Console(stderr=True, highlight=False, force_terminal=True if forced else None)
    columns = (TextColumn("{task.description:<27}", markup=False), BarColumn(), _Count(), _Pace())
    with Bars(*columns, console=console, transient=True) as drawn:
        yield _Display(drawn).show


class _Display:
    """Turns progress messages into bars; a later message of a stage replaces the earlier one."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[Stage, TaskID] = {}

    def show(self, message: Progress) -> None:
        if message.stage not in self._tasks:
            self._tasks[message.stage] = self._bars.add_task(_STAGES[message.stage], total=message.total)
        self._bars.update(self._tasks[message.stage], completed=message.done, total=message.total)


class _Pace(ProgressColumn):
    """How fast it goes and how long it still takes; how long it has taken, where no end is known."""

    def render(self, task: Task) -> Text:
        if task.total is None:
            return Text(f"{task.elapsed or 0:.0f} s", style="progress.elapsed")
        speed = task.finished_speed or task.speed or 0
        rate = f"{speed:,.0f}/s " if speed >= 1 and task.total > 1 else ""
        left = f"{timedelta(seconds=round(task.time_remaining))} left" if task.time_remaining else ""
        return Text(rate + left, style="progress.remaining")


class _Count(ProgressColumn):
    """How many of how many; nothing where there is nothing to count."""

    def render(self, task: Task) -> Text:
        counted = task.total is not None and task.total > 1
        return Text(f"{task.completed:,.0f}/{task.total:,.0f}" if counted else "", style="progress.download")
