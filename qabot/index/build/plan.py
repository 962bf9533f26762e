"""What the next generation holds: the corpus as it is now, laid over what the last one has of it.

Bad input never costs what was indexed: where a file cannot be read, its articles stay as they were. A plan is of any
size, so it holds no texts: what is read lies in a spool, and the plan says where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue
from qabot.core.progress import OnProgress, Progress
from qabot.core.text import Span
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile
from qabot.corpus.line_memory import LineMemory
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.build.diff import Changes, is_settled
from qabot.index.line_digests import known_lines, line_rows
from qabot.index.snapshot import Generation

SHORT = 8_000
"""Characters of a title and a text that are cut when they are written, and could not take an article's budget."""
KEPT = "; the version indexed before is kept"
"""What is said behind a fault of an article that was indexed before."""


class PlannedArticle(Struct, frozen=True, gc=False):
    """One article of the next generation: read anew, or copied from the last one."""

    id: str
    """The article's id."""
    file: str
    """The corpus file it is from."""
    first_day: int
    """For order of publication; 0 where undated."""
    read_at: int | None
    """Where it lies in the spool as it was read, or None when it is copied."""
    stored: StoredArticle | None
    """What the last generation has under this id, if anything."""
    is_long: bool = False
    """Whether it was read and takes long to cut."""

    @property
    def is_copy(self) -> bool:
        """Whether the last generation has it just so."""
        return self.read_at is None


class ReadArticle(Struct, frozen=True):
    """An article as it was read."""

    article: Article
    """The article."""
    spans: tuple[Span, ...] = ()
    """Where its passages lie, if it is long and was cut; empty for others."""


class PlanSpool(Protocol):
    """Where articles are set aside that were read."""

    def add(self, record: ReadArticle) -> int:
        """Set one aside, and return its place."""
        ...

    def get(self, place: int) -> ReadArticle:
        """Return the one at a place."""
        ...


class NoSpool:
    """Stands in for a spool where only the plan itself is wanted."""

    def add(self, record: ReadArticle) -> int:  # noqa: ARG002
        """Forget an article."""
        return 0

    def get(self, place: int) -> ReadArticle:
        """Fail: nothing is here (LookupError)."""
        raise LookupError(place)


class Plan(Struct, frozen=True, dict=True):
    """What the next generation holds, and how that differs from the last.

    Most of a large plan is copied as it is, so what an edit asks of it is asked of the few articles that were read.
    """

    entries: tuple[PlannedArticle, ...]
    """Every article of it, in no order."""
    files: tuple[StoredFile, ...]
    """Every corpus file, as it was when read."""
    problems: tuple[ReadIssue, ...]
    """What could not be read, or not as it stands."""
    gone: tuple[StoredArticle, ...]
    """Articles that go."""
    lines: Mapping[str, bytes] = {}
    """`line_rows` of each corpus file that was read."""

    @cached_property
    def read(self) -> tuple[PlannedArticle, ...]:
        """The entries that are not copied, in order of publication."""
        return _in_order([entry for entry in self.entries if entry.read_at is not None])

    @property
    def ordered(self) -> tuple[PlannedArticle, ...]:
        """All entries in order of publication, then id."""
        return _in_order(self.entries)

    @property
    def removed(self) -> tuple[str, ...]:
        """Ids of articles that go."""
        return tuple(sorted(each.id for each in self.gone))

    @property
    def dying(self) -> tuple[StoredArticle, ...]:
        """What the last generation has and the next one has not: articles that go, and that say something else."""
        return (*self.gone, *(entry.stored for entry in self.read if entry.stored))

    @property
    def added(self) -> tuple[str, ...]:
        """Ids of articles that are new."""
        return tuple(entry.id for entry in self.read if entry.stored is None)

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of articles that say something else than before."""
        return tuple(entry.id for entry in self.read if entry.stored)

    @property
    def is_same(self) -> bool:
        """Whether the articles are those of the last generation."""
        return not self.gone and not self.read


def make_plan(
    changes: Changes,
    last: Generation | None,
    spool: PlanSpool,
    on_progress: OnProgress,
    *,
    read_all: bool = False,
) -> Plan:
    """Read what is new or changed, and decide what becomes of every article.

    Args:
        changes: The corpus folder now.
        last: The generation to build on, or None to read everything.
        spool: Where articles are set aside that are read.
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
    lines: dict[str, bytes] = {}
    done = 0
    for path, file in sorted(_all_paths(changes)):
        before = by_file[path]
        digests: list[tuple[PlannedArticle, bytes]] | None = None
        if file is None or path not in to_read:
            found = [copy_of(each) for each in before]
            settled = file is not None and path in known and known[path].settled
        else:
            known_by_line = known_lines(last.folder, path, {e.id: e for e in before}) if last and not read_all else {}
            found, faults, digests = _read(file, stored, known_by_line, spool)
            faults = [replace(f, cause=f.cause + KEPT) if f.skipped and before else f for f in faults]
            problems += faults
            if any(fault.skipped for fault in faults):
                have = {entry.id for entry in found}
                found += [copy_of(each) for each in before if each.id not in have]
            settled = not faults and is_settled(file, changes.scanned_ns)
            done += 1
            on_progress(Progress("read", done, len(to_read), path))
        taken, clashes = _taken(found, entries, path)
        problems += clashes
        entries |= taken
        if digests is not None:
            lines[path] = line_rows((digest, entry.id) for entry, digest in digests if taken.get(entry.id) is entry)
        files.append(_stored_file(path, file, known, settled=settled and not clashes))
    missing = stored.keys() - entries.keys()
    gone = tuple(each for each in stored.values() if each.id in missing) if missing else ()
    return Plan(tuple(entries.values()), tuple(files), tuple(problems), gone, lines)


