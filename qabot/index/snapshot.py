"""Opening a generation, reading from it, and verifying it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import REPAIR, IndexCorrupt, IndexUnusable, ModelMismatch, NoIndex, NotFound
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.questions import Filters
from qabot.core.settings import CURRENT, ReaderSettings, RerankSettings
from qabot.core.storage_faults import storage_fault, storage_faults_told
from qabot.core.text import says
from qabot.facts.figure_spellings import spellings
from qabot.facts.figures import figures_of_value, the_amount
from qabot.index.articles_db import ArticleStore, Ids
from qabot.index.manifest import (
    ARTICLES,
    ENCODER,
    READER,
    RERANKER,
    TEXT,
    VECTORS,
    FileRecord,
    Manifest,
    file_probe,
    generation_files,
    is_generation_name,
)
from qabot.index.text_index import LexicalQuery, Scored, TextIndex
from qabot.index.vector_index import VectorIndex
from qabot.models.encoder import OnnxEncoder, file_sha256
from qabot.models.reader import OnnxReader
from qabot.models.reranker import OnnxReranker

_OPEN_TRIES = 20
"""How often opening starts over when the generation is replaced and pruned meanwhile."""
_UNIT_TOLERANCE = 0.01
_FOLDERS = (TEXT, ENCODER, READER, RERANKER)


class Generation:
    """An open generation: everything a question needs, from one consistent state."""

    def __init__(self, folder: Path) -> None:
        """Open a generation and check that its parts are there, whole and agree on their counts.

        Sizes and a few blocks of each file are compared with the manifest; whole files are left to `verify`, as that
        takes time.

        Raises:
            IndexUnusable: A part is missing, cut short, foreign or from a newer qabot.
            StorageFailed: The machine refuses to read one.
        """
        self.folder = folder
        if link := _link_of(folder):
            raise IndexCorrupt(f"{link} is a symbolic link.", hint=REPAIR)
        self.manifest = Manifest.read(folder)
        for name, record in self.manifest.files.items():
            if fault := _fault(folder / name, record):
                raise IndexCorrupt(f"{folder / name} {fault}.", hint=REPAIR)
        self.articles = ArticleStore(folder / ARTICLES)
        self._text = TextIndex(folder / TEXT)
        self._vectors = VectorIndex(folder / VECTORS)
        counts = {self.manifest.passages, self.articles.passages, self._text.passages, self._vectors.passages}
        if len(counts) > 1 or self.articles.articles != self.manifest.articles:
            raise IndexCorrupt(f"The parts of {folder} do not agree on how many passages there are.", hint=REPAIR)

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.manifest.name

    @cached_property
    def undated(self) -> int:
        """How many articles bear no date, which any filter on dates leaves out; counted once."""
        return self.articles.undated()

    def encoder(self) -> OnnxEncoder:
        """Open the encoder that this generation's passages were embedded with."""
        encoder = OnnxEncoder.open(self.folder / ENCODER)
        if encoder.spec.dimension != self._vectors.dimension:
            raise IndexCorrupt(f"The encoder and the vectors of {self.folder} differ in dimension.", hint=REPAIR)
        return encoder

    def reranker(self) -> OnnxReranker | None:
        """Open the reranker that this generation carries, if it carries one."""
        return OnnxReranker.open(self.folder / RERANKER) if self.manifest.reranker else None

    def reranker_for(self, rerank: RerankSettings) -> OnnxReranker | None:
        """Open the reranker that settings ask for, if they ask for one.

        Raises:
            ModelMismatch: This generation carries another one, or none.
            IndexCorrupt: It is damaged.
        """
        if not rerank.accepts(self.manifest.reranker):
            raise ModelMismatch(
                f"The settings ask for the reranker {rerank.model}, and the index was built with "
                f"{self.manifest.reranker or 'none'}.",
                still_works="Without that setting, questions are answered in the order the index finds.",
                hint="Run `qabot index` to add it to the index.",
            )
        return self.reranker() if rerank.model else None

    def reader_for(self, reader: ReaderSettings) -> OnnxReader | None:
        """Open the reader that this generation carries, if it carries one and the settings do not turn it off.

        Raises:
            IndexCorrupt: It is damaged.
        """
        return OnnxReader.open(self.folder / READER) if self.manifest.reader and not reader.is_off else None

    def close(self) -> None:
        """Let go of the database; mapped files go with the object."""
        self.articles.close()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        return self._text.terms(text)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        return self._text.document_frequency(term)

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other."""
        return self._text.phrase_frequency(terms)

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of the passages that filters leave, and the number of articles."""
        ids, articles = self.articles.matching(filters)
        if not filters.exact and not filters.excluded:
            return ids, articles
        for phrase in filters.exact:
            ids = self._exactly(ids, phrase)
        for phrase in filters.excluded:
            said = self._exactly(ids, phrase) if the_amount(phrase) else self._text.holding(phrase)
            ids = np.setdiff1d(ids, said, assume_unique=True)
        return ids, self.articles.articles_among(ids)

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None) -> list[Scored]:
        """Return the passages nearest to a unit vector, best first."""
        return self._vectors.nearest(vector, limit, allowed)

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each passage."""
        return self._vectors.similarities(vector, ids)

    def vectors(self, ids: Ids) -> NDArray[np.float32]:
        """Return stored vectors, shape (n, dimension)."""
        return self._vectors.rows(ids)

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 scores, best first."""
        if not filters.exact:
            return self._text.best(query, limit, filters)
        # The text index knows stems only, so that it lists some that do not hold the phrase word for word.
        allowed = set(self.matching(filters)[0].tolist())
        listed = self._text.best(query, self.manifest.passages, filters)
        return [each for each in listed if each[0] in allowed][:limit]

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        """Return the passages with the highest BM25 scores for any of these terms, best first."""
        return [number for number, _ in self._text.best(LexicalQuery(tuple(terms)), limit, Filters())]

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case, in ascending order."""
        return self._text.holding(phrase)

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages in the order of their ids given."""
        return self.articles.passages_by_id(ids)

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return which article each passage is part of."""
        return self.articles.articles_of(ids)

    def article(self, article_id: str) -> Article | None:
        """Return an article whole, or None."""
        return self.articles.article(article_id)

    def require_article(self, article_id: str) -> Article:
        """Return an article whole.

        Raises:
            NotFound: No article has this id; one that comes close is named.
        """
        if article := self.article(article_id):
            return article
        unknown = self.articles.unknown_article(article_id)
        near = unknown.nearest
        hint = f"Try `qabot show {near[0]}`." if near else "`qabot ask --json` gives the ids of what it finds."
        raise NotFound(unknown.words, hint=hint)

    def outlets(self, among: Ids | None = None) -> list[OutletHoldings]:
        """Return the outlets whose reporting is held and how much of each, most first; or only among these passages."""
        return self.articles.outlets(among)

    def _exactly(self, ids: Ids, phrase: str) -> Ids:
        """Return those of these passages that say a phrase; where it is a figure, however they write its value."""
        figure = the_amount(phrase)
        if figure is None:
            return self._saying(np.intersect1d(ids, self._text.holding(phrase), assume_unique=True), phrase)
        listed = [self._text.holding(each) for each in (phrase, *spellings(figure))]
        ids = np.intersect1d(ids, np.unique(np.concatenate([np.array(each, np.int64) for each in listed])))
        titles, passages = self.articles.titles_of(ids), self.passages(ids)
        said = [
            any(figures_of_value(text, (figure,)) for text in (passage.text, titles[number]))
            for number, passage in zip(ids.tolist(), passages, strict=True)
        ]
        return ids[np.array(said, dtype=bool)]

    def _saying(self, ids: Ids, phrase: str) -> Ids:
        """Return those of these passages that hold a phrase word for word, themselves or in their article's title."""
        titles, passages = self.articles.titles_of(ids), self.passages(ids)
        said = [
            says(passage.text, phrase) or says(titles[number], phrase)
            for number, passage in zip(ids.tolist(), passages, strict=True)
        ]
        return ids[np.array(said, dtype=bool)]

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what a question to this generation is asked of; None stands for no filters."""
        manifest = self.manifest
        return SearchScope(
            generation=self.name,
            model=manifest.model,
            articles=manifest.articles,
            passages=manifest.passages,
            matched_filters=manifest.articles if matched_filters is None else matched_filters,
            first=PartialDate.parse(manifest.first) if manifest.first else None,
            last=PartialDate.parse(manifest.last) if manifest.last else None,
            briefs=manifest.briefs,
        )


def _link_of(folder: Path) -> Path | None:
    """Return what is a link among a generation's folders, if anything is."""
    with storage_faults_told(folder, ""):
        return next((each for each in (folder, *(folder / name for name in _FOLDERS)) if each.is_symlink()), None)


