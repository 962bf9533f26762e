"""What the next generation holds: the corpus as it is now, laid over what the last one has of it.

Bad input never costs what was indexed: where a file cannot be read, its articles stay as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, Passage, ReadIssue
from qabot.core.progress import OnProgress, Progress
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.build.diff import Changes, is_settled
from qabot.index.snapshot import Generation

KEPT = "; the version indexed before is kept"
"""What is said behind a fault of an article that was indexed before."""


class PlannedArticle(Struct, frozen=True):
    """One article of the next generation: read anew, or copied from the last one."""

    id: str
    """The article's id."""
    file: str
    """The corpus file it is from."""
    first_day: int
    """For order of publication; 0 where undated."""
    article: Article | None
    """As read, or None when it is copied."""
    stored: StoredArticle | None
    """What the last generation has under this id, if anything."""
    passages: tuple[Passage, ...] = ()
    """What a long article that was read is cut into, once it is cut; empty for others."""

    @property
    def is_copy(self) -> bool:
        """Whether the last generation has it just so."""
        return self.article is None


class Plan(Struct, frozen=True):
    """What the next generation holds, and how that differs from the last."""

    entries: tuple[PlannedArticle, ...]
    """In order of publication, then id."""
    files: tuple[StoredFile, ...]
    """Every corpus file, as it was when read."""
    problems: tuple[ReadIssue, ...]
    """What could not be read, or not as it stands."""
    gone: tuple[StoredArticle, ...]
    """Articles that go."""

    @property
    def removed(self) -> tuple[str, ...]:
        """Ids of articles that go."""
        return tuple(sorted(each.id for each in self.gone))

    @property
    def dying(self) -> tuple[StoredArticle, ...]:
        """What the last generation has and the next one has not: articles that go, and that say something else."""
        return (*self.gone, *(entry.stored for entry in self.entries if entry.stored and entry.article))

    @property
    def added(self) -> tuple[str, ...]:
        """Ids of articles that are new."""
        return tuple(entry.id for entry in self.entries if entry.stored is None)

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of articles that say something else than before."""
        return tuple(entry.id for entry in self.entries if entry.stored and entry.article)

    @property
    def is_same(self) -> bool:
        """Whether the articles are those of the last generation."""
        return not self.gone and all(entry.is_copy for entry in self.entries)


def make_plan(changes: Changes, last: Generation | None, on_progress: OnProgress, *, read_all: bool = False) -> Plan:
    """Read what is new or changed, and decide what becomes of every article.

    Args:
        changes: The corpus folder now.
        last: The generation to build on, or None to read everything.
        on_progress: Told after every file read.
        read_all: Read every file, changed or not.
    """
    known = last.articles.files() if last else {}
    stored = {each.id: each for each in last.articles.stored()} if last else {}
    by_file: dict[str, list[StoredArticle]] = defaultdict(list)
    for each in stored.values():
        by_file[each.file].append(each)

    to_read = {file.path for file in changes.files if read_all or _must_read(file, changes, known)}
    problems, files, entries = list(changes.problems), list[StoredFile](), dict[str, PlannedArticle]()
    done = 0
    for path, file in sorted(_all_paths(changes)):
        before = by_file[path]
        if file is None or path not in to_read:
            found = [copy_of(each) for each in before]
            settled = file is not None and path in known and known[path].settled
        else:
            read_articles, faults = _read(file)
            faults = [replace(f, cause=f.cause + KEPT) if f.skipped and before else f for f in faults]
            problems += faults
            found = [_entry(article, path, stored.get(article.id)) for article in read_articles]
            if any(fault.skipped for fault in faults):
                have = {entry.id for entry in found}
                found += [copy_of(each) for each in before if each.id not in have]
            settled = not faults and is_settled(file, changes.scanned_ns)
            done += 1
            on_progress(Progress("read", done, len(to_read), path))
        clashes = _clashes(found, entries, path)
        problems += clashes
        entries |= {entry.id: entry for entry in found if entry.id not in entries}
        files.append(_stored_file(path, file, known, settled=settled and not clashes))
    ordered = sorted(entries.values(), key=lambda entry: (entry.first_day, entry.id))
    gone = tuple(each for each in stored.values() if each.id not in entries)
    return Plan(tuple(ordered), tuple(files), tuple(problems), gone)


def _must_read(file: SourceFile, changes: Changes, known: Mapping[str, StoredFile]) -> bool:
    return file.path not in known or not known[file.path].settled or file.path in changes.changed


def _all_paths(changes: Changes) -> Iterator[tuple[str, SourceFile | None]]:
    yield from ((file.path, file) for file in changes.files)
    yield from ((path, None) for path in changes.unreachable)


def _read(file: SourceFile) -> tuple[list[Article], list[ReadIssue]]:
    articles: list[Article] = []
    problems: list[ReadIssue] = []
    for item in read(file):
        if isinstance(item, Article):
            articles.append(item)
        else:
            problems.append(item)
    return articles, problems


def _entry(article: Article, file: str, stored: StoredArticle | None) -> PlannedArticle:
    if stored and stored.content_hash == article.content_hash and stored.file == file:
        return copy_of(stored)
    day = article.published.first.toordinal() if article.published else 0
    return PlannedArticle(article.id, file, day, article, stored)


def copy_of(stored: StoredArticle) -> PlannedArticle:
    """Return the plan to leave an article as the last generation has it."""
    return PlannedArticle(stored.id, stored.file, stored.first_day, None, stored)


def _clashes(found: Iterable[PlannedArticle], taken: Mapping[str, PlannedArticle], path: str) -> list[ReadIssue]:
    """Report every article whose id another one has already; the first file, by path, keeps it."""
    seen = dict(taken)
    clashes: list[ReadIssue] = []
    for entry in found:
        if entry.id in seen:
            clashes.append(ReadIssue(path, f"its id {entry.id!r} is taken by {seen[entry.id].file}"))
        seen[entry.id] = entry
    return clashes


def _stored_file(path: str, file: SourceFile | None, known: Mapping[str, StoredFile], *, settled: bool) -> StoredFile:
    if file is None:
        return replace(known[path], settled=False)
    return StoredFile(path, file.size, file.mtime_ns, settled)
