"""The clause of a sentence that a place stands in, as far as marks and little words part clauses. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from qabot.core.text import Span

_BOUNDARY = re.compile(
    r"[;:–—()]\s?|\s-\s|,\s(?:and|but|while|which|who|whose|with|although|though|as|where|whereas|so|when|because|"
    r"of\swhich|compared|"
    r"a|an|up|down|plus|against|including|followed|leaving|bringing|making|taking|giving|according|rather|far|"
    r"well|more|"
    r"less|almost|nearly|some|the)\b|\s(?:while|but|whereas|although|compared\swith|compared\sto|as\swell\sas|"
    r"than|which)\s|"
    r"\b(?:said|says|saying|told\s[A-Z]\w+(?:\s[A-Z]\w+)*|reported|reports|showed|shows|warned|claimed|estimated|"
    r"found|calculated|revealed|"
    r"announced|disclosed|added|noted|heard|argued|believed|hoped|expected)\sthat\s|"
    r"\sand\s(?=(?:it|they|he|she|that|this|the|another|a|an|[A-Z]\w+)\s(?:\w+\s){0,3}(?:was|were|is|are|had|has|"
    r"have|would|will|"
    r"could|spent|cost|saved|paid|went|came|said|put|gave|made|took|rose|fell|stood|got|received)\b)"
)
"""What parts clauses."""


_REMEMBERED = 8
"""Sentences whose boundaries are remembered: each of their figures, and each of their times, asks for them."""


@lru_cache(_REMEMBERED)
def _boundaries(text: str) -> tuple[Span, ...]:
    return tuple(found.span() for found in _BOUNDARY.finditer(text))


def clause_at(text: str, place: int) -> Span:
    """Return the clause of a sentence that holds a place."""
    parts = _boundaries(text)
    behind = bisect_right(parts, place, key=lambda each: each[1])
    start = parts[behind - 1][1] if behind else 0
    end = next((first for first, _ in parts[behind:] if first >= place), len(text))
    return start, end


def clauses(text: str) -> list[Span]:
    """Return the clauses of a sentence, in order."""
    found = [0, *(end for _, end in _boundaries(text)), len(text)]
    return [(a, b) for a, b in pairwise(found) if a < b]
