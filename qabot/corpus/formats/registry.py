"""Every format that articles come in, and how it is known: the one table that all ways in ask.

The corpus folder and the watch ask for suffixes, `add` for those of every file, the web for media types, standard input
for how the bytes begin. To add a format: write its reader, add a row to `FORMATS`, test it.

Readers are named, not imported: a row holds `module:function` as data, and `Format` imports the module when a document
of that format is read, in `_load`, the only place where a reader is imported by its name. So adding a text file loads
neither lxml nor trafilatura, pypdfium2 or warcio.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BufferedReader
from typing import IO, TYPE_CHECKING, Any, cast
from warnings import catch_warnings, simplefilter

from msgspec import Struct

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean_line
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.decoding import is_binary
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.origin import Origin

if TYPE_CHECKING:  # a question asks for suffixes, and is spared what adding needs
    from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
    from qabot.corpus.line_memory import SkipLine

MIB = 1024 * 1024
DOCUMENT_LIMIT = 5 * MIB
"""Bytes of one article: some 800,000 words, so that anything larger is no article."""
GZIP = b"\x1f\x8b"
"""How gzipped bytes begin."""

ARRIVING_LIMIT = 64 * MIB
"""Bytes of a document out of which what is no text, such as pictures inlined in a page, is dropped before the rest."""

HEAD = 4096
"""Bytes at the start that are looked at to tell a format; of gzipped bytes, both packed and unpacked."""
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the beginning of a document: a byte order mark and white space."""


