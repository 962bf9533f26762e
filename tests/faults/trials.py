"""A command that is disturbed, and what is wrong with what comes of it."""

from __future__ import annotations

import errno
import random
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tests.faults.machine import ALL_BUT_READS, CHANGES, FLUSHES, NOTHING, OPENS, READS, REMOVES, WRITES, Disturbance
from tests.faults.picture import MEMORY, Picture, differences, faults_of_index, is_index_whole, losses, take
from tests.faults.scenarios import Scenario
from tests.faults.world import QUESTION, Ran, World

SAID = {
    errno.ENOSPC: ("is full", "Free some space"),
    errno.EDQUOT: ("is full", "Free some space"),
    errno.EIO: ("Input/output error", "See to the disk"),
    errno.EROFS: ("may only be read", "Copy the home", "`XDG_STATE_HOME`"),
    errno.EMFILE: ("too many files are open", "ulimit -n"),
    errno.EFBIG: ("too large", "ulimit -f"),
}
"""What is said of each thing that a machine refuses: what it is, or what to do about it."""
REFUSED, HISTORY = 74, 8
"""How a command ends that was refused something; that of a history has a code of its own."""
KINDS = {
    errno.ENOSPC: OPENS | WRITES | FLUSHES | CHANGES,
    errno.EDQUOT: OPENS | WRITES | FLUSHES | CHANGES,
    errno.EIO: READS | ALL_BUT_READS,
    errno.EROFS: OPENS | WRITES | CHANGES | REMOVES,
    errno.EMFILE: READS | OPENS,
}
"""What each of them is about."""
_COUNTED = Disturbance("refuse", 1_000_000_000, number=errno.EIO)
"""Nothing is refused, and all that might be is counted."""
_SETTLING = ("corpus", "list")
"""Looks through the corpus folder and notes what it finds, as is done whenever that is opened."""
_KEPT_NOTHING = ("cannot be used", "cannot be kept")
"""What is said where everything else was done."""
_UNKNOWN = "its disk is full or fails"
"""What is said where SQLite told of nothing, and all was well when it was looked at."""
_HALF = 0.5
_LEAST_S = 0.001


class Trial(Struct, frozen=True):
    """A scenario that is ready to be tried: what stands before it, and what comes of it undisturbed."""

    scenario: Scenario
    """Which."""
    world: World
    """Where it is tried."""
    base: Path
    """What the world is made of each time."""
    before: Picture
    """How that looks."""
    after: Picture
    """How it looks after the command."""
    undisturbed: Ran
    """How the command ends by itself."""

    @classmethod
    def of(cls, scenario: Scenario, world: World, made: Path, base: Path) -> Trial:
        """Make it ready.

        Args:
            scenario: Which.
            world: Where it is tried.
            made: What all scenarios begin with.
            base: Where to put what this one begins with.
        """
        world.put(made)
        scenario.prepare(world)
        world.root.rename(base)
        world.put(base)
        before = take(world.root)
        ran = _run(scenario, world, _COUNTED, settles=True)
        assert ran.code == 0, ran
        return cls(scenario, world, base, before, take(world.root), ran)

    def a_kill(self, rng: random.Random) -> Disturbance:
        """Return a kill at a random moment: after a share of the command's own time, or at a thing that it does."""
        if rng.random() < _HALF:
            return Disturbance("kill after", seconds=max(_LEAST_S, rng.random() * self.undisturbed.processor_s))
        return Disturbance("kill", rng.randrange(max(1, self.undisturbed.things)))

    def a_refusal(self, rng: random.Random, number: int) -> Disturbance:
        """Return a refusal at a random place; a disk that is full stays full, and one that fails may do so once."""
        place = 0 if number == errno.EROFS else rng.randrange(max(1, self.undisturbed.things))
        then_on = number != errno.EIO or rng.random() < _HALF
        return Disturbance("refuse", place, number=number, kinds=KINDS[number], then_on=then_on)

    def killed(self, disturbance: Disturbance, *, thorough: bool = True) -> tuple[Ran, list[str]]:
        """Kill the command, give it once more, and return how it ended first and all that is wrong."""
        self.world.put(self.base)
        ran = _run(self.scenario, self.world, disturbance)
        wrong = self._state(thorough=thorough)
        return ran, wrong + self._once_more()

    def refused(self, disturbance: Disturbance, *, thorough: bool = True) -> tuple[Ran, list[str]]:
        """Refuse the command something, give it once more, and return how it ended first and all that is wrong."""
        self.world.put(self.base)
        ran = _run(self.scenario, self.world, disturbance)
        wrong = _wrongly_told(ran, disturbance) + self._state(thorough=thorough)
        said = " ".join(f"{ran.stdout} {ran.stderr}".split())
        told_of = any(each in said for each in _KEPT_NOTHING)
        if ran.code == 0 and not told_of and (kept := self._undone()):
            wrong.append(f"ends with 0, and {kept}")
        return ran, wrong + self._once_more()

    def _state(self, *, thorough: bool) -> list[str]:
        """Say what is wrong with what is left, and with an index that is to answer."""
        found = take(self.world.root)
        wrong = losses(found, self.before, self.after)
        if not is_index_whole(found, self.before, self.after, in_steps=self.scenario.in_steps):
            wrong.append("the index is neither as it was nor as it was to be")
        if thorough:
            wrong += faults_of_index(self.world.root)
            if self.before.current and (asked := self.world.run(("ask", QUESTION, "--private"))).code != 0:
                wrong.append(f"a question ends with {asked.code}: {asked.stderr}")
        return wrong

    def _undone(self) -> str:
        """Say what a command that ended well has not done; what is only cleared away may be left."""
        self.world.run(_SETTLING)
        found = take(self.world.root)
        if MEMORY in self.after.state and MEMORY not in found.state:
            found.state[MEMORY] = self.after.state[MEMORY]
        told = [each for each in differences(found, self.after) if "left over" not in each and MEMORY not in each]
        return "; ".join(told)

    def _once_more(self) -> list[str]:
        ran = _run(self.scenario, self.world, NOTHING, settles=True)
        wrong = [] if ran.code in self.scenario.once_more else [f"once more, it ends with {ran.code}: {ran.stderr}"]
        found = take(self.world.root)
        if self.scenario.goes_on:  # it has asked its questions a second time, and kept them
            found = replace(found, state=self.after.state)
        if self.scenario.in_steps:  # there may be more of them than by itself
            found = replace(found, previous=self.after.previous)
        return wrong + [f"afterwards {each}" for each in differences(found, self.after)]


def _run(scenario: Scenario, world: World, disturbance: Disturbance, *, settles: bool = False) -> Ran:
    return world.run(
        scenario.command,
        disturbance,
        stdin=scenario.stdin,
        until_articles=scenario.until_articles,
        then=(_SETTLING,) if settles else (),
    )


def _wrongly_told(ran: Ran, disturbance: Disturbance) -> list[str]:
    """Say what is wrong with how a command ended that was refused something."""
    if "Traceback" in ran.stderr or "inside qabot" in ran.stderr or ran.code in {1, 70} or ran.code < 0:
        return [f"ends with {ran.code}: {ran.stderr.strip()[-600:]}"]
    if ran.code == 0:
        return []
    if ran.code not in {REFUSED, HISTORY}:
        return [f"ends with {ran.code}, not 74: {ran.stderr.strip()[-600:]}"]
    said = (*SAID.get(disturbance.number, ("",)), _UNKNOWN)
    return [] if any(each in ran.stderr for each in said) else [f"says something else: {ran.stderr.strip()[-600:]}"]
