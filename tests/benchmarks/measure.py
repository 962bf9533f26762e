"""Taking times in turn, and printing them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""

Times = Mapping[str, Sequence[float]]
"""Seconds of every repetition, by what was timed."""


class SkippedError(Exception):
    """A benchmark cannot be taken here; the message says why."""


class Goal(Struct, frozen=True):
    """What a figure should be."""

    what: str
    """Of which figure."""
    value: float
    """What was measured."""
    limit: float
    """What it should be."""
    unit: str
    """Of both."""
    at_most: bool = True
    """Whether smaller is better."""

    def __str__(self) -> str:
        """One line for a reader."""
        met = self.value <= self.limit if self.at_most else self.value >= self.limit
        sign = "≤" if self.at_most else "≥"
        verdict = "met   " if met else "MISSED"
        return f"  {verdict}  {self.what}: {self.value:.5g}{self.unit} (goal {sign} {self.limit:g}{self.unit})"


def qabot(*arguments: str) -> list[str]:
    """Return the command line of qabot, as installed beside this interpreter."""
    script = Path(sys.executable).with_name("qabot")
    return [*([str(script)] if script.exists() else [sys.executable, "-m", "qabot"]), *arguments]


def python(code: str, *arguments: str) -> list[str]:
    """Return the command line of a fresh interpreter that runs this code."""
    return [sys.executable, "-c", code, *arguments]


def run(command: Sequence[str], allowed: Sequence[int] = (0,)) -> subprocess.CompletedProcess[str]:
    """Run a command in a fresh process, offline and from the repository.

    Raises:
        SkippedError: It ends with another exit code than those allowed.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in allowed:
        lines = done.stderr.splitlines() or ["it said nothing"]
        raise SkippedError(f"a command ended with exit code {done.returncode}: {lines[-1]}")
    return done


def wall(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Callable[[], float]:
    """Return what runs a command in a fresh process and returns its wall seconds."""

    def once() -> float:
        started = time.perf_counter()
        run(command, allowed)
        return time.perf_counter() - started

    return once


def seconds(work: Callable[[], object]) -> Callable[[], float]:
    """Return what does some work in this process and returns its wall seconds."""

    def once() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return once


def alternate(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Time every side once a round, in turn."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, once in sides.items():
            times[name].append(once())
    return times


def ratios(times: Times, ours: str, theirs: str) -> tuple[float, float]:
    """Return how many times longer theirs takes: ratio of the medians, and of the minima."""
    return median(times[theirs]) / median(times[ours]), min(times[theirs]) / min(times[ours])


def print_ratio_goals(what: str, both: tuple[float, float], limit: float) -> None:
    """Print what became of a ratio's goal, by the medians and by the minima, which other load touches less."""
    for name, value in zip(("medians", "minima"), both, strict=True):
        print(Goal(f"{what}, ratio of {name}", value, limit, " ×", at_most=False))


def print_times(times: Times, theirs: str) -> None:
    """Print a row a side: median and minimum, and how many times longer the other side takes."""
    rows: list[list[str]] = []
    for name, taken in times.items():
        by_median, by_minimum = ratios(times, name, theirs)
        times_faster = ["–", "–"] if name == theirs else [f"{by_median:.2f} ×", f"{by_minimum:.2f} ×"]
        rows.append([name, f"{median(taken):.3f}", f"{min(taken):.3f}", *times_faster])
    print_table(["seconds", "median", "minimum", "of medians", "of minima"], rows)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("  " + "  ".join(cells).rstrip())
    print(flush=True)
