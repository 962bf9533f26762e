"""Of a generation as it was: when, and what of it is held no more."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class PastMoment(Struct, frozen=True):
    """What tells a generation as it was from one that is."""

    held_on: str
    """The moment, in ISO 8601 and UTC, at which all of it was held."""
    superseded: Mapping[str, str]
    """Ids of articles that are held otherwise now, or no more, and until when they were held so."""
    lost: int
    """How many more articles were held then, of which no text is kept."""
