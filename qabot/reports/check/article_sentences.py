"""A sentence of an article with what is read of it: once, in however many passages it is looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from qabot.core.articles import Article
from qabot.facts.figures import Figure, find_figures
from qabot.reports.check.loose_numbers import LooseNumber, loose_numbers
from qabot.reports.check.named_bodies import Name, NameReader, keys_of, same_name
from qabot.reports.check.stated_dates import StatedDate, stated_dates
from qabot.reports.check.value_roles import Value, values_of
from qabot.reports.check.word_sequence import WordSequence, word_keys

Terms = Callable[[str], list[str]]
"""Returns the terms of a text, as indexed."""


class HeldPassage(NamedTuple):
    """What stands around a sentence."""

    start: int
    """First character of the passage in the article's text."""
    stems: frozenset[str]
    """The stems of its words, and of those of its article's title."""


class ArticleSentence:
    """A sentence of an article; each thing is read of it when it is first needed."""

    def __init__(self, article: Article, start: int, end: int, reader: NameReader, terms: Terms) -> None:
        """Take a range of an article's text, who reads names, and what makes terms of a text."""
        self.start = start
        self.end = end
        self.text = article.text[start:end]
        self._reader = reader
        self._terms = terms

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(self._terms(self.text))

    @cached_property
    def words(self) -> WordSequence:
        """Its words, counted where the article begins."""
        return WordSequence(self.text, self.start)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, their places counted in itself."""
        return find_figures(self.text)

    @cached_property
    def numbers(self) -> list[LooseNumber]:
        """Its numbers, figures or not, their places counted in itself."""
        return loose_numbers(self.text)

    @cached_property
    def values(self) -> list[Value]:
        """Its figures, numbers and dates, their places counted in itself."""
        return values_of(self.text, self.figures, self.numbers)

    @cached_property
    def dates(self) -> list[StatedDate]:
        """Its dates, their places counted in itself."""
        return stated_dates(self.text)

    @cached_property
    def names(self) -> list[Name]:
        """Whom it names, places counted in itself."""
        return self._reader.names(self.text)

    @cached_property
    def _known_by(self) -> tuple[frozenset[str], frozenset[str]]:
        return keys_of(self.names), word_keys(self.text)

    def has_name(self, name: Name) -> bool:
        """Whether it names somebody itself, under any of their names."""
        return same_name(name, *self._known_by)
