"""The corpus folder as it stands, kept in step with its files: which articles there are, and which are like another."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from pathlib import Path

from qabot.core.articles import Article
from qabot.core.errors import NoCorpus
from qabot.core.home_trust import make_part
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile, walk
from qabot.corpus.ingest.duplicate_grouping import DuplicateGrouping
from qabot.corpus.ingest.ingest_store import IngestStore, KnownFile, StoredEntry
from qabot.corpus.ingest.minhash import signatures
from qabot.corpus.ingest.minhash_loops import MinHashSignature
from qabot.corpus.ingest.numbered_articles import NumberedArticles
from qabot.corpus.ingest.same_page import address_key
from qabot.corpus.ingest.store_access import open_ingest_store
from qabot.corpus.line_memory import LineMemory

BATCH = 2_000
"""Articles that are noted at once: what is lost when a process is killed."""


class CorpusIndex:
    """What lies in a corpus folder, and what is kept beside it."""

    def __init__(self, corpus: Path, store: IngestStore) -> None:
        """Take a resolved corpus folder and what is kept of it; `open_corpus_index` opens both."""
        self.corpus = corpus
        self.store = store

    def sync(self, on_progress: OnProgress = ignore_progress) -> None:
        """Read what is new or changed in the folder since it was last looked at, and forget what is gone.

        What was read of a large file before a process was killed is not read again.
        """
        known = self.store.files()
        files = {file.path: file for file in walk(self.corpus)[0]}
        for path in known.keys() - files.keys():
            self.store.forget_file(path)
        self.store.forget_unwritten()
        waiting = [file for file in files.values() if not _is_known(file, known)]
        for number, file in enumerate(waiting):
            begun = known.get(file.path)
            if begun and begun.is_state_of(file):
                self._take_in(file, begun.articles, on_progress)
            elif begun and begun.is_complete and (lines := self.store.lines_of(file.path)):
                self._take_in_changed(file, lines)
            else:
                self.store.forget_file(file.path)
                self._take_in(file, 0, on_progress)
            on_progress(Progress("scan", number + 1, len(waiting)))
        if self.store.bands.waiting() > BATCH:
            self.store.bands.update()
        self.store.commit()

    def _take_in(self, file: SourceFile, done: int, on_progress: OnProgress) -> None:
        """Read a file behind the articles of it that are noted already."""
        rest = islice(_with_lines(file), done, None)
        while batch := list(islice(rest, BATCH)):
            self._note(file.path, batch)
            done += len(batch)
            self.store.note_file(file.path, file.size, file.mtime_ns, done, complete=False)
            if len(batch) == BATCH:
                self.store.commit()
                on_progress(Progress("scan", done, note=file.path))
        self.store.note_file(file.path, file.size, file.mtime_ns, done, complete=True)

    def _take_in_changed(self, file: SourceFile, lines: Mapping[bytes, str]) -> None:
        """Read the lines of a dump that are not known, and forget what no line holds any more."""
        known, kept = self.store.ids_of(file.path), set[str]()
        rest = _with_lines(file, lines, kept.add)
        # Of two lines with one id the first counts, be it known or not.
        new = (each for each in rest if not (each[0].id in kept or kept.add(each[0].id)))
        while batch := list(islice(new, BATCH)):
            self.store.forget_articles(article.id for article, _ in batch if article.id in known)
            self._note(file.path, batch)
        self.store.forget_articles(known - kept)
        self.store.note_file(file.path, file.size, file.mtime_ns, len(self.store.ids_of(file.path)), complete=True)

    def _note(self, path: str, batch: Sequence[tuple[Article, bytes | None]]) -> None:
        noted = all_noted([article for article, _ in batch], repeat(path))
        self.store.note_articles(noted, (line for _, line in batch))

    def like(self, new: Sequence[MinHashSignature]) -> dict[int, list[str | int]]:
        """Return what new texts may be like, by their row: ids of articles here, and rows of earlier new ones."""
        found = self.store.bands.candidates(new)
        return {row: [each if isinstance(each, int) else each.id for each in alike] for row, alike in found.items()}

    def note(self, entry: StoredEntry, file: Path) -> None:
        """Note that the file of an article, which is kept already, was written just now."""
        status = file.stat()
        self.store.note_file(entry.path, status.st_size, status.st_mtime_ns, 1, complete=True)

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Read the articles of these ids; every file is read once."""
        return {article.id: article for article in self._read(ids)}

    def _read(self, ids: Iterable[str]) -> Iterator[Article]:
        wanted: dict[str, set[str]] = {}
        for article_id in ids:
            if entry := self.store.entry(article_id):
                wanted.setdefault(entry.path, set()).add(article_id)
        for path, names in wanted.items():
            held = (each for each in read(self.source(path)) if isinstance(each, Article) and each.id in names)
            yield from islice(held, len(names))

    def source(self, path: str) -> SourceFile:
        """Return a file of the corpus folder by its path in it."""
        return SourceFile(path, self.corpus / path, 0, 0)

    def near_duplicates(self, path: str, on_progress: OnProgress = ignore_progress) -> int:
        """Return how many articles of a file, the last that came in, are near-copies of earlier ones."""
        if not (count := self.store.files()[path].articles):
            return 0
        first_new = NumberedArticles(self.store.database).first_of_last(count)
        groups = DuplicateGrouping(self.store, self._read).groups(first_new, on_progress)
        return sum(number >= first_new for number in groups.later())

    def groups(self, on_progress: OnProgress = ignore_progress) -> list[Sequence[int]]:
        """Return the groups of near-copies by their numbers, which `store.entries_at` takes.

        In each the earliest comes first, and undated ones last; the groups stand in the order of the ids of these.
        """
        articles = NumberedArticles(self.store.database)
        groups = DuplicateGrouping(self.store, self._read).groups(on_progress=on_progress)
        members: dict[int, array[int]] = {}
        for number in groups.later():
            first = groups.first(number)
            members.setdefault(first, array("q", [first])).append(number)
        found = [array("q", articles.in_order_of_publication(group)) for group in members.values()]
        return sorted(found, key=lambda group: articles.id(group[0]))


