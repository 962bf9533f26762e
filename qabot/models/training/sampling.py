"""Which examples an epoch sees, in which order and in which wording: all of it follows from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from qabot.models.training.examples import Example
from qabot.models.training.recipe import Stage
from qabot.models.training.variation import exchanged, names_in, typed
from qabot.models.training.windows import Window, WindowMaker

_TITLED = 0.9
"""How many examples keep their title."""
_POOL = 24
"""Batches whose examples are sorted by length together, so that little is padded."""


class Sampler:
    """Draws the batches of a stage for one of several ranks, which see different examples of like length."""

    def __init__(
        self, stage: Stage, groups: Mapping[str, Sequence[Example]], windows: WindowMaker, rank: int, ranks: int
    ) -> None:
        """Take the stage, its data by set, and which of how many ranks this is."""
        self._stage, self._groups, self._windows = stage, groups, windows
        self._rank, self._ranks = rank, ranks
        texts = (each.text for name in sorted(groups) for each in groups[name][::7])
        self._names = sorted({name for text in texts for name in names_in(text)})

    def batches(self, skipped: int = 0) -> Iterator[list[tuple[Window, bool]]]:
        """Yield batches without end: windows, each with whether it is answered.

        Args:
            skipped: How many steps were done already.
        """
        size, step, epoch = self._stage.batch // self._ranks, 0, 0
        while True:
            for rows in self._parts(epoch, size):
                if step >= skipped:
                    chance = random.Random(f"{self._stage.seed} {step} {self._rank}")  # noqa: S311 - no secret
                    yield [self._made(each, chance) for each in rows]
                step += 1
            epoch += 1

    def _parts(self, epoch: int, size: int) -> Iterator[Sequence[Example]]:
        """Yield this rank's part of each step's examples."""
        chance = random.Random(f"{self._stage.seed} epoch {epoch}")  # noqa: S311 - no secret
        chosen = self.epoch(chance)
        pool = size * self._ranks * _POOL
        for start in range(0, len(chosen), pool):
            rows = sorted(chosen[start : start + pool], key=lambda each: len(each.text))
            steps = [rows[at : at + size * self._ranks] for at in range(0, len(rows), size * self._ranks)]
            chance.shuffle(steps)
            for each in steps:
                if len(each) >= self._ranks:
                    yield each[self._rank :: self._ranks]

    def epoch(self, chance: random.Random) -> list[Example]:
        """Return the examples of one epoch, in their order."""
        chosen: list[Example] = []
        for name in sorted(self._groups):
            rows, share = self._groups[name], self._stage.shares.get(name, 1.0)
            whole, part = int(share), int(len(rows) * (share - int(share)))
            chosen += [*rows] * whole + chance.sample(rows, part)
        chance.shuffle(chosen)
        return chosen

    def _made(self, example: Example, chance: random.Random) -> tuple[Window, bool]:
        if example.spans and (drawn := chance.random()) < self._stage.contradicted + self._stage.renamed:
            both = drawn >= self._stage.contradicted
            example = exchanged(example, self._names, chance, both=both) or example
        span = chance.choice(example.spans[:3]) if example.spans else None
        title = example.title if chance.random() < _TITLED else ""
        window = self._windows.window(typed(example.question, chance), title, example.text, span, chance)
        return window, span is not None
