"""Reprints: near-copies of one story, which are shown as one under the earliest. Pure; made for the hits of one search.

Two texts are copies when they share most of their runs of words: runs of three for a text that was edited, of five for
one that was cut, or that stands within another page. Case and punctuation make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import combinations

from qabot.core.articles import Article

SAME_THREES = 0.6
"""Jaccard similarity of the runs of three words from which two texts are one story. Unrelated ones stay below 0.2."""
SAME_FIVES = 0.7
"""Share of a text's runs of five words from which a longer one that has them too is its copy. Unrelated texts stay
below 0.3."""
SOME_FIVES = 0.4
"""Share of them below which the runs of three are not worth comparing: what breaks one of those seldom breaks more than
two of these."""
FEWEST_WORDS = 30
"""A shorter text is a copy of an identical one only: a notice or a byline would make up most of it."""
LEAST_PART = 1 / 3
"""How long the shorter of two copies is at the least, as a share of the longer. What takes up less is an item in a
round-up, which would make one story of everything it rounds up."""
SHARED_WORDS = 0.6
"""Share of its different words that a text has in common with a copy at the least, whatever their order: a quick test.
Unrelated texts stay below 0.55, copies above 0.85."""
MOST_WORDS = 5_000
"""How much of a text is compared."""

_WORD = re.compile(r"[^\W_]+")


class _Text:
    """A text as it is compared; what costs time is worked out when it is needed."""

    def __init__(self, text: str) -> None:
        # What holds no word is like nothing but itself.
        self.words = _WORD.findall(text.casefold())[:MOST_WORDS] or [text]
        self.vocabulary = set(self.words)
        self._runs: dict[int, set[tuple[str, ...]]] = {}

    def runs(self, length: int) -> set[tuple[str, ...]]:
        """Return every different run of so many words."""
        if length not in self._runs:
            self._runs[length] = set(zip(*(self.words[start:] for start in range(length)), strict=False))
        return self._runs[length]


def group(articles: Sequence[Article]) -> tuple[tuple[int, ...], ...]:
    """Group the near-copies of one story; what is a copy of a copy belongs to the group too.

    A dozen articles of 600 words take 2 ms, or 5 ms where they are all alike; the time grows with the square of their
    number.

    Returns:
        Every index into `articles`, each in one group. A group begins with the article published first; those without a
        date come last, and equals stand in the order of their ids. The groups stand in the order in which `articles`
        first has one of their members.
    """
    texts = [_Text(article.text) for article in articles]
    groups = [{index} for index in range(len(texts))]
    for one, other in combinations(range(len(texts)), 2):
        if other not in groups[one] and _are_copies(texts[one], texts[other]):
            groups[one] |= groups[other]
            for index in groups[other]:
                groups[index] = groups[one]
    ordered = (tuple(sorted(members, key=lambda index: _place(articles[index], index))) for members in groups)
    return tuple(dict.fromkeys(ordered))


def are_copies(one: str, other: str) -> bool:
    """Whether two texts are near-copies of one story."""
    return _are_copies(_Text(one), _Text(other))


def _are_copies(one: _Text, other: _Text) -> bool:
    if one.words == other.words:
        return True
    shorter, longer = sorted((len(one.words), len(other.words)))
    if shorter < FEWEST_WORDS or shorter < LEAST_PART * longer:
        return False
    if _shared(one.vocabulary, other.vocabulary) < SHARED_WORDS:
        return False
    fives = _shared(one.runs(5), other.runs(5))
    if not SOME_FIVES <= fives < SAME_FIVES:
        return fives >= SAME_FIVES
    common = len(one.runs(3) & other.runs(3))
    return common >= SAME_THREES * (len(one.runs(3)) + len(other.runs(3)) - common)


def _shared(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """Return how much of the smaller set the larger one holds, 0 to 1."""
    return len(one & other) / min(len(one), len(other))


def _place(article: Article, index: int) -> tuple[bool, date, int, str, int]:
    """Return what orders copies: a vague date counts as its last day, since an exact one may well be before it."""
    published = article.published
    if published is None:
        return True, date.max, 0, article.id, index
    return False, published.last, -published.first.toordinal(), article.id, index
