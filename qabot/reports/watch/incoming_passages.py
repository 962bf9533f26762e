"""Which saved questions new passages may bear on: found from the passages, without asking any question.

The terms of all saved questions make an inverted index, their vectors a matrix. A new passage is looked up in both: the
share of a question's terms that it holds, by what each says, and its nearness to the question. What they come to is
compared with the question's bar: how well the third of its quotes bears on it. A passage that holds most of a
question's words is taken whatever the bar, so that the tenth article of one series is found like the first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from qabot.index.article_writer import StoredArticle
from qabot.index.generation_reading import OpenGeneration
from qabot.reports.watch.saved_questions import FrozenMeaning
from qabot.retrieval.binding import term_weight

_LEAST, _OF_SHARE = 0.6, 0.7
"""What a passage's nearness must come to from which it may bear on a question, with so much of the share of its terms.

Measured on the labelled questions of `tests/questions` over the starter corpus, as if the articles that answer each had
come in last: .89 of the 299 late questions are put to them by these numbers, which were chosen on the early ones. Half
of the terms or a nearness of .45, either by itself, put .82 to them, and questions to nine tenths as many others."""
_SOME_WORDS, _MOST_WORDS = 0.1, 0.7
"""Shares of a question's terms that such a passage holds at the least, and from which it is taken whatever the bar."""
_SLACK = 0.05
"""How far below the bar a passage is still taken."""
_MOST_REMEMBERED = 8_192
"""Passages whose terms are remembered: some 40 MB."""
_AT_ONCE = 256
"""Passages that are compared with all questions at once."""


class BearingPassage(Struct, frozen=True):
    """A new passage that may bear on a question."""

    passage: int
    """Its id."""
    nearness: float
    """Its cosine with the question."""
    share: float
    """The share of the question's terms that it holds."""

    @property
    def bearing(self) -> float:
        """How well it bears on the question, compared with other passages."""
        return self.nearness + self.share


class IncomingPassages:
    """The passages of articles that have come in."""

    def __init__(self, generation: OpenGeneration, articles: Sequence[StoredArticle], arrivals: Sequence[int]) -> None:
        """Take the articles, with the number of the arrival of each."""
        self._generation = generation
        self._ids = _passage_ids(articles)
        counts = [each.passages for each in articles]
        self._arrivals = np.repeat(np.array(arrivals, np.int64), counts) if counts else np.zeros(0, np.int64)

    def bearing_on(self, meanings: Sequence[FrozenMeaning], seen: Sequence[int]) -> dict[int, list[BearingPassage]]:
        """Return the passages that may bear on each question, best first, by its place; others are left out.

        Args:
            meanings: What the questions mean, with vectors of this generation's encoder.
            seen: The last arrival that each was put to.
        """
        if not len(self._ids) or not meanings:
            return {}
        questions = _QuestionIndex(self._generation, meanings, np.array(seen, np.int64))
        found: dict[int, list[BearingPassage]] = {}
        for start in range(0, len(self._ids), _AT_ONCE):
            ids, arrivals = (each[start : start + _AT_ONCE] for each in (self._ids, self._arrivals))
            for place, bearing in questions.compare(self._generation, ids, arrivals):
                found.setdefault(place, []).append(bearing)
        return {place: sorted(each, key=lambda one: -one.bearing) for place, each in found.items()}


