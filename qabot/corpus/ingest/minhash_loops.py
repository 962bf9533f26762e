"""MinHash signatures, and which of them are alike, by loops: for a few texts, without loading numpy.

`minhash` says what is done, and `minhash_arrays` does it for many.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import eq

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
SHINGLE = 5
"""Words of a shingle."""
FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 1)
"""Odd numbers, one for each place in a shingle, so that the order of words counts."""
PLACE = FACTORS[1]
"""Its powers are the factors of a byte's place in its word."""

MinHashSignature = bytes
"""`BINS` numbers of 16 bits."""

SIGNATURE_BYTES = 2 * BINS
"""What a signature takes."""

Pairs = Collection[Sequence[int]]
"""The row of a text, and of a later one."""

_MASK = (1 << 64) - 1
_BANDS = BINS // 2
_WORD = re.compile(rb"[0-9A-Za-z\xa0-\xe1\xe3-\xff]+")
"""Bytes of UTF-8 that belong to words, or nearly so: dashes and quotation marks begin with E2 80."""


def byte_values() -> list[int]:
    """Return what each byte of a word counts."""
    return [((byte + 7) * FACTORS[0] & _MASK) ^ (byte * FACTORS[2] & _MASK) >> 17 for byte in range(256)]


_VALUES = byte_values()


def is_of_words(byte: int) -> bool:
    """Whether a byte of UTF-8 belongs to words."""
    return _WORD.match(bytes([byte])) is not None


def signatures(texts: Iterable[str]) -> Iterator[tuple[str, MinHashSignature]]:
    """Yield a hash over the words of each text, and its signature."""
    for text in texts:
        words = _word_hashes(text)
        hashed = array("Q", words).tobytes() or text.encode(errors="replace")
        yield hashlib.blake2b(hashed, digest_size=16).hexdigest(), _signature(words[:MOST_WORDS])


def _word_hashes(text: str) -> list[int]:
    words: list[bytes] = _WORD.findall(text.lower().encode(errors="replace"))
    hashes = {word: _word_hash(word) for word in set(words)}
    return [hashes[word] for word in words]


def _word_hash(word: bytes) -> int:
    """Hash a word: the sum of its bytes' values, each times the power of its place."""
    value = 0
    for byte in reversed(word):
        value = (value + _VALUES[byte]) * PLACE & _MASK
    return value


def _signature(words: Sequence[int]) -> MinHashSignature:
    smallest: dict[int, int] = {}
    for start in range(max(1, len(words) - SHINGLE + 1)):
        shingle = sum(word * factor for word, factor in zip(words[start : start + SHINGLE], FACTORS, strict=False))
        mixed = _mixed(shingle & _MASK)
        smallest[mixed % BINS] = min(mixed, smallest.get(mixed % BINS, mixed))
    filled = sorted(smallest)
    # An empty bin takes the value of the next full one, and behind the last that is the first.
    full = [smallest[next((each for each in filled if each >= place), filled[0])] for place in range(BINS)]
    return array("H", [(value * FACTORS[2] & _MASK) >> 48 for value in full]).tobytes()


def _mixed(shingle: int) -> int:
    """Mix the bits of a shingle's hash, so that the lowest six depend on all of them."""
    mixed = (shingle ^ shingle >> 29) * FACTORS[1] & _MASK
    return mixed ^ mixed >> 32


def candidate_pairs(signatures: bytes | bytearray, known: int) -> Pairs:
    """Return the pairs that may be one story, as `minhash.candidate_pairs` does."""
    every = bytes(signatures)
    bins, keys = memoryview(every).cast("H"), array("I", every)  # a key is a band: two neighbouring bins at once
    bands = [keys[band::_BANDS] for band in range(_BANDS)]
    pairs: list[tuple[int, int]] = []
    for later in range(known, len(every) // SIGNATURE_BYTES):
        met = {earlier for band in bands for earlier in _last_equal(band, later)}
        own = bins[later * BINS : (later + 1) * BINS]
        equal = {each: sum(map(eq, own, bins[each * BINS : (each + 1) * BINS])) for each in met}
        alike = sorted((-count, earlier) for earlier, count in equal.items() if count >= FEWEST_EQUAL)
        pairs += [(earlier, later) for _, earlier in alike[:MOST_COMPARED]]
    return pairs


def _last_equal(band: array[int], later: int) -> Sequence[int]:
    """Return the rows before one that agree with it in a band, the last few of them."""
    rows: list[int] = []
    key, start = band[later], 0
    while (row := band.index(key, start)) < later:
        rows.append(row)
        start = row + 1
    return rows[-MOST_ALIKE:]
