"""The figures of an article with what they are of, about whom, and when: from each sentence to `FigureFact`s. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from qabot.core.articles import Article
from qabot.core.facts import Attribution, FigureFact
from qabot.core.text import Span, is_heading, sentences
from qabot.facts.bodies import NamedBodies
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.elided_counts import Counted, elided_counts, has_bare_number, may_leave_out, ones_of, with_unit
from qabot.facts.figure_periods import period_of
from qabot.facts.figure_sources import teller
from qabot.facts.figure_subjects import SubjectReader
from qabot.facts.figures import Figure, find_figures
from qabot.facts.head_nouns import what_of
from qabot.facts.moved_counts import has_move
from qabot.facts.sentence_times import SentenceTimes

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
    if not stated and not has_move(article.text) and not may_leave_out(article.text):
        return ()
    times_of = times or SentenceTimes(article)
    subjects = SubjectReader(article, NamedBodies(article, gazetteer), spans)
    facts: list[FigureFact] = []
    counts = _Counts(article.text)
    for place, (start, end) in enumerate(spans):
        text = article.text[start:end]
        figures = counts.read((start, end), stated.get((start, end), ()))
        is_led = bool(place) and "\n\n" not in article.text[spans[place - 1][1] : start]
        told = times_of.told_in((start, end), spans[place - 1] if is_led else None) if figures else ()
        stating = tuple(figures)
        for figure, of in figures.items():
            source = subjects.source(place, figure)
            if of and article.text[slice(*of)] in source:
                of = None  # noqa: PLW2901 - "the accounts put it at £190m" is of no accounts
            within = start + figure.start, start + figure.end
            facts.append(
                FigureFact(
                    article_id=article.id,
                    start=start,
                    end=end,
                    figure=within,
                    value=_middle(figure),
                    low=None if figure.bound == "at most" else figure.low,
                    high=None if figure.bound == "at least" else figure.high,
                    unit=figure.unit,
                    bound=figure.bound,
                    of=of,
                    about=subjects.about(place, figure, stating),
                    period=period_of(text, figure, stating, told),
                    said_by=teller(text, figure.start) or speaker_of(within, attributions) or source,
                )
            )
    return tuple(facts)


class _Counts:
    """What a paragraph counts, sentence by sentence: what its numbers without a noun are of."""

    def __init__(self, text: str) -> None:
        """Take the text of an article."""
        self._text = text
        self._told: list[Counted] = []
        self._behind = 0

    def read(self, span: Span, figures: Sequence[Figure]) -> Mapping[Figure, Span | None]:
        """Return the figures of the next sentence in order, each with where the article says what it is of."""
        start, end = span
        text = self._text[start:end]
        if "\n\n" in self._text[self._behind : start]:
            self._told.clear()
        self._behind = end
        found: dict[Figure, Span | None] = {}
        here: list[Counted] = []
        for figure in figures:
            if figure.unit == "ones":
                if meant := ones_of(text, start, figure, here, self._told):
                    found[with_unit(figure, meant)] = meant.words
                continue
            of = what_of(text, figure)
            found[figure] = (start + of[0], start + of[1]) if of else None
            if figure.is_count and of:
                here.append(Counted(figure.unit, (start + of[0], start + of[1]), figure.high))
        if has_bare_number(text) and not is_heading(text):
            found |= elided_counts(text, start, figures, here, self._told)
            found = dict(sorted(found.items(), key=lambda each: each[0].start))
        self._told += here
        return found


def _figures(text: str) -> tuple[Figure, ...]:
    found = find_figures(text)
    return () if found and is_heading(text) else found


def speaker_of(figure: Span, attributions: Sequence[Attribution]) -> str:
    """Return who is said to state what stands at a place; empty where nobody is."""
    for each in attributions:
        if each.act != "agreed" and any(start <= figure[0] and figure[1] <= end for start, end in each.contents):
            return each.speaker
    return ""


def _middle(figure: Figure) -> Decimal:
    return figure.low if figure.low == figure.high else (figure.low + figure.high) / 2


def _pieces(span: Span) -> list[Span]:
    start, end = span
    return [(at, min(end, at + _MOST_CHARACTERS)) for at in range(start, end, _MOST_CHARACTERS)]
