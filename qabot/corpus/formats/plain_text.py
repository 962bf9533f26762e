"""Flattened text: the first line is the title, the rest the article."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean
from qabot.corpus.formats.decoding import decode
from qabot.corpus.metadata import TITLE_LIMIT, Origin, compose_article

SHORT_TITLE = 100
"""Characters of a title that is made of the beginning of a text."""


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Yield the article in a text file.

    A first line too long for a title is the beginning of the text, and the file's name is the title. One that is all
    there is, is both.
    """
    decoded = decode(data)
    text = clean(decoded.text)
    title, _, rest = text.partition("\n")
    if len(title) > TITLE_LIMIT:
        yield from compose_article({}, text, origin, decoded.notes)
    elif title and not rest:
        yield from compose_article({"title": title_of_line(title)}, title, origin, decoded.notes)
    else:
        yield from compose_article({"title": title}, rest, origin, decoded.notes)


def title_of_line(line: str) -> str:
    """Return the title of a text of one line: the line, cut behind a word where it is long."""
    if len(line) <= SHORT_TITLE:
        return line
    return (
        line[:SHORT_TITLE].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
        if " " in line[:SHORT_TITLE]
        else line[:SHORT_TITLE]
    )
