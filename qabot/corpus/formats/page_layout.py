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
COLUMN_LEAST = 8
"""Words of a column at the least, where another one is longer."""
STRIP = 0.6
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


class Row(NamedTuple):
    """Runs on one base line, from left to right."""

    runs: tuple[Run, ...]

    @property
    def base(self) -> float:
        """How high the base line is."""
        return self.runs[0].base

    @property
    def line(self) -> Line:
        """The row as one line across the page."""
        text = " ".join(run.text for run in self.runs)
        height = max(self.runs, key=lambda run: len(run.text)).height
        return Line(text, self.runs[0].left, max(run.right for run in self.runs), self.base, height, 0)


def rows_of(runs: Sequence[Run]) -> list[Row]:
    """Return the rows of a page, from top to bottom."""
    return [_marked(row) for row in _rows([run for run in runs if run.text])]


def lines_in_order(rows: Sequence[Row]) -> list[Line]:
    """Return the lines of a page in the order of reading."""
    runs = [run for row in rows for run in row.runs]
    if not runs or len(runs) > _MOST_RUNS:
        return [row.line for row in rows]
    edges = (min(run.left for run in runs), max(run.right for run in runs))
    width = STRIP * median(run.height for run in runs)
    lines: list[Line] = []
    flow: list[Row] = []
    block = 0
    for band, strips in [*_bands(rows, edges, width), ([], [])]:
        parts = list(_parts(band, strips)) if band else []
        if band and not parts:
            flow += band
            continue
        for part in ([row.line for row in flow], *parts):
            lines += [line._replace(block=block) for line in part]
            block += 1
        flow = []
    return lines


def _parts(band: Sequence[Row], strips: Sequence[_Span]) -> Iterator[list[Line]]:
    """The columns of a band, else the rows of a table; nothing where it is neither."""
    if not strips:
        return
    columns = _columns(band, [sum(strip) / 2 for strip in strips])
    texts = [column for column in columns if _is_column(column)]
    strays = [row for column in columns if not _is_column(column) for row in _rows(column)]
    is_long = any(len(list(_rows(column))) >= COLUMN_ROWS for column in texts)
    if is_long and len(texts) > 1 and len(strays) < COLUMN_ROWS:
        yield from ([row.line for row in _rows(column)] for column in texts)
        yield from ([row.line] for row in strays)
    elif sum(len(row.runs) > 1 for row in band) > 1:
        yield from ([_cells(row)] for row in band)


def _rows(runs: Sequence[Run]) -> Iterator[Row]:
    """Put runs on one base line together, from top to bottom."""
    row: list[Run] = []
    for run in sorted(runs, key=lambda each: (-each.base, each.left)):
        if row and row[0].base - run.base > _SAME_ROW * max(row[0].height, run.height):
            yield Row(tuple(sorted(row, key=lambda each: each.left)))
            row = []
        row.append(run)
    if row:
        yield Row(tuple(sorted(row, key=lambda each: each.left)))


def _marked(row: Row) -> Row:
    """Put bullets and numbers of paragraphs together with what stands behind them."""
    runs: list[Run] = []
    for run in row.runs:
        before = runs[-1] if runs else None
        if before and _MARKER.fullmatch(before.text) and run.left - before.right < _MARKER_GAP * run.height:
            runs[-1] = run._replace(text=f"{before.text} {run.text}", left=before.left)
        else:
            runs.append(run)
    return Row(tuple(runs))


def _bands(rows: Sequence[Row], edges: _Span, width: float) -> Iterator[tuple[list[Row], list[_Span]]]:
    """Part rows into bands, each with the strips that all of its rows leave free and that have text on both sides."""
    band: list[Row] = []
    strips: list[_Span] = []
    for row in rows:
        free = _free(row, edges)
        common = [each for each in _common(strips, free) if each[1] - each[0] >= width] if band else free
        edged = [each for each in strips if _is_edge(each, band)]
        if band and (not common or any(not _overlaps(each, common) for each in edged)):
            yield band, edged
            band, common = [], free
        band.append(row)
        strips = [each for each in common if each[1] - each[0] >= width]
    if band:
        yield band, [each for each in strips if _is_edge(each, band)]


def _overlaps(span: _Span, others: Sequence[_Span]) -> bool:
    return any(other[0] < span[1] and span[0] < other[1] for other in others)


def _free(row: Row, edges: _Span) -> list[_Span]:
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


def _is_edge(strip: _Span, band: Sequence[Row]) -> bool:
    """Whether there is text on both sides of a strip."""
    middle = sum(strip) / 2
    return any(row.runs[0].left < middle for row in band) and any(row.runs[-1].left > middle for row in band)


def _columns(band: Sequence[Row], edges: Sequence[float]) -> list[list[Run]]:
    columns: list[list[Run]] = [[] for _ in range(len(edges) + 1)]
    for row in band:
        for run in row.runs:
            columns[sum(edge < run.left for edge in edges)].append(run)
    return columns


def _is_column(runs: Sequence[Run]) -> bool:
    """Whether these are lines of running text, and not cells; the last column of a text may be short."""
    words = [sum(len(run.text.split()) for run in row.runs) for row in _rows(runs)]
    return bool(words) and median(words) >= COLUMN_WORDS and sum(words) >= COLUMN_LEAST


def _cells(row: Row) -> Line:
    """A row of a table; what ends in a colon is the name of the cell behind it."""
    line = row.line
    text = row.runs[0].text
    for run in row.runs[1:]:
        text += f" {run.text}" if text.endswith(":") else f" | {run.text}"
    return line._replace(text=text, is_row=len(row.runs) > 1)
