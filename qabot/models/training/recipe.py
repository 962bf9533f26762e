"""The recipe: stages of training, each with its data, its seed and its rates; `recipe.toml` is the shipped reader's."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct, field

RECIPE = Path(__file__).with_name("recipe.toml")


class Stage(Struct, frozen=True, kw_only=True):
    """One run over the data, from where the stage before it ended."""

    name: str
    """What its folder is called."""
    seed: int
    """All chance follows from it."""
    examples: int
    """How many are seen, over all ranks."""
    rate: float
    """The learning rate, once it is warm."""
    warm_up: int = 3200
    """Over how many examples the rate rises to that, from nothing."""
    cool_down: int = 0
    """Over how many, at the end, it falls to nothing; without, the next stage goes on at full rate."""
    tokens: int = 160
    """Length of a window."""
    batch: int = 32
    """Examples a step, over all ranks."""
    contradicted: float = 0.15
    """How many of the answered examples have a name, year or figure of the question exchanged, so that they are not."""
    renamed: float = 0.1
    """How many have it exchanged in question and passage alike."""
    dropped: float = 0.0
    """Share of the layers' outputs that are dropped out."""
    half: bool = False
    """Whether products are computed in bfloat16, twice as fast on processors that have it."""
    int8: bool = False
    """Whether the layers compute as they will in 8 bits, and learn to."""
    shares: dict[str, float] = field(default_factory=dict[str, float])
    """By set, how often an epoch sees each of its examples; 1 where it is not named."""


class Recipe(Struct, frozen=True):
    """All stages, in order."""

    start: str | None
    """Packed weights in the folder of data that the first stage starts from; None for the packaged encoder's."""
    start_sha256: str | None
    """SHA-256 (hex) of that file."""
    stages: tuple[Stage, ...]
    """One after the other."""

    @classmethod
    def read(cls, path: Path = RECIPE) -> Recipe:
        """Read the recipe in this file."""
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), cls)


def rate_at(stage: Stage, seen: int) -> float:
    """Return the learning rate after so many examples: rising, level, and falling (warm-up, stable, decay)."""
    rising = min(1.0, (seen + 1) / stage.warm_up) if stage.warm_up else 1.0
    falling = min(1.0, max(0.02, (stage.examples - seen) / stage.cool_down)) if stage.cool_down else 1.0
    return stage.rate * rising * falling
