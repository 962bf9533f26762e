"""A list of articles under headings, a line each, with a cursor."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qabot.chat.facets import Arrangement, Group
from qabot.core.articles import ArticleSummary
from qabot.core.dates import PartialDate
from qabot.output.attribution import short_source
from qabot.output.phrasing import counted
from qabot.tui.content import HEAD, QUIET, plain
from qabot.tui.glyphs import Glyphs

_INDENT = 2
_DAY, _DATE, _OUTLET, _GAP = 6, 11, 20, 2
"""Cells of a day within a month, of a whole date, of an outlet, and between columns."""
_LEAST_FOR_OUTLETS = 76
"""Cells of a line from which on it says the outlet too: below, titles need the room."""


class Row(NamedTuple):
    """What the cursor may stand on."""

    group: Group
    """Under whose heading."""
    headline: ArticleSummary | None
    """The article; None for the line that stands for the articles which are not shown."""


class HeadlineLine(Visual):
    """A headline in columns. It is laid out only when it is drawn, so that a long list costs little."""

    def __init__(self, headline: ArticleSummary, arrangement: Arrangement) -> None:
        """Show a headline in a list that is arranged so."""
        self._headline = headline
        self._arrangement: Arrangement = arrangement

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the line."""
        # The cursor's line is bold, and all in one colour: a quieter one may not stand out from the cursor's own.
        return self.laid_out(width, "" if style.bold else QUIET).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the width that is there."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002 - likewise
        """Return one line."""
        return 1

    def laid_out(self, width: int, quiet: str = QUIET) -> Content:
        """Return the line: the date, the title, and where there is room the outlet, unless a heading says it."""
        is_dated = self._arrangement == "date"
        columns = [_column(_date(self._headline.published, is_dated), _DAY if is_dated else _DATE, quiet)]
        is_under_outlet = self._arrangement == "outlet"
        said = short_source(self._headline, is_under_outlet=is_under_outlet)
        outlet = [_column(said, len(said) if is_under_outlet else _OUTLET, quiet)]
        # A brief under the heading of an outlet is marked however little room there is: it is not that outlet's.
        if not said if is_under_outlet else width < _LEAST_FOR_OUTLETS:
            outlet = []
        taken = _INDENT + sum(each.cell_length + _GAP for each in (*columns, *outlet))
        title = _column(self._headline.title, max(1, width - taken))
        return Content.assemble(" " * _INDENT, Content(" " * _GAP).join([*columns, title, *outlet]))


class HeadlineList(OptionList, can_focus=False):
    """The articles. Its cursor passes over headings; the line above keeps the focus and moves it."""

    def __init__(self, glyphs: Glyphs) -> None:
        """Start empty."""
        super().__init__(id="headlines", markup=False)
        self._glyphs = glyphs
        self._rows: list[Row | None] = []

    @property
    def row(self) -> Row | None:
        """What the cursor stands on."""
        return self._rows[self.highlighted] if self.highlighted is not None else None

    def show(self, groups: Sequence[Group], arrangement: Arrangement) -> None:
        """Show these, the cursor at the first article."""
        lines = list(self._told(groups, arrangement))
        self._rows = [row for row, _ in lines]
        self.set_options(Option(drawn, disabled=row is None) for row, drawn in lines)
        self.action_first()

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the cursor into sight, with the heading before it or the line that ends the list behind it."""
        super().scroll_to_highlight(top)
        if self.highlighted is None or not self.is_mounted:
            return
        for beside in (self.highlighted - 1, self.highlighted + 1):
            if 0 <= beside < len(self._rows) and self._rows[beside] is None:
                self.scroll_to_region(Region(0, beside, 1, 1), force=True, animate=False, immediate=True)

    def _told(self, groups: Sequence[Group], arrangement: Arrangement) -> Iterator[tuple[Row | None, Content | Visual]]:
        shown = [group for group in groups if group.shown]
        for group in shown:
            yield None, _heading(group, self._glyphs)
            yield from ((Row(group, each), HeadlineLine(each, arrangement)) for each in group.shown)
            if hidden := group.size - len(group.shown):
                yield Row(group, None), plain(f"{' ' * _INDENT}{hidden:,} more: type to narrow", "italic")
        if hidden := len(groups) - len(shown):
            noun = "month" if arrangement == "date" else arrangement
            yield None, plain(f"{counted(hidden, f'more {noun}')}: type to narrow", "italic")


def _heading(group: Group, glyphs: Glyphs) -> Content:
    return Content.assemble(plain(_one_line(group.bucket.label), HEAD), plain(f"{glyphs.dot}{group.size:,}", QUIET))


def _column(text: str, width: int, style: str = "") -> Content:
    return plain(_one_line(text), style).truncate(width, ellipsis=True, pad=True)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _date(published: PartialDate | None, is_within_month: bool) -> str:
    """Return a date in short; a heading may say month and year already."""
    if published is None or (is_within_month and not published.month):
        return ""
    month = calendar.month_abbr[published.month] if published.month else ""
    parts = (published.day, month, None if is_within_month else published.year)
    return " ".join(str(part) for part in parts if part)