def _fault(path: Path, record: FileRecord) -> str | None:
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return "is no file of its own"
        if status.st_size != record.size:
            return "has another size than when it was written"
        return None if file_probe(path) == record.probe else "is not as it was written"
    except FileNotFoundError:
        return "is missing"
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        return f"cannot be read: {cause.strerror}"


def current_name(index: Path) -> str:
    """Return the name of the generation that answers.

    Raises:
        NoIndex: None has been published.
        IndexCorrupt: `CURRENT` holds something else than a generation's name.
        StorageFailed: The machine refuses to read it.
    """
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoIndex(f"There is no index in {index} yet.", hint="Run `qabot index` to build it.") from None
    except (OSError, UnicodeDecodeError) as cause:
        if refused := storage_fault(cause, index / CURRENT):
            raise refused from cause
        raise IndexCorrupt(f"{index / CURRENT} cannot be read: {cause}.", hint=REPAIR) from cause
    if not is_generation_name(name):
        raise IndexCorrupt(f"{index / CURRENT} does not name a generation.", hint=REPAIR)
    return name


def open_current(index: Path) -> Generation:
    """Open the generation that answers, starting over when it is replaced meanwhile.

    Raises:
        IndexUnusable: There is none, or it is damaged.
        StorageFailed: The machine refuses to read it.
    """
    for _ in range(_OPEN_TRIES):
        name = current_name(index)
        try:
            return Generation(index / name)
        except IndexUnusable:
            if current_name(index) == name:
                raise
    raise IndexCorrupt(f"The index {index} is replaced faster than it can be opened.", hint="Ask again in a moment.")


