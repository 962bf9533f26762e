"""Where a text names a body or a programme, and what knows such names: all that is needed to look them up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from qabot.core.dates import PartialDate


class BodyMention(Struct, frozen=True):
    """A body or a programme, where a text names it."""

    start: int
    """Its first character in the text."""
    end: int
    """One past its last; a possessive ending is no part of it."""
    name: str
    """What it is called: canonical where the gazetteer or the article tells, else as it is written."""
    is_known: bool = True
    """Whether a gazetteer or the article knows it, rather than its form."""
    is_programme: bool = False
    """Whether it is a programme or a system."""


_KINDS = frozenset(
    """app apps programme project scheme service services network platform system portal website site framework fund
    agency office team unit group board council""".split()
)
"""Last words of names that papers write in small letters too: `the NHS app`."""
_JOINING = frozenset("of for and the in on to at by with a an".split())


def is_written_as_name(written: str, name: str = "") -> bool:
    """Whether words are written as the name that they spell: `NHS Digital`, but not `NHS digital was given £2bn`.

    Args:
        written: As a text has them.
        name: As the name is written: what has small letters there may have them.
    """
    if " " not in written:
        return True
    small = {word for word in written.split()[1:] if word.islower()}
    return small <= _KINDS | _JOINING | set(name.split())


class Gazetteer(Protocol):
    """Knows bodies and programmes by all their names."""

    def located(self, text: str, published: PartialDate | None = None) -> Iterable[BodyMention]:
        """Return what a text names, in order, none within another.

        Args:
            text: Any.
            published: When it was published: of two bodies with one name, the one that bore it then is meant.
        """
        ...

    def whole(self, name: str, published: PartialDate | None = None) -> str:
        """Return what the body or programme is called that a name is of, and of nothing more; empty for none.

        Args:
            name: What may be one of its names.
            published: As for `located`.
        """
        ...


class NamesNothing:
    """A gazetteer that knows nobody."""

    def located(self, text: str, published: PartialDate | None = None) -> Iterable[BodyMention]:  # noqa: ARG002 - as every gazetteer
        """Return nothing."""
        return ()

    def whole(self, name: str, published: PartialDate | None = None) -> str:  # noqa: ARG002 - likewise
        """Return nothing."""
        return ""
