"""WARC files: the pages that a crawl saved, read in a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Protocol, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.decoding import marked
from qabot.corpus.formats.documents import article_drafts, with_metadata
from qabot.corpus.formats.unreadable import PARSER_ERRORS
from qabot.corpus.metadata import shown

FAULTS = (ArchiveLoadFailed, OSError, EOFError, *PARSER_ERRORS)
"""What reading a damaged file may raise."""

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PAGE = "html"
"""The format of a crawl's pages."""


class _Headers(Protocol):
    def get_header(self, name: str) -> str | None: ...
    def get_statuscode(self) -> str: ...


class _Record(Protocol):
    """What is used of a record of warcio's, which has no types."""

    rec_type: str
    rec_headers: _Headers
    http_headers: _Headers | None

    def content_stream(self) -> IO[bytes]: ...


def read(document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles on the pages of a crawl, and what held none."""
    with document.opened() as stream:
        for _, page in pages(stream, document.name):
            yield from [page] if isinstance(page, AddOutcome) else article_drafts(with_metadata(page, document))


def pages(stream: IO[bytes], name: str, skip: int = 0) -> Iterator[tuple[int, RawDocument | AddOutcome]]:
    """Yield the pages of a WARC file, each with how many records were read so far.

    Args:
        stream: The file, plain or gzipped.
        name: What it is called.
        skip: Records at the start that are passed over.
    """
    number = 0
    try:
        for number, record in enumerate(_records(stream), 1):
            if number > skip and _is_page(record):
                yield number, _page(record, name)
    except FAULTS as error:
        cause = f"is damaged behind record {number:,} ({type(error).__name__}); the pages before were kept"
        yield number, AddOutcome("skipped", name, None, cause)


def count(stream: IO[bytes], most: int) -> int:
    """Count the responses in a WARC file, no further than just above `most`; damage ends it."""
    found = 0
    try:
        for record in _records(stream):
            found += record.rec_type == "response"
            if found > most:
                break
    except FAULTS:
        pass
    return found


def _records(stream: IO[bytes]) -> Iterator[_Record]:
    return cast(Iterator[_Record], iter(ArchiveIterator(stream)))


def _is_page(record: _Record) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        return False
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in registry.by_name(_PAGE).media_types and headers.get_statuscode() == "200"


def _page(record: _Record, name: str) -> RawDocument:
    url = shown(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>") or None
    form = registry.by_name(_PAGE)
    data = record.content_stream().read((form.limit or 0) + 1)
    return RawDocument(url or name, marked(data, _charset(record)), _PAGE, url)


def _charset(record: _Record) -> str | None:
    """The charset that the server named, None where it named none."""
    headers = record.http_headers
    found = _CHARSET.search((headers.get_header("Content-Type") if headers else None) or "")
    return found[1] if found else None
