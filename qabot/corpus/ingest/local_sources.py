"""Articles from this machine: files, folders and standard input."""

from __future__ import annotations

import os
import stat
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.storage_faults import is_refusal
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.registry import Format
from qabot.corpus.origin import shown
from qabot.corpus.passed_over import (
    HIDDEN,
    LINK,
    NO_FILE,
    NOT_LISTED,
    OTHER_KIND,
    WITH_A_PAGE,
    PassedOver,
    belongs_to_a_page,
    page_stems,
)

DUMP = 10_000
"""Articles in a file of records, or of pages, above which it is registered as a whole."""
INPUT_LIMIT = 64 * 1024 * 1024
"""Bytes that are read from standard input."""


class MetadataOverrides(Struct, frozen=True):
    """What the user says of everything that is added; None where nothing is said."""

    outlet: str | None = None
    """Who published it."""
    published: PartialDate | None = None
    """When."""


class LocalFile(Struct, frozen=True):
    """A file to be added."""

    path: Path
    """Where it lies."""
    name: str
    """What messages call it."""
    kind: str
    """The name of its format, going by its own."""
    articles: int
    """How many articles it holds at the most; counted no further than just above `DUMP`."""

    @property
    def is_dump(self) -> bool:
        """Whether it is registered as a whole."""
        return self.articles > DUMP


def listed(paths: Iterable[Path]) -> tuple[list[LocalFile], list[AddOutcome]]:
    """List the files to be added, and those named that cannot be.

    In folders, hidden names, files of other kinds and folders that were saved with a page are passed over, and links
    are not followed; how many there were of each is told.

    Raises:
        UsageError: A path does not exist.
    """
    named = [*paths]
    for path in named:
        if not path.exists():
            raise UsageError(f"There is no file or folder {shown(str(path))}.", hint="Check the path.")
    files: list[LocalFile] = []
    others: list[AddOutcome] = []
    beside: defaultdict[Path, list[str]] = defaultdict(list)
    for path in named:
        beside[path.absolute().parent].append(path.name)
    pages = {folder: page_stems(names) for folder, names in beside.items()}
    for path in named:
        passed = PassedOver(shown(path.resolve().name or str(path)))
        if _was_saved_with(path, pages):
            passed.note(path.name, WITH_A_PAGE)
        else:
            for each in _walk(path, passed) if path.is_dir() else (path,):
                found = _found(each, shown(str(each.relative_to(path) if path.is_dir() else each.name)))
                files += [found] if isinstance(found, LocalFile) else []
                others += [found] if isinstance(found, AddOutcome) else []
        others += passed.outcomes()
    return files, others


def _found(path: Path, name: str) -> LocalFile | AddOutcome:
    form = registry.of_file(path.name)
    if form is None or not path.is_file():
        return AddOutcome("skipped", name, None, "is not of a kind that can be read")
    return LocalFile(path, name, form.name, _count(path, form))


def from_file(file: LocalFile, said: MetadataOverrides) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in a file, and what held none."""
    document = RawDocument(file.name, b"", file.kind, outlet=said.outlet, published=said.published, path=file.path)
    return article_drafts(document)


def from_input(stream: IO[bytes], said: MetadataOverrides) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles on standard input, whatever it holds."""
    name = "standard input"
    data = stream.read(INPUT_LIMIT + 1)
    if len(data) > INPUT_LIMIT:
        yield AddOutcome("skipped", name, None, f"is larger than {INPUT_LIMIT // 1024**2} MiB")
        return
    kind = registry.of_bytes(data).name
    yield from article_drafts(RawDocument(name, data, kind, outlet=said.outlet, published=said.published))


def _walk(root: Path, passed: PassedOver) -> Iterator[Path]:
    """Yield the files under a folder that can be read, in order, and count what is passed over."""

    def failed(error: OSError) -> None:
        name = os.path.relpath(error.filename, root) if error.filename else ""
        passed.note(name, NOT_LISTED, refused=is_refusal(error))

    for place, folders, names in os.walk(root, onerror=failed):
        inside = os.path.relpath(place, root)
        pages, entered = page_stems(names), list[str]()
        for folder in sorted(folders):
            if why := _why_not_listed(Path(place, folder), pages):
                passed.note(_joined(inside, folder), why)
            else:
                entered.append(folder)
        folders[:] = entered
        for name in sorted(names):
            if why := _why_not_read(Path(place, name)):
                passed.note(_joined(inside, name), why)
            elif not name.startswith("."):
                yield Path(place, name)


def _joined(folder: str, name: str) -> str:
    return shown(name if folder == os.curdir else f"{folder}/{name}")


def _why_not_listed(folder: Path, pages: frozenset[str]) -> str:
    """Say why a folder within another is passed over; empty where it is not."""
    if folder.name.startswith("."):
        return HIDDEN
    if folder.is_symlink():
        return LINK
    return WITH_A_PAGE if belongs_to_a_page(folder.name, pages) else ""


def _why_not_read(path: Path) -> str:
    """Say why a file in a folder is passed over; empty where it is not, or nobody would have thought it an article."""
    if registry.of_file(path.name) is None:
        return "" if path.name.startswith(".") else OTHER_KIND
    if path.name.startswith("."):
        return HIDDEN
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return LINK
    return "" if stat.S_ISREG(mode) else NO_FILE


def _was_saved_with(path: Path, pages: Mapping[Path, frozenset[str]]) -> bool:
    """Whether what is named belongs to a page that is named too, as a shell names both for `*`."""
    return any(
        belongs_to_a_page(folder.name, pages.get(folder.parent, frozenset()))
        for folder in (path.absolute(), path.absolute().parent)
    )


def _count(path: Path, form: Format) -> int:
    """Count the articles that a file may hold, up to just above `DUMP`."""
    if not form.counter:
        return 1
    try:
        with path.open("rb") as stream:
            return form.count(stream, DUMP)
    except (OSError, EOFError, zlib.error):
        return 1  # what is damaged is reported when it is read
