"""What is not known of an article that a reader, a filter or a citation wants of it."""

from __future__ import annotations

import re
from typing import Literal

from qabot.core.articles import Article

Fact = Literal["date", "outlet", "title"]

_NUMBERED = re.compile(r".*#\d+|untitled", re.IGNORECASE)
"""Titles of records and files that give none."""
_LEAST_WORDS = 6
"""Words of a title that begins its text, from which on it is taken for that beginning."""


def missing_facts(article: Article) -> tuple[Fact, ...]:
    """Return what is not known of an article: its date, its outlet, or a title that is more than a stand-in."""
    missing: list[Fact] = []
    if article.published is None:
        missing.append("date")
    if article.outlet is None:
        missing.append("outlet")
    if has_stand_in(article):
        missing.append("title")
    return tuple(missing)


def has_stand_in(article: Article) -> bool:
    """Whether an article is called by a number, by its file's name, or by the first words of its text."""
    words = article.title.removesuffix("…")
    begins = len(words.split()) >= _LEAST_WORDS and article.text.startswith(words)
    return begins or _NUMBERED.fullmatch(article.title) is not None or (" " not in words and "." in words)
