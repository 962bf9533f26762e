"""The clause of a sentence that a place stands in, as far as marks and little words part clauses. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from qabot.core.text import Span

_BOUNDARY = re.compile(
    r"[;:–—()]\s?|\s-\s|,\s(?:and|but|while|which|who|with|although|though|as|where|whereas|so|when|because|"
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


def clause_at(text: str, place: int) -> Span:
    """Return the clause of a sentence that holds a place."""
    start, end = 0, len(text)
    for found in _BOUNDARY.finditer(text):
        if found.end() <= place:
            start = found.end()
        elif found.start() >= place:
            end = found.start()
            break
    return start, end


def clauses(text: str) -> list[Span]:
    """Return the clauses of a sentence, in order."""
    found = [0, *(each.end() for each in _BOUNDARY.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(found) if a < b]
