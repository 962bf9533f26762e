"""Commands that are killed or refused: nothing is lost, what is said is so, and the same command ends well after.

Places and errors are the same each time. `python -m tests.benchmarks faults` tries many at random.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.faults.machine import CHANGES, OPENS, READS, WRITES, Disturbance
from tests.faults.scenarios import SCENARIOS
from tests.faults.trials import KINDS, Trial
from tests.faults.world import World, make, serve
from tests.sites import serving

GetTrial = Callable[[str], Trial]
"""Makes a scenario ready, once."""


@pytest.fixture(scope="module")
def trial(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Generator[GetTrial]:
    """Scenarios over one home."""
    folder = tmp_path_factory.mktemp("disturbed")
    current = (starter_home.index / "CURRENT").read_text().strip()
    ready: dict[str, Trial] = {}
    with serving() as site:
        serve(site)
        world = World(folder / "world", starter_home.index / current / "encoder", site.url)
        make(world, starter_home)
        made = world.root.rename(folder / "made")

        def of(name: str) -> Trial:
            if name not in ready:
                (scenario,) = (each for each in SCENARIOS if each.name == name)
                ready[name] = Trial.of(scenario, world, made, folder / name.replace(" ", "-"))
            return ready[name]

        yield of


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("index", (9, 40)),
        ("add", (1, 4)),
        ("feeds pull", (3,)),
        ("rollback", (1, 2)),
        ("corpus remove", (1,)),
        ("corpus restore", (1, 2)),
    ],
)
def test_killed_and_given_once_more(name: str, places: tuple[int, ...], trial: GetTrial) -> None:
    disturbed = trial(name)
    for place in places:
        ran, wrong = disturbed.killed(Disturbance("kill", place, kinds=OPENS | CHANGES), thorough=False)
        assert (place, ran.code, wrong) == (place, -9, [])


@pytest.mark.parametrize(
    ("name", "number", "place"),
    [
        ("index", errno.EMFILE, 3),
        ("add", errno.ENOSPC, 3),
        ("feeds pull", errno.EDQUOT, 6),
    ],
)
def test_refused_and_given_once_more(name: str, number: int, place: int, trial: GetTrial) -> None:
    refusal = Disturbance("refuse", place, number=number, kinds=KINDS[number], then_on=True)
    ran, wrong = trial(name).refused(refusal, thorough=False)
    assert (ran.code, wrong) == (74, [])
