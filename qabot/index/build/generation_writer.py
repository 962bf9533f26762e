"""Writing a generation: what is unchanged is linked, what is new goes into a segment, what is gone is marked dead."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.errors import InternalError
from qabot.core.progress import OnProgress, Progress
from qabot.core.text import Span
from qabot.index.article_writer import StoredFile
from qabot.index.build.carried_segments import NOTHING_CARRIED, carried_from
from qabot.index.build.chunking import headline, split
from qabot.index.build.embedding_journal import EmbeddingJournal
from qabot.index.build.plan import Plan, PlannedArticle, PlanSpool, ReadArticle
from qabot.index.build.segment_merging import SEGMENT_PASSAGES, is_stale, merged_with_new
from qabot.index.build.segment_rows import IndexedArticle, SegmentRows
from qabot.index.build.segment_writer import SegmentWriter
from qabot.index.manifest import ENCODER, SEGMENTS, TEXT, SegmentRecord
from qabot.index.publication import link_segment, link_text
from qabot.index.snapshot import Generation
from qabot.index.text_index import TextWriter
from qabot.index.tombstones import TOMBSTONES, ArticlePlace, write_tombstones
from qabot.models.embedders import Embedder
from qabot.models.encoder import OnnxEncoder


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
    resumed: int
    """Of these, those that a build which was stopped had embedded."""
    segments: tuple[SegmentRecord, ...]
    """Its segments, the oldest first."""
    numbered: int
    """As `Manifest.numbered`."""
    dropped: int
    """As `Manifest.dropped`."""


class WriterSources(Struct, frozen=True):
    """What a generation takes over from elsewhere."""

    spool: PlanSpool
    """Where the plan's articles lie that were read."""
    articles: Generation | None
    """The generation whose articles are copied; None where none can be."""
    passages: Generation | None
    """The one whose passages and vectors are, likewise."""
    journal: EmbeddingJournal
    """What unfinished builds have embedded."""


