"""Near-duplicates: which articles may be one story, by MinHash, and which are, by an exact score.

A sketch holds the smallest hash of each of 64 classes of an article's runs of five words (one-permutation MinHash),
two and two combined: articles that share one of those 32 keys are compared word for word. A text cut to a third of
another shares a key with it 98 times in 100; unrelated ones hardly ever do.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qabot.reprints import are_copies

BANDS = 32
"""Keys of a sketch."""
MOST_WORDS = 5_000
"""How much of a text is compared."""
MOST_ALIKE = 50
"""How many articles with one key are compared with each newcomer: boilerplate can be shared by thousands."""

Sketch = NDArray[np.uint32]
"""`BANDS` keys, or a matrix with a row of them for each article."""

_RUN = 5
_ROWS = 2
_CLASSES = BANDS * _ROWS
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 1], np.uint64)
"""Odd numbers, one for each place in a run, so that the order of words counts."""
_WORD = re.compile(r"[^\W_]+")
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


class Sketcher:
    """Makes sketches; remembers the hashes of words, which recur."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def sketch(self, text: str) -> Sketch:
        """Return the sketch of a text: the same for the same words, whatever the case and punctuation."""
        words = _WORD.findall(text.casefold())[:MOST_WORDS]
        hashes = np.fromiter(map(self._hash, words), np.uint64, len(words))
        runs = max(1, len(words) - _RUN + 1)
        mixed = np.zeros(runs, np.uint64)
        for place, factor in enumerate(_FACTORS):
            part = hashes[place : place + runs]
            mixed[: len(part)] += part * factor
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _FACTORS[1]
        mixed ^= mixed >> np.uint64(32)
        smallest = np.full(_CLASSES, _EMPTY)
        np.minimum.at(smallest, (mixed & np.uint64(_CLASSES - 1)).astype(np.intp), mixed)
        return _keys(smallest)

    def _hash(self, word: str) -> int:
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 1 << 18:
                self._known.clear()
            found = self._known[word] = zlib.crc32(word.encode()) + 1
        return found


def _keys(smallest: NDArray[np.uint64]) -> Sketch:
    """Combine the classes two and two. Empty ones take the smallest of the next that is not, so that few agree by it."""
    filled = np.flatnonzero(smallest != _EMPTY)
    if len(filled) < len(smallest):
        places = np.searchsorted(filled, np.arange(len(smallest))) % len(filled)
        smallest = smallest[filled[places]] + np.where(smallest == _EMPTY, np.arange(len(smallest), dtype=np.uint64), 0)
    pairs = smallest.reshape(BANDS, _ROWS)
    return ((pairs[:, 0] * _FACTORS[2] + pairs[:, 1] * _FACTORS[3]) >> np.uint64(32)).astype(np.uint32)


def candidates(known: Sketch, new: Sketch) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a key: of a known article's row and a new one's, and of two new ones.

    Rows are numbered through, the known ones first; the first of a pair is always the earlier row.
    """
    every = np.concatenate([known, new])
    pairs: set[tuple[int, int]] = set()
    for band in range(BANDS):
        keys = every[:, band]
        order = np.argsort(keys, kind="stable")
        ends = np.flatnonzero(np.diff(keys[order])) + 1
        for run in _runs(order, ends, len(known)):
            pairs.update(_pairs_of(run, len(known)))
    yield from sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def _runs(order: NDArray[np.intp], ends: NDArray[np.intp], known: int) -> Iterator[list[int]]:
    """Yield every run of rows with one key that holds a new row and another."""
    starts = np.concatenate([[0], ends])
    ends = np.concatenate([ends, [len(order)]])
    # Rows of a run stand in order, so that a run holds a new row exactly when its last is one.
    wanted = np.flatnonzero((ends - starts > 1) & (order[ends - 1] >= known))
    for at in wanted:
        yield order[starts[at] : ends[at]].tolist()


def _pairs_of(run: list[int], known: int) -> Iterator[tuple[int, int]]:
    for place, row in enumerate(run):
        if row >= known:
            yield from ((earlier, row) for earlier in run[max(0, place - MOST_ALIKE) : place])


def is_same_story(one: str, other: str) -> bool:
    """Whether two texts are near-copies, by the exact score: the one that answers go by too."""
    return are_copies(one, other)
