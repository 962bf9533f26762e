"""The figure that a question asks for, by its words: a sum of money, a share, or how many of something. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.questions import AnswerType, SoughtFigure
from qabot.facts.figures import find_figures
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem

_COUNT = re.compile(r"\b(?:how many|number of)\s+(?P<of>(?:[\w.&'’-]+\s*){1,4})", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:per ?cent(?:age)?|proportion|(?:what|which|the) (?:share|portion|slice|fraction|rate)|share of)\b|%",
    re.IGNORECASE,
)
_MOVED = r"(?:changed?|fallen|fall|gone (?:up|down)|grow[n]?|increased?|rise|risen|shrunk)"
_SUM_OR_SHARE = re.compile(
    rf"\b(?:how much of|by how much|how much (?:did|has|have|had)\b.{{1,60}}\b{_MOVED})\b", re.IGNORECASE
)
_SUM = re.compile(r"\bhow much\b", re.IGNORECASE)
_NO_SUM = re.compile(
    r"\bhow much (?:time|longer|later|earlier|faster|slower|sooner|data|information|notice|work)\b", re.IGNORECASE
)
_EARLIER = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|first|at the (?:start|outset)|meant|supposed|intended|planned|estimated?|"
    r"forecasts?|previous(?:ly)?|before|used to|old|earlier|expected|target|goal)\b",
    re.IGNORECASE,
)
"""Words that ask what was said, planned or expected before."""
_YES_OR_NO = re.compile(
    r"\W*(?:(?:and|but|so)\s+)?(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_OF_OTHER_KINDS: frozenset[AnswerType] = frozenset({"date", "name", "reason", "statement"})
_PEOPLE, _STAFF = (stem("people"),), (stem("staff"),)
_EMPLOYED = re.compile(r"\b(?:work(?:s|ed|ing)?|employ(?:s|ed)?)\b", re.IGNORECASE)
"""Says of people that they are staff: `how many people work at …`, `how many people does … employ`."""
_MOST_NOUNS = 3
"""Words behind "how many" among which is what is counted: `how many NHS trusts still …`."""


def sought_figure(text: str, types: Sequence[AnswerType]) -> SoughtFigure | None:
    """Return the figure that a question asks for; None where it asks for something else.

    Args:
        text: The question.
        types: The types of answer that it asks for.
    """
    earlier = _EARLIER.search(text) is not None
    if _NO_SUM.search(text):
        return None
    if found := _COUNT.search(text):
        nouns = _counted(found["of"])
        return SoughtFigure(("count",), _STAFF if nouns[:1] == _PEOPLE and _EMPLOYED.search(text) else nouns, earlier)
    named = find_figures(text)  # "which council cut staff by 15 per cent" names one and seeks a council
    if _SHARE.search(text) and not any(each.kind == "share" for each in named):
        return SoughtFigure(("share",), (), earlier)
    if _SUM_OR_SHARE.search(text):
        return SoughtFigure(("money", "share"), (), earlier)
    asks_only_that = "money" in types and not named and _OF_OTHER_KINDS.isdisjoint(types) and not _YES_OR_NO.match(text)
    return SoughtFigure(("money",), (), earlier) if _SUM.search(text) or asks_only_that else None


def _counted(words: str) -> tuple[str, ...]:
    """Return the words that say what is counted, up to the one that begins the rest of the question."""
    found: list[str] = []
    for word in words.casefold().split()[:_MOST_NOUNS]:
        if word in STOP_WORDS:
            break
        found.append(stem(word.strip(".'’-&") or word))
    return tuple(found)
