"""`qabot index`: bring the index up to date, with progress, and say what changed."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal

from msgspec import convert
from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

from qabot.cli.json_output import write_json
from qabot.cli.streams import is_quiet, note
from qabot.cli.text_layout import Page, standard_output
from qabot.core.articles import ReadIssue
from qabot.core.errors import DiskFull, ModelUnavailable
from qabot.core.progress import OnProgress, Progress, Stage, ignore_progress
from qabot.core.settings import Settings
from qabot.core.text import printable
from qabot.corpus.starter import seed
from qabot.index.build.indexer import BuildReport, update
from qabot.output.phrasing import counted
from qabot.output.schemas.document import encode_line
from qabot.output.schemas.index_schemas import IndexReport, ProgressLine

_STAGES: dict[Stage, str] = {
    "scan": "Looking through the corpus",
    "read": "Reading articles",
    "model": "Preparing the model",
    "split": "Cutting into passages",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "publish": "Publishing",
    "add": "Adding articles",
    "fetch": "Fetching",
}
_SHOWN = 10
"""How many problems are listed before the rest is only counted."""
_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "database or disk is full")
"""What the libraries say when there is no room left, each in an error of its own kind."""
_LEAST_GAP_S = 0.05
"""Between two lines of progress of the same stage."""

Shown = Literal["auto", "bars", "jsonl", "none"]
"""How progress is shown: as bars where someone watches, as bars, as lines of JSON, or not at all."""


def index(settings: Settings, *, rebuild: bool, dry_run: bool, as_json: bool, shown: Shown = "auto") -> None:
    """Bring the index up to date and report on standard output."""
    if settings.home.is_default:
        seed(settings.home.corpus)
    with _full_disk_told(settings), progress(shown) as on_progress:
        report = update(settings.home, settings.model, on_progress, settings.rerank, rebuild=rebuild, dry_run=dry_run)
    if as_json:
        write_json(convert(report, IndexReport, from_attributes=True))
    else:
        _write_report(standard_output(), report, dry_run=dry_run)


def build_first(settings: Settings) -> None:
    """Build the index that a first question needs, saying so."""
    note(
        f"There is no index yet: building it from {settings.home.corpus} (once; later questions are answered at once)."
    )
    with _full_disk_told(settings), progress() as on_progress:
        report = update(settings.home, settings.model, on_progress, settings.rerank)
    for problem in report.problems[:_SHOWN]:
        note(f"Note: {_told(problem)}")


@contextmanager
def _full_disk_told(settings: Settings) -> Generator[None]:
    """Tell of a full disk as what it is, whichever library met it."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, sqlite3.Error, ModelUnavailable) as cause:
        if not any(said in str(cause) for said in _FULL):
            raise
        raise DiskFull(
            f"The disk that {settings.home.index} lies on is full.",
            still_works="The index that is there, if any, is as it was.",
            hint="Free some space and run `qabot index`, which also clears away what was half written.",
        ) from cause


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
        console = Console(stderr=True, highlight=False, force_terminal=True if shown == "bars" else None)
        columns = (TextColumn("{task.description:<27}", markup=False), BarColumn(), _Count(), _Pace())
        with Bars(*columns, console=console, transient=True) as bars:
            yield _Display(bars).show


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


def _write_report(page: Page, report: BuildReport, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    changes = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    if not any(ids for _, ids in changes) and not report.published:
        page.line(f"Nothing to do: the index of {counted(report.articles, 'article')} is up to date.")
    else:
        page.line(", ".join(f"{len(ids):,} {would}{verb}" for verb, ids in changes if ids) or "No article changed.")
    if dry_run:
        for sign, ids in zip("+~-", (report.added, report.changed, report.removed), strict=True):
            _write_ids(page, sign, ids)
    if report.published:
        page.line(
            f"{counted(report.articles, 'article')}, {counted(report.passages or 0, 'passage')}, "
            f"{report.embedded:,} of them newly embedded."
        )
        page.line(f"Generation {report.generation} answers now.")
    for problem in report.problems[:_SHOWN]:
        page.line(f"Note: {_told(problem)}")
    if len(report.problems) > _SHOWN:
        page.line(
            f"Note: {len(report.problems) - _SHOWN:,} more like these; `qabot index --dry-run --json` lists them all."
        )


def _write_ids(page: Page, sign: str, ids: Sequence[str]) -> None:
    for each in ids[:_SHOWN]:
        page.line(f"  {sign} {each}")
    if len(ids) > _SHOWN:
        page.line(f"  {sign} and {len(ids) - _SHOWN:,} more")


def _told(problem: ReadIssue) -> str:
    place = f"{problem.path}, line {problem.line}" if problem.line else problem.path
    return printable(f"{place}: {problem.cause}{' (skipped)' if problem.skipped else ''}.")
