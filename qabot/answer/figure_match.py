"""Figures that a question names, against those that quotes say: a value is compared, not how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.answer.missing_parts import ClaimSubjects
from qabot.core.answers import Evidence, MissingPart
from qabot.core.errors import UsageError
from qabot.core.text import room_around
from qabot.facts.figure_spellings import printed
from qabot.facts.figures import Figure, figures_of_value, find_figures
from qabot.retrieval.protocols import Index

_BETWEEN_CLAUSES = re.compile(r"[.;:,!?](?=\s|$)|\n|\s[–—-]\s|\s(?:and|but|while|whereas|although)\s", re.IGNORECASE)
_MOST_CLAUSES = 50
"""How many clauses of one text are looked at that say a figure: no more than any passage has."""
_MOST_TOLD = 3
"""How many figures of the quotes are told of."""


def clauses_saying(text: str, asked: Sequence[Figure]) -> list[str]:
    """Return the clauses of a text that say one of these figures, without the figure: what each is said of."""
    said: list[str] = []
    found = figures_of_value(text, asked)[:_MOST_CLAUSES]
    parts = [each.span() for each in _BETWEEN_CLAUSES.finditer(text)] if found else []
    for each in found:
        start, stop = room_around((each.start, each.end), parts, len(text))
        said.append(f"{text[start : each.start]} {text[each.end : stop]}")
    return said


def figures_missing(
    index: Index, asked: Sequence[Figure], shown: Sequence[Evidence], *, answers: bool
) -> Iterator[MissingPart]:
    """Yield, for each figure that a question names and no quote says, a claim of that, and what they say instead.

    The title of a quote's article counts as quoted. What lies within a bound that is asked about says it: £140m is
    more than £100m.

    Args:
        index: Where it is looked for besides.
        asked: The figures, by their places in the question's own text.
        shown: The quotes, or what came nearest.
        answers: Whether they are shown as an answer.
    """
    texts = (f"{each.article.title}\n{each.text}" for each in shown) if asked else ()
    said = [figure for text in texts for figure in find_figures(text)]
    for figure in asked:
        if any(figure.same_value(other) or _meets(figure, other) for other in said):
            continue
        is_said = _may_be_said(index, printed(figure))
        nowhere = f"{ClaimSubjects.of(answers=answers).quote if is_said else 'No article'} says {printed(figure)}"
        others = list(dict.fromkeys(printed(other) for other in said if figure.same_unit(other)))[:_MOST_TOLD]
        source = "what is quoted" if answers else "what came nearest"
        words = f"{nowhere}; {source} says {_listed(others)}." if others else f"{nowhere}."
        if shown or not is_said:
            yield MissingPart("figure_named", words, (figure.start, figure.end))


def _may_be_said(index: Index, figure: str) -> bool:
    """Whether some article says a figure, or so many hold its words that it cannot be told that none does."""
    try:
        return index.is_said(figure)
    except UsageError:
        return True


def _meets(asked: Figure, other: Figure) -> bool:
    """Whether a figure lies within the bound that another is asked about with."""
    if not asked.same_unit(other):
        return False
    return (asked.bound == "at least" and other.high >= asked.low) or (
        asked.bound == "at most" and other.low <= asked.high
    )


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
