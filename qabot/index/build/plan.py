"""What the next generation holds: the corpus as it is now, laid over what the last one has of it.

Bad input never costs what was indexed: where a file cannot be read, its articles stay as they were. A plan is of any
size, so it holds no texts: what is read lies in a spool, and the plan says where. Of files that are as they were it
asks nothing but which of their articles bear an id that was read elsewhere, so that a change costs what is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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


class Plan(Struct, frozen=True):
    """What the next generation holds, as it differs from the last."""

    read: tuple[PlannedArticle, ...]
    """The articles that are not copied, in order of publication, then id."""
    kept: int
    """How many articles are copied: what the last generation has and `dying` does not name."""
    files: tuple[StoredFile, ...]
    """Every corpus file, as it was when read."""
    problems: tuple[ReadIssue, ...]
    """What could not be read, or not as it stands."""
    gone: tuple[StoredArticle, ...]
    """Articles that go."""
    lines: Mapping[str, bytes] = {}
    """`line_rows` of each corpus file that was read."""

    @property
    def articles(self) -> int:
        """How many articles the next generation holds."""
        return self.kept + len(self.read)

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

    def all_with(self, stored: Iterable[StoredArticle]) -> tuple[PlannedArticle, ...]:
        """Return every article of it in order of publication, then id: those that are read, and copies of the others.

        Args:
            stored: What the last generation has.
        """
        dying = {each.id for each in self.dying}
        return in_order((*self.read, *(copy_of(each) for each in stored if each.id not in dying)))


class _FileRead(Struct, frozen=True):
    """What reading a corpus file showed."""

    before: Mapping[str, StoredArticle]
    """What the last generation has of it, by id."""
    found: Sequence[PlannedArticle]
    """Its articles."""
    faults: Sequence[ReadIssue] = ()
    """What of it could not be read."""
    lines: Sequence[tuple[PlannedArticle, bytes]] = ()
    """Those of its lines that need not be read again."""

    @property
    def entries(self) -> list[PlannedArticle]:
        """Its articles with those that stay as they were, since it could not be read whole."""
        if not any(fault.skipped for fault in self.faults):
            return [*self.found]
        have = {entry.id for entry in self.found}
        return [*self.found, *(copy_of(each) for each in self.before.values() if each.id not in have)]

    @property
    def problems(self) -> list[ReadIssue]:
        """Its faults, as they are told."""
        return [replace(f, cause=f.cause + KEPT) if f.skipped and self.before else f for f in self.faults]

    def known_as(self, stored: Mapping[str, StoredArticle]) -> _FileRead:
        """Return the same with what the last generation has of its articles under other files."""
        with_stored = {id(entry): _known_as(entry, stored) for entry in self.found}
        return replace(
            self,
            found=[with_stored[id(entry)] for entry in self.found],
            lines=[(with_stored[id(entry)], digest) for entry, digest in self.lines],
        )


def make_plan(
    changes: Changes,
    last: Generation | None,
    spool: PlanSpool,
    on_progress: OnProgress,
    *,
    read_all: bool = False,
) -> Plan:
    """Read what is new or changed, and decide what becomes of its articles; all others stay.

    Args:
        changes: The corpus folder now.
        last: The generation to build on, or None to read everything.
        spool: Where articles are set aside that are read.
        on_progress: Told after every file read.
        read_all: Read every file, changed or not.
    """
    known = last.articles.files() if last else {}
    to_read = [file for file in changes.files if read_all or _must_read(file, changes, known)]
    before = _by_file(last, [*(file.path for file in to_read if file.path in known), *changes.gone])
    read_here: dict[str, _FileRead] = {}
    for done, file in enumerate(to_read, start=1):
        own = before.get(file.path, {})
        known_by_line = known_lines(last.folder, file.path, own) if last and not read_all else {}
        read_here[file.path] = _read(file, own, known_by_line, spool)
        on_progress(Progress("read", done, len(to_read), file.path))
    elsewhere = _elsewhere(last, read_here.values())
    found = {path: each.known_as(elsewhere) for path, each in read_here.items()}
    found |= _contested(elsewhere, {file.path for file in changes.files}.union(changes.unreachable) - found.keys())

    problems, entries, lines = list(changes.problems), dict[str, PlannedArticle](), dict[str, bytes]()
    unsettled: set[str] = set()
    for path, each in sorted(found.items()):
        taken, clashes = _taken(each.entries, entries, path)
        problems += (*each.problems, *clashes)
        entries |= taken
        if path in read_here:
            lines[path] = line_rows((digest, entry.id) for entry, digest in each.lines if taken.get(entry.id) is entry)
        if each.faults or clashes:
            unsettled.add(path)
    settled = {file.path for file in to_read if file.path not in unsettled and is_settled(file, changes.scanned_ns)}
    settled |= {
        path for path, file in known.items() if file.settled and path not in read_here and path not in unsettled
    }
    held = {each.id: each for some in before.values() for each in some.values()} | elsewhere
    read_anew = in_order(entry for entry in entries.values() if not entry.is_copy)
    gone = tuple(each for each in held.values() if each.id not in entries)
    stay = last.manifest.articles - len(gone) - sum(entry.stored is not None for entry in read_anew) if last else 0
    return Plan(read_anew, stay, _stored_files(changes, known, settled), tuple(problems), gone, lines)


def in_order(entries: Iterable[PlannedArticle]) -> tuple[PlannedArticle, ...]:
    """Return planned articles in order of publication, then id."""
    return tuple(sorted(entries, key=attrgetter("first_day", "id")))


def _by_file(last: Generation | None, paths: Sequence[str]) -> dict[str, dict[str, StoredArticle]]:
    """Return what a generation has of corpus files, by path and id."""
    found: dict[str, dict[str, StoredArticle]] = defaultdict(dict)
    for each in last.articles.stored_of_files(paths) if last and paths else ():
        found[each.file][each.id] = each
    return found


def _elsewhere(last: Generation | None, read_here: Iterable[_FileRead]) -> dict[str, StoredArticle]:
    """Return what a generation has of articles that were read, where it knows them as another file's, by id."""
    ids = dict.fromkeys(entry.id for each in read_here for entry in each.found if entry.stored is None)
    return {each.id: each for each in last.articles.stored_by_id(ids)} if last and ids else {}


