"""WARC files: the pages that a crawl saved, read in a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from qabot.corpus.files import shown
from qabot.ingest.pages import PAGE_LIMIT
from qabot.ingest.records import Outcome, Received
from qabot.ingest.unusable import BROKEN

_HTML = ("text/html", "application/xhtml+xml")


def pages(stream: IO[bytes], name: str, skip: int = 0) -> Iterator[tuple[int, Received | Outcome]]:
    """Yield the pages of a WARC file, each with how many records were read so far.

    Args:
        stream: The file, plain or gzipped.
        name: What it is called.
        skip: Records at the start that are passed over.
    """
    number = 0
    try:
        for record in ArchiveIterator(stream, no_record_parse=False):
            number += 1
            if number <= skip or not _is_page(record):
                continue
            yield number, _page(record, name)
    except (ArchiveLoadFailed, OSError, EOFError, *BROKEN) as error:
        cause = f"is damaged after record {number:,} ({type(error).__name__}); the pages before were kept"
        yield number, Outcome("skipped", name, None, cause)


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _HTML and record.http_headers.get_statuscode() == "200"


def _page(record: ArcWarcRecord, name: str) -> Received | Outcome:
    url = shown(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>") or None
    data = record.content_stream().read(PAGE_LIMIT + 1)
    if len(data) > PAGE_LIMIT:
        return Outcome("skipped", url or name, None, f"is larger than {PAGE_LIMIT // 1024**2} MiB")
    return Received(url or name, data, "html", url)
