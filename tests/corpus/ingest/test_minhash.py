"""The signatures, by a plain definition that says what loops and arrays do, and what is a candidate."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.corpus.ingest import minhash, minhash_arrays, minhash_loops, signature_bands
from qabot.corpus.ingest.ingest_store import IngestStore, StoredEntry
from qabot.corpus.ingest.signature_bands import KeptSignature
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


def kept(store: IngestStore, rows: Sequence[bytes], first: int = 0) -> None:
    """Keep articles that have these signatures."""
    store.note_articles(
        (StoredEntry(str(number), f"{number}.md", "T", None, None, None, None, "w"), signature)
        for number, signature in enumerate(rows, start=first)
    )


def by_bands(known: Sequence[bytes], new: Sequence[bytes]) -> minhash_loops.Pairs:
    """Look the pairs up in an ingest store that keeps the known ones."""
    with closing((store := IngestStore.open(None)).database):
        kept(store, known[: len(known) // 2])
        store.bands.update()
        kept(store, known[len(known) // 2 :], len(known) // 2)
        found = store.bands.candidates(new)
        return [
            (int(each.id) if isinstance(each, KeptSignature) else len(known) + each, len(known) + row)
            for row, alike in found.items()
            for each in alike
        ]


def joined(find: Callable[[bytes, int], minhash_loops.Pairs]) -> Find:
    """Have signatures given one by one."""
    return lambda known, new: find(b"".join([*known, *new]), len(known))


FIND = [
    joined(minhash_loops.candidate_pairs),
    joined(minhash_arrays.candidate_pairs),
    joined(minhash.candidate_pairs),
    by_bands,
]


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
            expected = pairs(minhash_arrays.candidate_pairs(b"".join(rows), known))
            assert pairs(find(rows[:known], rows[known:])) == expected


def pairs(found: minhash_loops.Pairs) -> list[tuple[int, ...]]:
    return [tuple(pair) for pair in found]


class TestBands:
    """What is looked up is what there is now."""

    @pytest.fixture
    def store(self) -> Iterator[IngestStore]:
        """Keeps eight articles, all alike in the first bins."""
        with closing((made := IngestStore.open(None)).database):
            kept(made, [row(*range(20), other=number) for number in range(8)])
            made.note_file("0.md", 0, 0, 1, complete=True)
            yield made

    def found(self, store: IngestStore) -> set[str]:
        (alike,) = store.bands.candidates([row(*range(20), other=99)]).values()
        return {each.id for each in alike if isinstance(each, KeptSignature)}

    def test_articles_that_went_are_not_found_nor_those_that_take_their_numbers_taken_for_them(
        self, store: IngestStore
    ) -> None:
        assert self.found(store) == {"0", "1", "2", "3", "4"}
        for number in (0, 6, 7):
            store.forget_file(f"{number}.md")
        assert self.found(store) == {"1", "2", "3", "4", "5"}
        kept(store, [row(other=3), row(*range(64))], 20)  # with the numbers of two that went
        assert self.found(store) == {"1", "2", "3", "4", "5"}, "21 agrees in as many, and comes later"
        (alike,) = store.bands.candidates([row(*range(64))]).values()
        assert [each.id for each in alike if isinstance(each, KeptSignature)] == ["21", "1", "2", "3", "4"]

    def test_an_article_that_is_noted_anew_is_found_as_it_is_now(self, store: IngestStore) -> None:
        self.found(store)
        for _ in range(3):
            store.forget_file("7.md")
            kept(store, [row(*range(64), other=1)], 7)
            ((first, *_),) = store.bands.candidates([row(*range(64))]).values()
            assert isinstance(first, KeptSignature)
            assert first.id == "7"

    def test_what_is_stale_is_swept_once_it_is_most(self, store: IngestStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(signature_bands, "_MOST_STALE", 0)
        for number in range(8, 40):
            self.found(store)
            store.forget_file(f"{number - 1}.md")
            kept(store, [row(*range(20), other=number)], number)
        assert self.found(store) == {"0", "1", "2", "3", "4"}
        (rows,) = store.database.execute("SELECT count(*) FROM bands").fetchone()
        assert rows <= 2 * 8 * 32

    def test_a_lookup_reads_no_signature_that_does_not_meet(self, store: IngestStore) -> None:
        kept(store, [row(other=number) for number in range(100, 2_100)], 100)
        store.bands.update()
        steps = 0

        def count() -> None:
            nonlocal steps
            steps += 1

        store.database.set_progress_handler(count, 1)
        self.found(store)
        few = steps
        kept(store, [row(other=number) for number in range(3_000, 13_000)], 3_000)
        store.database.set_progress_handler(None, 1)
        store.bands.update()
        steps = 0
        store.database.set_progress_handler(count, 1)
        self.found(store)
        assert steps <= few + 10


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
        assert minhash.candidate_pairs(b"".join([*rows[:160] * 200, *rows[:3]]), 32_000)
        with pytest.raises(ImportError):
            minhash.candidate_pairs(b"".join([*rows[:160] * 200, *rows[:4]]), 32_000)
        assert minhash.candidate_pairs(b"".join(rows[:128]), 0) == []  # 128 times 128 is 16,384
        with pytest.raises(ImportError):
            minhash.candidate_pairs(b"".join(rows[:129]), 1)
