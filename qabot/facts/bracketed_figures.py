"""Figures in brackets: those that have a time of their own, and those that say again what stands before. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.text import Span
from qabot.facts.figures import Figure

_IN_BRACKETS = re.compile(r"\([^()]*\)")
"""Where a figure in brackets has a time, that is its own: "£4m (2013: £3m)"."""
_AGAIN = re.compile(r"(?:(?:or|worth|about|some|around|nearly|almost|just|over|under|more|less|than|roughly)\s)*")
"""What may stand in brackets before such a figure."""


def brackets_apart(text: str, figure: Figure, figures: Sequence[Figure]) -> list[Span]:
    """Return the brackets of a text that hold figures which have nothing in common with a figure's time."""
    held = (found for found in _IN_BRACKETS.finditer(text) if any(_lies_in(each, found) for each in figures))
    return [found.span() for found in held if not _is_said_again(text, figure, figures, found)]


def _lies_in(figure: Figure, found: re.Match[str]) -> bool:
    return found.start() < figure.start < found.end()


def _is_said_again(text: str, figure: Figure, figures: Sequence[Figure], found: re.Match[str]) -> bool:
    """Whether brackets hold nothing but a figure of what stands before: "two thirds of councils (64%)"."""
    before = next((each for each in reversed(figures) if each.end <= found.start()), None)
    is_last_years = before is not None and before.unit == figure.unit and before.end + 1 == found.start()
    return (
        _lies_in(figure, found)
        and not is_last_years
        and bool(_AGAIN.fullmatch(text, found.start() + 1, figure.start))
        and text.startswith(")", figure.end)
    )


def is_in_brackets(text: str, figure: Figure) -> bool:
    """Whether brackets hold a figure and nothing else."""
    return text.endswith("(", 0, figure.start) and text.startswith(")", figure.end)
