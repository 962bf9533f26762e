"""The lines of the dumps that a generation was built from: `lines/`, a small file for each dump.

A row is the digest of a line and that of its article's id. Nothing rests on it but what need not be read again: a row
that is damaged leads to no article, and its line is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from qabot.core.home_files import is_regular, read_up_to
from qabot.corpus.line_memory import LINE_DIGEST
from qabot.index.manifest import LINES
from qabot.index.publication import link_file

_NAME = 8
_ROW = LINE_DIGEST + _NAME
_LARGEST = 1 << 30

T = TypeVar("T")


def line_rows(lines: Iterable[tuple[bytes, str]]) -> bytes:
    """Return the rows of lines, each given by its digest and the id of the article that it holds."""
    return b"".join(digest + _name_of(article_id) for digest, article_id in lines)


def known_lines(generation: Path, path: str, articles: Mapping[str, T]) -> dict[bytes, T]:
    """Return what is held of each line that a corpus file had, by the line's digest.

    Args:
        generation: The folder of a generation.
        path: The file, relative to the corpus folder.
        articles: What the generation holds of that file, by id.
    """
    by_name = {_name_of(article_id): article for article_id, article in articles.items()}
    found = ((row[:LINE_DIGEST], by_name.get(row[LINE_DIGEST:])) for row in _rows(generation, path))
    return {digest: article for digest, article in found if article is not None}


def write_line_digests(draft: Path, new: Mapping[str, bytes], last: Path | None, paths: Iterable[str]) -> None:
    """Write the lines of files that were read, and link those of the others.

    Args:
        draft: The generation that is being made.
        new: The rows of each corpus file that was read.
        last: The folder of the generation before, if there is one.
        paths: Every corpus file.
    """
    folder = draft / LINES
    if rows := {path: data for path, data in new.items() if data}:
        folder.mkdir(exist_ok=True)
        for path, data in rows.items():
            (folder / _file(path)).write_bytes(data)
    if last is None or not (last / LINES).is_dir():
        return
    for path in paths:
        known = last / LINES / _file(path)
        if path not in new and is_regular(known):
            folder.mkdir(exist_ok=True)
            link_file(known, folder / _file(path))


def _rows(generation: Path, path: str) -> Iterator[bytes]:
    with suppress(OSError, ValueError):
        data = read_up_to(generation / LINES / _file(path), _LARGEST)
        yield from (data[start : start + _ROW] for start in range(0, len(data) - _ROW + 1, _ROW))


def _file(path: str) -> str:
    return hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _name_of(article_id: str) -> bytes:
    return hashlib.blake2b(article_id.encode(errors="surrogateescape"), digest_size=_NAME).digest()
