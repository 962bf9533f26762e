"""One file into its articles. Nothing a file holds can raise: what goes wrong becomes a `ReadIssue`."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.folder import SourceFile, article_id
from qabot.corpus.formats import registry
from qabot.corpus.line_memory import SkipLine
from qabot.corpus.origin import Origin, shown

# A link is not followed even if it took the place of the file since it was listed, nor does a FIFO keep us waiting.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(source: SourceFile, skip: SkipLine | None = None) -> Iterator[Article | ReadIssue]:
    """Yield the articles of a file in order, and what is wrong with it or them.

    A problem with `skipped=False` is a note on an article that is read all the same, and comes before it.

    Args:
        source: The file.
        skip: Where it holds a record a line, asked of each line whether it is passed over.
    """
    origin = Origin(shown(source.path), article_id(source.path))
    form = registry.of_file(source.path)
    if form is None or not form.reader:
        yield origin.problem("is not of a kind that is read in the corpus folder")
        return
    try:
        with _open(source.absolute) as stream:
            yield from form.articles(stream, origin, skip)
    except OSError as error:
        yield origin.unread(_cause(error), error)


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
