"""Names that a shell completes, read from the index that answers without opening it: a few hundredths of a second.

Neither the vectors nor the text are touched, nor are the libraries loaded that read them. Where anything is amiss there
are no names: whoever is in the middle of typing a command is not to be told of a damaged index.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

from qabot.core.settings import CURRENT
from qabot.index.tombstones import TOMBSTONES, hide_dead, read_tombstones

NameKind = Literal["outlet", "organisation", "article"]
"""What is completed: outlets and organisations by name, articles by id."""

_DATABASE = "passages.db"
_NAME = re.compile(r"[0-9A-Za-z-]+")
"""Characters of a generation's name; anything else is never used as a path."""
_QUERIES: dict[NameKind, str] = {
    "outlet": "SELECT reporting_key, min(reporting) FROM articles WHERE reporting_key NOTNULL GROUP BY reporting_key",
    "organisation": "SELECT DISTINCT value, value FROM articles, json_each(articles.organisations)",
    "article": "SELECT id, id FROM articles",
}
"""What tells names apart, and the names."""


def names_beginning(index: Path, kind: NameKind, beginning: str, limit: int = 200) -> list[str]:
    """Return the names of this kind that begin like this, in order; none where they cannot be read."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
        if not _NAME.fullmatch(name):
            return []
        segments = [path.parent for path in (index / name).glob(f"segments/*/{_DATABASE}")]
        rows = sorted(row for segment in segments for row in _names(segment, kind))
    except (OSError, ValueError, sqlite3.Error):
        return []
    # Of the ways in which segments spell a name, the first counts.
    names = sorted(dict(reversed(rows)).values())
    return [each for each in names if each.startswith(beginning)][:limit]


def _names(segment: Path, kind: NameKind) -> list[tuple[str, str]]:
    """Return the names that living articles of a segment have, each behind what tells it apart."""
    uri = f"{(segment / _DATABASE).resolve().as_uri()}?mode=ro&immutable=1"
    dead = [place.ordinal for place in read_tombstones(segment / TOMBSTONES)]
    with closing(sqlite3.connect(uri, uri=True)) as db:
        if dead:
            hide_dead(db, dead)
        return [(str(key), str(name)) for key, name in db.execute(_QUERIES[kind])]
