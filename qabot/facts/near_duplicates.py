"""Reprints: near-copies of one story, which are shown as one under the earliest. Pure; made for the hits of one search.

Two texts are copies when they share most of their runs of words, and say the same of the same: what is in one form but
names other bodies, figures or dates is another article. Runs of three count for a text that was edited, of five for one
that was cut, or that stands within another page. Case and punctuation make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import combinations, product

from qabot.core.articles import Article
from qabot.facts.same_matter import Body, Telling, are_of_one_form, same_matter, same_subject

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


class ComparedText:
    """A text as it is compared; what costs time is worked out when it is needed."""

    def __init__(self, article: Article) -> None:
        """Take an article, of which its text, its title and its outlet matter."""
        # What holds no word is like nothing but itself.
        self.words = _WORD.findall(article.text.casefold())[:MOST_WORDS] or [article.text]
        self.vocabulary = set(self.words)
        self.telling = Telling(article.title, Body(article.text), article.outlet or "")
        self._runs: dict[int, set[tuple[str, ...]]] = {}

    def runs(self, length: int) -> set[tuple[str, ...]]:
        """Return every different run of so many words."""
        if length not in self._runs:
            self._runs[length] = set(zip(*(self.words[start:] for start in range(length)), strict=False))
        return self._runs[length]

    def is_like(self, other: ComparedText) -> bool:
        """Whether two texts share most of their runs of words, whatever the others say."""
        if self.words == other.words:
            return True
        shorter, longer = sorted((len(self.words), len(other.words)))
        if shorter < FEWEST_WORDS or shorter < LEAST_PART * longer:
            return False
        if _shared(self.vocabulary, other.vocabulary) < SHARED_WORDS:
            return False
        fives = _shared(self.runs(5), other.runs(5))
        if not SOME_FIVES <= fives < SAME_FIVES:
            return fives >= SAME_FIVES
        common = len(self.runs(3) & other.runs(3))
        return common >= SAME_THREES * (len(self.runs(3)) + len(other.runs(3)) - common)

    def is_copy(self, other: ComparedText) -> bool:
        """Whether two texts are alike and say the same of the same."""
        return self.is_like(other) and same_matter(self.telling, other.telling)


def group(articles: Sequence[Article]) -> tuple[tuple[int, ...], ...]:
    """Group the near-copies of one story; what is a copy of a copy belongs to the group too.

    Unless it is like one of the group and says other things: what two notices of one form have in common may stand
    somewhere by itself, and makes no story of them.

    A dozen articles of 600 words take 5 ms, or 0.1 s where they are all alike; the time grows with the square of their
    number.

    Returns:
        Every index into `articles`, each in one group. A group begins with the article published first; those without a
        date come last, and equals stand in the order of their ids. The groups stand in the order in which `articles`
        first has one of their members.
    """
    texts = [ComparedText(article) for article in articles]
    groups = [{index} for index in range(len(texts))]
    apart: set[tuple[int, int]] = set()
    copies: list[tuple[int, int]] = []
    for one, other in combinations(sorted(range(len(texts)), key=lambda index: _place(articles[index], index)), 2):
        if texts[one].is_like(texts[other]):
            if same_matter(texts[one].telling, texts[other].telling):
                copies.append((one, other))
            else:
                apart |= {(one, other), (other, one)}
    for one, other in copies:
        if other not in groups[one] and apart.isdisjoint(product(groups[one], groups[other])):
            groups[one] |= groups[other]
            for index in groups[other]:
                groups[index] = groups[one]
    ordered = (tuple(sorted(members, key=lambda index: _place(articles[index], index))) for members in groups)
    return tuple(dict.fromkeys(ordered))


def are_copies(one: Article, other: Article) -> bool:
    """Whether two articles are near-copies of one story."""
    return ComparedText(one).is_copy(ComparedText(other))


def are_titled_apart(one: str, other: str, body: Body) -> bool:
    """Whether the titles of two articles that have one text say that they are about different things."""
    return one != other and are_of_one_form(Telling(one, body), Telling(other, body))


def is_update(later: Article, earlier: Article) -> bool:
    """Whether an article that stands where an earlier one stood is that one, brought up to date.

    Much of what the shorter of them says is in the other, and they are about the same. Other figures are what an update
    is for, unless it has another date too.
    """
    one, other = ComparedText(later), ComparedText(earlier)
    if one.words == other.words or _shared(one.runs(5), other.runs(5)) >= SOME_FIVES:
        is_redated = None not in {later.published, earlier.published} and later.published != earlier.published
        same = same_matter if is_redated else same_subject
        return same(one.telling, other.telling)
    return False


def _shared(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """Return how much of the smaller set the larger one holds, 0 to 1."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def _place(article: Article, index: int) -> tuple[bool, date, int, str, int]:
    """Return what orders copies: a vague date counts as its last day, since an exact one may well be before it."""
    published = article.published
    if published is None:
        return True, date.max, 0, article.id, index
    return False, published.last, -published.first.toordinal(), article.id, index
