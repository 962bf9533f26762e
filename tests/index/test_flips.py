"""A bit that flips on the disk is found, or changes nothing that is shown."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qabot.core.articles import Article, Passage, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexCorrupt
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.index import vector_index
from qabot.index.article_writer import ArticleWriter
from qabot.index.articles_db import ArticleStore
from qabot.index.checksums import file_sum, row_sum, vector_sums
from qabot.index.current_generation import current_name
from qabot.index.manifest import FileRecord, read_whole
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.snapshot import Generation
from qabot.index.vector_index import VectorIndex, write_vectors
from tests.benchmarks.flips import EXPONENTS, Flip, draw, load, outcomes
from tests.conftest import link_index

TEXT = "Servers cost £4m. They are old."
BRIEF = Article(
    "a",
    "Servers",
    TEXT,
    outlet="qabot brief",
    author="A. Writer",
    published=PartialDate(2015, 11, 25),
    url="https://example.org/a",
    organisations=("Government Digital Service (GDS)",),
    topics=("cloud",),
    kind="brief",
    reports_on=ReportedArticle("Computing", "Old servers", None, PartialDate(2015, 11)),
)
PASSAGES = [Passage("a", 0, 0, 17, TEXT[:17]), Passage("a", 1, 18, 31, TEXT[18:])]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A brief of two passages."""
    writer = ArticleWriter(tmp_path / "passages.db")
    writer.add(BRIEF, "a.md", PASSAGES, [b"1", b"2"])
    writer.close()
    return tmp_path / "passages.db"


def altered(database: Path, table: str, column: str) -> ArticleStore:
    """Open it with one value changed a little, and its checksum as it was."""
    with closing(sqlite3.connect(database)) as writable, writable:
        (value,) = writable.execute(f"SELECT {column} FROM {table}").fetchone()  # noqa: S608 - names of ours
        other: object = {int: lambda: value + 1, bytes: lambda: value + b"x", str: lambda: f"{value}x"}[type(value)]()
        writable.execute(f"UPDATE {table} SET {column} = ? WHERE rowid IN (0)", [other])  # noqa: S608 - likewise
    return ArticleStore(database)


READERS: dict[str, Callable[[ArticleStore], object]] = {
    "article": lambda store: store.article("a"),
    "passages of it": lambda store: store.passages_of("a"),
    "passages": lambda store: store.passages_by_id([0]),
    "owners": lambda store: store.articles_of([0]),
    "titles": lambda store: store.titles_of([0]),
    "list": lambda store: store.article_summaries(),
    "dates": lambda store: store.dates(),
    "outlets": lambda store: store.outlets(),
    "a name unknown": lambda store: SegmentedArticles([store]).unknown_names(Filters(organisations=("Nobody",))),
    "an id unknown": lambda store: SegmentedArticles([store]).unknown_article("b"),
}
"""Whatever is shown of an article's row."""
SHOWN = (
    "title",
    "outlet",
    "author",
    "published",
    "url",
    "organisations",
    "topics",
    "reports_on",
    "reporting",
    "first_day",
)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("column", SHOWN)
def test_a_row_of_an_article_that_was_altered_is_not_shown(database: Path, column: str, reader: str) -> None:
    store = altered(database, "articles", column)
    with pytest.raises(IndexCorrupt, match=r"checksum|has not") as caught:
        READERS[reader](store)
    assert caught.value.exit_code == 3
    assert "qabot index --rebuild" in caught.value.hint
    store.close()


@pytest.mark.parametrize("column", ["article", "ordinal", "start", "end", "embedded", "text_sum", "sum"])
def test_a_row_of_a_passage_that_was_altered_is_not_shown(database: Path, column: str) -> None:
    store = altered(database, "passages", column)
    for read in (store.passages_by_id, store.articles_of, store.titles_of):
        assert read([1])
        with pytest.raises(IndexCorrupt):
            read([0])
    with pytest.raises(IndexCorrupt):
        store.embedded("a")
    store.close()


