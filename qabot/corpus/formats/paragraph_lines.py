"""Lines of print to paragraphs: which of them go on in the next, within a column and over its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from qabot.corpus.formats.page_layout import Line
from qabot.corpus.formats.sentence_ends import PRINTED_END

FULL_LINE, SENTENCE_LINE = 0.7, 0.9
"""How far a line reaches at the least, as a share of the usual, that goes on in the next; the latter, with a stop."""
LEADING = 1.45
"""How far apart two lines of a paragraph are at the most, as a multiple of the usual."""
SIZES = 1.12
"""How many times as large the lines of one paragraph may be as each other."""
INDENT = 0.8
"""How far a paragraph's first line is set in, in heights of a line."""
NOTES = 0.9
"""How large the lines of notes at the foot of a page are at the most, as a share of the page's."""

_HYPHEN = re.compile(r"\w[-\u2010]$")
_BULLET = re.compile(r"[-•▪●○◦‣–*] ")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,3}(?:\.\d{1,3})+\.?) [\"“‘(]*[A-Z]")
_GOES_ON = re.compile(r"[\"“‘'(\[]*(?:[a-z]|[£$€]?\d)")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡])\s?\S")


_FEW = range(2)
"""Lines that are too few to tell how wide a column is."""


class _Block:
    """Lines of one column, or of what lies between columns."""

    def __init__(self, lines: Sequence[Line], others: Sequence[Line]) -> None:
        """Measure them; where they are too few, with those around them."""
        measured = lines if len(lines) > len(_FEW) else others
        rights = sorted(line.right for line in measured)
        self.lines = lines
        self.left = min(line.left for line in lines)
        self.usual = rights[(len(rights) - 1) * 3 // 4]
        gaps = [one.base - other.base for one, other in pairwise(measured)]
        self.leading = median([gap for gap in gaps if gap > 0] or [0.0])

    def is_full(self, line: Line) -> bool:
        """Whether a line reaches so far that it may go on in the next."""
        share = SENTENCE_LINE if PRINTED_END.search(line.text) else FULL_LINE
        return line.right - self.left >= share * (self.usual - self.left)

    def parts(self, line: Line, following: Line) -> bool:
        """Whether a paragraph ends between two lines, the second under the first."""
        if _are_unlike(line, following) or (self.leading and line.base - following.base > LEADING * self.leading):
            return True
        if _HYPHEN.search(line.text):
            return False
        if _begins_item(line, following) or _ends_item(line, following):
            return True
        is_set_in = following.left - self.left > INDENT * following.height
        if is_set_in and line.left - self.left < following.height / 4 and PRINTED_END.search(line.text):
            return True
        return not self.is_full(line) and (bool(PRINTED_END.search(line.text)) or not _starts_small(following))


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph, in order; one may go on in the next column, or on the next page."""
    paragraph: list[Line] = []
    before: _Block | None = None
    for page in pages:
        for _, group in groupby(page, key=lambda line: line.block):
            lines = list(group)
            block = _Block(lines, page)
            for line in lines:
                last = paragraph[-1] if paragraph else None
                if last is not None and (
                    block.parts(last, line) if before is block else _parts_blocks(before or block, last, line)
                ):
                    yield paragraph
                    paragraph = []
                paragraph.append(line)
                before = block
    if paragraph:
        yield paragraph


def without_notes(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Part the pages from the notes at their feet: lines smaller than the rest, the first of which has a mark."""
    bodies: list[list[Line]] = []
    notes: list[list[Line]] = []
    for page in pages:
        size = NOTES * median(line.height for line in page) if page else 0
        order = sorted(range(len(page)), key=lambda at: page[at].base)
        small: list[int] = []
        for at in order:
            if page[at].height > size:
                break
            small.append(at)
        while small and not _NOTE.match(page[small[-1]].text):
            small.pop()
        below = frozenset(small)
        bodies.append([line for at, line in enumerate(page) if at not in below])
        notes.append([line for at, line in enumerate(page) if at in below])
    return bodies, notes


def _parts_blocks(block: _Block, line: Line, following: Line) -> bool:
    """Whether a paragraph ends with the last line of a column or page."""
    if _are_unlike(line, following) or PRINTED_END.search(line.text) or _BULLET.match(following.text):
        return True
    return not (_HYPHEN.search(line.text) or _starts_small(following) or block.is_full(line))


def _begins_item(line: Line, following: Line) -> bool:
    """Whether a line begins an item of a list, or a numbered paragraph, and is not cut out of a sentence."""
    is_numbered = _NUMBERED.match(following.text) and (
        PRINTED_END.search(line.text) or line.text.endswith((";", "and", "or"))
    )
    return bool(_BULLET.match(following.text) or is_numbered)


def _ends_item(line: Line, following: Line) -> bool:
    """Whether a line is the last of an item, as what follows does not stand under its words."""
    if _BULLET.match(line.text):
        return following.left < line.left + line.height / 4
    return bool(PRINTED_END.search(line.text)) and following.left < line.left - line.height / 4


def _are_unlike(line: Line, following: Line) -> bool:
    return (
        line.is_row
        or following.is_row
        or max(line.height, following.height) > SIZES * min(line.height, following.height)
    )


def _starts_small(line: Line) -> bool:
    return _GOES_ON.match(line.text) is not None
