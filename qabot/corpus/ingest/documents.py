"""What was received into articles. Nothing that is received can raise: what cannot be used becomes an `Outcome`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO
from typing import IO, cast

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean_line
from qabot.corpus.article_reader import DOCUMENT_LIMIT
from qabot.corpus.formats import jsonl, markdown, pdf, warc, web_page
from qabot.corpus.formats.decoding import decode, is_binary
from qabot.corpus.formats.flattened_page import extract_article
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.formats.zip_archive import members
from qabot.corpus.ingest.drafts import AddOutcome, ArticleDraft, Kind, RawDocument
from qabot.corpus.metadata import Origin

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


def article_drafts(received: RawDocument, *, nested: bool = False) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in what was received, and what held none.

    Args:
        received: What.
        nested: Whether it came out of an archive, in which no further one is opened.
    """
    try:
        yield from _candidates(received, nested=nested)
    except UnreadableDocument as error:
        yield AddOutcome("skipped", received.name, None, str(error))


def _candidates(received: RawDocument, *, nested: bool) -> Iterator[ArticleDraft | AddOutcome]:
    match received.kind:
        case "html":
            yield web_page.read(received)
        case "pdf":
            yield pdf.read(received)
        case "text":
            yield _flattened(received)
        case "markdown":
            origin = Origin(received.name, _stem(received.name))
            yield from as_drafts(markdown.read(_document(received), origin), received)
        case "json":
            yield from _records(received)
        case "warc":
            for _, page in warc.pages(BytesIO(received.data), received.name):
                yield from [page] if isinstance(page, AddOutcome) else article_drafts(with_metadata(page, received))
        case "zip":
            if nested:
                raise UnreadableDocument("is an archive within an archive, which is not opened")
            yield from unpacked(BytesIO(received.data), received)


def unpacked(stream: IO[bytes], received: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in the files of an archive."""
    for name, content in members(stream, SUFFIXES):
        kind = kind_of(name)
        whole = f"{received.name}: {name}"
        if isinstance(content, UnreadableDocument) or kind is None:
            yield AddOutcome("skipped", whole, None, str(content))
        else:
            yield from article_drafts(replace(received, name=whole, data=content, kind=kind), nested=True)


def with_metadata(received: RawDocument, by: RawDocument) -> RawDocument:
    """Return what was received inside something else, with what the carrier of that says where it says nothing."""
    return replace(
        received,
        outlet=by.outlet or received.outlet,
        published=by.published or received.published,
        author=received.author or by.author,
    )


def as_drafts(items: Iterator[Article | ReadIssue], received: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Turn what a reader of the corpus folder yields into candidates, its notes into flags of the article behind."""
    notes: list[str] = []
    for item in items:
        if isinstance(item, Article):
            yield replace(_as_candidate(item, received), flags=tuple(notes))
            notes = []
        elif item.skipped:
            yield AddOutcome("skipped", f"{item.path}, line {item.line}" if item.line else item.path, None, item.cause)
        else:
            notes.append(item.cause)


def _as_candidate(article: Article, received: RawDocument) -> ArticleDraft:
    """Return an article that was read as it stands; what its carrier says goes before what it says of itself."""
    return ArticleDraft(
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


def _records(received: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    stream, origin = (
        cast(BufferedReader, BufferedReader(BytesIO(received.data))),
        Origin(received.name, _stem(received.name)),
    )
    if received.data.startswith(_GZIP):
        yield from as_drafts(jsonl.read_gzip(stream, len(received.data), origin), received)
    else:
        yield from as_drafts(jsonl.read(stream, origin), received)


def _flattened(received: RawDocument) -> ArticleDraft:
    decoded = decode(_document(received))
    found = extract_article(decoded.text)
    if not found.text:
        raise UnreadableDocument("has no text")
    return ArticleDraft(
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


def _document(received: RawDocument) -> bytes:
    if len(received.data) > DOCUMENT_LIMIT:
        raise UnreadableDocument(f"is larger than {DOCUMENT_LIMIT // 1024**2} MiB")
    if is_binary(received.data):
        raise UnreadableDocument("is binary")
    return received.data


def _stem(name: str) -> str:
    """What an article without a title is called: the file's name without its suffix."""
    bare = name.rpartition("/")[2].rpartition(": ")[2]
    lowered = bare.lower()
    suffix = next((each for each in SUFFIXES if lowered.endswith(each)), "")
    return clean_line(bare[: len(bare) - len(suffix)]) or "untitled"
