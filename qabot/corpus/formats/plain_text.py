"""Text without markup in the corpus folder: its head says what it is called, and perhaps who wrote it and when."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean_line
from qabot.corpus.formats.decoding import decode
from qabot.corpus.formats.text_head import parted
from qabot.corpus.metadata import compose_article
from qabot.corpus.origin import Origin

SHORT_TITLE = 100
"""Characters of a title that is made of the beginning of a text."""
_BEGINNING = 10 * SHORT_TITLE
"""Characters of a text that are looked at for that: more, since a run of spaces becomes one."""


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Yield the article in a text file.

    A first line too long for a title is the beginning of the text, and the file's name is the title. One that is all
    there is, is both.
    """
    decoded = decode(data)
    fields, story, notes = parted(decoded.text)
    title = fields.get("title")
    if isinstance(title, str) and title and not story:
        fields, story = {**fields, "title": title_of_line(title)}, title
    yield from compose_article(fields, story, origin, (*decoded.notes, *notes))


def title_of_text(text: str) -> str:
    """Return the beginning of a text, as the title of an article that has none."""
    return title_of_line(clean_line(text[:_BEGINNING]))


def title_of_line(line: str) -> str:
    """Return the title of a text of one line: the line, cut behind a word where it is long."""
    if len(line) <= SHORT_TITLE:
        return line
    beginning = line[:SHORT_TITLE]
    return f"{beginning.rpartition(' ')[0].rstrip(' ,;:–-')}…" if " " in beginning else beginning
