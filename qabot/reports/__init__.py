"""What people make of answers: a ledger of figures, who said what, a timeline, a checked draft. Extractive throughout.

Each takes an open engine and returns a frozen result, every line of which is a quote with its article, date and range.
"""

from __future__ import annotations

__all__: list[str] = []
