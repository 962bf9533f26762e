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

NameKind = Literal["outlet", "organisation", "article"]
"""What is completed: outlets and organisations by name, articles by id."""

_DATABASE = "passages.db"
_NAME = re.compile(r"[0-9A-Za-z-]+")
"""Characters of a generation's name; anything else is never used as a path."""
_QUERIES: dict[NameKind, str] = {
    "outlet": "SELECT min(reporting) FROM articles WHERE reporting_key NOTNULL GROUP BY reporting_key ORDER BY 1",
    "organisation": "SELECT DISTINCT value FROM articles, json_each(articles.organisations) ORDER BY 1",
    "article": "SELECT id FROM articles ORDER BY id",
}


def names_beginning(index: Path, kind: NameKind, beginning: str, limit: int = 200) -> list[str]:
    """Return the names of this kind that begin like this, in order; none where they cannot be read."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
        if not _NAME.fullmatch(name):
            return []
        uri = f"{(index / name / _DATABASE).resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            rows = [str(row[0]) for row in db.execute(_QUERIES[kind])]
    except (OSError, ValueError, sqlite3.Error):
        return []
    return [each for each in rows if each.startswith(beginning)][:limit]
