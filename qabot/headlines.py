"""Articles without their texts: what a list of them shows, and what is new in it."""

from __future__ import annotations

from dataclasses import dataclass

from qabot.records import PartialDate


@dataclass(frozen=True, slots=True)
class Headline:
    """An article without its text: what a list of articles shows."""

    id: str
    """The article's id."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it."""
    published: PartialDate | None
    """Publication date, as precise as the source gives it."""
    organisations: tuple[str, ...] = ()
    """Bodies it is about."""


@dataclass(frozen=True, slots=True)
class News:
    """What a newer generation holds that the one before did not say."""

    generation: str
    """The newer generation's name."""
    added: tuple[Headline, ...]
    """Articles that came in, the newest first."""
    changed: tuple[Headline, ...]
    """Articles that say something else than before, likewise."""
    removed: int
    """How many articles went."""
