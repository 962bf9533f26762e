"""Whom a sentence says that a sum was paid to, or a contract made with: of two such, two sums are two things. Pure."""

from __future__ import annotations

import re

_NAME = r"(?:the\s)?(?P<name>[A-Z][\w&’'-]*(?:\s(?:[A-Z&][\w&’'-]*|(?:of|for|and)\s(?=[A-Z])[A-Z][\w&’'-]*))*)"
_PAID = r"(?:paid|pays?|paying|owed?|owes|awarded|awards|gave|gives?|given|went|goes)"
_BOUGHT = r"(?:bought|buys?|buying|rented|rents?|leased|leases?|hired|hires?|licensed)"
_COUNTERPARTIES = (
    re.compile(rf"\b(?:paid|pays?|paying|owed?|owes|gave|gives|awarded)\s{_NAME}"),
    re.compile(rf"\b{_PAID}\b[^,;]{{0,60}}?\sto\s{_NAME}"),
    re.compile(rf"\b{_BOUGHT}\b[^,;]{{0,60}}?\sfrom\s{_NAME}"),
    re.compile(
        rf"\b(?:contracts?|deals?|agreements?|partnerships?|licences?|services|software)\s(?:with|from|by)\s{_NAME}"
    ),
)
_NOBODY = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december it ict parliament mps""".split()
)
"""Names behind these words that are nobody's."""


def counterparties(sentence: str) -> frozenset[str]:
    """Return the names of those whom a sentence says were paid, or contracted with, in small letters."""
    found = (each["name"].casefold() for pattern in _COUNTERPARTIES for each in pattern.finditer(sentence))
    return frozenset(re.sub(r"['’]s?$", "", each) for each in found if each.split()[0] not in _NOBODY)


def are_with_others(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name somebody, and nobody of the one is anybody of the other: "Serco" may be "Serco Group"."""
    if not one or not other:
        return False
    return not any(
        a.startswith(b) or b.startswith(a) or _initials(a) == b or a == _initials(b) for a in one for b in other
    )


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word not in {"of", "for", "and", "the", "&"})
