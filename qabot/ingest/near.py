"""Near-duplicates: which articles may be one story, by MinHash, and which are, by an exact score.

A sketch is the smallest hash of each of 64 classes of a text's runs of five words (MinHash with one permutation). Two
texts with the same smallest hashes in two neighbouring classes, and in ten of all, are compared word for word. One that
was cut to a third of another is found so 98 times in 100; unrelated ones hardly ever are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qabot.reprints import are_copies

CLASSES = 64
"""Numbers in a sketch."""
FEWEST_EQUAL = 10
"""How many of them agree at the least in texts that are compared: about a sixth of all their runs of words."""
MOST_WORDS = 5_000
"""How much of a text is compared."""
MOST_ALIKE = 50
"""With how many others a text is compared because of one pair of classes: thousands can share a boilerplate."""

Sketch = NDArray[np.uint16]
"""`CLASSES` numbers, or a matrix with a row of them for each text."""

_RUN = 5
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 1], np.uint64)
"""Odd numbers, one for each place in a run, so that the order of words counts."""
_BYTES = np.arange(256, dtype=np.uint64)
_IN_WORDS = np.array([bytes([byte]).isalnum() or byte in {*range(0xA0, 0x100)} - {0xE2} for byte in range(256)])
"""Which bytes of UTF-8 belong to words, or nearly so: dashes and quotation marks begin with E2 80."""
_VALUES = np.where(_IN_WORDS, ((_BYTES + np.uint64(7)) * _FACTORS[0]) ^ (_BYTES * _FACTORS[2] >> np.uint64(17)), 0)
_PLACES = np.cumprod(np.full(32, _FACTORS[1]))
"""Factors of a byte's place in its word."""
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


def empty_sketches() -> Sketch:
    """Return the sketches of no texts."""
    return np.empty((0, CLASSES), np.uint16)


def fingerprint(text: str) -> tuple[str, Sketch]:
    """Return a hash over the words of a text, and its sketch: both the same whatever the case and the punctuation."""
    words = _word_hashes(text)
    digest = hashlib.blake2b(words.tobytes() or text.encode(errors="replace"), digest_size=16).hexdigest()
    return digest, _sketch(words[:MOST_WORDS])


def _word_hashes(text: str) -> NDArray[np.uint64]:
    """Hash every word: a sum over its bytes, each multiplied by a factor of its place."""
    letters = np.frombuffer(text.lower().encode(errors="replace"), np.uint8)
    values = _VALUES[letters]
    inside = values != 0
    starts = np.flatnonzero(inside[1:] > inside[:-1]) + 1
    starts = np.concatenate([[0], starts]) if inside[:1].any() else starts
    if not len(starts):
        return np.zeros(0, np.uint64)
    lengths = np.append(starts[1:], len(letters)) - starts
    places = np.arange(int(starts[0]), len(letters)) - starts.repeat(lengths)
    return np.add.reduceat(values[starts[0] :] * _PLACES[places & 31], starts - starts[0])


def _sketch(words: NDArray[np.uint64]) -> Sketch:
    runs = max(1, len(words) - _RUN + 1)
    mixed = np.zeros(runs, np.uint64)
    for place, factor in enumerate(_FACTORS):
        part = words[place : place + runs]
        mixed[: len(part)] += part * factor
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _FACTORS[1]
    mixed ^= mixed >> np.uint64(32)
    smallest = np.full(CLASSES, _EMPTY)
    np.minimum.at(smallest, (mixed & np.uint64(CLASSES - 1)).astype(np.intp), mixed)
    return _filled(smallest)


def _filled(smallest: NDArray[np.uint64]) -> Sketch:
    """Shorten the hashes; a class that holds nothing takes that of the next which does, for short texts to be told."""
    filled = np.flatnonzero(smallest != _EMPTY)
    places = filled[np.searchsorted(filled, np.arange(CLASSES)) % len(filled)]
    return ((smallest[places] * _FACTORS[2]) >> np.uint64(48)).astype(np.uint16)


def candidates(known: Sketch, new: Sketch) -> list[tuple[int, int]]:
    """Return the pairs that may be one story: of a known text and a new one, or of two new ones.

    Rows are numbered through, the known ones first; the later row of a pair comes second and is a new one.
    """
    every = np.ascontiguousarray(np.concatenate([known, new]))
    keys = every.view(np.uint32)  # two neighbouring classes at once
    found = set[tuple[int, int]]()
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")  # rows with one key stay in their order
        for earlier, later in _neighbours(keys[order, band], order):
            chosen = later >= len(known)
            pairs = np.column_stack([earlier[chosen], later[chosen]])
            agree = np.count_nonzero(every[pairs[:, 0]] == every[pairs[:, 1]], axis=1) >= FEWEST_EQUAL
            found.update((one, other) for one, other in pairs[agree].tolist())
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _neighbours(keys: NDArray[np.uint32], order: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], ...]]:
    """Yield the pairs of rows with one key: those that stand side by side, then those one further apart, and so on."""
    for apart in range(1, min(MOST_ALIKE, len(keys) - 1) + 1):
        same = np.flatnonzero(keys[apart:] == keys[:-apart])
        if not len(same):
            return
        yield order[same], order[same + apart]


def is_same_story(one: str, other: str) -> bool:
    """Whether two texts are near-copies, by the exact score: the one that answers go by too."""
    return are_copies(one, other)