@contextmanager
def open_corpus_index(
    corpus: Path, on_progress: OnProgress = ignore_progress, *, keeping: bool = True, looking: bool = False
) -> Generator[CorpusIndex]:
    """Open a corpus folder, in step with its files, for one process at a time.

    Args:
        corpus: The folder.
        on_progress: Told while files are read.
        keeping: Whether anything may be written.
        looking: Whether nothing need be kept, so that a folder that may only be read will do.

    Raises:
        NoCorpus: There is no such folder.
        IndexLocked: Another process is changing the corpus.
        UsageError: The folder is a link that leads out of its home, without the user's yes to that.
    """
    if not corpus.is_dir():
        raise NoCorpus(f"There is no corpus folder {corpus}.", hint="Run `qabot add PATH` to start one.")
    root = make_part(corpus).resolve()
    with open_ingest_store(root, keeping=keeping, looking=looking) as store:
        opened = CorpusIndex(root, store)
        opened.sync(on_progress)
        yield opened


def noted(article: Article, path: str) -> tuple[StoredEntry, MinHashSignature]:
    """Return what is noted of an article that stands in this file, and its signature."""
    return next(all_noted([article], [path]))


def all_noted(articles: Sequence[Article], paths: Iterable[str]) -> Iterator[tuple[StoredEntry, MinHashSignature]]:
    """Yield what is noted of each of the articles that stand in these files, one for each, and its signature."""
    found = signatures(article.text for article in articles)
    for (article, path), (words, signature) in zip(zip(articles, paths, strict=False), found, strict=True):
        published = str(article.published) if article.published else None
        entry = StoredEntry(
            id=article.id,
            path=path,
            title=article.title,
            outlet=article.outlet,
            published=published,
            url=article.url,
            address=address_key(article.url),
            words=words,
            kind=article.kind,
            reported_outlet=article.reports_on.outlet if article.reports_on else None,
        )
        yield entry, signature


def _with_lines(
    file: SourceFile, known: Mapping[bytes, str] | None = None, take: Callable[[str], object] = str
) -> Iterator[tuple[Article, bytes | None]]:
    """Yield the articles of a file but for its lines that are known, each with the digest of its line, if it has one.

    Args:
        file: The file.
        known: The ids of articles by the digests of their lines.
        take: Told the id of each article whose line is known.
    """
    memory = LineMemory(file.path, known or {}, take)
    for item in read(file, memory):
        if isinstance(item, Article):
            yield item, memory.digest(item.id) if memory.is_of_lines else None


def _is_known(file: SourceFile, known: Mapping[str, KnownFile]) -> bool:
    """Whether a file was read to its end and has not changed since."""
    before = known.get(file.path)
    return before is not None and before.is_complete and before.is_state_of(file)
