"""Segments: what is unchanged is linked, what is dead is never told, and parts read like one piece."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexCorrupt
from qabot.core.progress import ignore_progress
from qabot.core.questions import Filters
from qabot.core.settings import Home, ModelSettings
from qabot.engine.generation_diff import diff_generations
from qabot.index import segmented_vectors
from qabot.index.article_writer import ArticleWriter, StoredFile
from qabot.index.articles_db import ArticleStore
from qabot.index.build import generation_writer
from qabot.index.build.indexer import BuildReport, update
from qabot.index.build.segment_merging import is_stale, merged_with_new, tier
from qabot.index.manifest import FileRecord, Manifest, SegmentRecord
from qabot.index.name_lookup import names_beginning
from qabot.index.publication import roll_back
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.segmented_vectors import SegmentedVectors
from qabot.index.segments import PassageNumbers, Segment
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import LexicalQuery
from qabot.index.tombstones import ArticlePlace, read_tombstones, write_tombstones
from qabot.index.vector_index import VectorIndex, write_vectors
from qabot.index.verification import verify
from qabot.models import embedders
from tests.conftest import article, link_index, write_corpus

Vectors = NDArray[np.float32]
WORDS = ("tram", "payroll", "ferry", "council", "zebra", "cloud", "servers", "identity", "review", "pilot")
QUERY = LexicalQuery(("tram", "payrol", "zebra"))


class TestWhatIsMerged:
    """Small segments first, and never much for little."""

    @pytest.mark.parametrize(
        ("passages", "expected"), [(0, 0), (255, 0), (256, 1), (1_023, 1), (1_024, 2), (65_535, 4), (65_536, 5)]
    )
    def test_tiers_are_fourfold(self, passages: int, expected: int) -> None:
        assert tier(passages) == expected

    @pytest.mark.parametrize(
        ("sizes", "new", "expected"),
        [
            ([], 3, 0),
            ([900], 3, 0),
            ([900, 3, 3], 3, 0),
            ([900, 3, 3, 3], 3, 3),
            ([900, 3], 900, 1),  # those of a smaller tier go with a larger one
            ([900, 900, 900, 3], 900, 4),
            ([900, 900, 900, 80, 80, 80], 15, 3),
            ([900, 900, 900, 80, 80, 80], 16, 6),  # together they are one more of the next tier
            ([50_000, 50_000, 50_000], 50_000, 3),
            ([50_001, 50_001, 50_001], 50_000, 0),
            ([200_000, 3, 3, 3], 3, 3),
            ([50_000, 50_000, 50_000], 60_000, 0),  # they would be more than a segment holds
        ],
    )
    def test_which_are_merged_with_a_new_one(self, sizes: list[int], new: int, expected: int) -> None:
        assert merged_with_new(sizes, new) == expected

    @settings(max_examples=60)
    @given(st.lists(st.integers(0, 3_000), max_size=300))
    def test_there_are_never_many(self, additions: list[int]) -> None:
        sizes: list[int] = [1_000]
        written = 0
        for new in additions:
            kept = len(sizes) - merged_with_new(sizes, new)
            written += sum(sizes[kept:]) + new
            sizes[kept:] = [sum(sizes[kept:]) + new]
        tiers = [tier(size) for size in sizes]
        assert tiers == sorted(tiers, reverse=True)
        assert max((tiers.count(each) for each in tiers), default=0) <= 3
        # What comes in is rewritten a few times a tier; with tiny ones, while they are fewer than a tier holds.
        assert written <= 8 * (sum(additions) + 1_000) + 256 * len(additions)

    @pytest.mark.parametrize(
        ("dead", "living", "stale"), [(0, 0, False), (10, 90, False), (11, 89, True), (1, 8, True)]
    )
    def test_more_than_a_tenth_is_too_much(self, dead: int, living: int, stale: bool) -> None:
        assert is_stale(dead, living) is stale

    def test_segments_are_searched_at_once_from_two_hundred_thousand_passages(self) -> None:
        assert segmented_vectors.THREADS_FROM == 200_000

    def test_a_build_holds_a_hundred_thousand_passages_at_a_time(self) -> None:
        assert generation_writer.SEGMENT_PASSAGES == 100_000


class TestTombstones:
    """Small files of rows."""

    def test_they_come_back_in_order(self, tmp_path: Path) -> None:
        dead = [ArticlePlace(7, 9, 2), ArticlePlace(1, 1, 0)]
        write_tombstones(tmp_path / "dead.bin", dead)
        assert (tmp_path / "dead.bin").stat().st_size == 24
        assert read_tombstones(tmp_path / "dead.bin") == [ArticlePlace(1, 1, 0), ArticlePlace(7, 9, 2)]
        assert read_tombstones(tmp_path / "none.bin") == []

    @pytest.mark.parametrize("data", [b"\1", b"\1" * 13, b"\1" * 24, bytes([2, *[0] * 11, 1, *[0] * 11])])
    def test_what_is_none_is_refused(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "dead.bin").write_bytes(data)
        with pytest.raises(ValueError, match="it"):
            read_tombstones(tmp_path / "dead.bin")


def some_article(number: int) -> Article:
    """Make one of few outlets, bodies and dates."""
    text = " ".join(f"{WORDS[(number * k) % len(WORDS)].capitalize()} {number} is said." for k in range(1, 4))
    dates = [PartialDate(2015, 1 + number % 12, 3), PartialDate(2014, 1 + number % 12), PartialDate(2016), None]
    return Article(
        f"a{number}",
        f"Title {number}",
        text,
        outlet=("The Register", "the register", "UKAuthority")[number % 3],
        published=dates[number % 4],
        organisations=(("Government Digital Service (GDS)",), ("Socitm",), ())[number % 3],
    )


def store_of(path: Path, numbers: Sequence[int]) -> None:
    """Write articles with a passage for each sentence."""
    writer = ArticleWriter(path)
    for number in numbers:
        made = some_article(number)
        ends = [i + 1 for i, letter in enumerate(made.text) if letter == "."][: number % 4]
        starts = [0, *(end + 1 for end in ends)]
        spans = [*zip(starts, ends, strict=False)]
        passages = [Passage(made.id, i, a, b, made.text[a:b]) for i, (a, b) in enumerate(spans)]
        writer.add(made, f"{number}.md", passages, [f"{number}/{i}".encode() for i in range(len(passages))])
    writer.set_files([StoredFile(f"{number}.md", number, 1, settled=True) for number in numbers])
    writer.close()


class TestArticlesInParts:
    """`SegmentedArticles` says of several segments, with dead rows, what one store says that holds the living alone."""

    @settings(max_examples=8, deadline=None)
    @given(
        cuts=st.lists(st.integers(0, 30), max_size=3),
        dead=st.sets(st.integers(0, 29), max_size=20),
        seed=st.integers(0, 99),
    )
    def test_they_read_like_one(
        self, tmp_path_factory: pytest.TempPathFactory, cuts: list[int], dead: set[int], seed: int
    ) -> None:
        folder = tmp_path_factory.mktemp("parts")
        bounds = sorted({0, 30, *cuts})
        stores: list[ArticleStore] = []
        for first, last in pairwise(bounds):
            store_of(folder / f"{first}.db", range(first, last))
            stores.append(ArticleStore(folder / f"{first}.db", [n - first for n in sorted(dead) if first <= n < last]))
        living = [number for number in range(30) if number not in dead]
        store_of(folder / "whole.db", living)
        parts, whole = SegmentedArticles(stores), SegmentedArticles([ArticleStore(folder / "whole.db")])
        ids = passage_ids(whole, parts)

        for number in range(31):
            assert parts.article(f"a{number}") == whole.article(f"a{number}")
            assert parts.passages_of(f"a{number}") == whole.passages_of(f"a{number}")
            assert parts.embedded(f"a{number}") == whole.embedded(f"a{number}")
        assert parts.article_summaries() == whole.article_summaries()
        assert (parts.undated(), parts.briefs(), parts.dates()) == (whole.undated(), whole.briefs(), whole.dates())
        assert parts.outlets() == whole.outlets()
        assert [each.id for each in parts.stored()] == [each.id for each in whole.stored()]
        stored = {each.id: each for each in parts.stored()}
        assert [*parts.stored_by_id(["a29", "a0", "nobody"])] == [stored[n] for n in ("a0", "a29") if n in stored]
        for file in {each.file for each in stored.values()}:
            assert [*parts.stored_of_files([file])] == [each for each in stored.values() if each.file == file]
        assert [*parts.stored_of_files(["nothing.md"])] == []
        for filters in (
            Filters(),
            Filters(after=date(2015, 3, 1)),
            Filters(before=date(2015, 3, 1)),
            Filters(outlets=("register",)),
            Filters(organisations=("gds",), after=date(2014, 2, 1)),
            Filters(outlets=("Nobody",), organisations=("Nothing",)),
        ):
            found, articles = parts.matching(filters)
            wanted, count = whole.matching(filters)
            assert (found.tolist(), articles) == ([ids[i] for i in wanted.tolist()], count)
            assert parts.articles_among(found) == whole.articles_among(wanted)
            assert parts.outlets(found) == whole.outlets(wanted)
            assert parts.unknown_names(filters) == whole.unknown_names(filters)
        some = [i for i in ids if (i * 7 + seed) % 3]
        assert parts.passages_by_id(ids[i] for i in some) == whole.passages_by_id(some)
        assert parts.titles_of(ids[i] for i in some) == {ids[i]: t for i, t in whole.titles_of(some).items()}
        assert list(parts.articles_of(ids[i] for i in some)) == [ids[i] for i in some]
        assert parts.unknown_article("a 1").nearest == whole.unknown_article("a 1").nearest
        for store in stores:
            assert store.check() is None
        parts.close()
        whole.close()

    def test_what_no_segment_holds_is_missing(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            store_of(tmp_path / name, [3])
        parts = SegmentedArticles([ArticleStore(tmp_path / "a", [0]), ArticleStore(tmp_path / "b")])
        for number in (0, 6, 99):
            with pytest.raises(IndexCorrupt, match="is missing"):
                parts.articles_of([number])
        assert set(parts.articles_of([3, 5])) == {3, 5}
        parts.close()


def passage_ids(whole: SegmentedArticles, parts: SegmentedArticles) -> dict[int, int]:
    """Return under which id one index has each passage of another."""
    first = {each.id: each.first_passage for each in parts.stored()}
    return {each.first_passage + i: first[each.id] + i for each in whole.stored() for i in range(each.passages)}


def made_up(texts: Sequence[str], dimension: int = 384) -> Vectors:
    """Make a unit vector of each text, the same for the same."""
    seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
    rows = [np.random.default_rng(seed).normal(size=dimension).astype(np.float32) for seed in seeds]
    found = np.array(rows, dtype=np.float32).reshape(-1, dimension)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


class TestVectorsInParts:
    """`SegmentedVectors` finds in several segments, with dead rows, what brute force finds among the living."""

    @settings(max_examples=25, deadline=None)
    @given(
        sizes=st.lists(st.integers(0, 25), min_size=1, max_size=4),
        dead=st.sets(st.integers(0, 99)),
        allowed=st.none() | st.sets(st.integers(0, 99)),
        limit=st.integers(1, 120),
    )
    def test_the_nearest(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        sizes: list[int],
        dead: set[int],
        allowed: set[int] | None,
        limit: int,
    ) -> None:
        rows, vector = made_up([str(i) for i in range(sum(sizes))], 8), made_up(["asked"], 8)[0]
        folder, first, segments = tmp_path_factory.mktemp("vectors"), 0, list[Segment]()
        for number, size in enumerate(sizes):
            write_vectors(folder / str(number), rows[first : first + size])
            gone = tuple(ArticlePlace(i, i, 1) for i in range(size) if first + i in dead)
            record = SegmentRecord(number, size, size, ((first, size),), len(gone), len(gone))
            store_of(folder / f"{number}.db", [])
            store = ArticleStore(folder / f"{number}.db")
            segments.append(Segment(record, gone, store, VectorIndex(folder / str(number))))
            first += size
        index = SegmentedVectors(segments)
        living = np.array([i for i in range(first) if i not in dead], dtype=np.int64)
        among = living if allowed is None else np.array([i for i in living if i in allowed], dtype=np.int64)
        found = index.nearest(vector, limit, None if allowed is None else among)
        with patch.object(segmented_vectors, "THREADS_FROM", 0):
            assert index.nearest(vector, limit, None if allowed is None else among) == found
        cosines = rows[among] @ vector
        expected = [int(among[i]) for i in np.lexsort((among, -cosines))[:limit]]
        assert [number for number, _ in found] == expected
        shuffled = np.random.default_rng(1).permutation(living)
        assert np.array_equal(index.rows(shuffled), rows[shuffled])
        assert np.allclose(index.similarities(vector, shuffled), rows[shuffled] @ vector)
        for segment in segments:
            segment.articles.close()


class TestNumbers:
    """What the text index calls a passage."""

    RECORDS = (SegmentRecord(0, 1, 5, ((0, 5),)), SegmentRecord(4, 1, 4, ((7, 1), (9, 3))), SegmentRecord(5, 0, 0, ()))

    def test_they_are_told_apart_from_ids(self) -> None:
        numbers = PassageNumbers(self.RECORDS)
        assert numbers.ids([11, 0, 4, 7, 9]) == [8, 0, 4, 5, 6]
        assert [numbers.number(i) for i in (8, 0, 4, 5, 6)] == [11, 0, 4, 7, 9]
        assert PassageNumbers(self.RECORDS[:1]).ids([3, 1]) == [3, 1]

    @pytest.mark.parametrize("number", [5, 8, 12])
    def test_those_of_no_passage_are_damage(self, number: int) -> None:
        with pytest.raises(IndexCorrupt, match="no segment"):
            PassageNumbers(self.RECORDS).ids([0, number])


@pytest.fixture
def vectors_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every text embedded as what `made_up` makes of it."""

    def embed(_folder: Path, texts: Sequence[str], _progress: object, **_: object) -> Vectors:
        return made_up(texts)

    monkeypatch.setattr(embedders, "embed_documents", embed)


