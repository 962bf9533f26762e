"""What the corpus holds near a sentence: those of its likeliest passages, and how much of the matter each has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.facts.alignment import Gap, gaps
from qabot.facts.figures import Figure
from qabot.question.tokeniser import STOP_WORDS
from qabot.reports.check.article_sentences import ArticleSentence, HeldPassage
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.loose_numbers import LooseNumber
from qabot.reports.check.named_bodies import Name, NameReader, keys_of
from qabot.reports.check.stated_dates import StatedDate
from qabot.reports.check.word_sequence import WordSequence, word_keys

_PASSAGES = 6
"""Passages that are looked at for a sentence."""
_MOST_TERMS = 40
"""Terms by which they are looked for, the rarest first."""
_HELD_AT_ONCE = 4_000
"""Passages, and articles, that are kept for the next sentence."""
_FEWEST = 2
"""Passages that a term is weighed as if it were in: one that none holds would outweigh all that is said."""
_RECENT = 3
"""Articles in which a draft goes on."""
_FADES = 0.9
"""What is left of that with each sentence: an article that more of the draft was of lasts."""
_GOES_ON = 0.15
"""What such an article has more of a sentence's matter, as a share."""
_PLAINLY = 1.5
"""How many times as much of a draft must be of an article as of the next, for it to be at hand."""
_BESIDE = 1_200
"""Characters on either side of what a draft had of it in which it may go on."""
_ALL_WORDS = 0.9
"""Share of a sentence's words without its figures, from which an article's has all of them."""
_AROUND = 0.6
"""What a word counts that stands in the passage or the title and not in the sentence."""
_LEAST = 2.0
"""Words of one passage alone that a sentence's matter must weigh at the least, not to be found anywhere."""
_FEW = 2
"""Words without names that tell no matter."""
_GOING_ON = re.compile(r"\s(?:It|They|This|That|These)\s")
_NONE = frozenset[str]()
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

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of."""
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


class HeldSentence:
    """A sentence of an article in the passage around it."""

    def __init__(self, held: HeldArticle, own: ArticleSentence, around: HeldPassage, reader: NameReader) -> None:
        """Take a sentence, and the passage around it."""
        self.held = held
        self.start = own.start
        self.end = own.end
        self.text = own.text
        self._own = own
        self._around = around
        self._reader = reader

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return self._own.stems

    @property
    def stems_around(self) -> frozenset[str]:
        """The stems of its passage and its article's title."""
        return self._around.stems

    @property
    def words(self) -> WordSequence:
        """Its words, counted where the article begins."""
        return self._own.words

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, their places counted in itself."""
        return self._own.figures

    @property
    def numbers(self) -> list[LooseNumber]:
        """Its numbers, figures or not, their places counted in itself."""
        return self._own.numbers

    @property
    def dates(self) -> list[StatedDate]:
        """Its dates, their places counted in itself."""
        return self._own.dates

    @property
    def dates_behind(self) -> list[StatedDate]:
        """The dates of the sentence behind it, where that goes on about it: "It was …"; places counted in that."""
        behind = self.held.sentence_behind(self.end) if _GOING_ON.match(self.held.article.text, self.end) else None
        return behind.dates if behind else []

    @property
    def names(self) -> list[Name]:
        """Whom it names, places counted in itself."""
        return self._own.names

    def has_name(self, name: Name) -> bool:
        """Whether it names somebody itself, under any of their names."""
        return self._own.has_name(name)

    def named_in(self, text: str) -> list[Name]:
        """Return whom a text names that stands near it."""
        return self._reader.names(text)

    @property
    def told_before(self) -> list[ArticleSentence]:
        """The sentences of its passage that stand before it."""
        return self.held.sentences(self._around.start, self.start)

    @cached_property
    def context(self) -> str:
        """What tells whom it is about: its article's title and bodies, and the passage up to its end."""
        article = self.held.article
        return "\n".join((article.title, *article.organisations, article.text[self._around.start : self.end]))

    @cached_property
    def context_keys(self) -> frozenset[str]:
        """The keys of all who are named around it."""
        bodies = (self._reader.keys(each) for each in self.held.article.organisations)
        return keys_of(self._reader.names(self.context)).union(*bodies)

    @cached_property
    def context_words(self) -> frozenset[str]:
        """All words around it."""
        return word_keys(self.context)


class Shares(NamedTuple):
    """How much of what a sentence of the draft says another has."""

    matter: float
    """Share of its matter, names included; what only stands around the other counts for less."""
    rest: float
    """The same without names."""
    own: float
    """Share of its matter that stands in the other itself."""
    words: float
    """The same, however little the matter weighs."""
    nameless: float
    """The same, without names."""


