"""Every article and passage of one segment, gone through in the order in which they lie, for `verify`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from qabot.core.articles import Article
from qabot.index.article_rows import ArticleRow, Count, PassageRow, columns
from qabot.index.checksums import row_sum

MALFORMED = (ValueError, TypeError, OverflowError, RecursionError)
"""What is raised where a row holds what was not written so."""

_SELECT_ARTICLES = (
    f"SELECT {columns(ArticleRow, 'a')}, t.text FROM articles a LEFT JOIN texts t ON t.article = a.ordinal "  # noqa: S608
    "ORDER BY a.ordinal"
)
_SELECT_PASSAGES = f"SELECT {columns(PassageRow, 'p')} FROM passages p WHERE p.id >= ? AND p.id < ? ORDER BY p.id"  # noqa: S608
_PASSAGES = list[tuple[Count, Count, Count, Count, Count, bytes, int, int]]
"""Rows of `PassageRow` with their checksums, which are read many at a time."""


def row_faults(connection: sqlite3.Connection) -> Iterator[Exception]:
    """Yield what is wrong with articles that are not dead, or with their passages: one error an article at the most.

    Raises:
        sqlite3.Error: The file is damaged, or the machine refuses to read it.
    """
    for *values, text in connection.execute(_SELECT_ARTICLES):
        try:
            row = ArticleRow.read(tuple(values))
            article = row.article(_required(text, row.id))
            if article.content_hash != row.content_hash:
                raise ValueError(f"the article {row.id} does not match its checksum")
            place = row.first_passage, row.first_passage + row.passages
            _require_passages(row, article, connection.execute(_SELECT_PASSAGES, place).fetchall())
        except MALFORMED as cause:
            yield cause


def _required(text: object, article_id: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"the text of {article_id} is missing")
    return text


def _require_passages(row: ArticleRow, article: Article, found: Sequence[tuple[Any, ...]]) -> None:
    """Require that these are the passages of an article (ValueError where they are not)."""
    passages = msgspec.convert(found, _PASSAGES)
    for expected, values in enumerate(passages):
        _, owner, ordinal, start, end, _, text_sum, own_sum = values
        text = article.text[start:end]
        if row_sum(values[:-1]) != own_sum:
            raise ValueError(f"the row of passage {expected} of {row.id} does not match its checksum")
        if row_sum((text,)) != text_sum or len(text) != end - start:
            raise ValueError(f"passage {expected} of {row.id} does not match its checksum")
        if (owner, ordinal) != (row.ordinal, expected) or not text.strip():
            raise ValueError(f"passage {expected} of {row.id} is not in its article")
    if len(passages) != row.passages:
        raise ValueError(f"{row.id} has {len(passages)} passages instead of {row.passages}")
