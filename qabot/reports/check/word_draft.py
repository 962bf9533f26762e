"""Drafts that are Word files: paragraphs, cells and notes. What was deleted or is hidden is no part of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from qabot.core.text import Span
from qabot.corpus.formats.packaged_xml import Package
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.formats.word_document import QUOTATION, PlacedBlock, placed_blocks
from qabot.reports.check.draft_text import DraftText


class DraftBlock(NamedTuple):
    """A paragraph or a row of a Word file, and where its words stand in the draft's text."""

    start: int
    """The first character of its words in the draft's text."""
    text: str
    """Its words there, on one line."""
    block: PlacedBlock
    """Where they stand in the file."""


def read(name: str, data: bytes) -> DraftText:
    """Read a Word file.

    Raises:
        UnreadableDocument: It is none, has a password, or is made to hurt.
    """
    text, blocks = draft_blocks(placed_blocks(Package(data)))
    if not blocks:
        raise UnreadableDocument("has no text")
    quoted = tuple(_span(each) for each in blocks if each.block.prefix == QUOTATION)
    return replace(DraftText.of(name, data, text, is_markdown=True), quoted=quoted)


def draft_blocks(placed: Sequence[PlacedBlock]) -> tuple[str, list[DraftBlock]]:
    """Return the text of a draft, a blank line between its paragraphs, and where each of them stands in it."""
    pieces: list[str] = []
    blocks: list[DraftBlock] = []
    place = 0
    for each in placed:
        if not each.text.strip():
            continue
        words, prefix = " ".join(each.text.split()), "" if each.prefix == QUOTATION else each.prefix
        blocks.append(DraftBlock(place + len(prefix), words, each))
        pieces.append(prefix + words)
        place += len(pieces[-1]) + 2
    return "\n\n".join(pieces), blocks


def _span(each: DraftBlock) -> Span:
    return each.start, each.start + len(each.text)
