"""A ledger of a topic's figures: each a row with its quote, oldest first, and how the rows stand to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.facts import FigureFact
from qabot.facts.attributions import find_attributions
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.figure_reading import figure_facts
from qabot.facts.near_duplicates import group
from qabot.facts.speech_cues import CueLexicon
from qabot.facts.topic_articles import TopicArticle, TopicSearch
from qabot.reports.figure_relations import Relation, StatedFigure, relate
from qabot.reports.topic_bearing import bearing

LedgerSort = Literal["date", "value"]
"""By what rows are sorted: oldest first, or the largest of each unit first."""
_MOST_ROWS = 2_000
"""Rows that are read at the most."""
_MOST_COMPARED = 300
"""Articles with figures in common that are compared as near-copies at the most."""
_MONEY = ("£", "$", "€", "¥", "%", "points")


class LedgerRow(Struct, frozen=True):
    """A figure of a topic."""

    fact: FigureFact
    """The figure, in its parts."""
    article: Article
    """The stored article that states it: of near-copies the earliest."""
    also_in: tuple[Article, ...] = ()
    """Near-copies of the article that state it too."""
    relations: tuple[Relation, ...] = ()
    """How it stands to other rows."""

    @property
    def quote(self) -> str:
        """Its sentence, cut from the article."""
        return self.article.text[self.fact.start : self.fact.end]

    @property
    def written(self) -> str:
        """The figure as the article writes it."""
        return self.article.text[slice(*self.fact.figure)]

    @property
    def of(self) -> str:
        """What it is of, in the article's words; empty where it does not say."""
        return self.article.text[slice(*self.fact.of)] if self.fact.of else ""


class FigureLedger(Struct, frozen=True):
    """The figures of a topic."""

    topic: str
    """What was asked for."""
    rows: tuple[LedgerRow, ...]
    """The figures."""
    found: int
    """How many there are, shown or not."""
    articles: int
    """How many articles are about the topic."""
    searched: SearchScope
    """What was searched."""
    warnings: tuple[str, ...] = ()
    """What the reader should know besides."""


def figure_ledger(
    search: TopicSearch,
    gazetteer: Gazetteer,
    cues: CueLexicon,
    sort: LedgerSort = "date",
    limit: int | None = None,
) -> FigureLedger:
    """Return the ledger of a topic.

    Args:
        search: What is held about it.
        gazetteer: Knows bodies and programmes.
        cues: The words that report.
        sort: By what its rows are sorted.
        limit: How many rows to return at the most; all by default.
    """
    rows = [
        LedgerRow(fact, told.article)
        for told in search.articles
        for fact in bearing(search, told, _figures(told, gazetteer, cues), gazetteer)
    ][:_MOST_ROWS]
    rows = _without_copies(rows)
    if sort == "value":
        rows.sort(key=_by_value)
    shown = rows[:limit]
    relations = relate([StatedFigure(each.fact, each.article) for each in shown])
    return FigureLedger(
        topic=search.topic,
        rows=tuple(
            LedgerRow(each.fact, each.article, each.also_in, related)
            for each, related in zip(shown, relations, strict=True)
        ),
        found=len(rows),
        articles=len(search.articles),
        searched=search.searched,
        warnings=(*search.warnings, *([_CUT] if search.is_cut else [])),
    )


def _figures(told: TopicArticle, gazetteer: Gazetteer, cues: CueLexicon) -> tuple[FigureFact, ...]:
    """Return the figures that an article states, each with who is said to state it."""
    if told.facts:
        return told.facts.figures
    return figure_facts(told.article, gazetteer, find_attributions(told.article, gazetteer, cues=cues))


_CUT = "So many passages share the topic's words that not all were read; a narrower topic, or a filter, reads them all."


def _by_value(row: LedgerRow) -> tuple[int, str, Decimal]:
    unit = row.fact.unit
    return (_MONEY.index(unit) if unit in _MONEY else len(_MONEY)), unit, -row.fact.value


def _without_copies(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return the rows without those that a near-copy of an article repeats, which are named with the first."""
    originals = _originals(rows)
    stated = Counter[tuple[str, Decimal, str]]()
    kept: dict[tuple[str, Decimal, str, int], LedgerRow] = {}
    for row in rows:
        original = originals.get(row.article.id, row.article.id)
        figure = (original, row.fact.value, row.fact.unit)
        key = (*figure, stated[figure] if original == row.article.id else 0)
        held = kept.get(key)
        if held is None:
            kept[key] = row
            stated[figure] += 1
        elif all(each.id != row.article.id for each in held.also_in):
            kept[key] = LedgerRow(held.fact, held.article, (*held.also_in, row.article))
    return list(kept.values())


def _originals(rows: Sequence[LedgerRow]) -> Mapping[str, str]:
    """Return for each article that is a near-copy of an earlier one which that is, by their ids."""
    holding: dict[tuple[Decimal, str], set[str]] = {}
    for row in rows:
        holding.setdefault((row.fact.value, row.fact.unit), set()).add(row.article.id)
    shared = {identifier for held in holding.values() if len(held) > 1 for identifier in held}
    suspects = list({row.article.id: row.article for row in rows if row.article.id in shared}.values())[:_MOST_COMPARED]
    groups = group(suspects)
    return {suspects[place].id: suspects[members[0]].id for members in groups for place in members}
