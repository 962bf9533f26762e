"""MinHash signatures, and which of them are alike, on arrays of many texts at once.

`minhash` says what is done, and `minhash_loops` does it for a few texts, one word after the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qabot.corpus.ingest.minhash_loops import (
    BINS,
    FACTORS,
    FEWEST_EQUAL,
    MOST_ALIKE,
    MOST_COMPARED,
    MOST_WORDS,
    PLACE,
    SHINGLE,
    MinHashSignature,
    byte_values,
    is_of_words,
)

_Signatures = NDArray[np.uint16]
"""A matrix with a row of `BINS` numbers for each text."""
_Pairs = NDArray[np.int64]
"""Two columns: the row of a text, and of a later one."""

_TOGETHER = 1 << 16
"""Characters of texts that are hashed at once: few enough for the numbers they make to stay in a processor's cache."""
_MOST_BYTES = 2 * _TOGETHER
"""What they take up in UTF-8, except in some alphabets."""
_PAIRS_AT_ONCE = 1 << 14
"""Pairs whose signatures are compared at once, and that are told at once."""
_FACTORS = np.array(FACTORS, np.uint64)
_BIN_BITS = np.uint64(BINS - 1)
"""The bits of a shingle's hash that name its bin."""
_VALUES = np.where([is_of_words(byte) for byte in range(256)], np.array(byte_values(), np.uint64), 0)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

_Hashes = NDArray[np.uint64]


def signatures(texts: Iterable[str]) -> Iterator[tuple[str, MinHashSignature]]:
    """Yield a hash over the words of each text, and its signature."""
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


def _fingerprints(texts: Sequence[str]) -> Iterator[tuple[str, MinHashSignature]]:
    words = _word_hashes(texts)
    for text, hashes, signature in zip(texts, words, _signatures(words), strict=True):
        hashed = hashes.tobytes() or text.encode(errors="replace")
        yield hashlib.blake2b(hashed, digest_size=16).hexdigest(), signature.tobytes()


def _word_hashes(texts: Sequence[str]) -> list[_Hashes]:
    """Hash every word of each text: the sum of its bytes' values, each times the power of its place in the word.

    Words lie anywhere in the texts, so one running sum is taken over all bytes, each times the power of its place in
    *all* the texts. What a word adds to it is the difference of the sum behind and before it; multiplied by the inverse
    of the power of the place before it (odd numbers have one modulo 2^64), that is the same wherever the word stands.
    """
    encoded = [text.lower().encode(errors="replace") for text in texts]
    # A byte that belongs to no word has the value 0, so that words lie between two edges of what is not 0.
    values = _VALUES[np.frombuffer(b" ".join([b"", *encoded, b""]), np.uint8)]
    edges = np.flatnonzero((values[1:] != 0) != (values[:-1] != 0))
    before, last = edges[::2], edges[1::2]
    values *= _powers(PLACE, len(values))
    sums = np.cumsum(values, out=values)
    words = (sums[last] - sums[before]) * _powers(pow(PLACE, -1, 1 << 64), len(values))[before]
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


def _signatures(texts: Sequence[_Hashes]) -> _Signatures:
    """Return the signatures of texts by the hashes of their words."""
    padding = np.zeros(SHINGLE, np.uint64)  # so that no shingle reaches into the next text
    words = np.concatenate([part for text in texts for part in (text[:MOST_WORDS], padding)])
    shingles = _mixed_shingles(words)
    bins = (shingles & _BIN_BITS).astype(np.intp)
    smallest = np.full((len(texts), BINS), _EMPTY)
    start = 0
    for row, text in zip(smallest, texts, strict=True):
        count = min(len(text), MOST_WORDS)
        own = slice(start, start + max(1, count - SHINGLE + 1))
        np.minimum.at(row, bins[own], shingles[own])
        start += count + SHINGLE
    for row in np.flatnonzero((smallest == _EMPTY).any(axis=1)):
        smallest[row] = _filled(smallest[row])
    return ((smallest * _FACTORS[2]) >> np.uint64(48)).astype(np.uint16)


def _mixed_shingles(words: _Hashes) -> _Hashes:
    """Hash every run of five words, and mix its bits, so that the lowest six depend on all of them."""
    hashes = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += words[place : place + len(hashes)] * factor
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _FACTORS[1]
    hashes ^= hashes >> np.uint64(32)
    return hashes


def _filled(smallest: _Hashes) -> _Hashes:
    """Give a bin that holds nothing the hash of the next which does, so that short texts can be compared."""
    filled = np.flatnonzero(smallest != _EMPTY)
    return smallest[filled[np.searchsorted(filled, np.arange(BINS)) % len(filled)]]


class PackedPairs(Collection[tuple[int, int]]):
    """Pairs of rows, each in the eight bytes of a number."""

    def __init__(self, packed: NDArray[np.int64]) -> None:
        """Take numbers as `_packed` makes them."""
        self._packed = packed

    def __len__(self) -> int:
        """How many there are."""
        return len(self._packed)

    def __contains__(self, pair: object) -> bool:
        """Whether a pair is among them."""
        return any(pair == each for each in self)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the row of a text, and of a later one."""
        for start in range(0, len(self._packed), _PAIRS_AT_ONCE):
            some = self._packed[start : start + _PAIRS_AT_ONCE]
            yield from zip((some & 0xFFFFFFFF).tolist(), (some >> 38).tolist(), strict=True)


def candidate_pairs(signatures: bytes | bytearray, known: int) -> PackedPairs:
    """Return the pairs that may be one story, as `minhash.candidate_pairs` does."""
    every = np.frombuffer(signatures, np.uint16).reshape(-1, BINS)
    keys = every.view(np.uint32)  # a band: two neighbouring bins at once
    found = np.empty(0, np.int64)
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")  # rows with one key stay in their order
        more = [found]
        for one, other in _neighbours(keys[order, band], order):
            chosen = other >= known
            more.append(_packed(one[chosen], other[chosen], every))
        found = np.unique(np.concatenate(more))
        found = found[_places(found >> 38) < MOST_COMPARED]
    return PackedPairs(found)


def _packed(earlier: NDArray[np.intp], later: NDArray[np.intp], every: _Signatures) -> _Pairs:
    """Return pairs that agree in enough bins, each as one number that sorts as pairs are to stand."""
    equal = np.count_nonzero(every[earlier] == every[later], axis=1)
    chosen = equal >= FEWEST_EQUAL
    return later[chosen] << 38 | (BINS - equal[chosen]) << 32 | earlier[chosen]


def _places(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many of the same stand before each of some sorted numbers."""
    _, starts, counts = np.unique(rows, return_index=True, return_counts=True)
    return np.arange(len(rows)) - starts.repeat(counts)


def _neighbours(keys: NDArray[np.uint32], order: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], ...]]:
    """Yield the pairs of rows with one key: those that stand side by side, then those one further apart, and so on."""
    for apart in range(1, min(MOST_ALIKE, len(keys) - 1) + 1):
        same = np.flatnonzero(keys[apart:] == keys[:-apart])
        if not len(same):
            return
        for start in range(0, len(same), _PAIRS_AT_ONCE):
            some = same[start : start + _PAIRS_AT_ONCE]
            yield order[some], order[some + apart]
