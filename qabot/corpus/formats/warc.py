"""WARC files: the pages that a crawl saved, read in a stream; what else it saved is counted and told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, Protocol, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from qabot.core.storage_faults import is_refusal
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.decoding import marked
from qabot.corpus.formats.documents import article_drafts, with_metadata
from qabot.corpus.formats.unreadable import PARSER_ERRORS
from qabot.corpus.origin import shown
from qabot.corpus.passed_over import kinds_counted

FAULTS = (ArchiveLoadFailed, OSError, EOFError, *PARSER_ERRORS)
"""What reading a damaged file may raise."""

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PAGES = frozenset({"html", "pdf", "mhtml", "docx", "epub"})
"""The formats of a crawl's pages: its plain text is what robots are told, more often than not."""
_CARRIERS = frozenset({"response", "resource"})
"""The types of record that hold what was found at an address."""
_BOOKKEEPING = frozenset({"warcinfo", "request", "metadata"})
"""The types of record that are about the crawl, which nobody misses."""
_FOUND = frozenset({"200", "203"})
"""The statuses of a page that is there; 203 is a page as a proxy passed it on."""
_HTML = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
"""What tells a page where nothing else does: feeds and drawings begin with an angle bracket too."""
_LONGEST = 60


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
    """Yield the pages of a WARC file, each with how many records were read so far, and last what was passed over.

    Args:
        stream: The file, plain or gzipped.
        name: What it is called.
        skip: Records at the start that are passed over.
    """
    number = 0
    passed: Counter[str] = Counter()
    try:
        for number, record in enumerate(_records(stream), 1):
            if number <= skip or record.rec_type in _BOOKKEEPING:
                continue
            found = _page(record, name)
            if isinstance(found, RawDocument):
                yield number, found
            else:
                passed[found] += 1
    except FAULTS as error:
        refused = is_refusal(error)
        what = f"could not be read behind record {number:,} ({error})"
        cause = what if refused else f"is damaged behind record {number:,} ({type(error).__name__})"
        yield number, AddOutcome("skipped", name, None, f"{cause}; the pages before were kept", refused=refused)
    if passed:
        # It counts as no record, so that a crawl that was taken apart before is still known to be done with.
        yield 0, AddOutcome("passed_over", name, None, _told(passed), passed.total())


def count(stream: IO[bytes], most: int) -> int:
    """Count the responses and resources in a WARC file, no further than just above `most`; damage ends it."""
    found = 0
    try:
        for record in _records(stream):
            found += record.rec_type in _CARRIERS
            if found > most:
                break
    except FAULTS:
        pass
    return found


def _records(stream: IO[bytes]) -> Iterator[_Record]:
    return cast(Iterator[_Record], iter(ArchiveIterator(stream)))


def _page(record: _Record, name: str) -> RawDocument | str:
    """Return what a record holds, or what it is, where that is no page."""
    if record.rec_type not in _CARRIERS:
        return f"{shown(record.rec_type)[:_LONGEST]} records"
    headers = record.http_headers or record.rec_headers
    if record.http_headers is not None and (status := headers.get_statuscode()) not in _FOUND:
        return f"status {shown(status)[:_LONGEST]}"
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    stream = record.content_stream()
    head = b"" if kind else stream.read(registry.HEAD)
    form = registry.of_media_type(kind) if kind else registry.of_bytes(head)
    if form is None or form.name not in _PAGES or (not kind and form.name == "html" and not _HTML.search(head)):
        return shown(kind)[:_LONGEST] or "without a type"
    url = shown(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>") or None
    data = head + stream.read(form.most + 1 - len(head))
    return RawDocument(url or name, marked(data, _charset(record)) if form.name == "html" else data, form.name, url)


def _charset(record: _Record) -> str | None:
    """The charset that the server named, None where it named none."""
    headers = record.http_headers
    found = _CHARSET.search((headers.get_header("Content-Type") if headers else None) or "")
    return found[1] if found else None


def _told(passed: Counter[str]) -> str:
    return f"records that hold no page: {kinds_counted(passed.most_common())}"
