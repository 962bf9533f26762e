"""Drafts that are pages: their paragraphs, without what no reader sees.

`<q>` gets its marks back, and `<blockquote>` is one quotation.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from msgspec.structs import replace

from qabot.core.text import Span
from qabot.corpus.formats.html import decoded_page
from qabot.corpus.formats.html_tree import Element, parse
from qabot.reports.check.draft_text import DraftText

_UNSEEN = frozenset("script style noscript template svg iframe select textarea title head object".split())
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul""".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PICTURES = {
    "img": "picture",
    "svg": "picture",
    "iframe": "frame",
    "object": "frame",
    "video": "film",
    "audio": "sound",
}
_SPACE = re.compile(r"\s+")


class _Paragraph(NamedTuple):
    """A paragraph, and whether it is a quotation as a whole."""

    text: str
    is_quoted: bool


def read(name: str, data: bytes) -> DraftText:
    """Read a page.

    Raises:
        UnreadableDocument: It is none, or made to take for ever.
    """
    page = _Page()
    page.read(parse(decoded_page(data).text.replace("\0", "") or "<p></p>"))
    text, quoted = joined(page.paragraphs)
    draft = DraftText.of(name, data, text, is_markdown=True)
    return replace(draft, quoted=quoted, passed_over=tuple(sorted(page.passed.items())))


def joined(paragraphs: list[_Paragraph]) -> tuple[str, tuple[Span, ...]]:
    """Return paragraphs as one text, a blank line apart, and where those stand that are quotations as a whole."""
    pieces: list[str] = []
    quoted: list[Span] = []
    place = 0
    for text, is_quoted in paragraphs:
        if is_quoted:
            quoted.append((place, place + len(text)))
        pieces.append(text)
        place += len(text) + 2
    return "\n\n".join(pieces), tuple(quoted)


class _Page:
    """Gathers what a reader sees of a page, without going into elements by calls of itself."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.passed: Counter[str] = Counter()
        self._pieces: list[str] = []
        self._prefix = ""
        self._quoting = 0

    def read(self, root: Element) -> None:
        waiting: list[tuple[Element, bool]] = [(root, False)]
        while waiting:
            element, is_done = waiting.pop()
            tag = element.tag
            if is_done:
                self._end(element)
                continue
            if tag in _PICTURES:
                self.passed[_PICTURES[tag]] += 1
            if tag in _UNSEEN:
                self._add(element.tail)
                continue
            self._begin(element)
            waiting.append((element, True))
            waiting += [(child, False) for child in reversed(list(element))]
        self._flush()

    def _begin(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        self._quoting += tag == "blockquote"
        if tag in _HEADINGS:
            self._prefix = "#" * int(tag[1]) + " "
        elif tag == "q":
            self._pieces.append("“")
        elif tag in {"br", "td", "th"}:
            self._pieces.append(" ")
        self._add(element.text)

    def _end(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if element.tag == "blockquote":
            self._quoting -= 1
        elif element.tag == "q":
            self._pieces.append("”")
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        if text:
            self.paragraphs.append(_Paragraph(self._prefix + text, self._quoting > 0 and not self._prefix))
        self._prefix = ""
