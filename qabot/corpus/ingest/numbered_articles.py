"""The articles of an ingest store by their numbers: what goes through all of them holds none of them."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from qabot.corpus.ingest.minhash_loops import SIGNATURE_BYTES

_AT_ONCE = 1_000
_SIGNATURES = """
SELECT number, sketch FROM articles a
WHERE typeof(sketch) = 'blob' AND length(sketch) = ?
  AND NOT EXISTS (SELECT 1 FROM articles b WHERE b.words = a.words AND b.number < a.number) ORDER BY number
"""
_EQUAL_TEXTS = """
SELECT words, title, number, id FROM articles
WHERE words IN (SELECT words FROM articles GROUP BY words HAVING count(*) > 1) ORDER BY words, title, number
"""
_SOME = "WHERE number IN (SELECT value FROM json_each(?))"


class EqualText(NamedTuple):
    """An article that shares all words with another."""

    words: str
    """A hash over them."""
    title: str
    """Its title."""
    number: int
    """Its place in the order in which articles came."""
    id: str
    """Its id."""


class NumberedArticles:
    """Looks articles up by the order in which they came."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take an open store."""
        self._database = database

    def first_of_last(self, count: int) -> int:
        """Return the number of the first of so many articles that came last (LookupError where there are none)."""
        row = self._database.execute(
            "SELECT number FROM articles ORDER BY number DESC LIMIT 1 OFFSET ?", (count - 1,)
        ).fetchone()
        if row is None:
            raise LookupError(count)
        return int(row[0])

    def signatures(self) -> tuple[array[int], bytearray]:
        """Return the number of the first article of each text, in order, and their signatures one after the other."""
        numbers, signatures = array("q"), bytearray()
        for number, signature in self._database.execute(_SIGNATURES, (SIGNATURE_BYTES,)):
            numbers.append(number)
            signatures += signature
        return numbers, signatures

    def equal_texts(self) -> Iterator[EqualText]:
        """Yield what shares all words with another.

        Those of one text stand together, in the order of their titles, then in that in which they came.
        """
        return map(EqualText._make, self._database.execute(_EQUAL_TEXTS))

    def id(self, number: int) -> str:
        """Return the id of an article (LookupError where there is none)."""
        for found in self.ids([number]):
            return found
        raise LookupError(number)

    def ids(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield the ids of articles."""
        return (article_id for article_id, _ in self._some("id, published", numbers))

    def in_order_of_publication(self, numbers: Iterable[int]) -> list[int]:
        """Return articles the earliest first, undated ones last; equals by their ids."""
        found = self._some("published IS NULL, published, id, number", numbers)
        return [number for *_, number in sorted(found)]

    def _some(self, columns: str, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        waiting = iter(numbers)
        while some := [*islice(waiting, _AT_ONCE)]:
            yield from self._database.execute(f"SELECT {columns} FROM articles {_SOME}", (json.dumps(some),)).fetchall()  # noqa: S608
