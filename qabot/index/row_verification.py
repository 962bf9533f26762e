"""Every article and passage of one segment, gone through in the order in which they lie, for `verify`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from qabot.core.articles import Article
from qabot.index.article_rows import ArticleRow, PassageRow, columns
from qabot.index.checksums import row_sum

MALFORMED = (ValueError, TypeError, OverflowError, RecursionError)
"""What is raised where a row holds what was not written so."""

_SELECT_ARTICLES = (
    f"SELECT {columns(ArticleRow, 'a')}, t.text FROM articles a LEFT JOIN texts t ON t.article = a.ordinal "  # noqa: S608
    "WHERE a.ordinal >= ? AND a.ordinal < ? ORDER BY a.ordinal"
)
_SELECT_PASSAGES = f"SELECT {columns(PassageRow, 'p')} FROM passages p WHERE p.id >= ? AND p.id < ? ORDER BY p.id"  # noqa: S608
_PASSAGE_TYPES = (int, int, int, int, int, bytes, int, int)
"""Of the columns of a `PassageRow` with its checksum; those of the first few are counts."""
_COUNTS = 5
_ARTICLES_AT_ONCE = 200
_PASSAGES_AT_ONCE = 20_000
"""Passages of so many articles that are read at once; a damaged row may claim more."""


def row_faults(connection: sqlite3.Connection, ordinals: range) -> Iterator[Exception]:
    """Yield what is wrong with articles that are not dead, or with their passages: one error an article at the most.

    Args:
        connection: Reads a segment.
        ordinals: Of which articles.

    Raises:
        sqlite3.Error: The file is damaged, or the machine refuses to read it.
    """
    found = connection.execute(_SELECT_ARTICLES, (ordinals.start, ordinals.stop))
    while some := list(islice(found, _ARTICLES_AT_ONCE)):
        read: list[tuple[ArticleRow, Article]] = []
        for *values, text in some:
            try:
                row = ArticleRow.read(tuple(values))
                article = row.article(_required(text, row.id))
                if article.content_hash != row.content_hash:
                    raise ValueError(f"the article {row.id} does not match its checksum")
                read.append((row, article))
            except MALFORMED as cause:
                yield cause
        yield from _passage_faults(connection, read)


def _passage_faults(connection: sqlite3.Connection, read: Sequence[tuple[ArticleRow, Article]]) -> Iterator[Exception]:
    """Yield what is wrong with the passages of some articles, which are read at once where they lie together."""
    first = min((row.first_passage for row, _ in read), default=0)
    end = max((row.first_passage + row.passages for row, _ in read), default=0)
    together = end - first <= _PASSAGES_AT_ONCE
    held = {each[0]: each for each in connection.execute(_SELECT_PASSAGES, (first, end))} if together else {}
    for row, article in read:
        place = row.first_passage, row.first_passage + row.passages
        try:
            if together:
                found = [held[number] for number in range(*place) if number in held]
            else:
                found = connection.execute(_SELECT_PASSAGES, place).fetchall()
            _require_passages(row, article, found)
        except MALFORMED as cause:
            yield cause


def _required(text: object, article_id: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"the text of {article_id} is missing")
    return text


def _require_passages(row: ArticleRow, article: Article, found: Sequence[tuple[Any, ...]]) -> None:
    """Require that these are the passages of an article (ValueError where they are not)."""
    for expected, values in enumerate(found):
        if tuple(map(type, values)) != _PASSAGE_TYPES or min(values[:_COUNTS]) < 0:
            raise TypeError(f"the row of passage {expected} of {row.id} is no such row")
        _, owner, ordinal, start, end, _, text_sum, own_sum = values
        text = article.text[start:end]
        if row_sum(values[:-1]) != own_sum:
            raise ValueError(f"the row of passage {expected} of {row.id} does not match its checksum")
        if row_sum((text,)) != text_sum or len(text) != end - start:
            raise ValueError(f"passage {expected} of {row.id} does not match its checksum")
        if (owner, ordinal) != (row.ordinal, expected) or not text.strip():
            raise ValueError(f"passage {expected} of {row.id} is not in its article")
    if len(found) != row.passages:
        raise ValueError(f"{row.id} has {len(found)} passages instead of {row.passages}")
