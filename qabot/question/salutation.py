"""What a question begins with before it asks: `Urgent: `, `Hello team, `, `Quick question - `. Pure."""

from __future__ import annotations

import re

_GREETINGS = frozenset("afternoon dear evening greetings hello hey hi hiya howdy morning".split())
"""Words that speak to whoever is asked: what follows, up to the next mark, is whom."""
_BEFORE = frozenset({"good"})
"""Words that may stand before those."""
_EMPTY = frozenset(
    """a all and asap bot btw colleagues everyone folks fyi good guys just ok okay one please qabot question quick
    quickly right so sorry team thanks urgent urgently well""".split()
)
"""Words that are about nothing when nothing else stands with them."""
_OPENING = re.compile(r"([^,:;!?.–—]{1,40}?)(?:[,:;!.–—]|\s-)\s+(?=\w)")


def without_salutation(text: str) -> str:
    """Return a question from where it begins to ask; the same text where it does so at once."""
    while (opening := _OPENING.match(text)) and _is_empty(opening[1]):
        text = text[opening.end() :]
    return text


def _is_empty(opening: str) -> bool:
    words = re.findall(r"\w+", opening.casefold())
    first = next((word for word in words if word not in _BEFORE), "")
    return bool(words) and (first in _GREETINGS or {*words} <= _EMPTY | _GREETINGS)