class GenerationWriter:
    """A generation being written."""

    def __init__(
        self,
        draft: Path,
        plan: Plan,
        sources: WriterSources,
        embedder: Embedder,
        on_progress: OnProgress,
        *,
        lays_out_anew: bool = True,
    ) -> None:
        """Write a generation.

        Args:
            draft: Where; it holds its encoder already.
            plan: What it is to hold.
            sources: What is taken over from elsewhere.
            embedder: Who embeds passages.
            on_progress: Told how far it has come.
            lays_out_anew: Whether everything is written anew where much is dead.
        """
        self._draft = draft
        self._plan = plan
        self._spool, self._articles_from, self._last = sources.spool, sources.articles, sources.passages
        self._lays_out_anew = lays_out_anew
        self._on_progress = on_progress
        self._encoder = OnnxEncoder.of_passages(draft / ENCODER)
        given = self._last, sources.journal
        self._segments = SegmentWriter(draft, given, self._encoder.spec.dimension, embedder, on_progress)

    def write(self) -> WrittenCounts:
        """Write the segments and the text index.

        Segments of the last generation are linked, and the new articles go behind them. Where much is dead, everything
        is laid out in order of publication again: passage ids move, and the words are indexed anew, since a text index
        counts what was deleted in its statistics until it is rewritten.
        """
        (self._draft / SEGMENTS).mkdir()
        if self._last is None or (self._lays_out_anew and self._is_stale(self._last)):
            return self._write_all()
        return self._write_more(self._last)

    def _is_stale(self, last: Generation) -> bool:
        dying = sum(each.passages for each in self._plan.dying)
        dead = last.manifest.dropped + sum(each.dead_passages for each in last.manifest.segments)
        return is_stale(dead + dying, last.manifest.passages - dying)

    def _write_all(self) -> WrittenCounts:
        (self._draft / TEXT).mkdir()
        self._segments.number_anew()
        words = TextWriter(self._draft / TEXT)
        everything = self._plan.all_with(self._articles_from.articles.stored() if self._articles_from else ())
        for number, rows in enumerate(self._batches(everything)):
            self._segments.write(number, NOTHING_CARRIED, rows, () if number else self._plan.files, words)
        words.close()
        return self._counts([], 0)

    def _write_more(self, last: Generation) -> WrittenCounts:
        link_text(last.folder, self._draft)
        dying = self._dying(last)
        words = None if self._plan.is_same else TextWriter(self._draft / TEXT)
        kept = self._write_new(last, dying, words)
        if words:
            _remove(last, dying, words)
            words.close()
        left = range(kept, len(last.segments))
        dropped = sum(last.segments[each].record.dead_passages + _passages(dying[each]) for each in left)
        linked = [self._link(last, number, dying[number]) for number in range(kept)]
        return self._counts(linked, last.manifest.dropped + dropped)

    def _write_new(self, last: Generation, dying: Sequence[Sequence[ArticlePlace]], words: TextWriter | None) -> int:
        """Write what is new behind the segments there are, and return how many of these are kept."""
        new = self._plan.read
        files = self._changed_files(last)
        kept = len(last.segments)
        first = 1 + max(segment.record.number for segment in last.segments)
        for number, rows in enumerate(self._batches(new) if new or files else (), start=first):
            carried = NOTHING_CARRIED
            if number == first:
                sizes = [segment.record.live_passages for segment in last.segments]
                living = [size - _passages(places) for size, places in zip(sizes, dying, strict=True)]
                kept -= merged_with_new(living, rows.passages)
                carried = carried_from(last, kept, {each.id for each in self._plan.dying})
            self._segments.write(number, carried, rows, files if number == first else (), words)
        return kept

    def _counts(self, linked: Sequence[SegmentRecord], dropped: int) -> WrittenCounts:
        segments = (*linked, *self._segments.written)
        return WrittenCounts(
            articles=sum(each.articles - each.dead_articles for each in segments),
            passages=sum(each.live_passages for each in segments),
            dimension=self._encoder.spec.dimension,
            embedded=self._segments.embedded,
            resumed=self._segments.resumed,
            segments=segments,
            numbered=self._segments.numbered,
            dropped=dropped,
        )

    def _dying(self, last: Generation) -> list[list[ArticlePlace]]:
        """Return what dies in each segment of the last generation."""
        dying: list[list[ArticlePlace]] = [[] for _ in last.segments]
        for segment, place in last.articles.places(each.id for each in self._plan.dying):
            dying[segment].append(place)
        return dying

    def _changed_files(self, last: Generation) -> tuple[StoredFile, ...]:
        """Return what is to be said of corpus files that the last generation does not say."""
        known, now = last.articles.files(), {file.path: file for file in self._plan.files}
        gone = (StoredFile.gone(path) for path in known if path not in now)
        return (*(file for path, file in now.items() if known.get(path) != file), *gone)

    def _link(self, last: Generation, number: int, dying: Sequence[ArticlePlace]) -> SegmentRecord:
        """Take over a segment as it is, with what is dead in it now."""
        segment = last.segments[number]
        folder = segment.record.folder
        dead = (*segment.dead, *dying)
        link_segment(last.folder, self._draft, folder, () if not dying else (TOMBSTONES,))
        if dying:
            write_tombstones(self._draft / folder / TOMBSTONES, dead)
        return replace(segment.record, dead_articles=len(dead), dead_passages=_passages(dead))

    def _batches(self, entries: Sequence[PlannedArticle]) -> Iterator[SegmentRows]:
        """Yield the articles of one segment after the other; one segment at the least, if it is empty."""
        waiting = ((number, self._row(entry)) for number, entry in enumerate(entries, start=1))
        row = next(waiting, None)
        while True:
            with SegmentRows(self._draft.parent) as rows:
                while row and (not rows.articles or rows.passages + len(row[1].spans) <= SEGMENT_PASSAGES):
                    rows.add(row[1])
                    self._on_progress(Progress("split", row[0], len(entries)))
                    row = next(waiting, None)
                yield rows
            if row is None:
                return

    def _row(self, entry: PlannedArticle) -> IndexedArticle:
        """Read or copy an article, with its passages."""
        if self._last and entry.is_copy and entry.stored:
            passages = self._last.articles.passages_of(entry.id)
            spans, copied_from = tuple((each.start, each.end) for each in passages), entry.stored.first_passage
            return _row(self._copied(entry), entry.file, spans, self._encoder, copied_from)
        known = ReadArticle(self._copied(entry)) if entry.read_at is None else self._spool.get(entry.read_at)
        spans = known.spans
        if not spans:
            cut = split(known.article, self._encoder.count_tokens, self._encoder.spec.max_tokens)
            spans = tuple((each.start, each.end) for each in cut)
        return _row(known.article, entry.file, spans, self._encoder, None)

    def _copied(self, entry: PlannedArticle) -> Article:
        article = self._articles_from.article(entry.id) if self._articles_from else None
        if article is None:
            raise InternalError(f"The article {entry.id!r} cannot be copied.", hint="Run `qabot index --rebuild`.")
        return article


def _row(
    article: Article, file: str, spans: tuple[Span, ...], encoder: OnnxEncoder, copied_from: int | None
) -> IndexedArticle:
    head = headline(article.title, encoder.count_tokens, encoder.spec.max_tokens)
    row = IndexedArticle(article, file, head, spans, (), copied_from)
    return replace(row, digests=tuple(hashlib.sha256(text.encode()).digest() for text in row.texts))


def _remove(last: Generation, dying: Sequence[Sequence[ArticlePlace]], words: TextWriter) -> None:
    """Take the words of articles that die out of the text index."""
    first = 0
    for segment, places in zip(last.segments, dying, strict=True):
        for place in places:
            if place.passages:
                words.remove(last.numbers.number(first + place.first_passage))
        first += segment.record.passages


def _passages(places: Sequence[ArticlePlace]) -> int:
    return sum(place.passages for place in places)
