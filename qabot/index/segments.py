"""The open segments of a generation, and the ids of passages through all of them.

A passage's id is its row in its segment, counted on from the segments before it. So ids change from one generation to
the next. The text index, whose documents stay as they were written, knows passages by numbers of its own, which rise
with the ids; `PassageNumbers` tells one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import accumulate
from pathlib import Path

import numpy as np
from msgspec import Struct

from qabot.core.errors import REPAIR, IndexCorrupt
from qabot.core.storage_faults import storage_fault
from qabot.index.articles_db import ArticleStore
from qabot.index.fact_rows import FactStore
from qabot.index.filter_query import Ids
from qabot.index.manifest import ARTICLES, FACTS, VECTORS, SegmentRecord
from qabot.index.tombstones import TOMBSTONES, ArticlePlace, read_tombstones
from qabot.index.vector_index import VectorIndex


class Segment(Struct, frozen=True):
    """A segment, open for reading."""

    record: SegmentRecord
    """What the manifest says of it."""
    dead: tuple[ArticlePlace, ...]
    """Its articles that no longer count, by ordinal."""
    articles: ArticleStore
    """Its articles and passages; the dead ones do not show."""
    vectors: VectorIndex
    """Its vectors, those of dead passages among them."""

    @classmethod
    def open(cls, generation: Path, record: SegmentRecord) -> Segment:
        """Open a segment of a generation.

        Raises:
            IndexCorrupt: A part of it is missing or damaged, or they do not agree on how much it holds.
            StorageFailed: The machine refuses to read it.
        """
        folder = generation / record.folder
        dead = _dead(folder / TOMBSTONES) if record.dead_articles else ()
        with ExitStack() as undo:
            articles = _articles(folder, dead)
            undo.callback(articles.close)
            opened = cls(record, dead, articles, VectorIndex(folder / VECTORS))
            opened.require_agreement(folder)
            undo.pop_all()
            return opened

    def require_agreement(self, folder: Path) -> None:
        """Refuse parts that do not agree on how much the segment holds.

        Raises:
            IndexCorrupt: They do not.
        """
        record, dead, articles, vectors = self.record, self.dead, self.articles, self.vectors
        held = (articles.articles, articles.passages, vectors.passages, sum(count for _, count in record.runs))
        gone = (len(dead), sum(place.passages for place in dead))
        if held != (record.articles, *[record.passages] * 3) or gone != (record.dead_articles, record.dead_passages):
            raise IndexCorrupt(f"The parts of {folder} do not agree on how much it holds.", hint=REPAIR)
        if any(place.first_passage + place.passages > record.passages for place in dead):
            raise IndexCorrupt(f"{folder / TOMBSTONES} names passages that {folder} does not hold.", hint=REPAIR)

    def live_rows(self) -> Ids | None:
        """Return the rows of passages that count, in ascending order; None where all of them do."""
        if not self.record.dead_passages:
            return None
        lives = np.ones(self.record.passages, dtype=bool)
        for place in self.dead:
            lives[place.first_passage : place.first_passage + place.passages] = False
        return np.flatnonzero(lives)

    def check(self) -> str | None:
        """Return what is wrong inside its files, or None."""
        if fault := self.articles.check():
            return f"{self.record.folder}/{ARTICLES}: {fault}"
        if not all(map(self.articles.lies_at, self.dead)):
            return f"{self.record.folder}/{TOMBSTONES}: it names articles that do not lie so"
        return None


def open_segments(generation: Path, records: Iterable[SegmentRecord]) -> tuple[Segment, ...]:
    """Open segments, the oldest first: all of them, or none.

    Raises:
        IndexCorrupt: A part of one is missing or damaged.
        StorageFailed: The machine refuses to read one.
    """
    with ExitStack() as undo:
        segments: list[Segment] = []
        for record in records:
            segments.append(Segment.open(generation, record))
            undo.callback(segments[-1].articles.close)
        undo.pop_all()
        return tuple(segments)


def open_articles(generation: Path, record: SegmentRecord) -> ArticleStore:
    """Open the articles of a segment alone.

    Raises:
        IndexCorrupt: They are missing or damaged.
        StorageFailed: The machine refuses to read them.
    """
    folder = generation / record.folder
    return _articles(folder, _dead(folder / TOMBSTONES) if record.dead_articles else ())


def open_facts(generation: Path, records: Iterable[SegmentRecord]) -> list[FactStore]:
    """Open the facts of segments, the oldest first.

    Raises:
        IndexCorrupt: They are missing or damaged.
        StorageFailed: The machine refuses to read them.
    """
    with ExitStack() as undo:
        stores: list[FactStore] = []
        for record in records:
            stores.append(FactStore(generation / record.folder / FACTS))
            undo.callback(stores[-1].close)
        undo.pop_all()
        return stores


def first_ids(sizes: Iterable[int]) -> list[int]:
    """Return the id of the first passage of each segment, by how many passages they hold, and the first behind all."""
    return [*accumulate(sizes, initial=0)]


class PassageNumbers:
    """Ids of passages, and their numbers in the text index."""

    def __init__(self, records: Sequence[SegmentRecord]) -> None:
        """Take the runs of all segments.

        Raises:
            IndexCorrupt: They do not rise, or have passages in common.
        """
        runs = np.array([run for record in records for run in record.runs], dtype=np.int64).reshape(-1, 2)
        self._numbers = runs[:, 0]
        self._ids = np.array(first_ids(runs[:, 1].tolist()), dtype=np.int64)
        if np.any(self._numbers < 0) or np.any(self._numbers[1:] < runs.sum(axis=1)[:-1]) or np.any(runs[:, 1] <= 0):
            raise IndexCorrupt("The segments do not agree on what the text index calls their passages.", hint=REPAIR)
        self._is_same = np.array_equal(self._numbers, self._ids[:-1])

    def ids(self, numbers: Sequence[int]) -> list[int]:
        """Return the ids of passages with these numbers.

        Raises:
            IndexCorrupt: A number is that of no passage.
        """
        if self._is_same or not numbers:
            return [*numbers]
        wanted = np.array(numbers, dtype=np.int64)
        run = np.searchsorted(self._numbers, wanted, side="right") - 1
        ids = wanted - self._numbers[run] + self._ids[run]
        if run.min() < 0 or np.any(ids >= self._ids[run + 1]):
            raise IndexCorrupt("The text index names passages that no segment holds.", hint=REPAIR)
        return ids.tolist()

    def number(self, passage: int) -> int:
        """Return the number of a passage."""
        run = int(np.searchsorted(self._ids, passage, side="right")) - 1
        return int(passage - self._ids[run] + self._numbers[run])


def _articles(folder: Path, dead: Iterable[ArticlePlace]) -> ArticleStore:
    return ArticleStore(folder / ARTICLES, [place.ordinal for place in dead])


def _dead(path: Path) -> tuple[ArticlePlace, ...]:
    try:
        return tuple(read_tombstones(path))
    except (OSError, ValueError) as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise IndexCorrupt(f"{path} cannot be read: {cause}.", hint=REPAIR) from cause
