"""How far a quote has what a question asks for and names, slot by slot: what a verdict may be drawn from. Pure."""

from __future__ import annotations

import re

from msgspec import Struct

from qabot.answer.answer_type_match import holds_answer_type
from qabot.answer.figure_fit import figure_fit
from qabot.answer.name_mentions import names_in
from qabot.answer.times_told import may_speak_of, times_in
from qabot.core.articles import Article
from qabot.facts.figures import figures_of_value
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.ranking_parameters import FigureParameters

_NEGATED = re.compile(
    r"\b(?:not|no longer|never|without|nobody|none|neither|nor|fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|den(?:y|ies|ied)|"
    r"reject(?:s|ed)?|lack(?:s|ed|ing)?|cannot)\b|n[’']t\b|\bno\b(?! (?:one|doubt)\b)",
    re.IGNORECASE,
)
"""Words that say that something is not so."""


class SlotSignals(Struct, frozen=True):
    """Each slot of a question against a quote; None where the question has no such slot."""

    figure_sought: float | None = None
    """How well the quote gives the figure that is asked for, 0 to 1."""
    figure_named: float | None = None
    """Which share of the figures that the question names it says, with its title, by value."""
    names: float | None = None
    """Which share of the names in the question it has, with its title, in any way of writing them."""
    dates: float | None = None
    """Which share of the years and months that the question names it may speak of."""
    date_sought: float | None = None
    """Whether it has a date that the question does not have, where one is asked for: 1 or 0."""
    name_sought: float | None = None
    """Whether it has a name that the question does not have, where one is asked for: 1 or 0."""
    negation: float | None = None
    """Whether it says that something is not so, where the question asks of what is not: 1 or 0."""


def slots_of(
    question: BoundQuestion, quote: str, article: Article, parameters: FigureParameters | None = None
) -> SlotSignals:
    """Return how far a quote has what a question asks for and names.

    Args:
        question: What was asked, bound to an index.
        quote: The quote, or a sentence that may be quoted.
        article: The article it is cut from, whose title counts for names and figures that the question names.
        parameters: What a figure of other things counts, and one that was revised; the usual by default.
    """
    analysed, shown = question.analysed, f"{article.title}\n{quote}"
    names, times = names_in(analysed), times_in(analysed.text)
    sought, types = analysed.sought_figure, analysed.answer_types
    fit = None
    if sought is not None:
        fit = figure_fit(sought, quote, question.figures, parameters or FigureParameters())
    return SlotSignals(
        figure_sought=fit,
        figure_named=_share([bool(figures_of_value(shown, [each])) for each in question.figures]),
        names=_share([each.may_be_named_in(shown) for each in names]),
        dates=_share([may_speak_of(each, shown, article) for each in times]),
        date_sought=float(holds_answer_type(["date"], quote, analysed.text)) if "date" in types else None,
        name_sought=float(holds_answer_type(["name"], quote, analysed.text)) if "name" in types else None,
        negation=float(bool(_NEGATED.search(quote))) if _NEGATED.search(analysed.text) else None,
    )


def _share(held: list[bool]) -> float | None:
    return sum(held) / len(held) if held else None
