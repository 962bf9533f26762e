"""Committees of other parliaments than the United Kingdom's, which have one of the same name. Pure."""

from __future__ import annotations

import re

_HOUSE = (
    r"(?P<house>Northern Ireland Assembly|Scottish Parliament|Welsh Parliament|Welsh Assembly|"
    r"National Assembly for Wales|Senedd|Stormont Assembly|London Assembly|European Parliament|Dáil|Tynwald)"
)
_BEHIND = re.compile(rf"(?:\s\([^()]{{1,20}}\))?\s(?:of|at|in)\s(?:the\s)?{_HOUSE}\b")
_BEFORE = re.compile(rf"\b{_HOUSE}(?:\s\([^()]{{1,20}}\))?(?:['’]s?)?\s$")
_NEAR = 80
"""Characters before a name among which stands whose committee it is."""


def housed(name: str, text: str, start: int, end: int) -> str:
    """Return what a body is called in full: a committee of another parliament with that parliament's name.

    Args:
        name: What it is called without.
        text: Where it is named.
        start: Where its name begins there.
        end: Where it ends, with what stands in brackets behind it.
    """
    if not name.endswith("Committee"):
        return name
    found = _BEHIND.match(text, end) or _BEFORE.search(text, max(0, start - _NEAR), start)
    return f"{name} of the {found['house']}" if found else name
