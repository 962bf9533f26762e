"""The signatures, by a plain loop over words that says what the arrays do."""

from __future__ import annotations

import re

import pytest

from qabot.corpus.ingest.minhash import signatures
from tests.corpus.ingest.helpers import prose

MODULUS = 1 << 64
FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 1)


def byte_value(byte: int) -> int:
    return ((byte + 7) * FACTORS[0] % MODULUS) ^ (byte * FACTORS[2] % MODULUS >> 17)


def word_hash(word: str) -> int:
    return (
        sum(byte_value(byte) * pow(FACTORS[1], place, MODULUS) for place, byte in enumerate(word.encode(), 1)) % MODULUS
    )


def signature(text: str) -> list[int]:
    """Return the 64 numbers of an ASCII text: of each bin of shingles the smallest hash, mixed, its upper 16 bits."""
    words = [word_hash(word) for word in re.findall("[a-z0-9]+", text.lower())][:5_000]
    smallest: dict[int, int] = {}
    for start in range(max(1, len(words) - 4)):
        shingle = words[start : start + 5]
        mixed = sum(word * factor for word, factor in zip(shingle, FACTORS, strict=False)) % MODULUS
        mixed = (mixed ^ mixed >> 29) * FACTORS[1] % MODULUS
        mixed ^= mixed >> 32
        smallest[mixed % 64] = min(mixed, smallest.get(mixed % 64, MODULUS))
    full = [
        next(smallest[(place + step) % 64] for step in range(64) if (place + step) % 64 in smallest)
        for place in range(64)
    ]
    return [value * FACTORS[2] % MODULUS >> 48 for value in full]


@pytest.mark.parametrize("words", [1, 4, 5, 6, 12, 60, 400, 6_000])
def test_the_arrays_say_what_a_loop_over_words_says(words: int) -> None:
    texts = [prose(1, words), f"{prose(2, words)} And, 12 MORE words!", prose(3, words)]
    assert [found.tolist() for _, found in signatures(texts)] == [signature(text) for text in texts]
