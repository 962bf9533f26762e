"""How well a sentence tells the figure that a question asks for: of its kind, of the same things, not since revised."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.questions import SoughtFigure
from qabot.facts.figures import Figure, find_figures
from qabot.question.vocabulary import stem
from qabot.retrieval.ranking_parameters import FigureParameters

_PEOPLE = frozenset(map(stem, "adults children individuals members people persons".split()))
_WORKERS = _PEOPLE | frozenset(
    map(stem, "contractors employees jobs officials posts servants specialists staff workers".split())
)
"""Words for people who work for somebody, of which a question may use one and an article another."""
_SERVED = _PEOPLE | frozenset(
    map(
        stem,
        """citizens claimants clients consumers customers families households patients pupils residents students
        subscribers taxpayers users visitors voters""".split(),
    )
)
"""Likewise for those whom it serves: 3.9 million users are no staff."""
_BODIES = frozenset(map(stem, "agencies authorities bodies institutions organisations organizations".split()))
"""Likewise for what people work for."""
_CHANGED = (
    "up|down|risen|rose|rises?|doubled|trebled|climbed|fell|fallen|cut|reduced|grown|increased|grew|marked down|"
    "went up|gone up|come down|came down"
)
_HOPED = "hoped|meant|planned|supposed|estimated|forecast|projected"
_FORMER_BEFORE = re.compile(
    rf"\b(?:original(?:ly)?|initial(?:ly)?|at first|(?:first|earlier|previous|old) (?:\w+ )?(?:estimate|figure|"
    rf"forecast|plan|price|cost|budget|target)|first (?:{_HOPED}|put|costed|budgeted)|"
    rf"(?:goal|target) (?:had been|was|of)|"
    rf"(?:forecasts?|estimates?|projection) of|against (?:a |an |the |its )?|"
    rf"once (?:\w+ ){{0,3}}(?:at|been|expected|put|{_HOPED})|(?:had been|was|were) (?:first |once )?"
    rf"(?:hoped|meant|planned|supposed)|(?:was|were) to have been|previous(?:ly)?|compared (?:with|to)|instead of|"
    rf"rather than|(?:{_CHANGED}) from)\b[^.;]*$",
    re.IGNORECASE,
)
"""What stands before a figure that was planned, expected or said before another."""
_FORMER_BEHIND = re.compile(
    r"[^.;,£$€%\d]{0,30}\b(?:(?:in|at) (?:the )?(?:original|first|earlier|initial)\b|"
    rf"(?:originally|initially|previously|at first)\b|(?:had been|was) (?:first |once |originally )?(?:{_HOPED}))|"
    r"\s(?:projected|forecast|planned|to (?:about |around |nearly |almost )?[£$€\d])",
    re.IGNORECASE,
)
"""What stands behind one: `£20m to £100m`."""
_BETWEEN_CLAUSES = re.compile(r"[.;:!?](?=\s|$)|\s[–—]\s|\s(?:but|while|whereas|although)\s", re.IGNORECASE)


def figure_fit(sought: SoughtFigure, sentence: str, known: Sequence[Figure], parameters: FigureParameters) -> float:
    """Return how well a sentence tells the figure that is asked for, 0 to 1: as well as the best of its figures does.

    Args:
        sought: What is asked for.
        sentence: The sentence.
        known: Figures that the question has itself, which answer nothing.
        parameters: What a figure of other things counts, and one that was revised.
    """
    best, place = 0.0, 0
    for figure in find_figures(sentence):
        if not any(figure.same_value(other) for other in known):
            best = max(best, _fit(sought, sentence, figure, place, parameters))
        place = figure.end
    return best


def _fit(sought: SoughtFigure, sentence: str, figure: Figure, start: int, parameters: FigureParameters) -> float:
    if figure.kind not in sought.kinds:
        return 0.0
    same_things = not sought.nouns or _counts(figure.unit, sought.nouns)
    fit = 1.0 if same_things else parameters.of_other_things
    former = is_former(sentence, figure, start)
    if former and not sought.earlier:
        return fit * parameters.former
    return fit * parameters.present if sought.earlier and not former else fit


def _counts(unit: str, nouns: Sequence[str]) -> bool:
    """Whether what a figure counts is what the question names; people and bodies go by many names."""
    counted = stem(unit)
    return counted in nouns or any(
        counted in each and not each.isdisjoint(nouns) for each in (_WORKERS, _SERVED, _BODIES)
    )


def is_former(sentence: str, figure: Figure, start: int = 0) -> bool:
    """Whether a figure is told as what was planned, expected or said before another.

    Args:
        sentence: The sentence.
        figure: One of its figures; a range is none that was revised.
        start: Where the figure before it ends.
    """
    begin = max((found.end() for found in _BETWEEN_CLAUSES.finditer(sentence, start, figure.start)), default=start)
    is_range = figure.low != figure.high
    begin = max(begin, *(sentence.rfind(stop, begin, figure.start) + 1 for stop in ".;"))  # which it never reaches over
    return not is_range and bool(
        _FORMER_BEFORE.search(sentence[begin : figure.start]) or _FORMER_BEHIND.match(sentence, figure.end)
    )
