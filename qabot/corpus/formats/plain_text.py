"""Text without markup in the corpus folder: its head says what it is called, and perhaps who wrote it and when."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.formats.decoding import decode
from qabot.corpus.formats.text_head import parted
from qabot.corpus.metadata import Origin, compose_article


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Yield the article in a text file.

    A first line too long for a title is the beginning of the text, and the file's name is the title.
    """
    decoded = decode(data)
    fields, story, notes = parted(decoded.text)
    yield from compose_article(fields, story, origin, (*decoded.notes, *notes))
