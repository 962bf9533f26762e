"""Which of the times that a sentence names is that of a figure in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from qabot.facts.clauses import clause_at
from qabot.facts.figures import Figure
from qabot.facts.number_words import DIGITS, IN_WORDS, value_of
from qabot.facts.stated_times import TimeMention, is_of_report

_OVER = re.compile(
    rf"\b(?:over|across)\s(?:the\s(?:(?:next|first|past|last|coming)\s)?|a\s(?:period\sof\s)?|a\s)?(?P<years>{DIGITS}|"
    rf"{IN_WORDS})[\s-]years?\b",
    re.IGNORECASE,
)
_NEAR = 50
"""Characters within which a figure stands of the years that it is spread over."""
_RELATIVE = re.compile(r"\b(?:that|which|who)\s(?!(?:was|were|had)\s(?:spent|paid|saved))(?:[\w’']+\s){1,4}$")
_NAMES_ANOTHER = 30
"""Characters that another figure in between counts as."""
_OTHER_CLAUSE = 60
"""Characters that the end of a clause in between counts as."""
_BEHIND = 8
"""Characters that a time before a figure counts as being farther: most stand behind."""


def period_of(text: str, figure: Figure, figures: Sequence[Figure], times: Sequence[TimeMention]) -> str:
    """Return the time that a figure holds for, as `FigureFact.period` has it.

    Args:
        text: A sentence.
        figure: A figure of it.
        figures: All of them.
        times: The times that it names.
    """
    years = figure.years if figure.years is not None else _years_of(text, figure, figures)
    over = f" over {years:f} years" if years is not None else ""
    per = f" per {figure.per}" if figure.per else ""
    own = [
        each
        for each in times
        if not is_of_report(text, each) and not _overlaps(each, figure) and not _is_of_another(text, figure, each)
    ]
    distance, best = min(((_distance(text, figure, figures, each), each.iso) for each in own), default=(_TOO_FAR, ""))
    return f"{best if distance < _TOO_FAR else ''}{per}{over}".strip()


_SAID_BETWEEN = re.compile(r"\b(?:said|added|reported|noted|warned|claimed|argued|told\s\w+)\sthat\b")
"""What parts a time from a figure, wherever it stands between them."""
_TOO_FAR = 260
"""Characters, counted so, from which on a time is none of a figure's."""


def _years_of(text: str, figure: Figure, figures: Sequence[Figure]) -> Decimal | None:
    """Return over how many years a sum is spread that another part of its sentence says so of."""
    if figure.is_count or figure.unit in {"%", "points"}:
        return None
    for found in _OVER.finditer(text):
        leads = not text[: found.start()].strip()
        low, high = (figure.end, found.start()) if found.start() >= figure.end else (found.end(), figure.start)
        between = any(low <= each.start < high for each in figures)
        if (leads or high - low <= _NEAR) and not between:
            return value_of(found["years"])
    return None


def _is_of_another(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a time is that of something else, which a clause of its own says: `the attack that hit it in 2020`."""
    found = _RELATIVE.search(text, max(0, time.start - _NEAR), time.start)
    return found is not None and not 0 <= found.start() - figure.end <= 1


def _overlaps(time: TimeMention, figure: Figure) -> bool:
    return time.start < figure.end and figure.start < time.end


def _distance(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> int:
    """Return how far a time is from a figure, in characters, with what stands between counted as more."""
    if time.start >= figure.end:
        low, high, extra = figure.end, time.start, 0
    else:
        low, high, extra = time.end, figure.start, _BEHIND
    between = sum(low <= each.start and each.end <= high for each in figures)
    begin, end = clause_at(text, figure.start)
    apart = _OTHER_CLAUSE if not begin <= time.start < max(end, figure.end) else 0
    if between and apart and time.start >= figure.end:
        return _TOO_FAR + 1  # it is the other figure's
    if _SAID_BETWEEN.search(text, low, high):
        return _TOO_FAR + 1
    leads = not text[: time.start].strip(" \"'“‘")
    if leads:  # a time that begins the sentence holds for all of it that has no other
        between, apart = 0, min(apart, _NAMES_ANOTHER)
        high = min(high, low + 2 * _NAMES_ANOTHER)
    return max(0, high - low) + extra + _NAMES_ANOTHER * between + apart
