"""Comma-separated values that a spreadsheet may open: what comes from articles is never taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from qabot.core.text import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would begin a formula with."""


def safe_cell(text: str) -> str:
    """Return text as a cell that no spreadsheet takes for a formula: behind an apostrophe where it begins like one."""
    shown = printable(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


def comma_separated(rows: Iterable[Sequence[str]], line_end: str) -> str:
    """Return rows of finished cells, each ended so."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows(rows)
    return out.getvalue()
