"""Articles from this machine: files, folders and standard input."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO

from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.corpus.article_reader import read as read_source
from qabot.corpus.folder import SourceFile, shown
from qabot.corpus.formats import pdf, warc
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.ingest.documents import article_drafts, as_drafts, kind_of, sniffed, unpacked, with_metadata
from qabot.corpus.ingest.drafts import AddOutcome, ArticleDraft, Kind, RawDocument

DUMP = 10_000
"""Articles in a file of records, or of pages, above which it is registered as a whole."""
INPUT_LIMIT = 64 * 1024 * 1024
"""Bytes that are read from standard input."""

_PIECE = 1 << 20


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
    kind: Kind
    """What it holds, going by its name."""
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
            kind = kind_of(each.name)
            name = shown(str(each.relative_to(path) if path.is_dir() else each.name))
            if kind is None or not each.is_file():
                others.append(AddOutcome("skipped", name, None, "is not of a kind that can be read"))
                continue
            files.append(LocalFile(each, name, kind, _count(each, kind)))
    return files, others


def from_file(file: LocalFile, said: MetadataOverrides) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in a file, and what held none."""
    received = RawDocument(file.name, b"", file.kind, outlet=said.outlet, published=said.published)
    try:
        match file.kind:
            case "json":
                source = SourceFile(file.name, file.path.absolute(), file.path.stat().st_size, 0)
                yield from as_drafts(read_source(source), received)
            case "warc":
                with file.path.open("rb") as stream:
                    yield from _from_pages(stream, received)
            case "zip":
                with file.path.open("rb") as stream:
                    yield from unpacked(stream, received)
            case _:
                yield from article_drafts(_whole(file.path, received))
    except UnreadableDocument as error:
        yield AddOutcome("skipped", file.name, None, str(error))
    except OSError as error:
        yield AddOutcome("skipped", file.name, None, f"cannot be read ({error.strerror})")


def from_input(stream: IO[bytes], said: MetadataOverrides) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles on standard input, whatever it holds."""
    name = "standard input"
    data = stream.read(INPUT_LIMIT + 1)
    if len(data) > INPUT_LIMIT:
        yield AddOutcome("skipped", name, None, f"is larger than {INPUT_LIMIT // 1024**2} MiB")
        return
    if data.startswith(b"\x1f\x8b"):
        kind = "warc" if _gunzipped_start(data).startswith(b"WARC/") else "json"
    else:
        kind = sniffed(data)
    yield from article_drafts(RawDocument(name, data, kind, outlet=said.outlet, published=said.published))


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and kind_of(name) and stat.S_ISREG(path.lstat().st_mode):
                yield path


def _whole(path: Path, received: RawDocument) -> RawDocument:
    """Read a file that holds one article, no further than any reader goes."""
    with path.open("rb") as stream:
        data = stream.read(pdf.PDF_LIMIT + 1)
    return RawDocument(received.name, data, received.kind, outlet=received.outlet, published=received.published)


def _from_pages(stream: IO[bytes], received: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    for _, page in warc.pages(stream, received.name):
        yield from [page] if isinstance(page, AddOutcome) else article_drafts(with_metadata(page, received))


def _count(path: Path, kind: Kind) -> int:
    """Count the articles that a file may hold, up to just above `DUMP`."""
    if kind not in {"json", "warc"}:
        return 1
    try:
        with path.open("rb") as stream:
            return warc.count(stream, DUMP) if kind == "warc" else _count_lines(path.name, stream)
    except (OSError, EOFError, zlib.error):
        return 1  # what is damaged is reported when it is read


def _count_lines(name: str, stream: BufferedReader) -> int:
    lines: IO[bytes] | gzip.GzipFile = gzip.GzipFile(fileobj=stream) if name.lower().endswith(".gz") else stream
    count = 0
    last = b"\n"
    while count <= DUMP and (piece := lines.read(_PIECE)):
        count += piece.count(b"\n")
        last = piece
    return count + (not last.endswith(b"\n"))


def _gunzipped_start(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:4096], 16)
    except zlib.error:
        return b""
