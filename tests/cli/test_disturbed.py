"""Commands that are killed or refused: nothing is lost, what is said is so, and the same command ends well after.

Places and errors are the same each time. `python -m tests.benchmarks faults` tries many at random.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Generator

import pytest

from qabot.core.settings import Home
from tests.faults.machine import ALL_BUT_READS, Disturbance
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
    ("name", "place"),
    [
        ("index", 14),
        ("add", 14),
        ("feeds pull", 16),
        ("rollback", 4),
        ("corpus remove", 6),
        ("corpus restore", 10),
    ],
)
def test_killed_and_given_once_more(name: str, place: int, trial: GetTrial) -> None:
    """Before an article's file takes its name or goes, before what names the index is replaced, before clearing up."""
    ran, wrong = trial(name).killed(Disturbance("kill", place), thorough=False)
    assert (ran.code, wrong) == (-9, [])


@pytest.mark.parametrize(
    ("name", "number", "place", "then_on", "code"),
    [
        ("add", errno.ENOSPC, 16, True, 74),
        ("feeds pull", errno.EIO, 15, False, 74),
        ("corpus edit", errno.EDQUOT, 8, True, 74),
        ("trust", errno.EROFS, 0, True, 74),
        ("ask", errno.ENOSPC, 0, True, 0),
        ("ask", errno.EROFS, 0, True, 0),
    ],
)
def test_refused_and_given_once_more(
    name: str, number: int, place: int, then_on: bool, code: int, trial: GetTrial
) -> None:
    refusal = Disturbance(
        "refuse", place, number=number, kinds=ALL_BUT_READS if number == errno.EIO else KINDS[number], then_on=then_on
    )
    ran, wrong = trial(name).refused(refusal, thorough=False)
    assert (ran.code, wrong) == (code, [])


@pytest.mark.parametrize(("name", "code"), [("corpus edit", 74), ("history clear", 8)])
def test_a_database_that_may_not_grow_is_told_as_that(name: str, code: int, trial: GetTrial) -> None:
    """SQLite itself says no more than that something went wrong with the disk."""
    ran, wrong = trial(name).refused(Disturbance("limit", 8192, number=errno.EFBIG), thorough=False)
    assert (ran.code, wrong) == (code, [])
