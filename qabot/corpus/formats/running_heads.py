"""Running heads, feet and page numbers: lines at the edges of pages that belong to the paper and not to the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from qabot.corpus.formats.page_layout import Line

EDGE = 2
"""Lines at the head and at the foot of a page that may be such."""
SHARE = 0.4
"""On how many of the pages a line stands at the least: heads of left and right pages take turns."""
NUMBERED = 3
"""On how many pages lines count them at the least, where they differ in their words."""

_HIGH = 6.0
"""How many points apart a line may stand on two pages."""
_APART = 1.6
"""How far from the text a page number stands at the least, in heights of a line."""
_Place = tuple[float, int, int]
"""How high a line stands, on which page, and which of its lines it is."""
_FIRST_OR_LAST = re.compile(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:page|p\.?|seite)?\s*[-–—|•\[(]*\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|\|)\s*\d{1,4})?\s*[-–—|•\])]*",
    re.IGNORECASE,
)


def running_heads(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """Return which lines of each page are running heads, feet or page numbers, by their place in it."""
    found: list[set[int]] = [set() for _ in pages]
    places: dict[tuple[bool, str], list[_Place]] = defaultdict(list)
    for number, lines in enumerate(pages):
        for at, is_head in _edges(lines):
            key = (is_head, _DIGITS.sub("0", lines[at].text).casefold())
            places[key].append((lines[at].base, number, at))
            if _is_page_number(lines, at, is_head=is_head):
                found[number].add(at)
    least = max(2, SHARE * sum(bool(lines) for lines in pages))
    for seen in [*places.values(), *_numbered(pages, max(NUMBERED, least))]:
        for base, number, at in seen:
            near = {other for high, other, _ in seen if abs(high - base) <= _HIGH}
            if len(near) >= least:
                found[number].add(at)
    return found


def _numbered(pages: Sequence[Sequence[Line]], least: float) -> Iterator[list[_Place]]:
    """Yield the lines at the edges whose numbers count the pages, such as those of chapters, whose words change."""
    places: dict[tuple[bool, int], list[_Place]] = defaultdict(list)
    for number, lines in enumerate(pages):
        for at, is_head in _edges(lines):
            for digits in {found[0] for found in _FIRST_OR_LAST.finditer(lines[at].text)}:
                places[is_head, int(digits) - number].append((lines[at].base, number, at))
    yield from (seen for seen in places.values() if len({number for _, number, _ in seen}) >= least)


def _edges(lines: Sequence[Line]) -> Iterator[tuple[int, bool]]:
    """The lines at the edges of a page, each with whether it is at the head; no more than a third at either end."""
    order = sorted(range(len(lines)), key=lambda at: -lines[at].base)
    edge = min(EDGE, len(order) // 3) or min(1, len(order) // 2)
    yield from ((at, True) for at in order[:edge])
    yield from ((at, False) for at in order[len(order) - edge :])


def _is_page_number(lines: Sequence[Line], at: int, *, is_head: bool) -> bool:
    """Whether a line is a page's number, at its very edge and apart from the text."""
    line = lines[at]
    if not _NUMBER.fullmatch(line.text):
        return False
    others = [other.base for number, other in enumerate(lines) if number != at]
    if not others:
        return True
    gap = line.base - max(others) if is_head else min(others) - line.base
    return gap > _APART * line.height
