"""Which articles of a segment are dead: taken out, or said anew in a later segment. Light, for completion reads it too.

A segment's own files never change, so what becomes of its articles is written beside them, in a small file that each
generation has for itself.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from qabot.core.home_files import read_up_to

TOMBSTONES = "dead.bin"
"""The file's name in the folder of its segment; there is none where every article lives."""

_ROW = struct.Struct("<III")
_LARGEST = 64 * 1024**2
"""Bytes of it that are read."""
_HIDE = """
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE dead (ordinal INTEGER PRIMARY KEY);
CREATE TEMP VIEW articles AS SELECT * FROM main.articles WHERE ordinal NOT IN (SELECT ordinal FROM temp.dead){};
CREATE TEMP VIEW organisation_keys AS
    SELECT * FROM main.organisation_keys WHERE article IN (SELECT ordinal FROM temp.articles);
"""
_BY_THEN = " AND last_day <= {:d}"
"""What an undated article fails."""


class ArticlePlace(NamedTuple):
    """Where an article lies in its segment."""

    ordinal: int
    """Its number among the articles of the segment."""
    first_passage: int
    """The row of its first passage."""
    passages: int
    """How many it has."""


def read_tombstones(path: Path) -> list[ArticlePlace]:
    """Return the dead articles of a segment by ordinal; none where there is no such file.

    Raises:
        ValueError: The file is none that `write_tombstones` wrote.
        OSError: It cannot be read.
    """
    try:
        data = read_up_to(path, _LARGEST)
    except FileNotFoundError:
        return []
    if len(data) % _ROW.size:
        raise ValueError("it is cut short")
    dead = [ArticlePlace(*row) for row in _ROW.iter_unpack(data)]
    if any(one.ordinal >= other.ordinal for one, other in pairwise(dead)):
        raise ValueError("its rows are not in order")
    return dead


def write_tombstones(path: Path, dead: Iterable[ArticlePlace]) -> None:
    """Write the dead articles of a segment into a new file."""
    with path.open("xb") as stream:
        stream.writelines(_ROW.pack(*place) for place in sorted(dead))


def hide_dead(connection: sqlite3.Connection, ordinals: Sequence[int], published_by: int | None = None) -> None:
    """Have a connection to a segment's articles read as if those with these ordinals were not there.

    Temporary views take the names of the tables, which can still be read as `main.articles` and so on.

    Args:
        connection: To be prepared.
        ordinals: What is dead.
        published_by: The ordinal of a day: what may have been published later is not there either.
    """
    connection.executescript(_HIDE.format("" if published_by is None else _BY_THEN.format(published_by)))
    connection.executemany("INSERT INTO temp.dead VALUES (?)", ((ordinal,) for ordinal in ordinals))
    connection.commit()
