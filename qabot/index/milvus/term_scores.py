"""BM25 as the local text index reckons it, for passages that Milvus found: with our terms, counts and lengths.

Milvus finds candidates by sparse vectors of our terms, whose inner product with a question is BM25 over its single
terms. What counts only as a whole (another name, a phrase) has no such product: each candidate is weighed here again.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from qabot.index.text_index import LexicalQuery

_SATURATION, _LENGTH_SHARE = 1.2, 0.75
"""k1 and b of BM25, as the local text index has them."""
_DIMENSIONS = 2**32 - 1
"""Of a sparse vector."""


def _kept_lengths() -> list[int]:
    """Return the lengths of passages that the local text index tells apart: one byte each, coarser as they grow."""
    lengths = list(range(24))
    for code in range(256 - 24):
        mantissa, shift = code & 7, code >> 3
        lengths.append(24 + (mantissa if not shift else (mantissa | 8) << (shift - 1)))
    return lengths


_LENGTHS = _kept_lengths()


def kept_length(length: int) -> int:
    """Return the length that the local text index keeps for a passage of so many terms."""
    return _LENGTHS[bisect_right(_LENGTHS, length) - 1]


def dimension_of(term: str) -> int:
    """Return the dimension of a term: a hash of it, so that no list of terms has to be agreed upon.

    Of a million terms, one in some four thousand shares its dimension with another. Whoever is found so is weighed by
    its own terms before it is told.
    """
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=4).digest()) % _DIMENSIONS


def passage_weights(terms: Sequence[str], average: float) -> dict[int, float]:
    """Return the sparse vector of a passage: what each of its terms weighs there, but for how rare it is.

    Args:
        terms: In order, repeated ones too.
        average: Of the lengths of all passages.
    """
    weights: dict[int, float] = {}
    for term, count in Counter(terms).items():
        place = dimension_of(term)
        weights[place] = weights.get(place, 0.0) + _share(count, kept_length(len(terms)), average)
    return weights


class TermScores(Struct, frozen=True):
    """Weighs passages of one generation."""

    passages: int
    """How many there are."""
    average: float
    """Of their lengths, in terms."""
    frequencies: Callable[[Sequence[str]], Mapping[str, int]]
    """In how many passages terms stand."""

    def query_weights(self, query: LexicalQuery) -> dict[int, float]:
        """Return the sparse vector of a query: what its single terms count. No passage scores more than by this."""
        weights: dict[int, float] = {}
        for terms, boost, _ in _clauses(query):
            for term in dict.fromkeys(terms):
                place = dimension_of(term)
                weights[place] = weights.get(place, 0.0) + boost * self._rarity((term,))
        return {place: weight for place, weight in weights.items() if weight > 0}

    def score(self, query: LexicalQuery, terms: Sequence[str]) -> float:
        """Return the score of a passage of these terms, in order; 0 where it holds nothing of the query."""
        counts, length = Counter(terms), kept_length(len(terms))
        score = 0.0
        for wanted, boost, is_phrase in _clauses(query):
            if is_phrase and len(wanted) > 1:
                score += boost * self._rarity(wanted) * _share(_phrase_count(terms, wanted), length, self.average)
            elif all(term in counts for term in wanted):
                parts = (self._rarity((term,)) * _share(counts[term], length, self.average) for term in set(wanted))
                score += boost * sum(parts)
        return score

    def is_plain(self, query: LexicalQuery) -> bool:
        """Whether a query is of single terms alone, so that Milvus puts passages in this order itself."""
        return all(len(terms) == 1 for terms, _, _ in _clauses(query))

    def _rarity(self, terms: Sequence[str]) -> float:
        counts = self.frequencies(terms)
        found = (math.log(1 + (self.passages - counts[each] + 0.5) / (counts[each] + 0.5)) for each in terms)
        return sum(found)


def _clauses(query: LexicalQuery) -> list[tuple[tuple[str, ...], float, bool]]:
    """Return what a query asks for: terms that count together, by how much, and whether they stand side by side."""
    own = [((term,), 1.0, False) for term in dict.fromkeys(query.terms)]
    inherited = [((term,), query.inherited_boost, False) for term in dict.fromkeys(query.inherited)]
    names = [(name, query.name_boost, False) for name in query.names if name]
    spellings = [(terms, boost, True) for terms, boost in query.spellings if terms]
    return [*own, *inherited, *names, *spellings]


def _phrase_count(terms: Sequence[str], wanted: Sequence[str]) -> int:
    first, length = wanted[0], len(wanted)
    places = (place for place, term in enumerate(terms) if term == first)
    return sum(tuple(terms[place : place + length]) == tuple(wanted) for place in places)


def _share(count: int, length: int, average: float) -> float:
    """Return what a term weighs that stands so often in a passage of a length."""
    if not count:
        return 0.0
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / (average or 1.0))
    return (1 + _SATURATION) * count / (count + norm)
