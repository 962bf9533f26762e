"""Near-duplicates: which articles may be one story, by MinHash, and which are, by an exact score.

A sketch is the smallest hash of each of 64 classes of a text's runs of five words (MinHash with one permutation). Two
texts with the same smallest hashes in two neighbouring classes, and in ten of all, are compared word for word. One that
was cut to a third of another is found so 98 times in 100; unrelated ones hardly ever are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qabot.core.near_duplicates import are_copies

BINS = 64
"""Numbers in a sketch."""
FEWEST_EQUAL = 10
"""How many of them agree at the least in texts that are compared: about a sixth of all their runs of words."""
MOST_WORDS = 5_000
"""How much of a text is compared."""
MOST_ALIKE = 50
"""With how many others a text is compared because of one pair of classes: thousands can share a boilerplate."""

MinHashSignatures = NDArray[np.uint16]
"""`BINS` numbers, or a matrix with a row of them for each text."""

Pairs = NDArray[np.int64]
"""Two columns: the row of a text, and of a later one."""

_RUN = 5
_TOGETHER = 1 << 16
"""Characters of texts that are hashed at once: few enough for the numbers they make to stay in a processor's cache."""
_MOST_BYTES = 2 * _TOGETHER
"""What they take up in UTF-8, except in some alphabets."""
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 1], np.uint64)
"""Odd numbers, one for each place in a run, so that the order of words counts."""
_PLACE = int(_FACTORS[1])
"""Its powers are the factors of a byte's place in its word."""
_BYTES = np.arange(256, dtype=np.uint64)
_IN_WORDS = np.array([bytes([byte]).isalnum() or byte in {*range(0xA0, 0x100)} - {0xE2} for byte in range(256)])
"""Which bytes of UTF-8 belong to words, or nearly so: dashes and quotation marks begin with E2 80."""
_VALUES = np.where(_IN_WORDS, ((_BYTES + np.uint64(7)) * _FACTORS[0]) ^ (_BYTES * _FACTORS[2] >> np.uint64(17)), 0)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

_Hashes = NDArray[np.uint64]


def empty_signatures() -> MinHashSignatures:
    """Return the sketches of no texts."""
    return np.empty((0, BINS), np.uint16)


def signatures(texts: Iterable[str]) -> Iterator[tuple[str, MinHashSignatures]]:
    """Yield a hash over the words of each text, and its sketch: both the same whatever the case and the punctuation."""
    together: list[str] = []
    size = 0
    for text in texts:
        if together and size + len(text) > _TOGETHER:
            yield from _fingerprints(together)
            together, size = [], 0
        together.append(text)
        size += len(text)
    if together:
        yield from _fingerprints(together)


def _fingerprints(texts: Sequence[str]) -> Iterator[tuple[str, MinHashSignatures]]:
    words = _word_hashes(texts)
    for text, hashes, sketch in zip(texts, words, _sketches(words), strict=True):
        said = hashes.tobytes() or text.encode(errors="replace")
        yield hashlib.blake2b(said, digest_size=16).hexdigest(), sketch


def _word_hashes(texts: Sequence[str]) -> list[_Hashes]:
    """Hash every word of each text: a sum over its bytes, each multiplied by a factor of its place.

    Places are counted through all the texts; dividing by the factor of the place before a word makes up for that.
    """
    encoded = [text.lower().encode(errors="replace") for text in texts]
    values = _VALUES[np.frombuffer(b" ".join([b"", *encoded, b""]), np.uint8)]
    edges = np.flatnonzero((values[1:] != 0) != (values[:-1] != 0))
    before, last = edges[::2], edges[1::2]
    values *= _powers(_PLACE, len(values))
    sums = np.cumsum(values, out=values)
    words = (sums[last] - sums[before]) * _powers(pow(_PLACE, -1, 1 << 64), len(values))[before]
    ends = np.cumsum([len(each) + 1 for each in encoded])
    return np.split(words, np.searchsorted(before, ends[:-1]))


def _powers(factor: int, count: int) -> _Hashes:
    """Return the powers of a number from 0 on, modulo 2^64."""
    return _first_powers(factor)[:count] if count <= _MOST_BYTES else _made_powers(factor, count)


@cache
def _first_powers(factor: int) -> _Hashes:
    return _made_powers(factor, _MOST_BYTES)


def _made_powers(factor: int, count: int) -> _Hashes:
    powers = np.full(count, factor, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _sketches(texts: Sequence[_Hashes]) -> MinHashSignatures:
    """Sketch texts by the hashes of their words."""
    padding = np.zeros(_RUN, np.uint64)  # so that no run reaches into the next text
    words = np.concatenate([part for text in texts for part in (text[:MOST_WORDS], padding)])
    mixed = np.zeros(len(words) - _RUN + 1, np.uint64)
    for place, factor in enumerate(_FACTORS):
        mixed += words[place : place + len(mixed)] * factor
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _FACTORS[1]
    mixed ^= mixed >> np.uint64(32)
    classes = (mixed & np.uint64(BINS - 1)).astype(np.intp)
    smallest = np.full((len(texts), BINS), _EMPTY)
    start = 0
    for row, text in zip(smallest, texts, strict=True):
        count = min(len(text), MOST_WORDS)
        runs = slice(start, start + max(1, count - _RUN + 1))
        np.minimum.at(row, classes[runs], mixed[runs])
        start += count + _RUN
    for row in np.flatnonzero((smallest == _EMPTY).any(axis=1)):
        smallest[row] = _filled(smallest[row])
    return ((smallest * _FACTORS[2]) >> np.uint64(48)).astype(np.uint16)


def _filled(smallest: _Hashes) -> _Hashes:
    """Give a class that holds nothing the hash of the next which does, for short texts to be told."""
    filled = np.flatnonzero(smallest != _EMPTY)
    return smallest[filled[np.searchsorted(filled, np.arange(BINS)) % len(filled)]]


def candidate_pairs(known: MinHashSignatures, new: MinHashSignatures) -> Pairs:
    """Return the pairs that may be one story: of a known text and a new one, or of two new ones.

    Rows are numbered through, the known ones first; the later row of a pair comes second and is a new one. Pairs stand
    in the order of their later rows, then of their earlier ones.
    """
    every = np.ascontiguousarray(np.concatenate([known, new]))
    keys = every.view(np.uint32)  # two neighbouring classes at once
    found = np.empty(0, np.int64)
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")  # rows with one key stay in their order
        more = [found]
        for one, other in _neighbours(keys[order, band], order):
            chosen = other >= len(known)
            earlier, later = one[chosen], other[chosen]
            agree = np.count_nonzero(every[earlier] == every[later], axis=1) >= FEWEST_EQUAL
            more.append(later[agree] << 32 | earlier[agree])
        found = np.unique(np.concatenate(more))
    return np.column_stack([found & 0xFFFFFFFF, found >> 32])


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
