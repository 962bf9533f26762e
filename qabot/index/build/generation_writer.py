"""Writing a generation: passages, vectors and words, copied where they exist and made where they do not."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from qabot.core.articles import Article, Passage
from qabot.core.errors import InternalError
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import Device
from qabot.index.article_writer import ArticleWriter
from qabot.index.build.chunking import headline, indexed_text, split
from qabot.index.build.plan import Plan, PlannedArticle
from qabot.index.manifest import ARTICLES, ENCODER, TEXT, VECTORS
from qabot.index.publication import link_text
from qabot.index.snapshot import Generation
from qabot.index.text_index import TextWriter
from qabot.index.vector_index import Vectors, write_vectors
from qabot.models.batch_embedding import embed_documents
from qabot.models.encoder import OnnxEncoder


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


class WrittenCounts(Struct, frozen=True):
    """What a draft came to hold."""

    articles: int
    """In all."""
    passages: int
    """In all."""
    dimension: int
    """Of a vector."""
    embedded: int
    """Passages that were embedded for it; the others' vectors were copied."""


class EmbedderConfig(Struct, frozen=True):
    """Where passages are embedded."""

    device: Device
    """The processor, a GPU, or whichever pays."""
    source: str
    """Where the model came from; a GPU runs it from there."""


class GenerationWriter(Struct, frozen=True):
    """A generation being written."""

    folder: Path
    """Where; it holds its encoder already."""
    plan: Plan
    """What it is to hold."""
    last: Generation | None
    """The generation whose passages and vectors can be copied; None when none can."""
    bulk: EmbedderConfig
    """Where passages are embedded."""
    on_progress: OnProgress
    """Told how far it has come."""

    def write(self) -> WrittenCounts:
        """Write the three stores.

        Where articles are only added, the last generation's rows and text segments are taken as they are and the new
        ones go behind them. Otherwise everything is laid out in order of publication again: passage ids move, and the
        words are indexed anew, since a text index counts what was deleted in its statistics until it is rewritten.
        """
        encoder = OnnxEncoder.open(self.folder / ENCODER)
        appends = self.last is not None and self.plan.only_adds
        entries = [entry for entry in self.plan.entries if not (appends and entry.is_copy)]
        rows = self._rows(entries, encoder)
        vectors, embedded = self._vectors(rows, encoder, appends=appends)
        articles, passages = self._write_rows(rows, appends=appends)
        self._write_text(rows, appends=appends)
        self.on_progress(Progress("write", 2, 3, "vectors"))
        if len(vectors) != passages:
            raise InternalError(f"{len(vectors)} vectors for {passages} passages.", hint="Run `qabot index --rebuild`.")
        write_vectors(self.folder / VECTORS, vectors)
        self.on_progress(Progress("write", 3, 3))
        return WrittenCounts(articles, passages, vectors.shape[1], embedded)

    def _rows(self, entries: Sequence[PlannedArticle], encoder: OnnxEncoder) -> list[IndexedArticle]:
        rows: list[IndexedArticle] = []
        for number, entry in enumerate(entries, start=1):
            if entry.article is None:
                rows.append(self._copied(entry, encoder))
            else:
                passages = entry.passages or split(entry.article, encoder.count_tokens, encoder.spec.max_tokens)
                rows.append(_row(entry.article, entry.file, passages, encoder))
            self.on_progress(Progress("split", number, len(entries)))
        return rows

    def _copied(self, entry: PlannedArticle, encoder: OnnxEncoder) -> IndexedArticle:
        """Take an article and its passages from the last generation."""
        article = self.last.article(entry.id) if self.last else None
        if self.last is None or article is None:
            raise InternalError(f"The article {entry.id!r} cannot be copied.", hint="Run `qabot index --rebuild`.")
        return _row(article, entry.file, self.last.articles.passages_of(entry.id), encoder)

    def _vectors(self, rows: Sequence[IndexedArticle], encoder: OnnxEncoder, *, appends: bool) -> tuple[Vectors, int]:
        """Return the vectors of all passages in order of their ids, and how many of them are new."""
        digests = [digest for row in rows for digest in row.digests]
        texts = dict(zip(digests, (text for row in rows for text in row.texts), strict=True))
        known = self.last.articles.vector_rows(texts) if self.last else {}
        missing = [digest for digest in texts if digest not in known]
        fresh = embed_documents(
            self.folder / ENCODER,
            [texts[digest] for digest in missing],
            self.on_progress,
            device=self.bulk.device,
            model=self.bulk.source or None,
        )
        place = {digest: i for i, digest in enumerate(missing)}
        vectors = np.empty((len(digests), encoder.spec.dimension), dtype=np.float32)
        new = np.array([place.get(digest, -1) for digest in digests], dtype=np.int64)
        vectors[new >= 0] = fresh[new[new >= 0]]
        if self.last and known:
            old = np.array([known.get(digest, -1) for digest in digests], dtype=np.int64)
            vectors[old >= 0] = self.last.vectors(old[old >= 0])
        if self.last and appends:
            kept = self.last.vectors(np.arange(self.last.manifest.passages, dtype=np.int64))
            vectors = np.concatenate([kept, vectors])
        return vectors, len(missing)

    def _write_rows(self, rows: Iterable[IndexedArticle], *, appends: bool) -> tuple[int, int]:
        self.on_progress(Progress("write", 0, 3, "articles"))
        path = self.folder / ARTICLES
        if self.last and appends:
            shutil.copy2(self.last.folder / ARTICLES, path)
        writer = ArticleWriter(path)
        for row in rows:
            writer.add(row.article, row.file, row.passages, row.digests)
        writer.set_files(self.plan.files)
        return writer.close()

    def _write_text(self, rows: Sequence[IndexedArticle], *, appends: bool) -> None:
        self.on_progress(Progress("write", 1, 3, "words"))
        first = 0
        if self.last and appends:
            link_text(self.last.folder, self.folder)
            first = self.last.manifest.passages
        else:
            (self.folder / TEXT).mkdir()
        if not rows and appends:
            return
        writer = TextWriter(self.folder / TEXT)
        for row in rows:
            writer.add(first, row.article, row.texts)
            first += len(row.passages)
        writer.close()


def _row(article: Article, file: str, passages: Sequence[Passage], encoder: OnnxEncoder) -> IndexedArticle:
    head = headline(article.title, encoder.count_tokens, encoder.spec.max_tokens)
    texts = tuple(indexed_text(head, passage.text) for passage in passages)
    return IndexedArticle(
        article, file, tuple(passages), texts, tuple(hashlib.sha256(text.encode()).digest() for text in texts)
    )
