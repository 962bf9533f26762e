"""What each command costs before and beside its work: CPU seconds of a fresh process, bytecode being cached."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import ROOT, Goal, SkippedError, alternate, print_table

_QUESTION = "How much did GDS get in the 2015 Spending Review?"
_ARTICLE = (
    "---\ntitle: Zorblax council {number}\n---\n\nZorblax council bought payroll system {number} for £2 million.\n"
)
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "--help": ("--help",),
    "history list": ("history", "list"),
    "feeds list": ("feeds", "list"),
    "feeds suggest": ("feeds", "suggest"),
    "add a file": ("add",),
    "corpus list": ("corpus", "list"),
    "status": ("status",),
    "ask": ("ask", _QUESTION),
    "ask --json": ("ask", _QUESTION, "--json"),
}
_GOALS = {"history list": 0.2, "feeds list": 0.2, "add a file": 0.35}
_ROUNDS = 5
_ENDINGS = (0, 1, 2, 5)


def start(homes: Homes, against: Path | None) -> None:
    """Time commands of this code, and of an earlier checkout in turn with it where there is one."""
    sides = {"now": ROOT} | ({"before": against} if against else {})
    rows: list[list[str]] = []
    goals: list[Goal] = []
    for name, words in _COMMANDS.items():
        runs = {side: _command(homes, tree, side, words) for side, tree in sides.items()}
        for once in runs.values():
            once()  # compiles, and takes in what is there already
        times = alternate(runs, _ROUNDS)
        cells = [f"{figure(times[side]):.3f}" for side in reversed(times) for figure in (median, min)]
        rows.append([name, *cells])
        if name in _GOALS:
            goals.append(Goal(f"qabot {name}", min(times["now"]), _GOALS[name], " s of CPU"))
    head = [f"{side}, {figure}" for side in reversed(sides) for figure in ("median", "minimum")]
    print_table(["seconds of CPU", *head], rows)
    for goal in goals:
        print(goal)


def _command(homes: Homes, tree: Path, side: str, words: Sequence[str]) -> Callable[[], float]:
    """Return what runs a command of a tree in a fresh process and returns its CPU seconds."""
    home = homes.copy(homes.starter(), f"start-{side}")
    state = homes.folder / f"start-state-{side}"
    env = os.environ | {
        "PYTHONPATH": str(tree),
        "QABOT_HOME": str(home.path),
        "XDG_STATE_HOME": str(state),
        "HF_HUB_OFFLINE": "1",
        "NO_COLOR": "1",
    }
    number = 0

    def once() -> float:
        nonlocal number
        line = [sys.executable, "-m", "qabot", *words]
        if words == ("add",):  # another one each time
            number += 1
            file = homes.folder / "added.md"
            file.write_text(_ARTICLE.format(number=number), encoding="utf-8")
            line.append(str(file))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(line, cwd=tree, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in _ENDINGS:
            raise SkippedError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode()[-200:]}")
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return once
