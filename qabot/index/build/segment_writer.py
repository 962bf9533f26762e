"""Writing one segment of a generation: articles and passages, words and vectors.

Vectors are copied where they exist, under whatever article, and made where they do not. What is made is written down on
the way, so that a build that is stopped need not make it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from qabot.core.errors import InternalError
from qabot.core.progress import OnProgress, Progress
from qabot.index.article_writer import ArticleWriter, StoredFile
from qabot.index.articles_db import ArticleStore
from qabot.index.build.carried_segments import CarriedSegments, joined
from qabot.index.build.embedding_journal import EmbeddingJournal
from qabot.index.build.segment_rows import SegmentRows
from qabot.index.filter_query import Ids
from qabot.index.manifest import ARTICLES, ENCODER, VECTORS, SegmentRecord
from qabot.index.snapshot import Generation
from qabot.index.text_index import TextWriter
from qabot.index.vector_index import VectorIndex, Vectors, write_vectors
from qabot.models.embedders import Embedder

_ROWS_AT_ONCE = 10_000
"""How many vectors are copied at a time."""


class SegmentWriter:
    """Writes the segments of a draft, one after the other; only one at a time is held in memory."""

    def __init__(
        self,
        draft: Path,
        sources: tuple[Generation | None, EmbeddingJournal],
        dimension: int,
        embedder: Embedder,
        on_progress: OnProgress,
    ) -> None:
        """Write into a draft.

        Args:
            draft: The generation that is being made; it holds its encoder already.
            sources: The generation whose vectors can be copied, None when none can; and what unfinished builds have
                embedded, to which what is embedded now is added.
            dimension: Of a vector.
            embedder: Who embeds passages.
            on_progress: Told how far it has come.
        """
        self._draft = draft
        self._last, self._journal = sources
        self._dimension = dimension
        self._embedder = embedder
        self._on_progress = on_progress
        self._numbered = self._last.manifest.numbered if self._last else 0
        self._resumed_here = 0
        self.written: list[SegmentRecord] = []
        """The segments that are done."""
        self.embedded = 0
        """Passages that were embedded for them."""
        self.resumed = 0
        """Passages whose vectors an unfinished build had made."""

    @property
    def numbered(self) -> int:
        """How many numbers the text index has given away."""
        return self._numbered

    def number_anew(self) -> None:
        """Begin a new text index, which numbers passages from 0."""
        self._numbered = 0

    def write(
        self,
        number: int,
        carried: CarriedSegments,
        rows: SegmentRows,
        files: Iterable[StoredFile],
        words: TextWriter | None,
    ) -> None:
        """Write a segment: what it carries over first, then what is new.

        Args:
            number: Its number.
            carried: Rows of other segments; the text index has their words already.
            rows: New articles.
            files: What is said of corpus files from now on.
            words: The text index of the draft; None where there are no new articles.
        """
        record = SegmentRecord(number, 0, 0, ())
        folder = self._draft / record.folder
        vectors = self._vectors(carried.ids, rows)
        folder.mkdir()
        merging = f", with those of {carried.segments} small parts" if carried.segments else ""
        self._on_progress(Progress("write", 0, 3, f"articles{merging}"))
        articles, passages = _write_articles(folder / ARTICLES, carried, rows, files)
        if len(vectors) != passages:
            raise InternalError(f"{len(vectors)} vectors for {passages} passages.", hint="Run `qabot index --rebuild`.")
        self._on_progress(Progress("write", 1, 3, "words"))
        first = self._numbered
        if words:
            for row in rows:
                words.add(self._numbered, row.article, row.texts)
                self._numbered += len(row.spans)
        self._on_progress(Progress("write", 2, 3, "vectors"))
        write_vectors(folder / VECTORS, vectors)
        self._on_progress(Progress("write", 3, 3))
        runs = joined((*carried.runs, (first, self._numbered - first)))
        self.written.append(SegmentRecord(number, articles, passages, runs))

    def _vectors(self, carried: Ids, rows: SegmentRows) -> Vectors:
        """Return the vectors of a segment's passages in order: those carried over, then those of new articles."""
        places: dict[bytes, list[int]] = defaultdict(list)
        for place, digest in enumerate(rows.digests):
            if digest is not None:
                places[digest].append(place)
        vectors = np.empty((len(carried) + rows.passages, self._dimension), dtype=np.float32)
        if self._last:
            _copy(self._last, np.concatenate([carried, rows.sources()]), vectors)
        new = vectors[len(carried) :]
        missing = self._take_known(places, new)
        made = self._embed(missing, rows.texts([places[digest][0] for digest in missing]))
        if len(made) == len(vectors):
            return made  # all are new and no two alike, so they stand in order, and are held once
        for digest, vector in zip(missing, made, strict=True):
            new[places[digest]] = vector
        return vectors

    def _take_known(self, places: dict[bytes, list[int]], vectors: Vectors) -> list[bytes]:
        """Put the vectors that there are of texts into their places, and return the texts that there are none of."""
        missing = [*places]
        for source in self._sources():
            found, taken = source(missing)
            for number, vector in zip(found, taken, strict=True):
                vectors[places[missing[number]]] = vector
            missing = _without(missing, found)
        found, taken = self._journal.take(missing)
        for number, vector in zip(found, taken, strict=True):
            vectors[places[missing[number]]] = vector
        self._resumed_here = len(found)
        if found:
            self.resumed += len(found)
            told = f"{len(found):,} of {len(missing):,} passages were embedded already, by a build that was stopped"
            self._on_progress(Progress("embed", len(found), len(missing), told))
        return _without(missing, found)

    def _sources(self) -> Iterator[_Source]:
        """Yield what looks vectors up: in the last generation, and in each segment just written."""
        if self._last:
            yield partial(_vectors_of, self._last.articles.vector_rows, self._last.vectors)
        for record in self.written:
            folder = self._draft / record.folder
            with closing(ArticleStore(folder / ARTICLES)) as store:
                yield partial(_vectors_of, store.vector_rows, VectorIndex(folder / VECTORS).rows)

    def _embed(self, digests: Sequence[bytes], texts: Sequence[str]) -> Vectors:
        """Embed texts, some of them at a time, and write down what is made on the way."""
        before = self._resumed_here
        self.embedded += len(digests)
        if not digests:
            return np.empty((0, self._dimension), dtype=np.float32)

        def told(message: Progress) -> None:
            total = before + (message.total or 0)
            self._on_progress(replace(message, done=before + message.done, total=total))

        def noted(places: Sequence[int], vectors: Vectors) -> None:
            self._journal.note([digests[place] for place in places], vectors)

        made = self._embedder.embed(self._draft / ENCODER, texts, told, noted)
        self._journal.flush()
        return made


