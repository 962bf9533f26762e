"""What a first build and small changes cost as an index grows: processor time, memory and bytes written."""

from __future__ import annotations

import json
import resource
import shutil
import sys
from statistics import median
from typing import Any

from qabot.core.settings import Home
from tests.benchmarks.cold import QUESTION
from tests.benchmarks.homes import Homes, write_records
from tests.benchmarks.machine import load
from tests.benchmarks.measure import print_table, qabot, run
from tests.benchmarks.synthetic import WORDS, records

_A_PASSAGE = 126
"""Words of made-up text that make a passage."""
_COLD = 7
"""Questions to fresh processes."""
_FIGURES = ("CPU s", "own MB", "with mapped", "MB written")


def scale(homes: Homes, passages: int, *, facts: bool = True) -> None:
    """Build an index of about so many passages, perhaps without facts, add to it, edit, remove; ask and verify it."""
    index = "index" if facts else "index-without-facts"
    starter, home = homes.starter(), Home(homes.folder / "scale")
    shutil.rmtree(home.path, ignore_errors=True)
    home.corpus.mkdir(parents=True)
    language = homes.language()
    write_records(home.corpus / "made.jsonl", records(language, passages * _A_PASSAGE // WORDS))
    some = [*records(language, 2, seed=1)]
    for number, record in enumerate(some):
        write_records(home.corpus / f"{number}.jsonl", [record])
    rows = [_row("first build", _step(index, home, starter))]
    write_records(home.corpus / "new.jsonl", records(language, 10, seed=2))
    rows.append(_row("add 10 articles", _step(index, home, starter)))
    write_records(home.corpus / "0.jsonl", [some[0] | {"text": some[0]["text"] + " It was said again."}])
    rows.append(_row("edit 1", _step(index, home, starter)))
    (home.corpus / "1.jsonl").unlink()
    rows.append(_row("remove 1", _step(index, home, starter)))
    checked = _step("verify", home, starter)
    rows.append(_row("verify", checked))
    print_table(["", *_FIGURES, "passages", "embedded", "segments"], rows)
    rates = f"{checked['MB a CPU s']:.0f} MB a CPU s, {checked['MB a second']:.0f} MB a second by the clock"
    print(f"  verify: {checked['MB']:.0f} MB, {rates}, faults: {checked['faults']}, load {load()}\n")
    _print_cold(home)
    asked = _step("ask", home, starter)
    print(f"  asking: {asked['own MB']:.0f} MB of its own, {asked['with mapped']:.0f} MB with what is mapped\n")
    times: dict[str, list[float]] = asked["times"]
    rows = [[name, *map(str, each)] for name, each in times.items()]
    print_table(["a question, CPU ms", "p50", "p99", "of it search, p50", "p99"], rows)


def _print_cold(home: Home) -> None:
    """Print what a question to a fresh process takes of the processor."""
    taken: list[float] = []
    for _ in range(_COLD):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(qabot("ask", QUESTION, "--json", "--home", str(home.path)), (0, 1))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"  a cold question: {median(taken):.2f} CPU s, {min(taken):.2f} at the least\n")


def _step(step: str, home: Home, starter: Home) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.scale_child", step, str(home.path), str(starter.path)]
    return json.loads(run(command).stdout.splitlines()[-1])  # before it stands what was built, if anything was


def _row(name: str, came: dict[str, Any]) -> list[str]:
    figures = [f"{came[each]:.1f}" for each in _FIGURES]
    return [name, *figures, *(str(came.get(each, "")) for each in ("passages", "embedded", "segments"))]