def _in_order(entries: Iterable[PlannedArticle]) -> tuple[PlannedArticle, ...]:
    return tuple(sorted(entries, key=attrgetter("first_day", "id")))


def _must_read(file: SourceFile, changes: Changes, known: Mapping[str, StoredFile]) -> bool:
    return file.path not in known or not known[file.path].settled or file.path in changes.changed


def _all_paths(changes: Changes) -> Iterator[tuple[str, SourceFile | None]]:
    yield from ((file.path, file) for file in changes.files)
    yield from ((path, None) for path in changes.unreachable)


def _read(
    file: SourceFile, stored: Mapping[str, StoredArticle], known: Mapping[bytes, StoredArticle], spool: PlanSpool
) -> tuple[list[PlannedArticle], list[ReadIssue], list[tuple[PlannedArticle, bytes]]]:
    """Read a file but for its lines that are known, and return also which of its lines need not be read again."""
    articles: list[PlannedArticle] = []
    problems: list[ReadIssue] = []
    lines: list[tuple[PlannedArticle, bytes]] = []

    def take(entry: PlannedArticle) -> None:
        articles.append(entry)
        if memory.is_of_lines and memory.is_faultless:
            lines.append((entry, memory.digest(entry.id)))

    memory = LineMemory(file.path, known, lambda each: take(copy_of(each)))
    for item in read(file, memory):
        if isinstance(item, Article):
            take(planned(item, file.path, stored.get(item.id), spool))
        else:
            problems.append(item)
            memory.is_faultless = False
    return articles, problems, lines


def planned(article: Article, file: str, stored: StoredArticle | None, spool: PlanSpool) -> PlannedArticle:
    """Return the plan for an article that was read: to leave it, or to write what was set aside here of it."""
    if stored and stored.content_hash == article.content_hash and stored.file == file:
        return copy_of(stored)
    day = article.published.first.toordinal() if article.published else 0
    is_long = len(article.title) + len(article.text) > SHORT
    return PlannedArticle(article.id, file, day, spool.add(ReadArticle(article)), stored, is_long)


def copy_of(stored: StoredArticle) -> PlannedArticle:
    """Return the plan to leave an article as the last generation has it."""
    return PlannedArticle(stored.id, stored.file, stored.first_day, None, stored)


def _taken(
    found: Sequence[PlannedArticle], entries: Mapping[str, PlannedArticle], path: str
) -> tuple[dict[str, PlannedArticle], list[ReadIssue]]:
    """Return what of a file is taken into a plan, by id, and what is not since its id was another's before."""
    taken = {entry.id: entry for entry in found}
    if len(taken) == len(found) and entries.keys().isdisjoint(taken):
        return taken, []
    return {entry.id: entry for entry in reversed(found) if entry.id not in entries}, _clashes(found, entries, path)


def _clashes(found: Iterable[PlannedArticle], taken: Mapping[str, PlannedArticle], path: str) -> list[ReadIssue]:
    """Report every article whose id another one has already; the first file, by path, keeps it."""
    seen: dict[str, PlannedArticle] = {}
    clashes: list[ReadIssue] = []
    for entry in found:
        if other := seen.get(entry.id) or taken.get(entry.id):
            clashes.append(ReadIssue(path, f"its id {entry.id!r} is taken by {other.file}"))
        seen[entry.id] = entry
    return clashes


def _stored_file(path: str, file: SourceFile | None, known: Mapping[str, StoredFile], *, settled: bool) -> StoredFile:
    if file is None:
        return replace(known[path], settled=False)
    return StoredFile(path, file.size, file.mtime_ns, settled)
