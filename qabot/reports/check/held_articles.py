"""An article of the corpus with what is read of it: its words, figures, dates, names, and who says something. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.text import Span, sentences
from qabot.facts.attributions import find_attributions
from qabot.facts.figures import Figure, find_figures
from qabot.reports.check.article_sentences import ArticleSentence, Terms
from qabot.reports.check.loose_numbers import LooseNumber, loose_numbers
from qabot.reports.check.named_bodies import Name, NameReader, is_longer_form, is_person, keys_of
from qabot.reports.check.speech_acts import compared_cues
from qabot.reports.check.stated_dates import StatedDate, stated_dates
from qabot.reports.check.word_sequence import WordSequence

_JOINT = re.compile(r"\s(?:of|for|on|to|and|at)\s(?:the\s)?")
"""What joins names to one run of capitals."""


_SIGNED = re.compile(r"\bYours\s(?:faithfully|sincerely|truly|ever|etc|in\s\w+)\b[^\n]{0,5}\n+(?P<who>[^\n]{3,80})")


class HeldArticle:
    """An article with what is read of it when it is needed."""

    def __init__(self, article: Article, reader: NameReader, terms: Terms) -> None:
        """Take an article, who reads its names, and what makes terms of a text."""
        self.article = article
        self._reader = reader
        self._terms = terms
        self._read: dict[Span, ArticleSentence] = {}

    def sentences(self, first: int, last: int) -> list[ArticleSentence]:
        """Return the sentences of a stretch of its text; of one that cuts through sentences, as it cuts them."""
        begin, end = bisect_left(self._spans, (first, 0)), bisect_left(self._spans, (last, 0))
        spans = self._spans[begin:end]
        is_whole = (not begin or self._spans[begin - 1][1] <= first) and (not spans or spans[-1][1] <= last)
        if not is_whole:
            spans = [(first + a, first + b) for a, b in sentences(self.article.text[first:last])]
        return [self._sentence(span) for span in spans]

    @cached_property
    def all_sentences(self) -> list[ArticleSentence]:
        """Its sentences, in order."""
        return [self._sentence(span) for span in self._spans]

    def sentence_behind(self, place: int) -> ArticleSentence | None:
        """Return the first sentence that begins at or behind a place of its text."""
        number = bisect_left(self._spans, (place, 0))
        return self._sentence(self._spans[number]) if number < len(self._spans) else None

    def sentence_at(self, place: int) -> ArticleSentence:
        """Return the sentence in which a character of its text stands."""
        return self._sentence(self._spans[max(0, bisect_right(self._spans, (place, len(self.article.text))) - 1)])

    def _sentence(self, span: Span) -> ArticleSentence:
        if span not in self._read:
            self._read[span] = ArticleSentence(self.article, *span, self._reader, self._terms)
        return self._read[span]

    @cached_property
    def _spans(self) -> list[Span]:
        return sentences(self.article.text)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The stems of its title's words."""
        return frozenset(self._terms(self.article.title))

    @cached_property
    def words(self) -> WordSequence:
        """Its words."""
        return WordSequence(self.article.text)

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """Who publishes it: its outlet, whose reporting it is of, its author."""
        article = self.article
        reported = article.reports_on.outlet if article.reports_on else ""
        return tuple(filter(None, (article.outlet, reported, article.author)))

    @property
    def signature(self) -> str:
        """Who signed it, where it is a letter: they say all of it; empty for none."""
        found = _SIGNED.search(self.article.text)
        return found["who"] if found else ""

    @cached_property
    def names(self) -> list[Name]:
        """Whom its title and its text name, places counted in nothing."""
        return self._reader.names(f"{self.article.title}. {self.article.text}")

    @cached_property
    def _name_keys(self) -> frozenset[str]:
        bodies = (*self.article.organisations, *self.outlets)
        return keys_of(self.names).union(*(self._reader.keys(each) for each in bodies))

    @cached_property
    def _headings(self) -> WordSequence:
        return WordSequence(". ".join((self.article.title, *self.article.organisations, *self.outlets)))

    def has_name(self, name: Name) -> bool:
        """Whether it names somebody anywhere: under any of their names, word for word, or a person by the surname."""
        if name.keys & self._name_keys:
            return True
        parts = [WordSequence(each).keys for each in _JOINT.split(name.text)]
        if all(self._has_words(each) for each in parts) or WordSequence(name.text).keys[-1] in self._surnames:
            return True
        return any(is_longer_form(name, each) for each in self.names)

    def _has_words(self, words: list[str]) -> bool:
        return any(each.find(words) is not None for each in (self.words, self._headings))

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(WordSequence(each.text).keys[-1] for each in self.names if is_person(each))

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """What it says that somebody said."""
        return find_attributions(self.article, cues=compared_cues())

    def attributed(self, start: int, end: int) -> list[Attribution]:
        """Return what it says that somebody said within some of its characters."""
        return [
            each for each in self.attributions if any(first < end and last > start for first, last in each.contents)
        ]

    @cached_property
    def title_words(self) -> WordSequence:
        """The words of its title."""
        return WordSequence(self.article.title)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in its text."""
        return find_figures(self.article.text)

    @cached_property
    def numbers(self) -> list[LooseNumber]:
        """The numbers in its text."""
        return loose_numbers(self.article.text)

    @cached_property
    def dates(self) -> list[StatedDate]:
        """The dates in its text and its title."""
        return [*stated_dates(self.article.text), *stated_dates(self.article.title)]

    @property
    def own_dates(self) -> list[Span]:
        """When it, and what it reports on, was published: the first and the last day that may be, as ordinals."""
        published = [self.article.published, self.article.reports_on and self.article.reports_on.published]
        return [(each.first.toordinal(), each.last.toordinal()) for each in published if each]

    @cached_property
    def order(self) -> tuple[int, str]:
        """The earliest first, the undated last."""
        published = self.article.published
        return (published.first.toordinal() if published else 10**7), self.article.id
