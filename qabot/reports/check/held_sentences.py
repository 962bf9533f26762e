"""What the corpus holds near a sentence: the sentences of its likeliest passages, and how much of its matter each has."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Protocol

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.text import Span, sentences
from qabot.facts.alignment import Gap, gaps
from qabot.facts.figures import Figure, find_figures
from qabot.question.tokeniser import STOP_WORDS
from qabot.reports.check.named_bodies import Name, NameReader
from qabot.reports.check.stated_dates import StatedDate, stated_dates
from qabot.reports.check.word_sequence import WordSequence

_PASSAGES = 8
"""Passages that are looked at for a sentence."""
_MOST_TERMS = 40
"""Terms by which they are looked for, the rarest first."""
_HELD_AT_ONCE = 4_000
"""Passages, and articles, that are kept for the next sentence."""
_FEWEST = 2
"""Passages that a term is weighed as if it were in: one that none holds would outweigh all that is said."""
_NUMBER = re.compile(r"\d")


class HeldTexts(Protocol):
    """What is asked of an open generation of the index."""

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        ...

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        ...

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        """Return the passages with the highest BM25 scores."""
        ...

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case."""
        ...

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages."""
        ...

    def article(self, article_id: str) -> Article | None:
        """Return an article whole."""
        ...

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what is held."""
        ...

    def outlets(self) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held."""
        ...


class HeldArticle:
    """An article with what is read of it when it is needed."""

    def __init__(self, article: Article) -> None:
        """Take an article."""
        self.article = article

    @cached_property
    def words(self) -> WordSequence:
        """Its words."""
        return WordSequence(self.article.text)

    @cached_property
    def title_words(self) -> WordSequence:
        """The words of its title."""
        return WordSequence(self.article.title)

    @cached_property
    def dates(self) -> list[StatedDate]:
        """The dates in its text and its title."""
        return [*stated_dates(self.article.text), *stated_dates(self.article.title)]

    @property
    def own_dates(self) -> list[Span]:
        """When it, and what it reports on, was published: the first and the last day that may be, as ordinals."""
        published = [self.article.published, self.article.reports_on and self.article.reports_on.published]
        return [(each.first.toordinal(), each.last.toordinal()) for each in published if each]

    @property
    def order(self) -> tuple[int, str]:
        """The earliest first, the undated last."""
        published = self.article.published
        return (published.first.toordinal() if published else 10**7), self.article.id


class HeldSentence:
    """A sentence of an article, with what is read of it when it is needed."""

    def __init__(self, held: HeldArticle, start: int, end: int, around: Span, corpus: HeldCorpus) -> None:
        """Take a range of an article's text, and the passage around it."""
        self.held = held
        self.start = start
        self.end = end
        self._around = around
        self._corpus = corpus

    @property
    def text(self) -> str:
        """Its characters."""
        return self.held.article.text[self.start : self.end]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(self._corpus.texts.terms(self.text))

    @cached_property
    def words(self) -> WordSequence:
        """Its words."""
        return WordSequence(self.text, self.start)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, their places counted in itself."""
        return find_figures(self.text)

    @cached_property
    def names(self) -> list[Name]:
        """Whom it names, places counted in itself."""
        return self._corpus.reader.names(self.text)

    @cached_property
    def context(self) -> str:
        """What tells whom it is about: its article's title and bodies, and the passage up to its end."""
        article = self.held.article
        before = article.text[self._around[0] : self.end]
        return "\n".join((article.title, *article.organisations, before))

    @cached_property
    def context_keys(self) -> frozenset[str]:
        """The keys of all who are named around it."""
        named = [name.keys for name in self._corpus.reader.names(self.context)]
        bodies = [self._corpus.reader.keys(each) for each in self.held.article.organisations]
        return frozenset().union(*named, *bodies)

    @cached_property
    def context_words(self) -> frozenset[str]:
        """All words around it."""
        return frozenset(WordSequence(self.context).keys)


