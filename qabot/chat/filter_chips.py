"""The filters of a conversation as chips: what each says, and what is left without it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.questions import Filters


class Chip(Struct, frozen=True):
    """One filter, which can be taken away."""

    text: str
    """What it says, as it would be typed."""
    without: Filters
    """The filters that are left without it."""


def as_operators(filters: Filters) -> str:
    """Return filters as they would be typed into a question; empty where none is set."""
    return " ".join(chip.text for chip in chips(filters))


def describe_filters(filters: Filters) -> str:
    """Say in a sentence what these filters leave to be searched."""
    limits = as_operators(filters)
    return f"Searching only {limits}." if limits else "Nothing is limited. Try /filter after:2015."


def chips(filters: Filters) -> list[Chip]:
    """Return a chip for every filter that is set."""
    return list(_chips(filters))


def _chips(filters: Filters) -> Iterator[Chip]:
    if filters.after:
        yield Chip(f"after:{filters.after}", replace(filters, after=None))
    if filters.before:
        yield Chip(f"before:{filters.before}", replace(filters, before=None))
    if filters.as_of:
        yield Chip(f"as-of:{filters.as_of}", replace(filters, as_of=None))
    for name in filters.outlets:
        yield Chip(f"outlet:{_quoted(name)}", replace(filters, outlets=_less(filters.outlets, name)))
    for name in filters.organisations:
        yield Chip(f"org:{_quoted(name)}", replace(filters, organisations=_less(filters.organisations, name)))
    for phrase in filters.exact:
        yield Chip(f'"{phrase}"', replace(filters, exact=_less(filters.exact, phrase)))
    for words in filters.excluded:
        yield Chip(f"-{_quoted(words)}", replace(filters, excluded=_less(filters.excluded, words)))


def _less(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
