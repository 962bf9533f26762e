"""Earlier versions of an article, and one that was removed, looked up without holding anybody up."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.home_files import is_regular
from qabot.corpus.folder import HIDDEN
from qabot.corpus.formats import markdown
from qabot.corpus.ingest.ingest_store import FILE
from qabot.corpus.origin import Origin

_MOST = 50
"""Versions of one article that are read, the newest of them."""
_KEPT = "SELECT until, data FROM versions WHERE id = ? ORDER BY rowid DESC LIMIT ?"
_REMOVED = "SELECT removed, data FROM removed WHERE id = ? LIMIT ?"


class EarlierVersion(Struct, frozen=True):
    """An article as it was."""

    until: str
    """Until when, in ISO 8601."""
    article: Article
    """What it said."""


def earlier_versions(corpus: Path, article_id: str) -> list[EarlierVersion]:
    """Return earlier versions of an article, the newest first, and before them one that was removed.

    Empty where nothing was kept, or what was cannot be read now: whatever is wrong with the store, those who write to
    it are told.
    """
    path = corpus / HIDDEN / FILE
    if not is_regular(path):
        return []
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as database:
            rows = [row for query in (_REMOVED, _KEPT) for row in database.execute(query, (article_id, _MOST))]
    except sqlite3.Error:
        return []
    return [each for until, data in rows for each in _read(article_id, str(until), data)]


def _read(article_id: str, until: str, data: bytes) -> Iterator[EarlierVersion]:
    try:
        items = list(markdown.read(zlib.decompress(data), Origin(article_id, article_id)))
    except zlib.error:
        return
    for each in items:
        if isinstance(each, Article):
            yield EarlierVersion(until, each)
            return
