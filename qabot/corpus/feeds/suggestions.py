"""Feeds of the field that qabot knows of. None is fetched unless someone subscribes to it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

Sure = Literal["seen", "listed", "conflicting"]
PLACES = ("SLUG", "WORDS")
"""What stands in an address where something of one's own is to be put."""

_FILE = Path(__file__).with_name("suggestions.toml")


class Suggestion(Struct, frozen=True):
    """A feed that may be worth subscribing to."""

    outlet: str
    """Who publishes it."""
    url: str
    """Where it lies; `SLUG` or `WORDS` in it stands for something to be put there."""
    sure: Sure
    """`seen`: it answered in 2026. `listed`: others name it. `conflicting`: others name it, and different addresses."""
    note: str = ""
    """What else there is to know."""

    @property
    def is_pattern(self) -> bool:
        """Whether something is to be put into the address first."""
        return any(place in self.url for place in PLACES)


def suggestions() -> tuple[Suggestion, ...]:
    """Return the feeds, the surest first."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Suggestion(**each) for each in cast("list[dict[str, str]]", table["feed"]))  # pyright: ignore[reportArgumentType]


def outlet_of(url: str) -> str | None:
    """Return who publishes a feed, where it is one of those suggested."""
    return next((each.outlet for each in suggestions() if each.url == url), None)
