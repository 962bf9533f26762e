"""The corpus folder as it stands, kept in step with its files: which articles there are, and which are like another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby, islice, pairwise, repeat
from pathlib import Path

from qabot.core.articles import Article
from qabot.core.errors import NoCorpus
from qabot.core.home_trust import make_part
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile, walk
from qabot.corpus.ingest.article_spool import ArticleSpool
from qabot.corpus.ingest.duplicate_groups import Groups
from qabot.corpus.ingest.ingest_store import IngestStore, KnownFile, StoredEntry
from qabot.corpus.ingest.minhash import candidate_pairs, signatures
from qabot.corpus.ingest.minhash_loops import MinHashSignature
from qabot.corpus.ingest.same_page import address_key
from qabot.corpus.ingest.store_access import open_ingest_store
from qabot.facts.near_duplicates import are_titled_apart

BATCH = 2_000
"""Articles that are noted at once: what is lost when a process is killed."""


class CorpusIndex:
    """What lies in a corpus folder, and what is kept beside it."""

    def __init__(self, corpus: Path, store: IngestStore) -> None:
        """Take a resolved corpus folder and what is kept of it; `open_corpus_index` opens both."""
        self.corpus = corpus
        self.store = store
        self._ids: list[str] = []
        self._signatures: list[MinHashSignature] = []
        self._new: dict[str, MinHashSignature] = {}
        """What was noted since it was last asked what is like what."""

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
            else:
                self.store.forget_file(file.path)
                self._take_in(file, 0, on_progress)
            on_progress(Progress("scan", number + 1, len(waiting)))
        self.store.commit()
        self._ids, self._signatures = self.store.signatures()

    def _take_in(self, file: SourceFile, done: int, on_progress: OnProgress) -> None:
        articles = (each for each in read(file) if isinstance(each, Article))
        rest = islice(articles, done, None)
        while batch := list(islice(rest, BATCH)):
            self.store.note_articles(all_noted(batch, repeat(file.path)))
            done += len(batch)
            self.store.note_file(file.path, file.size, file.mtime_ns, done, complete=False)
            if len(batch) == BATCH:
                self.store.commit()
                on_progress(Progress("scan", done, note=file.path))
        self.store.note_file(file.path, file.size, file.mtime_ns, done, complete=True)

    def like(self, new: Sequence[MinHashSignature]) -> dict[int, list[str | int]]:
        """Return what new texts may be like, by their row: ids of articles here, and rows of earlier new ones."""
        self._take_new()
        count = len(self._ids)
        found: dict[int, list[str | int]] = {}
        for earlier, later in candidate_pairs(self._signatures, new):
            found.setdefault(later - count, []).append(self._ids[earlier] if earlier < count else earlier - count)
        return found

    def note(self, entry: StoredEntry, signature: MinHashSignature, file: Path | None) -> None:
        """Note that the file of an article, which is kept already, was written just now; None in a dry run."""
        if file is not None:
            status = file.stat()
            self.store.note_file(entry.path, status.st_size, status.st_mtime_ns, 1, complete=True)
        self._new[entry.id] = signature

    def _take_new(self) -> None:
        if self._new:
            kept = [row for row, article_id in enumerate(self._ids) if article_id not in self._new]
            self._ids = [*(self._ids[row] for row in kept), *self._new]
            self._signatures = [*(self._signatures[row] for row in kept), *self._new.values()]
            self._new = {}

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

    def near_duplicates(self, path: str) -> int:
        """Return how many articles of a file, the last that came in, are near-copies of earlier ones."""
        known = len(self._ids) - self.store.files()[path].articles
        return sum(row >= known for row in self._grouped(known).later())

    def groups(self) -> list[list[StoredEntry]]:
        """Return the groups of near-copies: in each the earliest first, undated ones last."""
        groups = self._grouped(0)
        members: dict[int, set[int]] = {}
        for row in groups.later():
            first = groups.first(row)
            members.setdefault(first, {first}).add(row)
        entries = {entry.id: entry for entry in self.store.entries()}
        found = [sorted((entries[self._ids[row]] for row in group), key=_place) for group in members.values()]
        return sorted(found, key=lambda group: [entry.id for entry in group])

    def _grouped(self, known: int) -> Groups:
        """Group what is a near-copy of something, from a row on; what stands before it is known.

        Texts that are equal are told by their hashes, and one of them is compared with others.
        """
        self._take_new()
        groups = Groups()
        others = self._join_equal(groups)
        rows = [row for row in range(len(self._ids)) if row not in others]
        compared, first_new = [self._signatures[row] for row in rows], bisect_left(rows, known)
        pairs = candidate_pairs(compared[:first_new], compared[first_new:])
        self._join_alike(groups, [(rows[one], rows[other]) for one, other in pairs])
        return groups

    def _join_equal(self, groups: Groups) -> set[int]:
        """Group equal texts, unless their titles are of different things; return all of them but the first of each."""
        numbers = {article_id: row for row, article_id in enumerate(self._ids)}
        others: set[int] = set()
        texts = [list(same) for _, same in groupby(self.store.equal_texts(), key=lambda found: found[0])]
        with ArticleSpool(self._read(same[0][2] for same in texts)) as articles:
            for same in texts:
                rows = [(numbers[article_id], title) for _, title, article_id in same]
                others |= {row for row, _ in rows} - {min(rows)[0]}
                first = articles.get(same[0][2])
                for (row, title), (next_row, next_title) in pairwise(rows):
                    if first and not are_titled_apart(title, next_title, first.telling.body):
                        groups.join(row, next_row)
        return others

    def _join_alike(self, groups: Groups, pairs: Sequence[tuple[int, int]]) -> None:
        """Group what is a near-copy by the exact score.

        Of a text that belongs to a group, every other of that group is known to be a copy: texts that are all alike are
        each compared once.
        """
        with ArticleSpool(self._read(self._ids[row] for row in sorted({*chain.from_iterable(pairs)}))) as articles:
            for one, other in pairs:
                if groups.hold(one, other):
                    continue
                first, second = articles.get(self._ids[one]), articles.get(self._ids[other])
                if first and second and first.is_copy(second):
                    groups.join(one, other)


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


def _is_known(file: SourceFile, known: Mapping[str, KnownFile]) -> bool:
    """Whether a file was read to its end and has not changed since."""
    before = known.get(file.path)
    return before is not None and before.is_complete and before.is_state_of(file)


def _place(entry: StoredEntry) -> tuple[bool, str, str]:
    return entry.published is None, entry.published or "", entry.id
