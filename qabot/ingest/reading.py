"""What was received into articles. Nothing that is received can raise: what cannot be used becomes an `Outcome`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO
from typing import IO, cast

from qabot.corpus import jsonl, markdown
from qabot.corpus.decoding import decode, is_binary
from qabot.corpus.metadata import Origin
from qabot.corpus.reading import DOCUMENT_LIMIT
from qabot.ingest import pages, pdfs, warcs
from qabot.ingest.archives import members
from qabot.ingest.flattened import strip
from qabot.ingest.records import Candidate, Kind, Outcome, Received
from qabot.ingest.unusable import Unusable
from qabot.plaintext import clean_line
from qabot.records import Article, Problem

KINDS: dict[str, Kind] = {
    ".md": "markdown",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".jsonl": "json",
    ".jsonl.gz": "json",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".zip": "zip",
}
"""What a file's name ends in, in lower case, and what it holds."""
SUFFIXES = tuple(KINDS)
_GZIP = b"\x1f\x8b"


def kind_of(name: str) -> Kind | None:
    """Return what a file of this name holds, None where that is nothing that can be read."""
    lowered = name.lower()
    return next((kind for suffix, kind in KINDS.items() if lowered.endswith(suffix)), None)


def sniffed(data: bytes) -> Kind:
    """Return what nameless bytes hold, going by how they begin."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    signatures: dict[bytes, Kind] = {b"%PDF-": "pdf", b"PK\x03\x04": "zip", b"WARC/": "warc", b"---": "markdown"}
    for signature, kind in signatures.items():
        if start.startswith(signature):
            return kind
    if start.startswith(b"{"):
        return "json"
    return "html" if start.startswith(b"<") else "text"


def candidates(received: Received, *, nested: bool = False) -> Iterator[Candidate | Outcome]:
    """Yield the articles in what was received, and what held none.

    Args:
        received: What.
        nested: Whether it came out of an archive, in which no further one is opened.
    """
    try:
        yield from _candidates(received, nested=nested)
    except Unusable as error:
        yield Outcome("skipped", received.name, None, str(error))


def _candidates(received: Received, *, nested: bool) -> Iterator[Candidate | Outcome]:
    match received.kind:
        case "html":
            yield pages.read(received)
        case "pdf":
            yield pdfs.read(received)
        case "text":
            yield _flattened(received)
        case "markdown":
            origin = Origin(received.name, _stem(received.name))
            yield from as_candidates(markdown.read(_document(received), origin), received)
        case "json":
            yield from _records(received)
        case "warc":
            for _, page in warcs.pages(BytesIO(received.data), received.name):
                yield from [page] if isinstance(page, Outcome) else candidates(carried(page, received))
        case "zip":
            if nested:
                raise Unusable("is an archive within an archive, which is not opened")
            yield from unpacked(BytesIO(received.data), received)


def unpacked(stream: IO[bytes], received: Received) -> Iterator[Candidate | Outcome]:
    """Yield the articles in the files of an archive."""
    for name, content in members(stream, SUFFIXES):
        kind = kind_of(name)
        whole = f"{received.name}: {name}"
        if isinstance(content, Unusable) or kind is None:
            yield Outcome("skipped", whole, None, str(content))
        else:
            yield from candidates(replace(received, name=whole, data=content, kind=kind), nested=True)


def carried(received: Received, by: Received) -> Received:
    """Return what was received inside something else, with what the carrier of that says where it says nothing."""
    return replace(
        received,
        outlet=by.outlet or received.outlet,
        published=by.published or received.published,
        author=received.author or by.author,
    )


def as_candidates(items: Iterator[Article | Problem], received: Received) -> Iterator[Candidate | Outcome]:
    """Turn what a reader of the corpus folder yields into candidates, its notes into flags of the article behind."""
    notes: list[str] = []
    for item in items:
        if isinstance(item, Article):
            yield replace(_as_candidate(item, received), flags=tuple(notes))
            notes = []
        elif item.skipped:
            yield Outcome("skipped", f"{item.path}, line {item.line}" if item.line else item.path, None, item.cause)
        else:
            notes.append(item.cause)


def _as_candidate(article: Article, received: Received) -> Candidate:
    """Return an article that was read as it stands; what its carrier says goes before what it says of itself."""
    return Candidate(
        title=received.title or article.title,
        text=article.text,
        raw=article.text,
        source=received.name,
        outlet=received.outlet or article.outlet,
        author=received.author or article.author,
        published=received.published or article.published,
        url=received.url or article.url,
        organisations=article.organisations,
        topics=article.topics,
    )


def _records(received: Received) -> Iterator[Candidate | Outcome]:
    stream, origin = (
        cast(BufferedReader, BufferedReader(BytesIO(received.data))),
        Origin(received.name, _stem(received.name)),
    )
    if received.data.startswith(_GZIP):
        yield from as_candidates(jsonl.read_gzip(stream, len(received.data), origin), received)
    else:
        yield from as_candidates(jsonl.read(stream, origin), received)


def _flattened(received: Received) -> Candidate:
    decoded = decode(_document(received))
    found = strip(decoded.text)
    if not found.text:
        raise Unusable("has no text")
    return Candidate(
        title=received.title or found.title or _stem(received.name),
        text=found.text,
        raw=found.raw,
        source=received.name,
        outlet=received.outlet,
        author=received.author or found.author,
        published=received.published or found.published,
        url=received.url,
        dropped=found.dropped,
        flags=decoded.notes,
    )


def _document(received: Received) -> bytes:
    if len(received.data) > DOCUMENT_LIMIT:
        raise Unusable(f"is larger than {DOCUMENT_LIMIT // 1024**2} MiB")
    if is_binary(received.data):
        raise Unusable("is binary")
    return received.data


def _stem(name: str) -> str:
    """What an article without a title is called: the file's name without its suffix."""
    bare = name.rpartition("/")[2].rpartition(": ")[2]
    lowered = bare.lower()
    suffix = next((each for each in SUFFIXES if lowered.endswith(each)), "")
    return clean_line(bare[: len(bare) - len(suffix)]) or "untitled"
