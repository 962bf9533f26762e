"""Commands that are killed at random moments, and machines that refuse: how often something is lost or told wrongly."""

from __future__ import annotations

import errno
import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests import forked
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import print_table
from tests.faults.machine import Disturbance, compiled
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.trials import KINDS, Trial
from tests.faults.world import Ran, World, make, serve
from tests.sites import serving

_SHOWN = 24
"""How many of the things that went wrong are printed."""
_SAID = 300
"""Characters of what a command said that are printed."""

Try = Callable[[Disturbance], tuple[Ran, list[str]]]


def faults(homes: Homes, tries: int, seed: int) -> None:
    """Kill commands, refuse them what they write, and print what came of it.

    Args:
        homes: Where the starter index is kept, whose encoder is used.
        tries: How many kills, and how many refusals.
        seed: Where the random moments begin.
    """
    library = compiled()
    if library:
        os.environ["LD_PRELOAD"] = str(library)
    forked.script("")  # starts what the processes are forked from
    os.environ.pop("LD_PRELOAD", None)
    way = "whatever does it, SQLite, tantivy and faiss too" if library else "what Python does; there is no compiler"
    print(f"  Seen of what is done with files: {way}. Seed {seed}.")
    starter = homes.starter()
    current = (starter.index / "CURRENT").read_text(encoding="ascii").strip()
    with serving() as site, tempfile.TemporaryDirectory(prefix="qabot-faults-") as name:
        folder = Path(name)
        serve(site)
        world = World(folder / "world", starter.index / current / "encoder", site.url)
        make(world, starter)
        made = world.root.rename(folder / "made")
        rng = random.Random(seed)  # noqa: S311 - the same every time
        _kills(world, made, folder, rng, tries)
        _refusals(world, made, folder, rng, tries)


def _kills(world: World, made: Path, folder: Path, rng: random.Random, tries: int) -> None:
    rows: list[list[str]] = []
    wrong: Counter[str] = Counter()
    killed = [each for each in SCENARIOS if each.is_killed]
    for number, scenario in enumerate(killed):
        trial = _ready(scenario, world, made, folder, "kill")
        count = _share(tries, number, len(killed))
        ended = bad = 0
        for _ in range(count):
            ran, told = trial.killed(trial.a_kill(rng))
            ended += ran.code < 0
            bad += bool(told)
            wrong.update(f"{scenario.name}: {each}" for each in told)
        rows.append([scenario.name, f"{count}", f"{ended}", f"{bad}"])
        print(f"    {scenario.name}: {count} tries, {bad} with something lost or wrong", flush=True)
    rows.append(["all", *(str(sum(int(row[column]) for row in rows)) for column in (1, 2, 3))])
    print_table(["killed at a random moment", "tries", "killed", "lost or wrong"], rows)
    _print_wrong(wrong)


def _refusals(world: World, made: Path, folder: Path, rng: random.Random, tries: int) -> None:
    numbers = list(KINDS)
    counts: dict[int, Counter[str]] = {number: Counter() for number in numbers}
    wrong: Counter[str] = Counter()
    rows: list[list[str]] = []
    refused = [each for each in SCENARIOS if each.is_refused]
    for place, scenario in enumerate(refused):
        trial = _ready(scenario, world, made, folder, "refuse")
        codes: Counter[int] = Counter()
        bad = 0
        for _ in range(_share(tries, place, len(refused))):
            number = rng.choice(numbers)
            ran, told = trial.refused(trial.a_refusal(rng, number))
            codes[ran.code] += 1
            bad += bool(told)
            counts[number].update(tries=1, bad=bool(told))
            wrong.update(f"{scenario.name}, {errno.errorcode[number]}: {each}" for each in told)
        ends = ", ".join(f"{code} × {count}" for code, count in sorted(codes.items()))
        rows.append([scenario.name, f"{codes.total()}", ends, f"{bad}"])
        print(f"    {scenario.name}: {codes.total()} tries, {bad} with something lost or wrong", flush=True)
    print_table(["refused something at a random place", "tries", "exit codes", "lost or wrong"], rows)
    by_number = [[errno.errorcode[n], str(counts[n]["tries"]), str(counts[n]["bad"])] for n in numbers]
    print_table(["by what was refused", "tries", "lost or wrong"], by_number)
    _print_wrong(wrong)


def _ready(scenario: Scenario, world: World, made: Path, folder: Path, what: str) -> Trial:
    return Trial.of(scenario, world, made, folder / f"{what}-{scenario.name.replace(' ', '-')}")


def _share(tries: int, place: int, parts: int) -> int:
    """Return how many of the tries fall to one of several."""
    return tries // parts + (place < tries % parts)


def _print_wrong(wrong: Counter[str]) -> None:
    for told, count in wrong.most_common(_SHOWN):
        print(f"  {count} × {' | '.join(told.splitlines())[:_SAID]}")
    if len(wrong) > _SHOWN:
        print(f"  and {len(wrong) - _SHOWN} more")
    print(flush=True)
