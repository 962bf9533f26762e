"""Opening a generation, and reading from it."""

from __future__ import annotations

import stat
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import REPAIR, IndexCorrupt, IndexUnusable, ModelMismatch, NoIndex, NotFound
from qabot.core.questions import Filters
from qabot.core.settings import CURRENT, ReaderSettings, RerankSettings
from qabot.core.storage_faults import storage_fault, storage_faults_told
from qabot.core.text import says
from qabot.facts.figure_spellings import spellings
from qabot.facts.figures import Figure, figures_of_value, the_amount
from qabot.index.article_writer import StoredArticle
from qabot.index.articles_db import Ids
from qabot.index.checksums import file_sum
from qabot.index.manifest import (
    ARTICLES,
    ENCODER,
    READER,
    RERANKER,
    SEGMENTS,
    TEXT,
    WEIGHTS_COMPARED,
    FileRecord,
    Manifest,
    file_probe,
    is_generation_name,
    read_whole,
)
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.segmented_facts import SegmentedFacts
from qabot.index.segmented_vectors import SegmentedVectors
from qabot.index.segments import PassageNumbers, Segment, open_facts
from qabot.index.text_index import LexicalQuery, Scored, TextIndex
from qabot.models.encoder import OnnxEncoder
from qabot.models.onnx_session import WEIGHTS
from qabot.models.reader import OnnxReader
from qabot.models.reranker import OnnxReranker

_OPEN_TRIES = 20
"""How often opening starts over when the generation is replaced and pruned meanwhile."""
_PHRASED_KEPT = 4
"""For how many filters with phrases what they leave is kept."""
_MORE = 4
"""How many times as many hits are looked at, where too few say a phrase word for word."""
_FOLDERS = (TEXT, SEGMENTS, ENCODER, READER, RERANKER)