class _QuestionIndex:
    """Saved questions, as passages are compared with all of them at once."""

    def __init__(self, generation: OpenGeneration, meanings: Sequence[FrozenMeaning], seen: NDArray[np.int64]) -> None:
        self._seen = seen
        self._bars = np.array([each.bar for each in meanings], np.float32)
        self._vectors = _matrix(meanings)
        postings: dict[str, list[int]] = {}
        for place, meaning in enumerate(meanings):
            for term in meaning.terms:
                postings.setdefault(term, []).append(place)
        total = generation.manifest.passages
        self._weights = {term: term_weight(max(1, generation.document_frequency(term)), total) for term in postings}
        self._postings = {term: np.array(places, np.int64) for term, places in postings.items()}
        self._totals = np.zeros(len(meanings), np.float32)
        for term, places in self._postings.items():
            self._totals[places] += self._weights[term]

    def compare(
        self, generation: OpenGeneration, ids: NDArray[np.int64], arrivals: NDArray[np.int64]
    ) -> Iterator[tuple[int, BearingPassage]]:
        """Yield the passages that may bear on a question, each with the question's place."""
        shares = np.stack([self._shares(terms) for terms in passage_terms(generation, ids)])
        nearness = np.zeros_like(shares)
        if self._vectors is not None:
            nearness = generation.vectors(ids) @ self._vectors.T
        may_bear = (nearness + _OF_SHARE * shares >= _LEAST) & (shares >= _SOME_WORDS)
        may_bear &= (nearness + shares >= self._bars - _SLACK) | (shares >= _MOST_WORDS)
        may_bear &= arrivals[:, None] > self._seen[None, :]
        for row, place in zip(*(each.tolist() for each in np.nonzero(may_bear)), strict=True):
            yield place, BearingPassage(int(ids[row]), float(nearness[row, place]), float(shares[row, place]))

    def _shares(self, terms: frozenset[str]) -> NDArray[np.float32]:
        """Return the share of each question's terms, by weight, that a passage of these terms holds."""
        held = np.zeros_like(self._totals)
        for term in terms & self._postings.keys():
            held[self._postings[term]] += self._weights[term]
        return (held / np.maximum(self._totals, 1e-6)).astype(np.float32)


class PassageTerms:
    """The terms of passages that many questions lead to, each passage read once while it is remembered."""

    def __init__(self, generation: OpenGeneration, most: int = _MOST_REMEMBERED) -> None:
        """Read from this generation, and remember so many passages; what was read longest ago goes first."""
        self._generation = generation
        self._most = most
        self._terms: dict[int, frozenset[str]] = {}

    def of(self, ids: NDArray[np.int64]) -> list[frozenset[str]]:
        """Return the terms of passages, as `passage_terms` does."""
        unread = np.array([each for each in ids.tolist() if each not in self._terms], np.int64)
        read = passage_terms(self._generation, unread) if len(unread) else []
        new = dict(zip(unread.tolist(), read, strict=True))
        given = [new[each] if each in new else self._terms[each] for each in ids.tolist()]
        self._remember(new)
        return given

    def _remember(self, new: Mapping[int, frozenset[str]]) -> None:
        for number, terms in new.items():
            self._terms[number] = frozenset(map(sys.intern, terms))  # most terms are those of other passages too
        for number in [*islice(self._terms, max(0, len(self._terms) - self._most))]:
            del self._terms[number]


def passage_terms(generation: OpenGeneration, ids: NDArray[np.int64]) -> list[frozenset[str]]:
    """Return the terms of passages, each with those of its article's title."""
    titles, passages = generation.articles.titles_of(ids), generation.passages(ids.tolist())
    texts = (f"{titles[number]}\n{each.text}" for number, each in zip(ids.tolist(), passages, strict=True))
    return [frozenset(generation.terms(text)) for text in texts]


def _passage_ids(articles: Iterable[StoredArticle]) -> NDArray[np.int64]:
    runs = [np.arange(each.passages, dtype=np.int64) + each.first_passage for each in articles]
    return np.concatenate(runs) if runs else np.zeros(0, np.int64)


def _matrix(meanings: Sequence[FrozenMeaning]) -> NDArray[np.float32] | None:
    """Return the vectors of questions, shape (questions, dimension); None where there was no encoder."""
    rows = [np.frombuffer(each.vector, "<f2") for each in meanings]
    if not all(len(each) == len(rows[0]) for each in rows) or not len(rows[0]):
        return None
    return np.stack(rows).astype(np.float32)
