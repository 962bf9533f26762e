"""Near-duplicates: which articles may be one story, by MinHash; `qabot.facts.near_duplicates` says which are.

Comparing every text with every other would take for ever, so each is boiled down to a short signature, and only texts
whose signatures agree are compared word for word:

1. **Words to numbers** (`_word_hashes`). Every word, in lower case, is hashed to 64 bits.
2. **Shingles** (`_signatures`). Every run of five neighbouring words is a shingle; its hash is made of those of its
   words, each times another odd number, so that their order counts.
3. **Bins.** A shingle belongs to one of 64 bins by the lowest six bits of its hash; of each bin the smallest hash is
   kept. That is MinHash with one permutation (Li, Owen and Zhang 2012): the share of bins in which two texts agree
   estimates the share of shingles that they have in common. An empty bin, as short texts have, takes the value of the
   next full one ("densification by rotation", Shrivastava and Li 2014). Sixteen bits of each value are stored.
4. **Candidates** (`candidate_pairs`). Texts that agree in two neighbouring bins meet (locality-sensitive hashing with
   32 bands of two rows), and are candidates if they agree in ten bins of all.

A text that was cut to a third of another is found so 98 times in 100; unrelated ones hardly ever are.

All of it is done on arrays of many texts at once. A loop over words in Python says the same at a fortieth of the speed;
it stands in `tests/corpus/ingest/test_minhash.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

BINS = 64
"""Numbers in a signature."""
FEWEST_EQUAL = 10
"""How many of them agree at the least in texts that are compared: about a sixth of all their runs of words."""
MOST_WORDS = 5_000
"""How much of a text is compared."""
MOST_ALIKE = 10
"""With how many others a text meets because of one band: thousands can share a boilerplate."""
MOST_COMPARED = 5
"""With how many of all it meets it is compared, those first that agree with it in most bins: copies before what only is
of one form."""

MinHashSignatures = NDArray[np.uint16]
"""`BINS` numbers, or a matrix with a row of them for each text."""

Pairs = NDArray[np.int64]
"""Two columns: the row of a text, and of a later one."""

_SHINGLE = 5
"""Words of a shingle."""
_TOGETHER = 1 << 16
"""Characters of texts that are hashed at once: few enough for the numbers they make to stay in a processor's cache."""
_MOST_BYTES = 2 * _TOGETHER
"""What they take up in UTF-8, except in some alphabets."""
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 1], np.uint64)
"""Odd numbers, one for each place in a shingle, so that the order of words counts."""
_PLACE = int(_FACTORS[1])
"""Its powers are the factors of a byte's place in its word."""
_BYTES = np.arange(256, dtype=np.uint64)
_IN_WORDS = np.array([bytes([byte]).isalnum() or byte in {*range(0xA0, 0x100)} - {0xE2} for byte in range(256)])
"""Which bytes of UTF-8 belong to words, or nearly so: dashes and quotation marks begin with E2 80."""
_BIN_BITS = np.uint64(BINS - 1)
"""The bits of a shingle's hash that name its bin."""
_VALUES = np.where(_IN_WORDS, ((_BYTES + np.uint64(7)) * _FACTORS[0]) ^ (_BYTES * _FACTORS[2] >> np.uint64(17)), 0)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

_Hashes = NDArray[np.uint64]


def empty_signatures() -> MinHashSignatures:
    """Return the signatures of no texts."""
    return np.empty((0, BINS), np.uint16)


def signatures(texts: Iterable[str]) -> Iterator[tuple[str, MinHashSignatures]]:
    """Yield a hash over the words of each text, and its signature: both the same whatever case and punctuation."""
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
    for text, hashes, signature in zip(texts, words, _signatures(words), strict=True):
        hashed = hashes.tobytes() or text.encode(errors="replace")
        yield hashlib.blake2b(hashed, digest_size=16).hexdigest(), signature


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


def _signatures(texts: Sequence[_Hashes]) -> MinHashSignatures:
    """Return the signatures of texts by the hashes of their words."""
    padding = np.zeros(_SHINGLE, np.uint64)  # so that no shingle reaches into the next text
    words = np.concatenate([part for text in texts for part in (text[:MOST_WORDS], padding)])
    shingles = _mixed_shingles(words)
    bins = (shingles & _BIN_BITS).astype(np.intp)
    smallest = np.full((len(texts), BINS), _EMPTY)
    start = 0
    for row, text in zip(smallest, texts, strict=True):
        count = min(len(text), MOST_WORDS)
        own = slice(start, start + max(1, count - _SHINGLE + 1))
        np.minimum.at(row, bins[own], shingles[own])
        start += count + _SHINGLE
    for row in np.flatnonzero((smallest == _EMPTY).any(axis=1)):
        smallest[row] = _filled(smallest[row])
    return ((smallest * _FACTORS[2]) >> np.uint64(48)).astype(np.uint16)


def _mixed_shingles(words: _Hashes) -> _Hashes:
    """Hash every run of five words, and mix its bits, so that the lowest six depend on all of them."""
    hashes = np.zeros(len(words) - _SHINGLE + 1, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += words[place : place + len(hashes)] * factor
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _FACTORS[1]
    hashes ^= hashes >> np.uint64(32)
    return hashes


def _filled(smallest: _Hashes) -> _Hashes:
    """Give a bin that holds nothing the hash of the next which does, so that short texts can be compared."""
    filled = np.flatnonzero(smallest != _EMPTY)
    return smallest[filled[np.searchsorted(filled, np.arange(BINS)) % len(filled)]]


def candidate_pairs(known: MinHashSignatures, new: MinHashSignatures) -> Pairs:
    """Return the pairs that may be one story: of a known text and a new one, or of two new ones.

    Rows are numbered through, the known ones first; the later row of a pair comes second and is a new one. Pairs stand
    in the order of their later rows, then by how alike they are, then in that of their earlier rows.
    """
    every = np.ascontiguousarray(np.concatenate([known, new]))
    keys = every.view(np.uint32)  # a band: two neighbouring bins at once
    found = np.empty(0, np.int64)
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")  # rows with one key stay in their order
        more = [found]
        for one, other in _neighbours(keys[order, band], order):
            chosen = other >= len(known)
            more.append(_packed(one[chosen], other[chosen], every))
        found = np.unique(np.concatenate(more))
        found = found[_places(found >> 38) < MOST_COMPARED]
    return np.column_stack([found & 0xFFFFFFFF, found >> 38])


def _packed(earlier: NDArray[np.intp], later: NDArray[np.intp], every: MinHashSignatures) -> Pairs:
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
        yield order[same], order[same + apart]
