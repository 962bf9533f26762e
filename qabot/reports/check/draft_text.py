"""A draft as it is checked: its text as it was read, what of it can be seen, and what of it is quoted as a whole."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right

from msgspec import Struct

from qabot.core.text import Span, printable

_LINE_ENDS = re.compile(r"\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_PERHAPS_HIDDEN = re.compile(r"^[ \t\xa0]+(?=\r?$)|[^\x20-\x7e\n\t]", re.MULTILINE)


class DraftText(Struct, frozen=True):
    """A draft that was read."""

    name: str
    """The file's name, or `-`."""
    sha256: str
    """SHA-256 (hex) of its bytes."""
    text: str
    """Its text: of a text file every character, of others their paragraphs a blank line apart."""
    quoted: tuple[Span, ...] = ()
    """Paragraphs that are quotations as a whole, without marks."""
    is_markdown: bool = False
    """Whether lines may be headings, code or quotations by how they begin."""
    passed_over: tuple[tuple[str, int], ...] = ()
    """What of the file was not read: kinds, such as `picture`, and how many of each."""

    @classmethod
    def of(cls, name: str, data: bytes, text: str, *, is_markdown: bool = False) -> DraftText:
        """Return a draft whose bytes are this text."""
        return cls(name, hashlib.sha256(data).hexdigest(), text, is_markdown=is_markdown)


class SeenText:
    """What of a text can be seen, each character with its place."""

    def __init__(self, text: str) -> None:
        """Leave out what cannot be seen, and spaces on lines of nothing else; each line ends in one line feed."""
        lined = _LINE_ENDS.sub("\n", text)
        dropped = [found.span() for found in _PERHAPS_HIDDEN.finditer(lined) if not _is_seen(found[0])]
        self.hidden = sum(end - start for start, end in dropped if not lined[start:end].isspace())
        """How many characters cannot be seen."""
        self._starts: list[int] = [0]
        self._shifts: list[int] = [0]
        kept: list[str] = []
        last = shift = 0
        for start, end in dropped:
            kept.append(lined[last:start])
            last, shift = end, shift + end - start
            self._starts.append(end - shift)
            self._shifts.append(shift)
        self.text = "".join([*kept, lined[last:]])

    def place(self, position: int) -> int:
        """Return where a seen character stands in the whole text."""
        return position + self._shifts[bisect_right(self._starts, position) - 1]

    def span(self, start: int, end: int) -> Span:
        """Return where a run of seen characters stands in the whole text."""
        return self.place(start), self.place(end - 1) + 1 if end > start else self.place(start)


def _is_seen(piece: str) -> bool:
    return len(piece) == 1 and piece != "\r" and bool(printable(piece))