@pytest.fixture
def home(starter_home: Home, tmp_path: Path, request: pytest.FixtureRequest) -> Home:
    """Sixty articles in one segment."""
    request.getfixturevalue("vectors_made_up")
    made = Home(tmp_path / "home")
    link_index(starter_home, made)
    for number in range(60):
        write(made, number)
    update(made, ModelSettings(), ignore_progress)
    assert [each.passages for each in open_current(made.index).manifest.segments] == [60]
    return made


def write(home: Home, number: int, edition: int = 0) -> None:
    """Write an article of the past, so that its file need not be read again."""
    words = " ".join(WORDS[(number * k + k) % len(WORDS)] for k in range(1, 6))
    day = f"20{10 + number % 7}-0{1 + number % 9}-11"
    said = article(f"Story {number}", f"Of {words} in edition {edition}.", published=day, outlet=f"Outlet {number % 4}")
    write_corpus(home, {f"{number}.md": said})
    os.utime(home.corpus / f"{number}.md", (1e9 + 10 * edition, 1e9 + 10 * edition))


def index(home: Home) -> BuildReport:
    return update(home, ModelSettings(), ignore_progress)


def said(generation: Generation) -> dict[str, object]:
    """Return all that a generation holds, whatever the ids."""
    held: dict[str, object] = {}
    for each in generation.articles.stored():
        ids = np.arange(each.first_passage, each.first_passage + each.passages)
        article_said = generation.article(each.id), generation.articles.passages_of(each.id), each.file
        held[each.id] = (*article_said, generation.articles.embedded(each.id), generation.vectors(ids).tobytes())
    return held


