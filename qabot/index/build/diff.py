"""What changed in the corpus folder since a generation was built from it, going by sizes and times."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qabot.core.articles import ReadIssue
from qabot.corpus.folder import SourceFile, walk
from qabot.index.article_writer import StoredFile

_SETTLING_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within the same tick of a coarse clock."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The corpus folder compared with the files a generation was built from."""

    files: tuple[SourceFile, ...]
    """Every readable file there is, by path."""
    new: tuple[str, ...]
    """Paths that the generation does not know."""
    changed: tuple[str, ...]
    """Paths whose size or time differs."""
    gone: tuple[str, ...]
    """Paths that are no longer there."""
    unreachable: tuple[str, ...]
    """Paths that may well be there but cannot be got at; what was indexed of them is kept."""
    problems: tuple[ReadIssue, ...]
    """What cannot be read, and why."""
    scanned_ns: int
    """When the folder was looked at, in nanoseconds since 1970."""

    @property
    def waiting(self) -> int:
        """How many files an update would take in or drop."""
        return len(self.new) + len(self.changed) + len(self.gone)


def compare(corpus: Path, known: Mapping[str, StoredFile]) -> Changes:
    """Compare a corpus folder with what a generation knows of it.

    Raises:
        NoCorpus: There is no such folder.
    """
    scanned_ns = time.time_ns()
    files, problems = walk(corpus)
    present = {file.path: file for file in files}
    missing = [path for path in known if path not in present]
    blocked = {problem.path for problem in problems}
    unreachable = tuple(path for path in missing if _is_blocked(path, blocked))
    return Changes(
        files=tuple(files),
        new=tuple(path for path in present if path not in known),
        changed=tuple(path for path, file in present.items() if path in known and not _same(file, known[path])),
        gone=tuple(path for path in missing if path not in unreachable),
        unreachable=unreachable,
        problems=tuple(problems),
        scanned_ns=scanned_ns,
    )


def is_settled(file: SourceFile, scanned_ns: int) -> bool:
    """Whether a file's size and time will tell a later change: it was not touched just before it was looked at."""
    return file.mtime_ns + _SETTLING_NS < scanned_ns


def _same(file: SourceFile, known: StoredFile) -> bool:
    return (file.size, file.mtime_ns) == (known.size, known.mtime_ns)


def _is_blocked(path: str, blocked: set[str]) -> bool:
    """Whether a path, or a folder above it, is among those that could not be read."""
    return bool(blocked) and (path in blocked or any(parent.as_posix() in blocked for parent in Path(path).parents))