class Likeness:
    """A sentence of the corpus beside one of the draft."""

    def __init__(
        self, sentence: HeldSentence, draft: WordSequence, shares: Shares, *, goes_on: bool, at_hand: bool
    ) -> None:
        """Compare them.

        Args:
            sentence: The corpus's.
            draft: The draft's words.
            shares: How much of what the draft says the other has.
            goes_on: Whether the draft was about this part of the article just before.
            at_hand: Whether it is plainly of this article more than of any other.
        """
        self.sentence = sentence
        self.matter, self.rest, self.own, self.words, self.nameless = shares
        self.goes_on = goes_on
        self.at_hand = at_hand
        self._draft = draft

    @property
    def has_all_words(self) -> bool:
        """Whether the other has all of the draft's words but for its figures, or as good as all."""
        return self.words >= _ALL_WORDS

    @cached_property
    def gaps(self) -> list[Gap]:
        """Where the two part, word by word."""
        return gaps(self._draft.keys, self.sentence.words.keys)

    def may_be_near(self, least: float) -> bool:
        """Whether so great a share of the draft's words may stand in order in the other: it has as many of them."""
        had = Counter(self._draft.keys) & Counter(self.sentence.words.keys)
        return had.total() >= least * len(self._draft.words)

    @cached_property
    def near(self) -> float:
        """Share of the draft's words that stand in order in the other."""
        count = len(self._draft.words)
        return 1.0 - sum(gap.end - gap.start for gap in self.gaps) / count if count else 0.0


class _Matter(Struct, frozen=True):
    """The words of content of a sentence of the draft."""

    weights: dict[str, float]
    """What each of their stems weighs: its idf."""
    total: float
    """What all weigh, and no less than little matter may."""
    scale: float
    """What makes a share of the total one of the weights alone."""

    def within(self, stems: frozenset[str]) -> frozenset[str]:
        """Return those of the stems that are among others."""
        return stems & self.weights.keys()

    def share(self, stems: frozenset[str]) -> float:
        """Return the share of the matter that some of its stems have."""
        if not stems:
            return 0.0
        weights = self.weights
        return sum([weights[term] for term in stems]) / self.total


