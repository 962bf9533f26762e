"""Which passages hold a phrase word for word, or tell a figure, among those that the text index lists for its stems.

Each of those is read, which takes a while where a phrase is of words that stand everywhere: they are read a batch at a
time, and no longer than a question may take.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct

from qabot.core.articles import Passage
from qabot.core.errors import UsageError
from qabot.core.questions import Filters
from qabot.core.text import says
from qabot.facts.figure_spellings import spellings
from qabot.facts.figures import Figure, figures_of_value, the_amount
from qabot.index.filter_query import Ids

LONGEST = 10.0
"""Seconds within which the passages of a phrase are read."""
_BATCH = 2_000
"""Passages that are read at once: some 4 MB."""
_FIRST = 32
"""Passages that are read at first where it is asked only whether one says something."""

Holding = Callable[[str], Sequence[int]]
"""Returns the passages that hold a phrase in any inflection, in ascending order."""


class PassageTexts(Protocol):
    """Where passages and the titles of their articles are read."""

    def passages_by_id(self, ids: Ids) -> list[Passage]:
        """Return passages, in the order of their ids given."""
        ...

    def titles_of(self, ids: Ids) -> dict[int, str]:
        """Return the title of each passage's article, by passage id."""
        ...


class PhraseMatching(Struct, frozen=True):
    """Looks for phrases in the passages of an index, and in the titles of their articles."""

    texts: PassageTexts
    """The passages."""
    holding: Holding
    """What the text index lists."""
    longest: float = LONGEST
    """Seconds within which the passages of one phrase are read."""

    def left(self, ids: Ids | None, filters: Filters) -> Ids:
        """Return those of these passages that the phrases of filters leave: exact ones said, excluded ones not held.

        Args:
            ids: The passages; None for all, where there is an exact phrase, so that they need not be listed.
            filters: What has the phrases.

        Raises:
            UsageError: So many passages hold the words of one that they cannot be read in time.
        """
        for phrase in filters.exact:
            ids = self.exactly(ids, phrase)
        if ids is None:
            raise ValueError("there is no exact phrase")
        for phrase in filters.excluded:
            said = self.exactly(ids, phrase) if the_amount(phrase) else np.array(self.holding(phrase), np.int64)
            ids = np.setdiff1d(ids, said, assume_unique=True)
        return ids

    def exactly(self, ids: Ids | None, phrase: str) -> Ids:
        """Return those of these passages that say a phrase; where it is a figure, however they write its value.

        Args:
            ids: The passages; None for all.
            phrase: The phrase.

        Raises:
            UsageError: So many passages hold its words that they cannot be read in time.
        """
        figure, listed = the_amount(phrase), self._listed(phrase)
        found = listed if ids is None else np.intersect1d(ids, listed, assume_unique=True)
        return self.saying(found, phrase) if figure is None else self.telling(found, figure, phrase)

    def is_said(self, phrase: str) -> bool:
        """Whether any passage says a phrase, as `exactly` has it: they are read until one does.

        Raises:
            UsageError: Many hold its words, and none of those that could be read in time says it.
        """
        figure = the_amount(phrase)
        holds = _says(phrase) if figure is None else _tells(figure)
        return any(len(found) for found in self._batches(self._listed(phrase), phrase, holds, _FIRST))

    def _listed(self, phrase: str) -> Ids:
        """Return the passages that the text index lists for a phrase, or for a figure in any spelling."""
        figure = the_amount(phrase)
        written = (phrase,) if figure is None else (phrase, *spellings(figure))
        return np.unique(np.concatenate([np.array(self.holding(each), np.int64) for each in written]))

    def word_for_word(self, ids: Ids, filters: Filters) -> set[int]:
        """Return those of these passages that say every exact phrase, and no figure that is excluded.

        Raises:
            UsageError: There are so many that they cannot be read in time.
        """
        for phrase in filters.exact:
            figure = the_amount(phrase)
            ids = self.saying(ids, phrase) if figure is None else self.telling(ids, figure, phrase)
        said = set(ids.tolist())
        for phrase in filters.excluded:
            if figure := the_amount(phrase):
                said -= set(self.telling(ids, figure, phrase).tolist())
        return said

    def telling(self, ids: Ids, figure: Figure, phrase: str) -> Ids:
        """Return those of these passages that tell a figure, themselves or in their article's title."""
        return np.concatenate([ids[:0], *self._batches(ids, phrase, _tells(figure))])

    def saying(self, ids: Ids, phrase: str) -> Ids:
        """Return those of these passages that hold a phrase word for word, themselves or in their article's title."""
        return np.concatenate([ids[:0], *self._batches(ids, phrase, _says(phrase))])

    def _batches(self, ids: Ids, phrase: str, holds: Callable[[str], bool], size: int = _BATCH) -> Iterator[Ids]:
        """Yield those of these passages of which a text holds something, so many looked at first and then ever more."""
        ends, begin = time.monotonic() + self.longest, 0
        while begin < len(ids):
            if time.monotonic() > ends:
                raise _too_many(phrase, len(ids), self.longest)
            batch = ids[begin : begin + size]
            titles, passages = self.texts.titles_of(batch), self.texts.passages_by_id(batch)
            said = [
                holds(passage.text) or holds(titles[number])
                for number, passage in zip(batch.tolist(), passages, strict=True)
            ]
            yield batch[np.array(said, dtype=bool)]
            begin, size = begin + size, min(2 * size, _BATCH)


def _says(phrase: str) -> Callable[[str], bool]:
    return lambda text: says(text, phrase)


def _tells(figure: Figure) -> Callable[[str], bool]:
    return lambda text: bool(figures_of_value(text, (figure,)))


def _too_many(phrase: str, passages: int, longest: float) -> UsageError:
    return UsageError(
        f"The words of “{phrase[:60]}” stand in {passages:,} passages: too many to read within {longest:g} seconds.",
        still_works="The same question without the quotation marks is answered.",
        hint="Leave the quotation marks out, make the phrase longer, or give dates or an outlet.",
    )
