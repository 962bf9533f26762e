"""Flattened text: the first line is the title, the rest the article."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean
from qabot.corpus.formats.decoding import decode
from qabot.corpus.metadata import TITLE_LIMIT, Origin, compose_article


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Yield the article in a text file.

    A first line too long for a title is the beginning of the text, and the file's name is the title.
    """
    decoded = decode(data)
    text = clean(decoded.text)
    title, _, rest = text.partition("\n")
    if len(title) > TITLE_LIMIT:
        yield from compose_article({}, text, origin, decoded.notes)
    else:
        yield from compose_article({"title": title}, rest, origin, decoded.notes)
