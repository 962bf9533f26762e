"""Where the time of a fresh process goes: its steps, and what it imports."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median

from tests.benchmarks.measure import print_table, run

_ROUNDS = 5
_SHOWN = 12


def print_steps(task: str, arguments: Callable[[], Sequence[str]], rounds: int = _ROUNDS) -> None:
    """Print the steps of a task of `child`, each the median and the minimum of a few fresh processes.

    Args:
        task: `ask` or `index`.
        arguments: Called before every process for what it is given.
        rounds: How many processes.
    """
    steps: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        given = arguments()
        started = time.monotonic()
        done = run([sys.executable, "-m", "tests.benchmarks.child", task, *given, str(started)])
        ended = time.monotonic()
        marks: dict[str, float] = json.loads(done.stdout)
        for step, taken in marks.items():
            steps[step].append(1000 * taken)
        steps["end the process"].append(1000 * (ended - started - sum(marks.values())))
        steps["total"].append(1000 * (ended - started))
    rows = [[step, f"{median(taken):.1f}", f"{min(taken):.1f}"] for step, taken in steps.items()]
    print_table(["milliseconds", "median", "minimum"], rows)


def print_imports(code: str, arguments: Sequence[str], allowed: Sequence[int] = (0,), rounds: int = 3) -> None:
    """Print what a fresh process spends on importing, by package: the quickest of a few runs under `-X importtime`.

    A package's own time is that of its modules; with what it imports first, it may bear others' time too.
    """
    command = [sys.executable, "-X", "importtime", "-c", code, *arguments]
    taken = min((_by_package(run(command, allowed).stderr) for _ in range(rounds)), key=_total)
    ranked = sorted(taken.items(), key=lambda each: -each[1][0])
    rows = [[name, f"{own:.1f}", f"{whole:.1f}", str(modules)] for name, (own, whole, modules) in ranked[:_SHOWN]]
    print_table(["milliseconds", "own", "first import", "modules"], [*rows, ["all", f"{_total(taken):.1f}", "", ""]])


def _by_package(log: str) -> dict[str, tuple[float, float, int]]:
    """Read a log of `-X importtime`: own and cumulative milliseconds and the number of modules, by top package."""
    own: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    modules: dict[str, int] = defaultdict(int)
    for line in log.splitlines():
        parts = line.removeprefix("import time:").split("|")
        if not line.startswith("import time:") or len(parts) != 3 or not parts[0].strip().isdigit():
            continue
        top = parts[2].strip().partition(".")[0]
        package = "(standard library)" if top in sys.stdlib_module_names else top
        own[package] += int(parts[0]) / 1000
        whole[package] = max(whole[package], int(parts[1]) / 1000)
        modules[package] += 1
    return {package: (own[package], whole[package], modules[package]) for package in own}


def _total(taken: dict[str, tuple[float, float, int]]) -> float:
    return sum(own for own, _, _ in taken.values())
