"""The new articles of one segment: set aside as they come, and gone through again for each thing that is made of them.

Of each passage only the hash of what is embedded stays in memory, so that a segment of a hundred thousand takes little.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self, overload

import numpy as np
from msgspec import Struct

from qabot.core.articles import Article, Passage
from qabot.core.text import Span
from qabot.index.build.chunking import indexed_text
from qabot.index.build.record_spool import RecordSpool
from qabot.index.filter_query import Ids
from qabot.index.publication import DRAFT


class IndexedArticle(Struct, frozen=True):
    """An article as it is written: where its passages lie, and what was embedded for each."""

    article: Article
    """The article."""
    file: str
    """The corpus file it is from."""
    headline: str
    """What stands before each passage where it is embedded and indexed."""
    spans: tuple[Span, ...]
    """Where its passages lie in its text, in order."""
    digests: tuple[bytes, ...]
    """SHA-256 of each of `texts`."""
    copied_from: int | None
    """Id of its first passage in the generation before, whose vectors are taken; None where it is read anew."""

    @property
    def passages(self) -> list[Passage]:
        """Its passages in order."""
        name, text = self.article.id, self.article.text
        return [Passage(name, number, a, b, text[a:b]) for number, (a, b) in enumerate(self.spans)]

    @property
    def texts(self) -> list[str]:
        """What is embedded and indexed for each passage."""
        return [indexed_text(self.headline, self.article.text[a:b]) for a, b in self.spans]


class SegmentRows(AbstractContextManager["SegmentRows"]):
    """The articles of a segment in order, and their passages numbered through them from 0."""

    def __init__(self, folder: Path) -> None:
        """Begin with none; they are set aside in this folder."""
        self._spool = RecordSpool(IndexedArticle, folder, DRAFT)
        self._places = array("Q")
        self._firsts = array("Q", [0])
        self._copied = array("q")
        self.digests: list[bytes | None] = []
        """Of each passage the SHA-256 of what is to be embedded; None where its vector is copied."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let what was set aside go."""
        self._spool.__exit__()

    def add(self, row: IndexedArticle) -> None:
        """Append an article."""
        self._places.append(self._spool.add(row))
        self._firsts.append(self._firsts[-1] + len(row.spans))
        self._copied.append(-1 if row.copied_from is None else row.copied_from)
        self.digests += row.digests if row.copied_from is None else [None] * len(row.spans)

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return len(self._places)

    @property
    def passages(self) -> int:
        """How many passages they have."""
        return self._firsts[-1]

    def __iter__(self) -> Iterator[IndexedArticle]:
        """Yield the articles in order."""
        return map(self._spool.get, self._places)

    def sources(self) -> Ids:
        """Return for each passage which of the last generation's vectors it takes, shape (n,); -1 where none."""
        sources = np.full(self.passages, -1, dtype=np.int64)
        for number, copied in enumerate(self._copied):
            if copied >= 0:
                first, end = self._firsts[number], self._firsts[number + 1]
                sources[first:end] = np.arange(end - first) + copied
        return sources

    def texts(self, passages: Sequence[int]) -> Sequence[str]:
        """Return what is embedded for these passages; each is read when it is asked for."""
        return _Texts(self, passages)

    def row_of(self, passage: int) -> tuple[int, int]:
        """Return which article a passage is of, and which of that article's passages it is."""
        number = bisect_right(self._firsts, passage) - 1
        return number, passage - self._firsts[number]

    def row(self, number: int) -> IndexedArticle:
        """Return an article by its number."""
        return self._spool.get(self._places[number])


class _Texts(Sequence[str]):
    """Texts that are read when they are asked for; those of one article, which lie together, are read at once."""

    def __init__(self, rows: SegmentRows, passages: Sequence[int]) -> None:
        self._rows = rows
        self._passages = passages
        self._number = -1
        self._texts: list[str] = []

    def __len__(self) -> int:
        return len(self._passages)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._text(passage) for passage in self._passages[place]]
        return self._text(self._passages[place])

    def _text(self, passage: int) -> str:
        number, ordinal = self._rows.row_of(passage)
        if number != self._number:
            self._number, self._texts = number, self._rows.row(number).texts
        return self._texts[ordinal]