class Generation:
    """An open generation: everything a question needs, from one consistent state."""

    def __init__(self, folder: Path) -> None:
        """Open a generation and check that its parts are there, whole and agree on their counts.

        Files that are not too large are compared with their checksums in the manifest, a few blocks of the others; what
        is read of these has checksums of its own. `verify` compares everything, as that takes time.

        Raises:
            IndexUnusable: A part is missing, cut short, foreign or from a newer qabot.
            StorageFailed: The machine refuses to read one.
        """
        self.folder = folder
        if link := _link_of(folder, _FOLDERS):
            raise IndexCorrupt(f"{link} is a symbolic link.", hint=REPAIR)
        self.manifest = Manifest.read(folder)
        if link := _link_of(folder, [each.folder for each in self.manifest.segments]):
            raise IndexCorrupt(f"{link} is a symbolic link.", hint=REPAIR)
        whole = read_whole(self.manifest.files)
        for name, record in self.manifest.files.items():
            if fault := _fault(folder / name, record, whole=name in whole):
                raise IndexCorrupt(f"{folder / name} {fault}.", hint=REPAIR)
        records = self.manifest.segments
        self.segments = tuple(Segment.open(folder, record) for record in records)
        self._phrased: dict[Filters, tuple[Ids, int]] = {}
        self.articles = SegmentedArticles([segment.articles for segment in self.segments])
        self.facts = SegmentedFacts(rules := self.manifest.facts, open_facts(folder, records) if rules else ())
        self._text = TextIndex(folder / TEXT)
        self.numbers = PassageNumbers(records)
        self._vectors = SegmentedVectors(self.segments)
        counts = {self.manifest.passages, self._text.passages, sum(each.live_passages for each in records)}
        articles = sum(each.articles - each.dead_articles for each in records)
        if len(counts) > 1 or articles != self.manifest.articles or len(self._vectors.dimensions) > 1:
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
        with self._weights_compared(ENCODER):
            encoder = OnnxEncoder.open(self.folder / ENCODER)
        if {encoder.spec.dimension} != self._vectors.dimensions:
            raise IndexCorrupt(f"The encoder and the vectors of {self.folder} differ in dimension.", hint=REPAIR)
        return encoder

    def reranker(self) -> OnnxReranker | None:
        """Open the reranker that this generation carries, if it carries one."""
        if not self.manifest.reranker:
            return None
        with self._weights_compared(RERANKER):
            return OnnxReranker.open(self.folder / RERANKER)

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
        if not self.manifest.reader or reader.is_off:
            return None
        with self._weights_compared(READER):
            return OnnxReader.open(self.folder / READER)

    @contextmanager
    def _weights_compared(self, model: str) -> Generator[None]:
        """Compare the weights of a model with their checksum, beside what is done meanwhile to open it."""
        name = f"{model}/{WEIGHTS}"
        record = self.manifest.files.get(name)
        if record is None or record.size > WEIGHTS_COMPARED:
            yield
            return
        with ThreadPoolExecutor(1) as pool:
            fault = pool.submit(_fault, self.folder / name, record, whole=True)
            yield
            if found := fault.result():
                raise IndexCorrupt(f"{self.folder / name} {found}.", hint=REPAIR)

    def close(self) -> None:
        """Let go of the databases; mapped files go with the object."""
        self.articles.close()
        self.facts.close()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as indexed."""
        return self._text.terms(text)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        return self._text.document_frequency(term)

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other."""
        return self._text.phrase_frequency(terms)

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case, in ascending order; none for no words."""
        return self.numbers.ids(self._text.holding(phrase))

    def matching(self, filters: Filters) -> tuple[Ids, int]:
        """Return the ids of the passages that filters leave, and the number of articles."""
        if not filters.exact and not filters.excluded:
            return self.articles.matching(filters)
        # A question asks for the same several times, and each passage that holds a phrase is read to tell.
        if (known := self._phrased.get(filters)) is None:
            known = self._matching_words(filters)
            newest = [*self._phrased.items()][-_PHRASED_KEPT + 1 :]
            self._phrased = {**dict(newest), filters: known}  # as a whole, for threads that read it meanwhile
        return known

    def _matching_words(self, filters: Filters) -> tuple[Ids, int]:
        ids, _ = self.articles.matching(filters)
        for phrase in filters.exact:
            ids = self._exactly(ids, phrase)
        for phrase in filters.excluded:
            said = self._exactly(ids, phrase) if the_amount(phrase) else self.holding(phrase)
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
            return self._best(query, limit, filters)
        # The text index knows stems only, so that it lists some that do not hold the phrase word for word: as many more
        # are looked at as it takes.
        most = limit
        while True:
            listed = self._best(query, most, filters)
            allowed = self._word_for_word(np.array(sorted(number for number, _ in listed), dtype=np.int64), filters)
            found = [each for each in listed if each[0] in allowed][:limit]
            if len(found) == limit or len(listed) < most:
                return found
            most *= _MORE

    def _best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        found = self._text.best(query, limit, filters)
        ids = self.numbers.ids([number for number, _ in found])
        return [(passage, score) for passage, (_, score) in zip(ids, found, strict=True)]

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        """Return the passages with the highest BM25 scores for any of these terms, best first."""
        return [passage for passage, _ in self._best(LexicalQuery(tuple(terms)), limit, Filters())]

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

    def _word_for_word(self, ids: Ids, filters: Filters) -> set[int]:
        """Return those of these passages that say every exact phrase, and no figure that is excluded."""
        for phrase in filters.exact:
            figure = the_amount(phrase)
            ids = self._saying(ids, phrase) if figure is None else self._telling(ids, figure)
        said = set(ids.tolist())
        for figure in filter(None, map(the_amount, filters.excluded)):
            said -= set(self._telling(ids, figure).tolist())
        return said

    def _exactly(self, ids: Ids, phrase: str) -> Ids:
        """Return those of these passages that say a phrase; where it is a figure, however they write its value."""
        figure = the_amount(phrase)
        if figure is None:
            return self._saying(np.intersect1d(ids, self.holding(phrase), assume_unique=True), phrase)
        listed = [self.holding(each) for each in (phrase, *spellings(figure))]
        ids = np.intersect1d(ids, np.unique(np.concatenate([np.array(each, np.int64) for each in listed])))
        return self._telling(ids, figure)

    def _telling(self, ids: Ids, figure: Figure) -> Ids:
        """Return those of these passages that tell a figure, themselves or in their article's title."""
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

    def stored_beside(self, other: Generation) -> Iterator[StoredArticle]:
        """Yield the articles of segments that another generation has not, and those that are dead in it.

        So an article that both hold in the same segment is left out; `first_passage` is a row of its segment.
        """
        known = {(each.record.number, other.checksum(each)): each.dead for each in other.segments}
        for segment in self.segments:
            dead = known.get((segment.record.number, self.checksum(segment)))
            if dead is None:
                yield from segment.articles.stored()
            elif dead != segment.dead:
                yield from segment.articles.stored_at(place.ordinal for place in dead)

    def checksum(self, segment: Segment) -> str:
        """Return the SHA-256 (hex) of a segment's articles."""
        return self.manifest.files[f"{segment.record.folder}/{ARTICLES}"].sha256

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


def _link_of(folder: Path, parts: Iterable[str]) -> Path | None:
    """Return what is a link of a generation and these of its folders, if anything is."""
    with storage_faults_told(folder, ""):
        return next((each for each in (folder, *(folder / name for name in parts)) if each.is_symlink()), None)


def _fault(path: Path, record: FileRecord, *, whole: bool) -> str | None:
    """Return what tells a file from the one that was written; of a large one, not all of it is compared."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return "is no file of its own"
        if status.st_size != record.size:
            return "has another size than when it was written"
        is_same = file_sum(path) == record.sum if whole else file_probe(path) == record.probe
    except FileNotFoundError:
        return "is missing"
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        return f"cannot be read: {cause.strerror}"
    return None if is_same else "is not as it was written"


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
