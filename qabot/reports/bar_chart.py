"""Bars for the terminal, in block characters or ASCII, and the same as a picture in a page. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qabot.core.text import printable
from qabot.output.html_page import on_page

_WIDTH = 40
"""Cells of the longest bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉"
_LABEL, _ROW, _BARS, _TEXT = 150, 22, 360, 13
"""Of the picture: the width of the labels, the height of a row, the width of the longest bar, the size of the text."""


class Bar(Struct, frozen=True):
    """A bar with its words."""

    label: str
    """What stands before it."""
    value: float
    """How long it is, in any measure; of what is below 0 its words stand alone."""
    words: str
    """What stands behind it."""
    is_gap: bool = False
    """Whether nothing is held there, which is another thing than a value of 0."""


def bar_lines(bars: Sequence[Bar], *, ascii_only: bool = False) -> list[str]:
    """Return a line for each bar: its label, the bar, its words; a gap is dotted.

    Args:
        bars: In order.
        ascii_only: Whether to draw with ASCII characters alone.
    """
    most = _longest(bars)
    wide = max((len(each.label) for each in bars), default=0)
    return [
        f"{printable(each.label):<{wide}}  {_drawn(each, most, ascii_only=ascii_only)}{printable(each.words)}".rstrip()
        for each in bars
    ]


def _longest(bars: Sequence[Bar]) -> float:
    """Return the value of the longest bar; what is below 0 has none."""
    return max((each.value for each in bars if each.value > 0), default=1.0)


def _drawn(bar: Bar, most: float, *, ascii_only: bool) -> str:
    if bar.is_gap:
        return ("." if ascii_only else "·") * (_WIDTH // 4) + " "
    length = max(bar.value, 0.0) / most * _WIDTH
    if ascii_only:
        drawn = "#" * max(round(length), bar.value > 0)
    else:
        whole, eighth = divmod(max(round(length * 8), bar.value > 0), 8)
        drawn = "█" * whole + _EIGHTHS[eighth].strip()
    return f"{drawn} " if drawn else ""


def bar_picture(bars: Sequence[Bar], title: str) -> str:
    """Return bars as inline SVG: no script, no style, nothing from elsewhere; a gap is dashed.

    Args:
        bars: In order.
        title: What they show, for who cannot see them.
    """
    most = _longest(bars)
    width, height = _LABEL + _BARS + 160, _ROW * len(bars) + 8
    drawn = "".join(_in_picture(each, place, most) for place, each in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="sans-serif" font-size="{_TEXT}" fill="currentColor">'
        f"<title>{on_page(title)}</title>{drawn}</svg>\n"
    )


def _in_picture(bar: Bar, place: int, most: float) -> str:
    top, long = _ROW * place + 4, round(max(bar.value, 0.0) / most * _BARS, 1)
    middle = top + _ROW - 8
    label = f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{on_page(bar.label)}</text>'
    words = f'<text x="{_LABEL + long + 6}" y="{middle}">{on_page(bar.words)}</text>'
    if bar.is_gap:
        end = _LABEL + _BARS // 4
        line = (
            f'<line x1="{_LABEL}" y1="{middle - 4}" x2="{end}" y2="{middle - 4}" stroke="currentColor" '
            'stroke-dasharray="2 4"/>'
        )
        return f'{label}{line}<text x="{end + 6}" y="{middle}">{on_page(bar.words)}</text>'
    return f'{label}<rect x="{_LABEL}" y="{top}" width="{long}" height="{_ROW - 6}" opacity="0.6"/>{words}'
