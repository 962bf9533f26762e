"""Articles from this machine: files, folders and standard input."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.registry import Format
from qabot.corpus.metadata import shown

DUMP = 10_000
"""Articles in a file of records, or of pages, above which it is registered as a whole."""
INPUT_LIMIT = 64 * 1024 * 1024
"""Bytes that are read from standard input."""


@dataclass(frozen=True, slots=True)
class MetadataOverrides:
    """What the user says of everything that is added; None where nothing is said."""

    outlet: str | None = None
    """Who published it."""
    published: PartialDate | None = None
    """When."""


@dataclass(frozen=True, slots=True)
class LocalFile:
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

    In folders, hidden names and files of other kinds are passed over; links are not followed.

    Raises:
        UsageError: A path does not exist.
    """
    files: list[LocalFile] = []
    others: list[AddOutcome] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file or folder {shown(str(path))}.", hint="Check the path.")
        for each in _walk(path) if path.is_dir() else (path,):
            form = registry.of_file(each.name)
            name = shown(str(each.relative_to(path) if path.is_dir() else each.name))
            if form is None or not each.is_file():
                others.append(AddOutcome("skipped", name, None, "is not of a kind that can be read"))
                continue
            files.append(LocalFile(each, name, form.name, _count(each, form)))
    return files, others


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


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and registry.of_file(name) and stat.S_ISREG(path.lstat().st_mode):
                yield path


def _count(path: Path, form: Format) -> int:
    """Count the articles that a file may hold, up to just above `DUMP`."""
    if not form.counter:
        return 1
    try:
        with path.open("rb") as stream:
            return form.count(stream, DUMP)
    except (OSError, EOFError, zlib.error):
        return 1  # what is damaged is reported when it is read