def _contested(elsewhere: Mapping[str, StoredArticle], unread: Collection[str]) -> dict[str, _FileRead]:
    """Return what counts of files that were not read: articles with ids that were read elsewhere.

    Whichever file is the first by path has an id, be it read or not.
    """
    contested: dict[str, list[PlannedArticle]] = defaultdict(list)
    for each in elsewhere.values():
        if each.file in unread:
            contested[each.file].append(copy_of(each))
    return {path: _FileRead({}, entries) for path, entries in contested.items()}


def _known_as(entry: PlannedArticle, stored: Mapping[str, StoredArticle]) -> PlannedArticle:
    return replace(entry, stored=stored[entry.id]) if entry.stored is None and entry.id in stored else entry


def _must_read(file: SourceFile, changes: Changes, known: Mapping[str, StoredFile]) -> bool:
    return file.path not in known or not known[file.path].settled or file.path in changes.changed


def _read(
    file: SourceFile, before: Mapping[str, StoredArticle], known: Mapping[bytes, StoredArticle], spool: PlanSpool
) -> _FileRead:
    """Read a file but for its lines that are known."""
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
            take(planned(item, file.path, before.get(item.id), spool))
        else:
            problems.append(item)
            memory.is_faultless = False
    return _FileRead(before, articles, problems, lines)


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


def _stored_files(
    changes: Changes, known: Mapping[str, StoredFile], settled: Collection[str]
) -> tuple[StoredFile, ...]:
    """Return every corpus file by path; what cannot be got at stays as it was, and is read when it can be."""
    there = {file.path: StoredFile(file.path, file.size, file.mtime_ns, file.path in settled) for file in changes.files}
    there |= {path: replace(known[path], settled=False) for path in changes.unreachable}
    return tuple(there[path] for path in sorted(there))