def verify(folder: Path, on_progress: OnProgress = ignore_progress) -> Iterator[str]:
    """Yield what is wrong with a generation, one sentence a fault; nothing when it is sound.

    Every file is read and compared with its checksum, SQLite checks itself, every article's text is compared with its
    own checksum, every passage with its place in it, and every vector with unit length.

    Args:
        folder: The generation.
        on_progress: Told how many of its files have been read.

    Raises:
        StorageFailed: The machine refuses to read a file, so that nothing can be said of what it holds.
    """
    try:
        manifest = Manifest.read(folder)
    except IndexUnusable as fault:
        yield fault.message
        return
    present = {path.relative_to(folder).as_posix(): path for path in generation_files(folder)}
    yield from (f"{name} is missing." for name in manifest.files.keys() - present.keys())
    yield from (f"{name} does not belong here." for name in present.keys() - manifest.files.keys())
    common = sorted(manifest.files.keys() & present.keys())
    for number, name in enumerate(common):
        on_progress(Progress("verify", number, len(common), name))
        if file_sha256(present[name]) != manifest.files[name].sha256:
            yield f"{name} does not match its checksum."
    on_progress(Progress("verify", len(common), len(common)))
    try:
        generation = Generation(folder)
    except IndexUnusable as fault:
        yield fault.message
        return
    yield from _verify_contents(generation)
    generation.close()


def _verify_contents(generation: Generation) -> Iterator[str]:
    fault = generation.articles.check()
    if fault:
        yield f"passages.db: {fault}."
        return
    for stored in generation.articles.stored():
        try:
            article = generation.article(stored.id)
        except IndexCorrupt as corrupt:
            yield corrupt.message
            continue
        if article is None or article.content_hash != stored.content_hash:
            yield f"The article {stored.id} does not match its checksum."
            continue
        for passage in generation.articles.passages_of(stored.id):
            if article.text[passage.start : passage.end] != passage.text or not passage.text.strip():
                yield f"Passage {passage.ordinal} of {stored.id} is not in its article."
    for start in range(0, generation.manifest.passages, 10_000):
        ids = np.arange(start, min(start + 10_000, generation.manifest.passages), dtype=np.int64)
        norms = np.linalg.norm(generation.vectors(ids), axis=1)
        if not np.all(np.abs(norms - 1) < _UNIT_TOLERANCE):
            yield f"Among the vectors {start} to {start + len(ids) - 1} are some that are not of unit length."
