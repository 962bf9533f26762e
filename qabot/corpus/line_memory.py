"""Which lines of a file of records were read before: of a dump that changed, only the changed lines are read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from qabot.corpus.folder import article_id

LINE_DIGEST = 12
"""Bytes of a line's digest."""

SkipLine = Callable[[bytes, int], bool]
"""Told each line and its number before it is read; whether to pass it over."""

T = TypeVar("T")


class LineMemory(Generic[T]):
    """Passes over the lines of one file that are known, and remembers those that are read.

    Where a record has no id of its own, its article is called by the number of its line; then the number is part of the
    digest, so that the line is known in its place alone.
    """

    def __init__(self, path: str, known: Mapping[bytes, T], take: Callable[[T], object]) -> None:
        """Begin with a file.

        Args:
            path: The file, relative to the corpus folder.
            known: What became of each line that was read before without a fault, by its digest.
            take: Told what became of a line that is passed over.
        """
        self._name = article_id(path)
        self._known = known
        self._take = take
        self._line, self._number = b"", 0
        self.is_faultless = True
        """Whether nothing was wrong with the line that is being read; who reads says so."""

    def __call__(self, line: bytes, number: int) -> bool:
        """Return whether a line is known, which is what `SkipLine` asks."""
        self._line, self._number, self.is_faultless = line, number, True
        if self._known:
            for digest in (_digest(line), _digest(line, number)):
                if (found := self._known.get(digest)) is not None:
                    self._take(found)
                    return True
        return False

    @property
    def is_of_lines(self) -> bool:
        """Whether it was asked of a line, so that the file is one of records."""
        return self._number > 0

    def digest(self, name: str) -> bytes:
        """Return the digest of the line that is being read, from which an article with this id came."""
        is_named_by_line = name == f"{self._name}#{self._number}"
        return _digest(self._line, self._number if is_named_by_line else 0)


def _digest(line: bytes, number: int = 0) -> bytes:
    return hashlib.blake2b(line, digest_size=LINE_DIGEST, salt=number.to_bytes(8, "big")).digest()
