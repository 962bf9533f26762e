"""A strip that shows of which times a corpus has articles, and of which it has none."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from qabot.chat.facets import QUARTERS, Coverage
from qabot.tui.content import QUIET, plain
from qabot.tui.glyphs import Glyphs

_NONE = {True: ".", False: "·"}
_LEVELS = {True: "123456789", False: "▁▂▃▄▅▆▇█"}
"""From few to many, for terminals with ASCII alone and for others."""
_LABELLED = 5
"""Years from one label to the next, where a year is one cell."""


class CoverageStrip(Static):
    """Two lines: a cell for each quarter, or each year of many, and the years below."""

    def __init__(self, glyphs: Glyphs) -> None:
        """Start empty."""
        super().__init__(id="coverage")
        self._is_ascii = glyphs.done.isascii()
        self._coverage: Coverage | None = None

    def show(self, coverage: Coverage) -> None:
        """Show how many articles there are of each time."""
        self._coverage = coverage
        self._draw()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._draw()

    def _draw(self) -> None:
        if self._coverage is None or not self._coverage.years:
            self.update("")
            return
        bars, years = strip(self._coverage, self.content_size.width, _LEVELS[self._is_ascii], _NONE[self._is_ascii])
        self.update(Content("\n").join([plain(bars, "$primary"), plain(years, QUIET)]))


def strip(coverage: Coverage, width: int, levels: str, none: str) -> tuple[str, str]:
    """Return a line of bars and a line of years, neither wider than this.

    Args:
        coverage: What to show.
        width: Cells there are.
        levels: The bars, from few articles to many.
        none: What stands where there is no article.
    """
    years, by_quarter = coverage.years, coverage.quarters
    if len(by_quarter) <= width:
        bars, labels = _bars(by_quarter, levels, none), "".join(f"{year % 100:02d}".ljust(QUARTERS) for year in years)
    else:
        bars, labels = _bars(coverage.by_year[-width:], levels, none), _labels(years[-width:])
    notes = [("no month", coverage.coarse), ("no date", coverage.undated)] if len(by_quarter) <= width else []
    for name, counted in notes:
        told = f"+{counted:,}"
        room = max(len(name), len(told))
        if counted and len(bars) + 2 + room <= width:
            bars, labels = f"{bars}  {told:<{room}}", f"{labels}  {name:<{room}}"
    return bars.rstrip(), labels.rstrip()


def _bars(counts: Sequence[int], levels: str, none: str) -> str:
    most = max(counts, default=0)
    return "".join(levels[(each * len(levels) - 1) // most] if each else none for each in counts)


def _labels(years: range) -> str:
    """Return years below cells, each as far as there is room up to the next."""
    line = "".join(str(year).ljust(_LABELLED) for year in years if year % _LABELLED == 0)
    before = next((place for place, year in enumerate(years) if year % _LABELLED == 0), 0)
    return (" " * before + line)[: len(years)]