class Format(Struct, frozen=True, kw_only=True):
    """One format. References to functions are written `module:function`, with modules of this package by one name."""

    name: str
    """What `RawDocument.kind` calls it."""
    suffixes: tuple[str, ...]
    """What names of its files end in, in lower case."""
    reader: str = ""
    """The function that reads a file of the corpus folder: `(bytes, Origin)`, or where it `streams` `(BufferedReader,
    Origin, SkipLine | None)`, to articles and issues. Empty where such files are not read in place."""
    draft_reader: str = ""
    """The function that reads a document to be added: `(RawDocument)` to drafts and outcomes. Empty where `reader` does
    for that too."""
    counter: str = ""
    """For files of many articles, the function that counts them: `(BufferedReader, most)`, no further than needed."""
    pages: str = ""
    """For crawls, the function that reads them page by page: `(IO, name, skip)` to numbers and documents."""
    media_types: tuple[str, ...] = ()
    """What servers call it; empty where it is not taken from the web."""
    signature: bytes = b""
    """How its bytes begin, behind white space; empty where nothing tells it."""
    looks: re.Pattern[bytes] | None = None
    """What its first bytes match, for a format that one signature does not tell, or that other names are given."""
    slimmer: str = ""
    """The function that reads a document and drops what is no text where it is too large with it: `(IO, limit, most)`
    to bytes, or None where it is too large all the same."""
    limit: int | None = DOCUMENT_LIMIT
    """Bytes of one document; None where it holds many, and is read in a stream."""
    is_text: bool = False
    """Whether it is text in a charset that a server may name."""
    is_archive: bool = False
    """Whether it holds files, among which no further archive is opened."""

    @property
    def streams(self) -> bool:
        """Whether it is read from an open file rather than from its bytes."""
        return self.limit is None

    def articles(
        self, stream: BufferedReader, origin: Origin, skip: SkipLine | None = None
    ) -> Iterator[Article | ReadIssue]:
        """Yield the articles of an open file as it would be read in the corpus folder, and what is wrong with it.

        Args:
            stream: The file.
            origin: What it is called.
            skip: Of a file that `streams`, asked of each line whether it is passed over.
        """
        if self.limit is None:
            yield from _load(self.reader)(stream, origin, skip)
            return
        data = self.content(stream)
        if data is None:
            yield origin.problem(self.too_large)
        elif (other := in_truth(self, data)) is not self:
            yield origin.problem(f"is {other.name} under another name; `qabot add` reads it")
        elif is_binary(data):
            yield origin.problem("is binary")
        else:
            yield from self._read(data, origin)

    def _read(self, data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
        articles = _load(self.reader)(data, origin)
        try:
            yield from articles if len(data) <= reading_budget.SMALL else reading_budget.each(articles)
        except UnreadableDocument as error:
            yield origin.problem(str(error))

    @property
    def most(self) -> int:
        """How many bytes of a document are taken, before what is no text is dropped from it."""
        return ARRIVING_LIMIT if self.slimmer else self.limit or 0

    def content(self, stream: IO[bytes]) -> bytes | None:
        """Return the bytes of a document, without what is no text where it is too large with it; else None."""
        limit = self.limit or 0
        if self.slimmer:
            return cast("bytes | None", _load(self.slimmer)(stream, limit, self.most))
        data = stream.read(limit + 1)
        return data if len(data) <= limit else None

    def drafts(self, document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
        """Yield the articles of a document by the reader made for adding, which there is."""
        drafts = _load(self.draft_reader)(document)
        is_quick = self.streams or (self.is_text and len(document.data) <= reading_budget.SMALL)
        yield from drafts if is_quick else reading_budget.each(drafts)

    def count(self, stream: BufferedReader, most: int) -> int:
        """Return how many articles an open file may hold, no further than just above `most`."""
        return cast(int, _load(self.counter)(stream, most)) if self.counter else 1

    def crawled(self, stream: IO[bytes], name: str, skip: int) -> Iterator[tuple[int, RawDocument | AddOutcome]]:
        """Yield the pages of a crawl from a record on, each with its record's number."""
        yield from _load(self.pages)(stream, name, skip)

    @property
    def too_large(self) -> str:
        """Why a document larger than the limit is refused."""
        return f"is larger than {(self.limit or 0) // MIB} MiB"


_HEADERS = rb"(?i)\A(?:[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
"""The beginning of a message, as of mail, up to one of its headers."""
_FIRST_MEMBER = rb"\APK\x03\x04[\s\S]{26}"
"""The beginning of a ZIP file, up to the name of what lies in it first."""

FORMATS: tuple[Format, ...] = (
    Format(
        name="markdown",
        suffixes=(".md",),
        reader="markdown:read",
        media_types=("text/markdown",),
        signature=b"---",
        is_text=True,
    ),
    Format(
        name="text",
        suffixes=(".txt",),
        reader="plain_text:read",
        draft_reader="flattened_page:read",
        media_types=("text/plain",),
        is_text=True,
    ),
    Format(
        name="html",
        suffixes=(".html", ".htm", ".xhtml"),
        reader="html:read",
        draft_reader="web_page:read",
        media_types=("text/html", "application/xhtml+xml"),
        signature=b"<",
        slimmer="inlined_data:dropped",
        is_text=True,
    ),
    Format(
        name="mail",
        suffixes=(".eml",),
        draft_reader="mail_message:read",
        media_types=("message/rfc822",),
        looks=re.compile(_HEADERS + rb"(?:received|message-id|return-path|delivered-to):[\s\S]*?\nmime-version:"),
        limit=50 * MIB,
    ),
    Format(
        name="mhtml",
        suffixes=(".mhtml", ".mht"),
        draft_reader="saved_page:read",
        media_types=("multipart/related", "application/x-mimearchive"),
        looks=re.compile(_HEADERS + rb"content-type:\s*multipart/related"),
        limit=50 * MIB,
    ),
    Format(
        name="json",
        suffixes=(".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"),
        reader="jsonl:read",
        counter="jsonl:count",
        signature=b"{",
        limit=None,
    ),
    Format(
        name="pdf",
        suffixes=(".pdf",),
        draft_reader="pdf:read",
        media_types=("application/pdf",),
        signature=b"%PDF-",
        limit=50 * MIB,
    ),
    Format(
        name="docx",
        suffixes=(".docx", ".docm"),
        draft_reader="word_document:read",
        media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        looks=re.compile(_FIRST_MEMBER + rb"(?:\[Content_Types\]\.xml|_rels/|word/|docProps/)"),
        limit=50 * MIB,
    ),
    Format(
        name="epub",
        suffixes=(".epub",),
        draft_reader="book:read",
        media_types=("application/epub+zip",),
        looks=re.compile(_FIRST_MEMBER + rb"mimetypeapplication/epub\+zip"),
        limit=50 * MIB,
    ),
    Format(
        name="warc",
        suffixes=(".warc", ".warc.gz"),
        draft_reader="warc:read",
        counter="warc:count",
        pages="warc:pages",
        signature=b"WARC/",
        limit=None,
    ),
    Format(
        name="zip",
        suffixes=(".zip",),
        draft_reader="zip_archive:read",
        signature=b"PK\x03\x04",
        limit=None,
        is_archive=True,
    ),
)
"""All of them."""


def by_name(name: str) -> Format:
    """Return the format of this name, which there is."""
    return {each.name: each for each in FORMATS}[name]


def of_file(name: str) -> Format | None:
    """Return the format that a file's name tells, None where that is nothing that can be read."""
    lowered = name.lower()
    return next((each for each in FORMATS if lowered.endswith(each.suffixes)), None)


def of_media_type(media_type: str) -> Format | None:
    """Return the format that a server calls so, None where no article can be read from it."""
    return next((each for each in FORMATS if media_type in each.media_types), None)


def in_truth(form: Format, data: bytes) -> Format:
    """Return the format of a document that goes by the name of a text, such as a saved page of MHTML named `.html`."""
    if not form.is_text:
        return form
    head = data[:HEAD].lstrip(_BEFORE_TEXT)
    told = (each for each in FORMATS if each.looks and each.looks.match(head))
    return next(told, by_name("pdf") if head.startswith(by_name("pdf").signature) else form)


def of_bytes(data: bytes) -> Format:
    """Return the format of nameless bytes, going by how they begin: text where nothing else tells."""
    is_packed = data.startswith(GZIP)
    start = (_unpacked_head(data) if is_packed else data[:HEAD]).lstrip(_BEFORE_TEXT)
    possible = (each for each in FORMATS if any(suffix.endswith(".gz") for suffix in each.suffixes) or not is_packed)
    told = (each for each in possible if _begins(each, start))
    return next(told, by_name("json" if is_packed else "text"))


def _begins(form: Format, start: bytes) -> bool:
    return bool(form.looks and form.looks.match(start)) or bool(form.signature and start.startswith(form.signature))


def in_folder() -> tuple[str, ...]:
    """Return the suffixes of files that are read where they lie in the corpus folder."""
    return tuple(suffix for each in FORMATS if each.reader for suffix in each.suffixes)


def suffix_of(name: str) -> str:
    """Return the suffix by which a name tells its format, in lower case; empty when there is none."""
    lowered = name.lower()
    form = of_file(name)
    return next((suffix for suffix in form.suffixes if lowered.endswith(suffix)), "") if form else ""


def stem(name: str) -> str:
    """Return what an article without a title is called: the name of its file, on one line, without the suffix."""
    bare = name.rpartition("/")[2].rpartition(": ")[2]
    return clean_line(bare[: len(bare) - len(suffix_of(bare))]) or "untitled"


def _load(reference: str) -> Callable[..., Any]:
    module, _, function = reference.partition(":")
    path = module if "." in module else f"{__package__}.{module}"
    with catch_warnings():
        simplefilter("ignore")  # what a library says of others that it does without is not about the document
        return cast("Callable[..., Any]", getattr(import_module(path), function))


def _unpacked_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:HEAD], HEAD)
    except zlib.error:
        return b""