class HeldCorpus:
    """The texts of one generation, those that were looked at kept for the next sentence."""

    def __init__(self, texts: HeldTexts, reader: NameReader) -> None:
        """Look into these texts."""
        self.texts = texts
        self.reader = reader
        self._articles: dict[str, HeldArticle] = {}
        self._sentences: dict[int, list[HeldSentence]] = {}
        self._stretches: dict[tuple[str, int, int], list[HeldSentence]] = {}
        self._owners: dict[int, str] = {}
        self._weights: dict[str, float] = {}
        self._count = texts.searched(None).passages
        self._most = math.log(1 + max(1, self._count))
        self._recent: dict[str, list[HeldSentence]] = {}
        self._support: dict[str, float] = {}
        """How many sentences of the draft were of each, those long before counted for less."""

    def article(self, article_id: str) -> HeldArticle:
        """Return an article that a passage is of."""
        if article_id not in self._articles:
            article = self.texts.article(article_id)
            if article is None:
                raise KeyError(article_id)
            self._articles[article_id] = HeldArticle(article, self.reader, self.texts.terms)
        return self._articles[article_id]

    def passages(self, ids: Sequence[int]) -> list[HeldArticle]:
        """Return the articles of passages, each once, the earliest first."""
        self._make_room()
        if unknown := [each for each in ids if each not in self._owners]:
            self._owners |= self.texts.articles_of(unknown)
        return sorted(
            (self.article(each) for each in {self._owners[each] for each in ids}), key=lambda each: each.order
        )

    def alike(self, text: str, words: WordSequence, names: Sequence[Name]) -> list[Likeness]:
        """Return the sentences of the likeliest passages, those with the most of a sentence's matter first.

        Sentences around what the draft was about last are looked at too, and their articles count for a little more: a
        draft goes on about the same thing.
        """
        self._make_room()
        nameless = text
        for name in reversed(names):
            nameless = f"{nameless[: name.start]} {nameless[name.end :]}"
        whole, rest = self._matter(text), self._matter(nameless)
        likely_too = self._likest(rest) if rest.weights != whole.weights else []
        ids = list(dict.fromkeys((*self._likest(whole), *likely_too)))
        self._load(ids)
        likely = [each for number in ids for each in self._sentences[number]]
        seen = {(each.held.article.id, each.start) for each in likely}
        recent = ((key, each) for key, some in self._recent.items() for each in some)
        going_on = [each for key, each in recent if (key, each.start) not in seen]
        found = list(self._likenesses((*likely, *going_on), words, whole, rest))
        found.sort(key=lambda each: (-each.matter, each.sentence.held.order, each.sentence.start))
        return found

    def follow(self, article: Article, start: int, end: int) -> None:
        """Take an article for one that the draft is about; around a range of it is where it may go on."""
        going_on = self._around(self.article(article.id), start, end)
        self._support = {key: _FADES * value for key, value in self._support.items()}
        self._support[article.id] = self._support.get(article.id, 0.0) + 1.0
        others = sorted((key for key in self._recent if key != article.id), key=lambda key: -self._support[key])
        kept = {key: self._recent[key] for key in others[: _RECENT - 1]}
        self._recent = {article.id: going_on, **kept}
        self._support = {key: self._support[key] for key in self._recent}

    def _around(self, held: HeldArticle, start: int, end: int) -> list[HeldSentence]:
        """Return the sentences of the paragraphs around a range of an article."""
        text = held.article.text
        first, last = text.rfind("\n", 0, max(0, start - _BESIDE)) + 1, text.find("\n", end + _BESIDE)
        return self._cut(held, first, last if last >= 0 else len(text))

    def _likenesses(
        self, found: Iterable[HeldSentence], words: WordSequence, whole: _Matter, rest: _Matter
    ) -> Iterator[Likeness]:
        """Yield sentences beside the draft's, each with its share of the matter."""
        around, nameless, near, near_nameless = _NONE, _NONE, 0.0, 0.0
        stems: frozenset[str] | None = None
        at_hand = self._at_hand()
        for sentence in found:
            if sentence.stems_around is not stems:
                stems = sentence.stems_around
                around, nameless = whole.within(stems), rest.within(stems)
                near, near_nameless = _AROUND * whole.share(around), _AROUND * rest.share(nameless)
            goes_on = sentence.held.article.id in self._recent
            bonus = _GOES_ON if goes_on else 0.0
            own, less = whole.share(around & sentence.stems), rest.share(nameless & sentence.stems)
            unnamed = near_nameless + (1 - _AROUND) * less if len(rest.weights) >= _FEW else 0.0
            matter = near + (1 - _AROUND) * own
            shares = Shares(matter + bonus, unnamed + bonus, own, own * whole.scale, less * rest.scale)
            yield Likeness(sentence, words, shares, goes_on=goes_on, at_hand=sentence.held.article.id == at_hand)

    def _at_hand(self) -> str:
        """Return the article that most of the draft was of lately; empty where that is not plain."""
        first, second = [*sorted(self._support.items(), key=lambda each: -each[1])[:2], ("", 0.0), ("", 0.0)][:2]
        return first[0] if first[1] >= _PLAINLY * second[1] else ""

    def _make_room(self) -> None:
        """Forget what was looked at, where it is much, but for articles of which sentences stay: each is one object."""
        if max(len(self._articles), len(self._sentences), len(self._stretches)) >= _HELD_AT_ONCE:
            self._articles = {each: self._articles[each] for each in self._recent}
            self._sentences.clear()
            self._stretches.clear()
            self._owners.clear()

    def _load(self, ids: list[int]) -> None:
        missing = [number for number in ids if number not in self._sentences]
        for number, passage in zip(missing, self.texts.passages(missing) if missing else (), strict=True):
            held = self.article(passage.article_id)
            self._sentences[number] = self._cut(held, passage.start, passage.end)

    def _cut(self, held: HeldArticle, first: int, last: int) -> list[HeldSentence]:
        """Return the sentences of a stretch of an article, the stems of all and of the title around each."""
        place = held.article.id, first, last
        if place not in self._stretches:
            found = held.sentences(first, last)
            around = HeldPassage(first, held.title_stems.union(*(each.stems for each in found)))
            self._stretches[place] = [HeldSentence(held, each, around, self.reader) for each in found]
        return self._stretches[place]

    def _likest(self, matter: _Matter) -> list[int]:
        rarest = sorted(matter.weights, key=lambda term: (-matter.weights[term], term))[:_MOST_TERMS]
        return self.texts.likest(rarest, _PASSAGES) if rarest else []

    def _matter(self, text: str) -> _Matter:
        """Return the stems of a text's words of content, without figures."""
        words = " ".join(word for word in re.findall(r"[^\W_]+", text) if word.casefold() not in STOP_WORDS)
        weights = {term: self._weight(term) for term in self.texts.terms(words) if not _NUMBER.search(term)}
        weight = sum(weights.values())
        total = max(weight, _LEAST * self._most) if weights else 0.0
        return _Matter(weights, total, total / weight if weight else 0.0)

    def _weight(self, term: str) -> float:
        if term not in self._weights:
            held = max(self.texts.document_frequency(term), _FEWEST)
            self._weights[term] = math.log(1 + (self._count - held + 0.5) / (held + 0.5))
        return self._weights[term]