class Likeness:
    """A sentence of the corpus beside one of the draft."""

    def __init__(self, sentence: HeldSentence, draft: WordSequence, matter: float, rest: float) -> None:
        """Compare them.

        Args:
            sentence: The corpus's.
            draft: The draft's words.
            matter: Share of the draft's matter that the other has, names included.
            rest: The same without names.
        """
        self.sentence = sentence
        self.matter = matter
        self.rest = rest
        self._draft = draft

    @cached_property
    def gaps(self) -> list[Gap]:
        """Where the two part, word by word."""
        return gaps(self._draft.keys, self.sentence.words.keys)

    @cached_property
    def near(self) -> float:
        """Share of the draft's words that stand in order in the other."""
        count = len(self._draft.words)
        return 1.0 - sum(gap.end - gap.start for gap in self.gaps) / count if count else 0.0


class HeldCorpus:
    """The texts of one generation, those that were looked at kept for the next sentence."""

    def __init__(self, texts: HeldTexts, reader: NameReader) -> None:
        """Look into these texts."""
        self.texts = texts
        self.reader = reader
        self._articles: dict[str, HeldArticle] = {}
        self._sentences: dict[int, list[HeldSentence]] = {}
        self._weights: dict[str, float] = {}
        self._count = texts.searched(None).passages

    def article(self, article_id: str) -> HeldArticle:
        """Return an article that a passage is of."""
        if article_id not in self._articles:
            if len(self._articles) >= _HELD_AT_ONCE:
                self._articles.clear()
            article = self.texts.article(article_id)
            if article is None:
                raise KeyError(article_id)
            self._articles[article_id] = HeldArticle(article)
        return self._articles[article_id]

    def passages(self, ids: Sequence[int]) -> list[HeldArticle]:
        """Return the articles of passages, each once, the earliest first."""
        found = {passage.article_id for passage in self.texts.passages(ids)}
        return sorted((self.article(each) for each in found), key=lambda each: each.order)

    def alike(self, text: str, words: WordSequence, names: Sequence[Name]) -> list[Likeness]:
        """Return the sentences of the likeliest passages, those with the most of a sentence's matter first."""
        nameless = text
        for name in reversed(names):
            nameless = f"{nameless[: name.start]} {nameless[name.end :]}"
        whole, rest = self._weighed(text), self._weighed(nameless)
        ids = dict.fromkeys((*self._likest(whole), *self._likest(rest)))
        found = [
            Likeness(each, words, _share(whole, each.stems), _share(rest, each.stems) if len(rest) > 2 else 0.0)  # noqa: PLR2004
            for number in self._loaded(list(ids))
            for each in self._sentences[number]
        ]
        return sorted(found, key=lambda each: (-each.matter, each.sentence.held.order, each.sentence.start))

    def _loaded(self, ids: list[int]) -> list[int]:
        if len(self._sentences) >= _HELD_AT_ONCE:
            self._sentences.clear()
        missing = [number for number in ids if number not in self._sentences]
        for number, passage in zip(missing, self.texts.passages(missing), strict=True):
            self._sentences[number] = list(self._cut(passage))
        return ids

    def _cut(self, passage: Passage) -> Iterator[HeldSentence]:
        held = self.article(passage.article_id)
        for start, end in sentences(passage.text):
            around = (passage.start, passage.end)
            yield HeldSentence(held, passage.start + start, passage.start + end, around, self)

    def _likest(self, weighed: dict[str, float]) -> list[int]:
        rarest = sorted(weighed, key=lambda term: (-weighed[term], term))[:_MOST_TERMS]
        return self.texts.likest(rarest, _PASSAGES) if rarest else []

    def _weighed(self, text: str) -> dict[str, float]:
        """Return the stems of a text's words of content, without figures, and what each weighs: its idf."""
        words = " ".join(word for word in re.findall(r"[^\W_]+", text) if word.casefold() not in STOP_WORDS)
        return {term: self._weight(term) for term in self.texts.terms(words) if not _NUMBER.search(term)}

    def _weight(self, term: str) -> float:
        if term not in self._weights:
            held = max(self.texts.document_frequency(term), _FEWEST)
            self._weights[term] = math.log(1 + (self._count - held + 0.5) / (held + 0.5))
        return self._weights[term]


def _share(weighed: dict[str, float], stems: frozenset[str]) -> float:
    total = sum(weighed.values())
    return sum(weight for term, weight in weighed.items() if term in stems) / total if total else 0.0
