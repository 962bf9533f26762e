"""A figure of a ledger in words: as it is written, with its bound, and its time as prose writes it. Pure."""

from __future__ import annotations

import re

from qabot.core.articles import Article
from qabot.core.dates import PartialDate, stretch_label
from qabot.core.facts import FigureFact
from qabot.core.text import clean_line

_DIFFERENCE = re.compile(r"\s(?P<words>(?:more|less|fewer|higher|lower|cheaper|dearer)(?=\sthan\b))")
"""What stands behind a figure that says by how much another thing is more or less."""
_OPEN = ".."


def figure_words(fact: FigureFact, article: Article) -> str:
    """Return a figure as its article writes it, with its bound: `at most £2m`; a difference as one: `£6m less`."""
    written = clean_line(article.text[slice(*fact.figure)])
    bound = f"{fact.bound} " if fact.bound != "exact" else ""
    difference = _DIFFERENCE.match(article.text, fact.figure[1], fact.end)
    return f"{bound}{written} {difference['words']}" if difference else f"{bound}{written}"


def counted_words(fact: FigureFact, article: Article) -> str:
    """Return a figure with what it is of, where one goes on in the other: `3,400 members of staff`; else nothing."""
    if fact.of is None or not fact.figure[0] < fact.of[0] < fact.figure[1] < fact.of[1]:
        return ""
    bound = f"{fact.bound} " if fact.bound != "exact" else ""
    return f"{bound}{clean_line(article.text[fact.figure[0] : fact.of[1]])}"


def period_words(period: str) -> str:
    """Return the time of a figure as prose writes it: `October to December 2024`, `from 2021 on per year`."""
    time, *scope = period.split(" ")
    if not time[:1].isdigit() and not time.startswith(_OPEN):
        return period
    return " ".join([_time_words(time), *scope])


def _time_words(time: str) -> str:
    first, _, last = time.partition("/")
    if first == _OPEN:
        return f"up to {PartialDate.parse(last).label}"
    if last == _OPEN:
        return f"from {PartialDate.parse(first).label} on"
    return stretch_label(PartialDate.parse(first), PartialDate.parse(last) if last else None)
