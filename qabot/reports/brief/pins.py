"""Pinned passages: kept with their proof, in an order of the person's own, each perhaps with a note of theirs."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.answers import Evidence
from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.output.attribution import source
from qabot.output.phrasing import counted

MOST_PINS = 200
"""Pins of one home: a note of more would not be read."""
_LONGEST_NOTE = 2_000
"""Characters of an own note."""


class Pin(Struct, frozen=True, kw_only=True):
    """A pinned passage. Its words are kept to tell whether they still stand in the article, which alone is quoted."""

    article: str
    """The article's id."""
    start: int
    """First character in its text."""
    end: int
    """One past the last."""
    quote: str
    """The words that stood there when it was pinned."""
    text_sha256: str
    """SHA-256 (hex) of the whole text they were cut from."""
    attribution: str
    """Who says it and when, as it was known then: told of a passage whose article is gone."""
    title: str
    """The article's title, likewise."""
    own_note: str = ""
    """What the person wrote beside it; empty for nothing."""
    pinned: datetime
    """When, in UTC."""

    @classmethod
    def of(cls, evidence: Evidence, now: datetime) -> Pin:
        """Return the pin of a passage."""
        return cls(
            article=evidence.article.id,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.text,
            text_sha256=evidence.text_sha256,
            attribution=source(evidence.article),
            title=evidence.article.title,
            pinned=now,
        )

    def is_of(self, other: Pin) -> bool:
        """Whether both pin the same characters of the same text."""
        return (self.article, self.start, self.end, self.text_sha256) == (
            other.article,
            other.start,
            other.end,
            other.text_sha256,
        )


def add_pin(pins: list[Pin], pin: Pin) -> tuple[int, bool]:
    """Add a pin behind the others; return its place, from 1, and whether it is new.

    Raises:
        UsageError: There are as many as there may be.
    """
    for place, each in enumerate(pins, start=1):
        if each.is_of(pin):
            return place, False
    if len(pins) >= MOST_PINS:
        raise full("Drop some: /pins drop 1.")
    pins.append(pin)
    return len(pins), True


def full(hint: str) -> UsageError:
    """Return what says that there are as many pins as there may be."""
    return UsageError(f"{counted(MOST_PINS, 'passage')} are pinned, which is the most there can be.", hint=hint)


def move_pin(pins: list[Pin], number: int, to: int) -> None:
    """Put a pin in another place; places count from 1.

    Raises:
        UsageError: There is no such pin, or no such place.
    """
    at, place = index_of(pins, number), index_of(pins, to)
    pins.insert(place, pins.pop(at))


def annotate_pin(pins: list[Pin], number: int, words: str) -> None:
    """Put a note of the person's own beside a pin, in the place of any before; empty takes it away.

    Raises:
        UsageError: There is no such pin, or the note is too long.
    """
    at, words = index_of(pins, number), clean_line(words)
    if len(words) > _LONGEST_NOTE:
        raise UsageError(
            f"A note has {_LONGEST_NOTE:,} characters at the most.", hint="Write the rest into the note that you make."
        )
    pins[at] = replace(pins[at], own_note=words)


def index_of(pins: list[Pin], number: int) -> int:
    """Return where a pin of this number, counted from 1, stands in the list.

    Raises:
        UsageError: There is none.
    """
    if 0 < number <= len(pins):
        return number - 1
    if not pins:
        raise UsageError("Nothing is pinned.", hint="Ask something, then pin a passage: /pin 1.")
    many = f"There are {len(pins)}, from 1." if len(pins) > 1 else "There is only 1."
    raise UsageError(f"There is no pin {number}.", hint=many)
