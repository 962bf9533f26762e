"""The order in which the lines of a page are read: columns one by one, tables row by row, the rest from top to bottom.

A column is told by the strip beside it: rows that follow each other and all leave it free, with lines of words on
both sides. Cells of a table leave such strips too, but hold a word or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from qabot.corpus.formats.pdf_text import Run

COLUMN_ROWS = 3
"""Rows with words on one side of a strip, at the least, that make it the edge of a column."""
COLUMN_WORDS = 3
"""Words that half of the lines of a column have at the least."""
STRIP = 0.8
"""How wide a strip is at the least, in heights of a line."""

_SAME_ROW = 0.5
_MOST_RUNS = 20_000
"""Runs of a page above which nobody meant it to be read in columns."""
_MARKER = re.compile(r"[-•▪●○◦‣–—*·]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,3}(?:\.\d{1,3})+\.?|\d{1,2}")
"""What stands before a paragraph of a list, or a numbered one."""
_MARKER_GAP = 5.0
"""How far before its paragraph it stands at the most, in heights of a line."""

_Span = tuple[float, float]


class Line(NamedTuple):
    """A line of a column, of the page as a whole, or of a table."""

    text: str
    left: float
    right: float
    base: float
    """How high its base line is."""
    height: float
    """How high most of its characters are."""
    block: int
    """Which block of the page it stands in: a column has one of its own, and a table's row too."""
    is_row: bool = False
    """Whether it is a row of a table, its cells parted by bars."""


class _Row(NamedTuple):
    """Runs on one base line, from left to right."""

    runs: tuple[Run, ...]

    @property
    def base(self) -> float:
        return self.runs[0].base


def lines_in_order(runs: Sequence[Run]) -> list[Line]:
    """Return the lines of a page in the order of reading."""
    seen = [run for run in runs if run.text]
    if not seen or len(seen) > _MOST_RUNS:
        return [Line(*run, block=0) for run in seen]
    rows = [_marked(row) for row in _rows(seen)]
    height = median(run.height for run in seen)
    edges = (min(run.left for run in seen), max(run.right for run in seen))
    lines: list[Line] = []
    block = 0
    flow: list[_Row] = []
    for band, strips in [*_bands(rows, edges, STRIP * height), ([], [])]:
        columns = _columns(band, [sum(strip) / 2 for strip in strips]) if strips else []
        is_table = len(columns) > 1 and sum(len(row.runs) > 1 for row in band) > 1
        if len(columns) > 1 and all(map(_is_column, columns)):
            parts = [[_line(row) for row in _rows(column)] for column in columns]
        elif is_table or not band:
            parts = [[_cells(row)] for row in band]
        else:
            flow += band
            continue
        for part in ([_line(row) for row in flow], *parts):
            lines += [line._replace(block=block) for line in part]
            block += 1
        flow = []
    return lines


def _rows(runs: Sequence[Run]) -> Iterator[_Row]:
    """Put runs on one base line together, from top to bottom."""
    row: list[Run] = []
    for run in sorted(runs, key=lambda each: (-each.base, each.left)):
        if row and row[0].base - run.base > _SAME_ROW * max(row[0].height, run.height):
            yield _Row(tuple(sorted(row, key=lambda each: each.left)))
            row = []
        row.append(run)
    if row:
        yield _Row(tuple(sorted(row, key=lambda each: each.left)))


def _marked(row: _Row) -> _Row:
    """Put bullets and numbers of paragraphs together with what stands behind them."""
    runs: list[Run] = []
    for run in row.runs:
        before = runs[-1] if runs else None
        if before and _MARKER.fullmatch(before.text) and run.left - before.right < _MARKER_GAP * run.height:
            runs[-1] = run._replace(text=f"{before.text} {run.text}", left=before.left)
        else:
            runs.append(run)
    return _Row(tuple(runs))


def _bands(rows: Sequence[_Row], edges: _Span, width: float) -> Iterator[tuple[list[_Row], list[_Span]]]:
    """Part rows into bands, each with the strips that all of its rows leave free and that have text on both sides."""
    band: list[_Row] = []
    strips: list[_Span] = []
    for row in rows:
        free = _free(row, edges)
        common = [each for each in _common(strips, free) if each[1] - each[0] >= width] if band else free
        edged = [each for each in strips if _parts(each, band)]
        if band and (not common or any(not _overlaps(each, common) for each in edged)):
            yield band, edged
            band, common = [], free
        band.append(row)
        strips = [each for each in common if each[1] - each[0] >= width]
    if band:
        yield band, [each for each in strips if _parts(each, band)]


def _overlaps(span: _Span, others: Sequence[_Span]) -> bool:
    return any(other[0] < span[1] and span[0] < other[1] for other in others)


def _free(row: _Row, edges: _Span) -> list[_Span]:
    """The spans of a row without text, from edge to edge."""
    spans: list[_Span] = []
    at = edges[0]
    for run in row.runs:
        if run.left > at:
            spans.append((at, run.left))
        at = max(at, run.right)
    return [*spans, (at, edges[1])] if at < edges[1] else spans


def _common(some: Sequence[_Span], others: Sequence[_Span]) -> Iterator[_Span]:
    """What two lists of spans, each in order, have in common."""
    one = other = 0
    while one < len(some) and other < len(others):
        left, right = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if left < right:
            yield left, right
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1


def _parts(strip: _Span, band: Sequence[_Row]) -> bool:
    """Whether there is text on both sides of a strip."""
    middle = sum(strip) / 2
    return any(row.runs[0].left < middle for row in band) and any(row.runs[-1].left > middle for row in band)


def _columns(band: Sequence[_Row], edges: Sequence[float]) -> list[list[Run]]:
    columns: list[list[Run]] = [[] for _ in range(len(edges) + 1)]
    for row in band:
        for run in row.runs:
            columns[sum(edge < run.left for edge in edges)].append(run)
    return columns


def _is_column(runs: Sequence[Run]) -> bool:
    """Whether these are lines of running text, and not cells."""
    rows = list(_rows(runs))
    words = [sum(len(run.text.split()) for run in row.runs) for row in rows]
    return len(rows) >= COLUMN_ROWS and median(words) >= COLUMN_WORDS


def _line(row: _Row) -> Line:
    text = " ".join(run.text for run in row.runs)
    height = max(row.runs, key=lambda run: len(run.text)).height
    return Line(text, row.runs[0].left, max(run.right for run in row.runs), row.base, height, 0)


def _cells(row: _Row) -> Line:
    """A row of a table; what ends in a colon is the name of the cell behind it."""
    line = _line(row)
    text = row.runs[0].text
    for run in row.runs[1:]:
        text += f" {run.text}" if text.endswith(":") else f" | {run.text}"
    return line._replace(text=text, is_row=len(row.runs) > 1)
