"""Rows of a name and what is said of it, drawn by one widget, since one for each would take seconds to lay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

_INDENT, _NAME = 2, 18
"""Cells before a name, and for it; what is longer goes on in the next line."""


class NamedRow(NamedTuple):
    """A row."""

    name: Content
    """At the left."""
    told: Content
    """At the right, as wide as there is room."""


class RowList(Static):
    """Rows below one another."""

    def __init__(self, rows: Sequence[NamedRow]) -> None:
        """Show these."""
        super().__init__(_Rows(rows), classes="rows")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class _Rows(Visual):
    rows: Sequence[NamedRow]

    def __str__(self) -> str:
        return "\n".join(f"{name.plain} {told.plain}" for name, told in self.rows)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002 - Textual's signature
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        told = _left_of(width)
        return sum(max(row.name.get_height(rules, _NAME), row.told.get_height(rules, told)) for row in self.rows)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        drawn = [strip for row in self.rows for strip in _drawn(row, width, style, options)]
        return drawn[:height]


def _left_of(width: int) -> int:
    return max(1, width - _INDENT - _NAME)


def _drawn(row: NamedRow, width: int, style: Style, options: RenderOptions) -> list[Strip]:
    background = style.rich_style
    name = row.name.render_strips(_NAME, None, style, options)
    told = row.told.render_strips(_left_of(width), None, style, options)
    lines = max(len(name), len(told))
    name += [Strip.blank(0)] * (lines - len(name))
    told += [Strip.blank(0)] * (lines - len(told))
    indent = Strip.blank(_INDENT, background)
    return [
        Strip.join([indent, left.adjust_cell_length(_NAME, background), right])
        for left, right in zip(name, told, strict=True)
    ]
