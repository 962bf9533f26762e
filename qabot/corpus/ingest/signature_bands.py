"""Which of the kept articles new texts may be like, looked up band by band in the ingest store.

`minhash.candidate_pairs` says which texts meet, and compares all signatures there are; this finds the same pairs, but
reads only what meets the new ones, so that a few articles more cost the same beside a thousand as beside a million.

A row of `bands` stays when its article goes, and its number may then be that of another: what is found is compared with
the article's own signature, and the table is made anew where most of it is stale.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import eq

from msgspec import Struct

from qabot.corpus.ingest.minhash_loops import BINS, FEWEST_EQUAL, MOST_ALIKE, MOST_COMPARED, MinHashSignature

SCHEMA = """
CREATE TABLE bands (band INTEGER, key BLOB, number INTEGER, PRIMARY KEY (band, key, number)) WITHOUT ROWID;
-- One row: up to which number articles were taken in, and how many were.
CREATE TABLE banded (upto INTEGER NOT NULL, articles INTEGER NOT NULL);
INSERT INTO banded VALUES (0, 0);
"""
_BANDS = BINS // 2
_KEY = 4
"""Bytes of a band: two neighbouring bins."""
_MOST_STALE = 1_000
"""So many more articles may have been noted in `bands` than twice those there are."""
_LAST = """
SELECT b.number FROM bands b JOIN articles a ON a.number = b.number
WHERE b.band = ? AND b.key = ? AND substr(a.sketch, ?, 4) = b.key ORDER BY b.number DESC LIMIT ?
"""


class KeptSignature(Struct, frozen=True):
    """An article of the store that a new text may be like."""

    id: str
    """Its id."""
    number: int
    """Its place in the order in which articles came."""


class SignatureBands:
    """The bands of the articles in an open ingest store."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take an open store."""
        self._database = database

    def waiting(self) -> int:
        """Return how many articles came since the bands were last brought up to date."""
        query = "SELECT count(*) FROM articles WHERE number > (SELECT upto FROM banded)"
        return int(self._database.execute(query).fetchone()[0])

    def update(self) -> None:
        """Take in the articles that came since this was last done."""
        count = self.waiting()
        if not count:
            return
        upto, noted = self._database.execute("SELECT upto, articles FROM banded").fetchone()
        (held,) = self._database.execute("SELECT count(*) FROM articles").fetchone()
        if noted + count > 2 * held + _MOST_STALE:
            self._database.execute("DELETE FROM bands")
            upto, noted, count = 0, 0, held
        for band in range(_BANDS):  # sorted, they are appended rather than strewn over the table
            self._database.execute(
                "INSERT OR IGNORE INTO bands SELECT ?, substr(sketch, ?, 4), number FROM articles WHERE number > ? "
                "ORDER BY 2, 3",
                (band, _place(band), upto),
            )
        update = "UPDATE banded SET upto = (SELECT max(number) FROM articles), articles = ?"
        self._database.execute(update, (noted + count,))

    def forget_last(self) -> None:
        """Have numbers taken in again that articles may get which come after some that went."""
        self._database.execute("UPDATE banded SET upto = min(upto, coalesce((SELECT max(number) FROM articles), 0))")

    def candidates(self, new: Sequence[MinHashSignature]) -> dict[int, list[KeptSignature | int]]:
        """Return what new texts may be like, by their row: kept articles, and rows of earlier new ones.

        They stand in the order in which `candidate_pairs` gives them, with all kept articles as the known ones.
        """
        self.update()
        earlier: dict[tuple[int, bytes], list[int]] = defaultdict(list)
        found: dict[int, list[KeptSignature | int]] = {}
        for row, signature in enumerate(new):
            met, numbers = set[int](), set[int]()
            for band, key in _bands(signature):
                same = earlier[band, key]
                met.update(same[-MOST_ALIKE:])
                if len(same) < MOST_ALIKE:
                    numbers.update(self._last(band, key, MOST_ALIKE - len(same)))
                same.append(row)
            if alike := self._most_alike(signature, numbers, {other: new[other] for other in met}):
                found[row] = alike
        return found

    def _most_alike(
        self, signature: MinHashSignature, numbers: set[int], new: dict[int, MinHashSignature]
    ) -> list[KeptSignature | int]:
        """Return those that agree in enough bins, and most first; of as many, kept ones and earlier ones first."""
        query = "SELECT number, id, sketch FROM articles WHERE number IN (SELECT value FROM json_each(?))"
        kept = self._database.execute(query, (json.dumps([*numbers]),)) if numbers else ()
        every: list[tuple[int, bool, int, KeptSignature | int]] = [
            (-_equal(signature, sketch), False, number, KeptSignature(name, number)) for number, name, sketch in kept
        ]
        every += [(-_equal(signature, other), True, row, row) for row, other in new.items()]
        alike = sorted((each[:3], each[3]) for each in every if -each[0] >= FEWEST_EQUAL)
        return [one for _, one in alike[:MOST_COMPARED]]

    def _last(self, band: int, key: bytes, count: int) -> Iterator[int]:
        rows = self._database.execute(_LAST, (band, key, _place(band), count))
        return (number for (number,) in rows)


def _bands(signature: MinHashSignature) -> Iterator[tuple[int, bytes]]:
    return ((band, signature[_KEY * band : _KEY * (band + 1)]) for band in range(_BANDS))


def _place(band: int) -> int:
    """Return where a band begins in a signature, as SQL counts bytes."""
    return _KEY * band + 1


def _equal(one: MinHashSignature, other: MinHashSignature) -> int:
    return sum(map(eq, memoryview(one).cast("H"), memoryview(other).cast("H")))
