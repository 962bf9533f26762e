"""A byline into the people it names, for formats that give each a line of its own."""

from __future__ import annotations

import re

_PARTING = re.compile(r"\s*;\s*|,?\s+and\s+|\s+&\s+|,\s*", re.IGNORECASE)
_WORD = r"(?:[^\W\d_a-z][\w'’.-]*|van|von|de|der|den|la|le|du|di|da|bin|al|ap|ten|ter)"
_PERSON = re.compile(rf"{_WORD}(?: {_WORD}){{1,4}}")
_BODIES = re.compile(
    r"\b(?:agency|association|authority|board|bureau|centre|college|commission|committee|council|department|desk|digital|"
    r"foundation|government|group|institute|ministry|news|nhs|office|parliament|press|services?|society|staff|team|times|"
    r"treasury|trust|university|weekly)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist|writer|columnist|contributor|director|officer|analyst|professor|"
    r"minister|chief|head|manager)\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(rf"{_WORD}(?:[ -]{_WORD})?, (?:[^\W\d_a-z][\w'’-]*|(?:[A-Z]\.? ?)+)")
"""A surname, a comma and a first name or initials."""


def author_names(byline: str, outlet: str | None = None) -> tuple[str, ...]:
    """Return the people a byline names, each by itself; a name that cannot be parted is returned whole, without commas.

    Args:
        byline: As the source has it.
        outlet: Who published the article, which is no author where it stands behind one.
    """
    if ";" in byline:
        parts = [part.strip() for part in byline.split(";")]
        return tuple(_whole(part) for part in parts if part) or (byline,)
    parts = [part.strip() for part in _PARTING.split(byline)]
    parts = [part for part in parts if part and part.casefold() != (outlet or "").casefold()]
    people = [part for part in parts if not _ROLE.search(part)]
    if people and all(_PERSON.fullmatch(part) and not _BODIES.search(part) for part in people):
        return tuple(dict.fromkeys(people))
    return (_whole(byline),)


def _whole(name: str) -> str:
    """One name; a comma in it that parts no surname from a first name would be read as if it did."""
    if "," not in name or _INVERTED.fullmatch(name):
        return name
    return " ".join(name.replace(",", " ").split()) or name
