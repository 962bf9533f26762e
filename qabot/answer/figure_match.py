"""Figures that a question names, against those that quotes say: a value is compared, not how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.core.answers import Evidence
from qabot.core.questions import Filters
from qabot.facts.figure_spellings import printed
from qabot.facts.figures import Figure, figures_of_value, find_figures
from qabot.retrieval.protocols import Index

_BETWEEN_CLAUSES = re.compile(r"[.;:,!?](?=\s|$)|\n|\s[–—-]\s|\s(?:and|but|while|whereas|although)\s", re.IGNORECASE)
_MOST_TOLD = 3
"""How many figures of the quotes are told of."""


def clauses_saying(text: str, asked: Sequence[Figure]) -> list[str]:
    """Return the clauses of a text that say one of these figures, without the figure: what each is said of."""
    said: list[str] = []
    for each in figures_of_value(text, asked):
        parts = [found.span() for found in _BETWEEN_CLAUSES.finditer(text)]
        start = max((end for _, end in parts if end <= each.start), default=0)
        stop = min((begin for begin, _ in parts if begin >= each.end), default=len(text))
        said.append(f"{text[start : each.start]} {text[each.end : stop]}")
    return said


def figures_told(index: Index, asked: Sequence[Figure], quoted: Sequence[Evidence]) -> Iterator[str]:
    """Yield, for each figure that a question names and no quote says, what they say instead.

    Args:
        index: Where it is looked for besides.
        asked: The figures.
        quoted: The quotes.
    """
    said = [figure for each in quoted for figure in find_figures(each.text)] if asked else []
    for figure in asked:
        if any(figure.same_value(other) for other in said):
            continue
        _, articles = index.matching(Filters(exact=(printed(figure),)))
        nowhere = f"No {'passage quoted here' if articles else 'article'} says {printed(figure)}"
        others = list(dict.fromkeys(printed(other) for other in said if figure.same_unit(other)))[:_MOST_TOLD]
        yield f"{nowhere}; what is quoted says {_listed(others)}." if others else f"{nowhere}."


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
