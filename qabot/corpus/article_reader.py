"""One file into its articles. Nothing a file holds can raise: what goes wrong becomes a `ReadIssue`."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.folder import SourceFile, article_id, shown, suffix_of
from qabot.corpus.formats import html, jsonl, markdown, plain_text
from qabot.corpus.formats.decoding import is_binary
from qabot.corpus.metadata import Origin

DOCUMENT_LIMIT = 5 * 1024 * 1024
"""Bytes in a file of one article: some 800,000 words, so that anything larger is no article."""

_DOCUMENTS = {".md": markdown.read, ".txt": plain_text.read, ".html": html.read, ".htm": html.read}

# A link is not followed even if it took the place of the file since it was listed, nor does a FIFO keep us waiting.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(source: SourceFile) -> Iterator[Article | ReadIssue]:
    """Yield the articles of a file in order, and what is wrong with it or them.

    A problem with `skipped=False` is a note on an article that is read all the same, and comes before it.
    """
    origin = Origin(shown(source.path), article_id(source.path))
    try:
        with _open(source.absolute) as stream:
            yield from _read(stream, suffix_of(source.path), origin)
    except OSError as error:
        yield origin.problem(_cause(error))


def _read(stream: BufferedReader, suffix: str, origin: Origin) -> Iterator[Article | ReadIssue]:
    if suffix == ".jsonl":
        yield from jsonl.read(stream, origin)
    elif suffix == ".jsonl.gz":
        yield from jsonl.read_gzip(stream, os.fstat(stream.fileno()).st_size, origin)
    else:
        data = stream.read(DOCUMENT_LIMIT + 1)
        if len(data) > DOCUMENT_LIMIT:
            yield origin.problem(f"is larger than {DOCUMENT_LIMIT // 1024**2} MiB")
        elif is_binary(data):
            yield origin.problem("is binary")
        else:
            yield from _DOCUMENTS[suffix](data, origin)


def _open(path: Path) -> BufferedReader:
    """Open a regular file (OSError when it is none, or no longer there)."""
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file")
    return os.fdopen(descriptor, "rb")


def _cause(error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "is no longer there"
    if error.errno == errno.ELOOP:
        return "is a symbolic link, which is not followed"
    return f"cannot be read ({error.strerror})"