_Source = Callable[[Sequence[bytes]], tuple[list[int], Vectors]]
"""Returns the vectors there are of texts, given by their SHA-256, and which of the texts they are of, in order."""


def _vectors_of(
    rows_of: Callable[[Iterable[bytes]], dict[bytes, int]], vectors: Callable[[Ids], Vectors], digests: Sequence[bytes]
) -> tuple[list[int], Vectors]:
    rows = rows_of(digests)
    found = [number for number, digest in enumerate(digests) if digest in rows]
    return found, vectors(np.array([rows[digests[number]] for number in found], dtype=np.int64))


def _without(digests: Sequence[bytes], found: Iterable[int]) -> list[bytes]:
    left_out = set(found)
    return [digest for number, digest in enumerate(digests) if number not in left_out]


def _copy(last: Generation, sources: Ids, vectors: Vectors) -> None:
    """Put the vectors of a generation with these ids into their places; -1 stands for none of these."""
    places = np.flatnonzero(sources >= 0)
    for start in range(0, len(places), _ROWS_AT_ONCE):
        some = places[start : start + _ROWS_AT_ONCE]
        vectors[some] = last.vectors(sources[some])


def _write_articles(
    path: Path, carried: CarriedSegments, rows: SegmentRows, files: Iterable[StoredFile]
) -> tuple[int, int]:
    """Write the articles of a segment, and return how many articles and passages it holds."""
    writer = ArticleWriter(path)
    try:
        for store, stored in carried.articles:
            article = store.article(stored.id)
            if article is None:
                raise InternalError(f"The article {stored.id!r} cannot be copied.", hint="Run `qabot index --rebuild`.")
            writer.add(article, stored.file, store.passages_of(stored.id), store.embedded(stored.id))
        for row in rows:
            writer.add(row.article, row.file, row.passages, row.digests)
        said = {file.path: file for file in (*carried.files, *files)}
        writer.set_files(said.values())
        return writer.close()
    finally:
        writer.let_go()
