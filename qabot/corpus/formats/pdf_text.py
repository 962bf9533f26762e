"""What stands on the pages of a PDF file: runs of characters with their places, as PDFium finds them.

Coordinates are turned so that most of a page's text runs from left to right, whichever way the page lies.
"""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import Any, NamedTuple, cast

import pypdfium2
import pypdfium2.raw
from msgspec import Struct

from qabot.core.text import clean_line
from qabot.corpus.formats.pdf_streams import refuse_bombs
from qabot.corpus.formats.unreadable import UnreadableDocument

PAGE_LIMIT = 300
"""Pages that are read."""
TEXT_LIMIT = 4 * 1024 * 1024
"""Characters that are read."""
GAP = 0.7
"""How wide a space between two characters of one run is at the most, in heights of a line."""

_SAME_LINE = 0.4
"""How far apart the base lines of one line are at the most, in heights; a raised number stands so far above."""
_RAISED, _SMALL = 0.12, 0.8
"""How far above the base line, and how small beside what is before it, the mark of a footnote is."""
_CLOSE = 0.25
"""How far behind a word it stands at the most, in heights."""
_LEVEL = math.radians(5)
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""What PDFium takes a hyphen at the end of a line for."""
_NOTE_MARKS = frozenset("0123456789*†‡")
_POWERS = frozenset("m cm mm km ft in 10".split())
"""What a small raised number belongs to."""
_RAW: Any = pypdfium2.raw  # made of ctypes, without types
_ENCRYPTED = frozenset({_RAW.FPDF_ERR_PASSWORD, _RAW.FPDF_ERR_SECURITY})


class Run(NamedTuple):
    """Characters side by side, with spaces between words."""

    text: str
    left: float
    """Where it begins, in points."""
    right: float
    """Where it ends."""
    base: float
    """How high its base line is."""
    height: float
    """How high its characters are, from the lowest to the highest."""


class PdfText(Struct, frozen=True):
    """The text of a file."""

    pages: tuple[tuple[Run, ...], ...]
    """Of each page that was read, in the order of the file."""
    count: int
    """Pages of the file."""
    title: str
    """What the file says its title is; may be empty."""
    author: str
    """Likewise, who wrote it."""
    askew: int
    """Pages with words that run another way than the rest, and are left out."""


_Character = tuple[str, tuple[float, float, float, float], float, float, bool, int | None]


class _Glyph(NamedTuple):
    character: str
    left: float
    right: float
    base: float
    height: float
    is_spaced: bool
    """Whether a space stands before it."""


def read_text(data: bytes) -> PdfText:
    """Read the text layer of a PDF file.

    Raises:
        UnreadableDocument: It is no PDF, encrypted, or made to fill memory.
    """
    refuse_bombs(data)
    try:
        document: Any = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code: object = getattr(error, "err_code", None)
        why = "is encrypted" if code in _ENCRYPTED else "cannot be read as a PDF"
        raise UnreadableDocument(why) from error
    try:
        count = len(document)
        told = cast("dict[str, str]", document.get_metadata_dict())
        pages: list[tuple[Run, ...]] = []
        left, askew = TEXT_LIMIT, 0
        for number in range(min(count, PAGE_LIMIT)):
            if left <= 0:
                break
            glyphs, others = _glyphs(document, number, left)
            left -= len(glyphs)
            askew += bool(others)
            pages.append(tuple(_runs(glyphs)))
        return PdfText(tuple(pages), count, clean_line(told["Title"]), clean_line(told["Author"]), askew)
    finally:
        document.close()


def _glyphs(document: Any, number: int, most: int) -> tuple[list[_Glyph], int]:
    """The characters of a page that run the way most do, in the order of the file, and how many do not."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return [], 0  # a damaged page costs no more than itself
    found = [*_characters(text.raw, min(_RAW.FPDFText_CountChars(text.raw), most))]
    text.close()
    page.close()
    ways = Counter(way for *_, way in found if way is not None)
    way = ways.most_common(1)[0][0] if ways else 0
    glyphs = [_turned(glyph, way) for *glyph, its in found if its == way]
    return glyphs, len(found) - len(glyphs)


def _characters(text: Any, count: int) -> Iterator[_Character]:
    """Each visible character, its box, its origin, whether a space stands before it, and which way it runs."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), _RAW.FS_RECTF()
    is_spaced = False
    for index in range(count):
        code: int = _RAW.FPDFText_GetUnicode(text, index)
        character = "-" if code in _HYPHENS else chr(code) if code <= sys.maxunicode else "\ufffd"
        if character.isspace() or not code:
            is_spaced = True
            continue
        _RAW.FPDFText_GetCharOrigin(text, index, x, y)
        _RAW.FPDFText_GetLooseCharBox(text, index, box)
        places = (box.left, box.bottom, box.right, box.top)
        if not all(map(math.isfinite, (x.value, y.value, *places))):
            continue
        angle = _RAW.FPDFText_GetCharAngle(text, index)
        quarter = round(angle / (math.pi / 2))
        way = quarter % 4 if abs(angle - quarter * math.pi / 2) < _LEVEL else None
        yield character, places, x.value, y.value, is_spaced, way
        is_spaced = False


def _turned(glyph: Sequence[Any], way: int) -> _Glyph:
    """Turn a character so that its line runs from left to right."""
    character, (left, bottom, right, top), x, y, is_spaced = glyph
    match way:
        case 3:
            return _Glyph(character, bottom, top, -x, right - left, is_spaced)
        case 2:
            return _Glyph(character, -right, -left, -y, top - bottom, is_spaced)
        case 1:
            return _Glyph(character, -top, -bottom, x, right - left, is_spaced)
        case _:
            return _Glyph(character, left, right, y, top - bottom, is_spaced)


def _runs(glyphs: Sequence[_Glyph]) -> Iterator[Run]:
    """Put characters that stand side by side together."""
    pieces: list[str] = []
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and not _goes_on(run[0], run[-1], glyph):
            yield _run(pieces, run)
            pieces, run = [], []
        is_raised = bool(run) and _is_raised(run[0], run[-1], glyph)
        if is_raised and "".join(pieces[-8:]).rpartition(" ")[2] not in _POWERS:
            run[-1] = run[-1]._replace(right=max(run[-1].right, glyph.right))
            continue
        pieces += [" " if run and glyph.is_spaced and not is_raised else "", glyph.character]
        run.append(glyph)
    if run:
        yield _run(pieces, run)


def _goes_on(first: _Glyph, last: _Glyph, glyph: _Glyph) -> bool:
    height = max(first.height, glyph.height)
    is_beside = -height <= glyph.left - last.right <= GAP * height
    return is_beside and abs(glyph.base - first.base) <= _SAME_LINE * height and glyph.left >= first.left - height


def _is_raised(first: _Glyph, last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a number is small and raised: it points to a footnote, or is a power, as in m²."""
    is_raised = glyph.base - first.base > _RAISED * first.height and glyph.height < _SMALL * first.height
    return is_raised and glyph.character in _NOTE_MARKS and glyph.left - last.right < _CLOSE * first.height


def _run(pieces: Sequence[str], glyphs: Sequence[_Glyph]) -> Run:
    text = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    height = median_low(glyph.height for glyph in glyphs)
    return Run(clean_line(text), glyphs[0].left, glyphs[-1].right, glyphs[0].base, height)
