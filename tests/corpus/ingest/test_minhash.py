"""The signatures, by a plain definition that says what loops and arrays do, and what is a candidate."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.corpus.ingest import minhash, minhash_arrays, minhash_loops
from tests.corpus.ingest.helpers import prose

Find = Callable[[Sequence[bytes], Sequence[bytes]], minhash_loops.Pairs]
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


@pytest.mark.parametrize("module", [minhash_loops, minhash_arrays])
@pytest.mark.parametrize("words", [1, 4, 5, 6, 12, 60, 400, 6_000])
def test_loops_and_arrays_say_what_is_defined(words: int, module: ModuleType) -> None:
    texts = [prose(1, words), f"{prose(2, words)} And, 12 MORE words!", prose(3, words)]
    found = [sketch for _, sketch in module.signatures(texts)]
    assert [list(memoryview(sketch).cast("H")) for sketch in found] == [signature(text) for text in texts]


@given(st.lists(st.text() | st.sampled_from([prose(1), "", "-", "–", "a b", "É" * 700, "\udc80 a\x00b"]), max_size=9))
def test_loops_say_what_arrays_do_of_any_text(texts: list[str]) -> None:
    assert list(minhash_loops.signatures(texts)) == list(minhash_arrays.signatures(texts))


def row(*equal: int, other: int = 0) -> bytes:
    """Return a signature that has its own number `other` in every bin but those that are named, which are 7."""
    return array("H", [7 if place in equal else 1_000 + other for place in range(64)]).tobytes()


FIND = [minhash_loops.candidate_pairs, minhash_arrays.candidate_pairs, minhash.candidate_pairs]


@pytest.mark.parametrize("find", FIND)
class TestCandidates:
    """Pairs that are compared word for word."""

    def test_agree_in_ten_bins_of_which_two_are_neighbours(self, find: Find) -> None:
        new = [row(*range(64))]
        assert pairs(find([row(*range(10))], new)) == [(0, 1)]
        assert pairs(find([row(*range(9))], new)) == []
        assert pairs(find([row(*range(0, 40, 2))], new)) == []
        assert pairs(find([row(*range(1, 3), *range(4, 24, 2))], new)) == []  # side by side, but of two bands
        assert pairs(find([row(2, 3, *range(4, 20, 2))], new)) == [(0, 1)]

    def test_are_the_five_that_agree_most_and_of_those_the_earlier(self, find: Find) -> None:
        sizes = (12, 14, 12, 20, 12, 16, 14)
        known = [row(*range(size), other=number) for number, size in enumerate(sizes)]
        assert pairs(find(known, [row(*range(64))])) == [(3, 7), (5, 7), (1, 7), (6, 7), (0, 7)]

    def test_are_among_the_last_ten_of_a_band(self, find: Find) -> None:
        new = row(0, 1, *range(2, 18, 2), other=60)
        like_it = row(0, 1, *range(2, 18, 2), other=61)  # of one band only: the first
        between = [row(0, 1, other=number) for number in range(1, 11)]
        assert pairs(find([like_it, *between[:9]], [new])) == [(0, 10)]
        assert pairs(find([like_it, *between], [new])) == []

    def test_are_among_new_texts_too_but_not_among_known_ones(self, find: Find) -> None:
        same = row(*range(64))
        assert pairs(find([same, same], [same, same])) == [(0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]

    def test_of_nothing_are_none(self, find: Find) -> None:
        assert pairs(find([], [row(1)])) == []

    def test_are_the_same_by_loops_and_by_arrays(self, find: Find) -> None:
        for seed in range(20):
            numbers = Random(seed)  # noqa: S311 - not for secrets
            few = numbers.choice((2, 3, 6))
            rows = [array("H", [numbers.randrange(few) for _ in range(64)]).tobytes() for _ in range(60)]
            known = numbers.choice((0, 20, 59))
            expected = pairs(minhash_arrays.candidate_pairs(rows[:known], rows[known:]))
            assert pairs(find(rows[:known], rows[known:])) == expected


def pairs(found: minhash_loops.Pairs) -> list[tuple[int, ...]]:
    return [tuple(pair) for pair in found]


class TestNumpy:
    """What loads it."""

    @pytest.fixture(autouse=True)
    def refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse() -> None:
            raise ImportError

        monkeypatch.setattr(minhash, "_arrays", refuse)

    def test_is_not_loaded_for_a_few_texts_of_32_kib(self) -> None:
        assert len(list(minhash.signatures(["a" * 20_000, "b" * 12_768]))) == 2
        with pytest.raises(ImportError):
            minhash.signatures(["a" * 20_000, "b" * 12_769])

    def test_is_not_loaded_to_compare_a_few_texts(self) -> None:
        rows = [row(other=number) for number in range(200)]
        assert minhash.candidate_pairs(rows[:160] * 200, rows[:3])
        with pytest.raises(ImportError):
            minhash.candidate_pairs(rows[:160] * 200, rows[:4])
        assert minhash.candidate_pairs([], rows[:128]) == []  # 128 times 128 is 16,384
        with pytest.raises(ImportError):
            minhash.candidate_pairs(rows[:1], rows[1:129])
