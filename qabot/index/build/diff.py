"""What changed in the corpus folder since a generation was built from it.

`compare` goes by sizes and times, which is enough for a build: it reads the files that differ and sees for itself. A
copy or a clone of a home gives every file another time, so whoever tells a person what changed asks `compare_contents`.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue
from qabot.core.errors import NoCorpus, StorageFailed
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile, walk
from qabot.index.article_writer import StoredArticle, StoredFile

_SETTLING_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within the same tick of a coarse clock."""
MOST_READ = 4 * 1024 * 1024
"""Bytes of corpus files that are read, in a fraction of a second, to see whether those of another time have changed."""


class IndexedArticles(Protocol):
    """What a generation knows of the corpus."""

    def files(self) -> Mapping[str, StoredFile]:
        """Return the files it was built from, by path."""
        ...

    def stored_of_files(self, paths: Collection[str]) -> Iterable[StoredArticle]:
        """Return its articles of some of those files, without their texts."""
        ...

    def stored_by_id(self, article_ids: Collection[str]) -> Iterable[StoredArticle]:
        """Return those of its articles that have these ids, likewise."""
        ...


class Changes(Struct, frozen=True):
    """The corpus folder compared with the files a generation was built from."""

    files: tuple[SourceFile, ...]
    """Every readable file there is, by path."""
    new: tuple[str, ...]
    """Paths that the generation does not know."""
    changed: tuple[str, ...]
    """Paths whose size or time differs; from `compare_contents`, those that say something else."""
    gone: tuple[str, ...]
    """Paths that are no longer there."""
    unreachable: tuple[str, ...]
    """Paths that may well be there but cannot be got at; what was indexed of them is kept."""
    problems: tuple[ReadIssue, ...]
    """What cannot be read, and why."""
    scanned_ns: int
    """When the folder was looked at, in nanoseconds since 1970."""

    @property
    def waiting(self) -> int:
        """How many files an update would take in or drop."""
        return len(self.new) + len(self.changed) + len(self.gone)


def compare(corpus: Path, known: Mapping[str, StoredFile]) -> Changes:
    """Compare a corpus folder with what a generation knows of it.

    Raises:
        NoCorpus: There is no such folder.
    """
    scanned_ns = time.time_ns()
    files, problems = walk(corpus)
    present = {file.path: file for file in files}
    missing = [path for path in known if path not in present]
    blocked = {problem.path for problem in problems}
    unreachable = {path for path in missing if _is_blocked(path, blocked)}
    return Changes(
        files=tuple(files),
        new=tuple(path for path in present if path not in known),
        changed=tuple(path for path, file in present.items() if path in known and not _same(file, known[path])),
        gone=tuple(path for path in missing if path not in unreachable),
        unreachable=tuple(path for path in missing if path in unreachable),
        problems=tuple(problems),
        scanned_ns=scanned_ns,
    )


def changes_if_readable(corpus: Path, indexed: IndexedArticles, most_bytes: int | None = None) -> Changes | None:
    """Compare as `compare_contents` does; None where the corpus folder cannot be read."""
    try:
        return compare_contents(corpus, indexed, most_bytes)
    except (NoCorpus, StorageFailed):
        return None


def compare_contents(corpus: Path, indexed: IndexedArticles, most_bytes: int | None = None) -> Changes:
    """Compare a corpus folder with a generation, and read the files whose size or time differs: has an article changed?

    Args:
        corpus: The folder.
        indexed: What the generation knows of it.
        most_bytes: How much is read at the most, for a caller in a hurry. Of files beyond that, only those of another
            size count as changed: what was not read is not said to be different.

    Raises:
        NoCorpus: There is no such folder.
    """
    known = indexed.files()
    changes = compare(corpus, known)
    if not changes.changed:
        return changes
    files = {file.path: file for file in changes.files}
    articles: dict[str, dict[str, StoredArticle]] = {path: {} for path in changes.changed}
    for each in indexed.stored_of_files(changes.changed):
        articles[each.file][each.id] = each
    changed: list[str] = []
    left = most_bytes
    for path in changes.changed:
        file = files[path]
        left = None if left is None else left - file.size
        is_read = left is None or left >= 0
        if _says_else(file, articles[path], indexed) if is_read else file.size != known[path].size:
            changed.append(path)
    return replace(changes, changed=tuple(changed))


def is_settled(file: SourceFile, scanned_ns: int) -> bool:
    """Whether a file's size and time will tell a later change: it was not touched just before it was looked at."""
    return file.mtime_ns + _SETTLING_NS < scanned_ns


def _same(file: SourceFile, known: StoredFile) -> bool:
    return (file.size, file.mtime_ns) == (known.size, known.mtime_ns)


def _says_else(file: SourceFile, own: Mapping[str, StoredArticle], indexed: IndexedArticles) -> bool:
    """Whether a file would change an article of the index, as a build decides it.

    An article that cannot be read stays as it was indexed, and one whose id is another file's is that file's.
    """
    missing = {*own}
    for item in read(file):
        if isinstance(item, Article):
            stored = own.get(item.id)
            if stored is None and not [*indexed.stored_by_id([item.id])]:
                return True
            if stored and stored.content_hash != item.content_hash:
                return True
            missing.discard(item.id)
        elif item.skipped:
            missing.clear()
    return bool(missing)


def _is_blocked(path: str, blocked: set[str]) -> bool:
    """Whether a path, or a folder above it, is among those that could not be read."""
    return bool(blocked) and (path in blocked or any(parent.as_posix() in blocked for parent in Path(path).parents))
