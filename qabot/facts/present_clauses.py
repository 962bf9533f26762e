"""What a sentence goes on to behind a time that is over, and what has been so ever since. Pure."""

from __future__ import annotations

import re

_AND_NOW = re.compile(
    r"(?:\b(?:and|but|while)|,\s(?:which|who)|;)\s(?:(?:now|still|each|it|they|all|both|one|these|every\sone|(?:the|its)\s[a-z]+)\s){0,2}"
    r"(?:costs|needs|takes|runs|carries|handles|pays|saves|serves|employs|holds|brings|charges|covers|earns|spends|uses|"
    r"makes|gets|receives|processes|answers|supports|manages|expects|hopes|owes)\b"
)
"""What begins a clause of the present: "it went live in 2019 and costs £4m a year"."""
_AND_IT_COSTS = re.compile(
    r"\b(?:and|but|while)\s(?:they|these|both|all|the\s[a-z]+s)\s(?:cost|take|need|save|pay|use)\s"
)
"""Likewise of several, whose present is like a past: "bought in 2019, and they cost £4,000 a year"."""
_WITH_WHICH = re.compile(r",\s(?:saving|cutting|costing|adding|bringing|releasing|freeing)\s(?:[a-z’']+\s){0,4}$")
"""What stands before a sum that has been due or saved since: "closed two sites in 2019, saving £900,000 a year"."""


def goes_on_now(text: str, place: int, figure: int, *, is_rate: bool) -> bool:
    """Whether what stands between a time and a figure behind it begins what is so of late, or ever since.

    Args:
        text: A sentence.
        place: Where the time ends.
        figure: Where the figure begins.
        is_rate: Whether it is due again and again, as "£4m a year" is.
    """
    if place >= figure:
        return False
    if _AND_NOW.search(text, place, figure):
        return True
    return is_rate and bool(_AND_IT_COSTS.search(text, place, figure) or _WITH_WHICH.search(text, place, figure))