def test_what_was_written_reads_as_it_was(database: Path) -> None:
    store = ArticleStore(database)
    assert store.article("a") == BRIEF
    assert store.passages_by_id([1, 0]) == PASSAGES[::-1]
    assert [each.name for each in store.outlets()] == ["Computing"]
    assert store.vector_rows([b"2", b"3"]) == {b"2": 1}
    store.close()


def test_a_text_that_was_altered_gives_no_passage(database: Path) -> None:
    with closing(sqlite3.connect(database)) as writable, writable:
        writable.execute("UPDATE texts SET text = replace(text, '4m', '9m')")
    store = ArticleStore(database)
    assert store.passages_by_id([1]) == PASSAGES[1:]
    with pytest.raises(IndexCorrupt, match="passage 0 of a does not match its checksum"):
        store.passages_by_id([0])
    store.close()


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("gather", [0, 4_000])
def test_a_vector_that_was_altered_gives_no_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half: bool, gather: int
) -> None:
    monkeypatch.setattr(vector_index, "HALF_FROM", 1 if half else 10_000)
    monkeypatch.setattr(vector_index, "GATHER_UP_TO", gather)
    rows = np.random.default_rng(1).standard_normal((40, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    path = tmp_path / "vectors.faiss"
    write_vectors(path, rows)
    row_bytes = 32 if half else 64
    first = path.stat().st_size - 40 * row_bytes
    sound, every = VectorIndex(path), np.arange(40)
    assert [number for number, _ in sound.nearest(rows[7], 1, every)] == [7]
    data = bytearray(path.read_bytes())
    data[first + 7 * row_bytes] ^= 1  # the last bit but a few of its first number
    path.unlink()
    path.write_bytes(data)
    index = VectorIndex(path)
    for read in (
        lambda: index.nearest(rows[7], 3, every),
        lambda: index.nearest(rows[7], 3),
        lambda: index.similarities(rows[0], np.array([7])),
        lambda: index.rows(np.array([2, 7])),
    ):
        with pytest.raises(IndexCorrupt, match="passage 7 does not match its checksum"):
            read()
    assert abs(index.similarities(rows[0], np.array([0]))[0] - 1) < 0.001


@pytest.mark.parametrize(("length", "is_damage"), [(1.005, False), (1.02, True), (np.nan, True)])
def test_a_cosine_beyond_one_is_damage(tmp_path: Path, length: float, is_damage: bool) -> None:
    write_vectors(tmp_path / "v", np.array([[length, 0], [0, 1]], dtype=np.float32))
    index, vector = VectorIndex(tmp_path / "v"), np.array([1, 0], dtype=np.float32)
    for read in (lambda: index.nearest(vector, 2, np.array([0, 1])), lambda: index.similarities(vector, np.array([0]))):
        if is_damage:
            with pytest.raises(IndexCorrupt, match="unit length"):
                read()
        else:
            assert read() is not None


@pytest.mark.parametrize("content", [None, b"", b"1234567", bytes(8), bytes(24)])
def test_checksums_of_vectors_that_are_missing_or_too_few_are_told(tmp_path: Path, content: bytes | None) -> None:
    write_vectors(tmp_path / "v.faiss", np.eye(2, dtype=np.float32))
    (tmp_path / "v.sums").unlink()
    if content is not None:
        (tmp_path / "v.sums").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"v\.sums"):
        VectorIndex(tmp_path / "v.faiss")


def test_a_passage_beyond_the_vectors_is_damage(tmp_path: Path) -> None:
    write_vectors(tmp_path / "v", np.eye(2, dtype=np.float32))
    for number in (-1, 2, 2**40):
        with pytest.raises(IndexCorrupt, match="there are 2"):
            VectorIndex(tmp_path / "v").similarities(np.array([1, 0], dtype=np.float32), np.array([number]))


@pytest.mark.parametrize("size", [1, 7, 4_095, 4_096, 4_097, 9_000])
def test_every_bit_of_a_file_counts(tmp_path: Path, size: int) -> None:
    path, data = tmp_path / "file", bytearray(random.Random(size).randbytes(size))  # noqa: S311 - nothing secret
    path.write_bytes(data)
    whole = file_sum(path)
    for place in {0, size // 2, size - 1}:
        for bit in range(8):
            with Flip(path, place, bit).made():
                assert file_sum(path) != whole
    assert file_sum(path) == whole


def test_checksums_are_what_they_were_when_indexes_were_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"qabot" * 1_000)
    (tmp_path / "empty").touch()
    assert (file_sum(tmp_path / "file"), file_sum(tmp_path / "empty")) == ("12151f83d575f069", "e4a6a0577479b2b4")
    assert row_sum((1, "a", None, b"\0", "£")) == 253249500309731423
    assert vector_sums(np.array([[1, 0, -2.5], [0, 0, 0]], dtype=np.float32)).tolist() == [15396065473051230208, 0]
    assert len({row_sum(row) for row in [("a", "b"), ("ab", ""), ("a", None), ("a", ""), ("a",), (1,), ("1",)]}) == 7


def test_the_smallest_files_are_compared_whole_up_to_64_mib() -> None:
    sizes = {"db": 40 << 20, "vectors": 24 << 20, "more": 41 << 20, "encoder/model.onnx.data": 1 << 20}
    records = {name: FileRecord(size, "", "", "") for name, size in sizes.items()}
    assert read_whole(records) == {"db", "vectors"}
    records["vectors"] = FileRecord((24 << 20) + 1, "", "", "")
    assert read_whole(records) == {"vectors"}


@pytest.fixture
def home(starter_home: Home, tmp_path: Path) -> Home:
    """A copy of the starter's index, to be flipped; its models are linked, and are left alone."""
    home, linked = Home(tmp_path / "home"), Home(tmp_path / "linked")
    shutil.copytree(starter_home.index, home.index, ignore=shutil.ignore_patterns("encoder", "reader", ".lock"))
    link_index(starter_home, linked)
    for model in ("encoder", "reader"):
        (linked.index / current_name(home.index) / model).rename(home.index / current_name(home.index) / model)
    return home


def drawn(home: Home, tries: int, seed: int) -> list[tuple[str, Flip]]:
    flips = draw(home.index / current_name(home.index), tries, random.Random(seed))  # noqa: S311 - nothing secret
    return [(row, flip) for row, flip in flips if not row.startswith(("encoder", "reader"))]


def test_flips_in_a_small_index_are_all_found_when_it_is_opened(home: Home) -> None:
    flips = drawn(home, 300, 1)
    by_row = dict(flips)  # the last of each kind of file
    assert {"segments/0/passages.db", "segments/0/vectors.faiss", "text/*.idx", EXPONENTS} <= by_row.keys()
    found = outcomes(Settings(home), load(home), by_row.items(), nothing_compared=False)
    assert {outcome for counts in found.values() for outcome in counts} == {"found at open"}


def test_flips_that_opening_overlooks_are_found_while_reading_or_harmless(home: Home) -> None:
    flips = drawn(home, 60, 3)
    chosen = [*[each for each in flips if each[0] == "segments/0/passages.db"][:8], *flips[-4:]]
    found = outcomes(Settings(home), load(home), chosen, nothing_compared=True)
    assert found[EXPONENTS] == {"found while reading": 4}
    assert found["segments/0/passages.db"].keys() == {"found while reading", "harmless"}


def test_weights_are_compared_when_a_model_is_opened(home: Home) -> None:
    folder = home.index / current_name(home.index)
    weights = folder / "reader" / "model.onnx.data"
    data = bytearray(weights.read_bytes())
    data[len(data) * 2 // 7] ^= 64
    weights.unlink()
    weights.write_bytes(data)
    generation = Generation(folder)
    assert generation.encoder()
    with pytest.raises(IndexCorrupt, match=r"model\.onnx\.data is not as it was written"):
        generation.reader_for(Settings(home).reader)
    generation.close()
