"""Drafts that are Word files: paragraphs, cells and notes. What was deleted or is hidden is no part of a draft."""

from __future__ import annotations

from msgspec.structs import replace

from qabot.core.text import Span
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.formats.word_document import QUOTATION, paragraphs
from qabot.reports.check.draft_text import DraftText


def read(name: str, data: bytes) -> DraftText:
    """Read a Word file.

    Raises:
        UnreadableDocument: It is none, has a password, or is made to hurt.
    """
    pieces: list[str] = []
    quoted: list[Span] = []
    place = 0
    for prefix, words in paragraphs(data):
        if not words.strip():
            continue
        text = " ".join(words.split()) if prefix == QUOTATION else prefix + " ".join(words.split())
        if prefix == QUOTATION:
            quoted.append((place, place + len(text)))
        pieces.append(text)
        place += len(text) + 2
    if not pieces:
        raise UnreadableDocument("has no text")
    return replace(DraftText.of(name, data, "\n\n".join(pieces), is_markdown=True), quoted=tuple(quoted))
