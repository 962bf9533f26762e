"""Writing one segment of a generation: articles and passages, words and vectors.

Vectors are copied where they exist, under whatever article, and made where they do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from qabot.core.articles import Article, Passage
from qabot.core.errors import InternalError
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import Device
from qabot.index.article_writer import ArticleWriter, StoredFile
from qabot.index.articles_db import ArticleStore, Ids
from qabot.index.build.carried_segments import CarriedSegments, joined
from qabot.index.manifest import ARTICLES, ENCODER, VECTORS, SegmentRecord
from qabot.index.snapshot import Generation
from qabot.index.text_index import TextWriter
from qabot.index.vector_index import VectorIndex, Vectors, write_vectors
from qabot.models.batch_embedding import embed_documents

_ROWS_AT_ONCE = 10_000
"""How many vectors are copied at a time."""


class IndexedArticle(Struct, frozen=True):
    """An article as it is written: its passages, and what was embedded for each."""

    article: Article
    """The article."""
    file: str
    """The corpus file it is from."""
    passages: tuple[Passage, ...]
    """Its passages in order."""
    texts: tuple[str, ...]
    """What is embedded and indexed for each passage."""
    digests: tuple[bytes, ...]
    """SHA-256 of each of these texts."""
    copied_from: int | None
    """Id of its first passage in the generation before, whose vectors are taken; None where it is read anew."""


class EmbedderConfig(Struct, frozen=True):
    """Where passages are embedded."""

    device: Device
    """The processor, a GPU, or whichever pays."""
    source: str
    """Where the model came from; a GPU runs it from there."""


class SegmentWriter:
    """Writes the segments of a draft, one after the other; only one at a time is held in memory."""

    def __init__(
        self, draft: Path, last: Generation | None, dimension: int, bulk: EmbedderConfig, on_progress: OnProgress
    ) -> None:
        """Write into a draft.

        Args:
            draft: The generation that is being made; it holds its encoder already.
            last: The generation whose vectors can be copied; None when none can.
            dimension: Of a vector.
            bulk: Where passages are embedded.
            on_progress: Told how far it has come.
        """
        self._draft = draft
        self._last = last
        self._dimension = dimension
        self._bulk = bulk
        self._on_progress = on_progress
        self._numbered = last.manifest.numbered if last else 0
        self.written: list[SegmentRecord] = []
        """The segments that are done."""
        self.embedded = 0
        """Passages that were embedded for them."""

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
        rows: Sequence[IndexedArticle],
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
                self._numbered += len(row.passages)
        self._on_progress(Progress("write", 2, 3, "vectors"))
        write_vectors(folder / VECTORS, vectors)
        self._on_progress(Progress("write", 3, 3))
        runs = joined((*carried.runs, (first, self._numbered - first)))
        self.written.append(SegmentRecord(number, articles, passages, runs))

    def _vectors(self, carried: Ids, rows: Sequence[IndexedArticle]) -> Vectors:
        """Return the vectors of a segment's passages in order: those carried over, then those of new articles."""
        texts: dict[bytes, str] = {}
        places: dict[bytes, list[int]] = defaultdict(list)
        sources = [carried]
        at = len(carried)
        for row in rows:
            if row.copied_from is None:
                for place, (digest, text) in enumerate(zip(row.digests, row.texts, strict=True), start=at):
                    texts[digest] = text
                    places[digest].append(place)
                sources.append(np.full(len(row.passages), -1, dtype=np.int64))
            else:
                sources.append(np.arange(len(row.passages), dtype=np.int64) + row.copied_from)
            at += len(row.passages)
        known = self._known(texts)
        missing = [digest for digest in texts if digest not in known]
        fresh = self._embed([texts[digest] for digest in missing])
        if len(missing) == at:
            return fresh
        vectors = np.empty((at, self._dimension), dtype=np.float32)
        for digest, vector in (*known.items(), *zip(missing, fresh, strict=True)):
            vectors[places[digest]] = vector
        if self._last:
            _copy(self._last, np.concatenate(sources), vectors)
        return vectors

    def _known(self, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors there are of texts: in the last generation, or in a segment just written."""
        wanted, found = [*digests], dict[bytes, NDArray[np.float32]]()
        if self._last:
            rows = self._last.articles.vector_rows(wanted)
            found |= zip(rows, self._last.vectors(np.array([*rows.values()], dtype=np.int64)), strict=True)
        for record in self.written:
            folder = self._draft / record.folder
            store = ArticleStore(folder / ARTICLES)
            rows = store.vector_rows([digest for digest in wanted if digest not in found])
            store.close()
            vectors = VectorIndex(folder / VECTORS).rows(np.array([*rows.values()], dtype=np.int64))
            found |= zip(rows, vectors, strict=True)
        return found

    def _embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return embed_documents(
            self._draft / ENCODER, texts, self._on_progress, device=self._bulk.device, model=self._bulk.source or None
        )


def _copy(last: Generation, sources: Ids, vectors: Vectors) -> None:
    """Put the vectors of a generation with these ids into their places; -1 stands for none of these."""
    places = np.flatnonzero(sources >= 0)
    for start in range(0, len(places), _ROWS_AT_ONCE):
        some = places[start : start + _ROWS_AT_ONCE]
        vectors[some] = last.vectors(sources[some])


def _write_articles(
    path: Path, carried: CarriedSegments, rows: Iterable[IndexedArticle], files: Iterable[StoredFile]
) -> tuple[int, int]:
    """Write the articles of a segment, and return how many articles and passages it holds."""
    writer = ArticleWriter(path)
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
