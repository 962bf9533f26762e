"""The figures of an article with what they are of, about whom, and when: from each sentence to `FigureFact`s. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from qabot.core.articles import Article
from qabot.core.facts import Attribution, FigureFact
from qabot.core.text import Span, is_heading, sentences
from qabot.facts.bodies import NamedBodies
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.figure_periods import period_of
from qabot.facts.figure_subjects import SubjectReader
from qabot.facts.figures import Figure, find_figures
from qabot.facts.head_nouns import what_of
from qabot.facts.stated_times import SentenceTimes

_MOST_CHARACTERS = 1_000
"""A sentence that is longer is a table or no sentence: its figures are read in pieces of so much."""


def figure_facts(
    article: Article,
    gazetteer: Gazetteer,
    attributions: Sequence[Attribution] = (),
    sentence_spans: Sequence[Span] | None = None,
    times: SentenceTimes | None = None,
) -> tuple[FigureFact, ...]:
    """Return the figures that an article states, in its order.

    Args:
        article: What to read.
        gazetteer: Knows bodies and programmes.
        attributions: What it says that somebody said: a figure within is stated by them.
        sentence_spans: The sentences of its text, where they were found already.
        times: What tells the times of its sentences, likewise.
    """
    found = sentences(article.text) if sentence_spans is None else sentence_spans
    spans = [piece for span in found for piece in _pieces(span)]
    stated = {span: figures for span in spans if (figures := _figures(article.text[slice(*span)]))}
    if not stated:
        return ()
    times_of = times or SentenceTimes(article)
    subjects = SubjectReader(article, NamedBodies(article, gazetteer), spans)
    facts: list[FigureFact] = []
    for place, (start, end) in enumerate(spans):
        text = article.text[start:end]
        figures = stated.get((start, end), ())
        told = times_of.within((start, end)) if figures else ()
        for figure in figures:
            source, of = subjects.source(place, figure), what_of(text, figure)
            if of and text[slice(*of)] in source:
                of = None  # "the accounts put it at £190m" is of no accounts
            facts.append(
                FigureFact(
                    article_id=article.id,
                    start=start,
                    end=end,
                    figure=(start + figure.start, start + figure.end),
                    value=_middle(figure),
                    low=None if figure.bound == "at most" else figure.low,
                    high=None if figure.bound == "at least" else figure.high,
                    unit=figure.unit,
                    bound=figure.bound,
                    of=(start + of[0], start + of[1]) if of else None,
                    about=subjects.about(place, figure, figures),
                    period=period_of(text, figure, figures, told),
                    said_by=speaker_of((start + figure.start, start + figure.end), attributions) or source,
                )
            )
    return tuple(facts)


def _figures(text: str) -> tuple[Figure, ...]:
    found = find_figures(text)
    return () if found and is_heading(text) else found


def speaker_of(figure: Span, attributions: Sequence[Attribution]) -> str:
    """Return who is said to state what stands at a place; empty where nobody is."""
    for each in attributions:
        if any(start <= figure[0] and figure[1] <= end for start, end in each.contents):
            return each.speaker
    return ""


def _middle(figure: Figure) -> Decimal:
    return figure.low if figure.low == figure.high else (figure.low + figure.high) / 2


def _pieces(span: Span) -> list[Span]:
    start, end = span
    return [(at, min(end, at + _MOST_CHARACTERS)) for at in range(start, end, _MOST_CHARACTERS)]