def found(generation: Generation, query: LexicalQuery = QUERY) -> dict[str, float]:
    """Return the articles that words find, with their scores."""
    best = generation.best(query, 1_000, Filters())
    owners = generation.articles_of(number for number, _ in best)
    return {owners[number]: score for number, score in best}


def full(home: Home, starter: Home, path: Path) -> Home:
    """Build an index of the same corpus from the beginning."""
    made = Home(path)
    link_index(starter, made)
    shutil.copytree(home.corpus, made.corpus, dirs_exist_ok=True)
    index(made)
    return made


def inodes(generation: Generation) -> dict[str, int]:
    return {path.relative_to(generation.folder).as_posix(): path.stat().st_ino for path in generation.folder.rglob("*")}


class TestChanges:
    """A change writes a small segment and tombstones, and links the rest."""

    def test_an_addition_leaves_all_there_is_alone(self, home: Home) -> None:
        before = open_current(home.index)
        write(home, 60)
        report = index(home)
        after = open_current(home.index)
        assert (report.added, report.embedded, report.passages) == (("60",), 1, 61)
        assert [(each.number, each.passages, each.dead_passages) for each in after.manifest.segments] == [
            (0, 60, 0),
            (1, 1, 0),
        ]
        old, new = inodes(before), inodes(after)
        assert {name for name in old if name.startswith("segments/0/")} == {
            name for name in new if name.startswith("segments/0/")
        }
        assert all(new[name] == old[name] for name in old if name.startswith("segments/0/"))
        assert list(verify(after.folder)) == []

    def test_an_edit_writes_what_was_edited(self, home: Home) -> None:
        write(home, 7, edition=1)
        report = index(home)
        after = open_current(home.index)
        assert (report.changed, report.embedded, report.passages) == (("7",), 1, 60)
        assert [(each.passages, each.dead_articles, each.dead_passages) for each in after.manifest.segments] == [
            (60, 1, 1),
            (1, 0, 0),
        ]
        assert after.require_article("7").text.endswith("edition 1.")
        assert len(found(after, LexicalQuery(("edit",)))) == 60
        assert list(found(after, LexicalQuery(("7",)))) == ["7"]
        assert len(after.nearest(made_up(["x"])[0], 100, None)) == 60
        assert list(verify(after.folder)) == []

    def test_a_removal_writes_tombstones_alone(self, home: Home) -> None:
        (home.corpus / "9.md").unlink()
        assert index(home).removed == ("9",)
        after = open_current(home.index)
        assert [(each.passages, each.dead_passages) for each in after.manifest.segments] == [(60, 1), (0, 0)]
        assert (after.manifest.passages, after.article("9"), after.articles.passages_of("9")) == (59, None, [])
        assert "9" not in found(after)
        assert "9.md" not in after.articles.files()
        assert (after.document_frequency("edit"), len(after.matching(Filters())[0])) == (60, 59)
        assert names_beginning(home.index, "article", "9") == []
        assert list(verify(after.folder)) == []

    def test_what_comes_back_is_not_embedded_again(self, home: Home) -> None:
        (home.corpus / "9.md").unlink()
        index(home)
        write(home, 9)
        report = index(home)
        assert (report.added, report.embedded) == (("9",), 0)
        assert "9" in found(open_current(home.index))

    def test_a_touched_file_is_told_without_an_article(self, home: Home) -> None:
        os.utime(home.corpus / "3.md", (2e9, 1.1e9))
        report = index(home)
        after = open_current(home.index)
        assert (report.published, report.embedded) == (True, 0)
        assert [each.passages for each in after.manifest.segments] == [60, 0]
        assert after.articles.files()["3.md"].mtime_ns == 1_100_000_000 * 10**9
        assert not index(home).published

    def test_small_segments_are_merged_and_keep_their_words(self, home: Home) -> None:
        for number in range(60, 66):
            write(home, number)
            if number == 62:
                write(home, 60, edition=1)
            index(home)
        after = open_current(home.index)
        # With the sixty, three small ones stay side by side; one more, and they are merged: at 62, and at 65 again.
        manifest = after.manifest
        assert [(each.number, each.passages) for each in manifest.segments] == [(6, 66)]
        assert (manifest.numbered, manifest.dropped) == (67, 1)
        assert manifest.segments[0].runs == ((0, 60), (61, 6)), "what died is in no segment any more"
        assert sorted(found(after, LexicalQuery(("edit",)))) == sorted(map(str, range(66)))
        for number in (5, 60, 65):
            assert list(found(after, LexicalQuery((str(number),)))) == [str(number)]
        assert list(verify(after.folder)) == []

    def test_too_many_dead_are_swept(self, home: Home) -> None:
        for number in range(7):
            write(home, number, edition=1)
            index(home)
        after = open_current(home.index)
        assert sum(each.dead_passages for each in after.manifest.segments) + after.manifest.dropped == 0
        order = [(each.first_day, each.id) for each in after.articles.stored()]
        assert order == sorted(order)

    def test_a_first_build_is_cut_into_segments(
        self, home: Home, starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(generation_writer, "SEGMENT_PASSAGES", 25)
        write(home, 99)
        shutil.copy2(home.corpus / "0.md", home.corpus / "again.md")
        cut = full(home, starter_home, tmp_path / "cut")
        opened = open_current(cut.index)
        assert [each.passages for each in opened.manifest.segments] == [25, 25, 12]
        index(home)
        assert said(opened) == said(open_current(home.index))
        order = [(each.first_day, each.id) for each in opened.articles.stored()]
        assert order == sorted(order)
        assert list(verify(opened.folder)) == []


class TestTheLaw:
    """However a corpus came to be as it is, its index says what a full build says."""

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_random_changes_say_the_same_as_a_full_build(
        self, home: Home, starter_home: Home, tmp_path: Path, seed: int
    ) -> None:
        chance = np.random.default_rng(seed)
        numbers = 60
        for edition in range(1, 13):
            for _ in range(int(chance.integers(1, 3))):
                number = int(chance.integers(0, numbers))
                path = home.corpus / f"{number}.md"
                match int(chance.integers(0, 5)):
                    case 0 | 1:
                        write(home, numbers)
                        numbers += 1
                    case 2 if path.exists():
                        write(home, number, edition)
                    case 3 if path.exists():
                        path.unlink()
                    case 4 if path.exists():
                        path.rename(home.corpus / f"renamed{number}.md")
                    case _:
                        write(home, number)
            before = open_current(home.index)
            held, best = said(before), found(before)
            index(home)
            assert (said(before), found(before)) == (held, best), "readers of the generation before see no change"
            before.close()
        incremental, whole = open_current(home.index), open_current(full(home, starter_home, tmp_path / "full").index)
        assert said(incremental) == said(whole)
        assert incremental.articles.outlets() == whole.articles.outlets()
        assert incremental.articles.dates() == whole.articles.dates()
        assert incremental.articles.article_summaries() == whole.articles.article_summaries()
        assert incremental.articles.files().keys() == whole.articles.files().keys()
        scores, wanted = found(incremental), found(whole)
        assert scores.keys() == wanted.keys()
        # A tenth of what the text index counts may be dead, and what a word weighs may differ by as much.
        assert all(abs(scores[each] - wanted[each]) < 0.15 * max(wanted.values()) for each in wanted)
        vector = made_up(["asked"])[0]
        near = [
            [generation.articles_of([number])[number] for number, _ in generation.nearest(vector, 10, None)]
            for generation in (incremental, whole)
        ]
        assert near[0] == near[1]
        assert list(verify(incremental.folder)) == []

    def test_laid_out_anew_it_is_a_full_build_bit_for_bit(self, home: Home, starter_home: Home, tmp_path: Path) -> None:
        for number in range(4):
            write(home, number, edition=1)
            write(home, 70 + number)
            index(home)
        (home.corpus / "20.md").unlink()
        assert len(open_current(home.index).manifest.segments) > 1
        for number in range(30, 40):
            write(home, number, edition=2)
        index(home)
        incremental = open_current(home.index).manifest
        whole = open_current(full(home, starter_home, tmp_path / "full").index).manifest
        assert incremental.segments == whole.segments
        parts = [
            {name: record.sha256 for name, record in manifest.files.items() if name.startswith("segments/")}
            for manifest in (incremental, whole)
        ]
        assert parts[0] == parts[1]
        assert found(open_current(home.index)) == found(open_current(tmp_path / "full" / "index"))

    def test_rolling_back_brings_the_dead_to_life(self, home: Home) -> None:
        before = open_current(home.index)
        write(home, 7, edition=1)
        (home.corpus / "9.md").unlink()
        index(home)
        roll_back(home.index)
        back = open_current(home.index)
        assert back.name == before.name
        assert (said(back), found(back)) == (said(before), found(before))
        report = index(home)
        assert (report.changed, report.removed) == (("7",), ("9",))
        assert list(verify(open_current(home.index).folder)) == []


class TestDamage:
    """A tombstone that was tampered with is found."""

    @pytest.fixture
    def edited(self, home: Home) -> Path:
        """A generation with one dead article."""
        write(home, 7, edition=1)
        index(home)
        return open_current(home.index).folder

    def tampered(self, folder: Path, dead: Sequence[ArticlePlace]) -> None:
        path = folder / "segments" / "0" / "dead.bin"
        path.unlink()
        write_tombstones(path, dead)

    def test_one_flipped_bit_is_refused(self, edited: Path) -> None:
        self.tampered(edited, [ArticlePlace(9, 9, 1)])
        with pytest.raises(IndexCorrupt, match=r"dead\.bin is not as it was written"):
            Generation(edited)
        assert "segments/0/dead.bin does not match its checksum." in list(verify(edited))

    @pytest.mark.parametrize(
        ("dead", "fault"),
        [
            ([ArticlePlace(9, 8, 1)], "it names articles that do not lie so"),
            ([ArticlePlace(9, 9, 2)], "do not agree"),
            ([], "do not agree"),
            ([ArticlePlace(9, 60, 1)], "does not hold"),
        ],
    )
    def test_rows_that_do_not_fit_are_found_though_the_manifest_names_them(
        self, edited: Path, dead: list[ArticlePlace], fault: str
    ) -> None:
        self.tampered(edited, dead)
        manifest = Manifest.read(edited)
        files = manifest.files | {"segments/0/dead.bin": FileRecord.of(edited / "segments/0/dead.bin")}
        replace(manifest, files=files).write(edited)
        assert any(fault in each for each in verify(edited))


class TestNews:
    """What a newer generation brought is told from the segments that differ alone."""

    def test_it_is_what_was_changed(self, home: Home) -> None:
        outdated = open_current(home.index)
        write(home, 7, edition=1)
        write(home, 60)
        (home.corpus / "9.md").unlink()
        index(home)
        newest = open_current(home.index)
        assert sorted(each.id for each in outdated.stored_beside(newest)) == ["7", "9"]
        assert sorted(each.id for each in newest.stored_beside(outdated)) == ["60", "7"]
        news, back = diff_generations(outdated, newest), diff_generations(newest, outdated)
        assert ([each.id for each in news.added], [each.id for each in news.changed]) == (["60"], ["7"])
        assert ([each.id for each in back.added], [each.id for each in back.changed]) == (["9"], ["7"])
        assert (news.removed, back.removed) == (1, 1)
        assert diff_generations(newest, newest).removed == 0

    def test_a_merge_brings_none(self, home: Home) -> None:
        for number in (60, 61):
            write(home, number)
            index(home)
        outdated = open_current(home.index)
        write(home, 62)
        index(home)
        newest = open_current(home.index)
        assert len(newest.segments) == 1
        news = diff_generations(outdated, newest)
        assert ([each.id for each in news.added], news.changed, news.removed) == (["62"], (), 0)
