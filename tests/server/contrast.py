"""How well words stand out from what is behind them, as WCAG 2.2 reckons it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def worst_contrast(colours: Iterable[Sequence[str]]) -> tuple[float, str]:
    """Return the least contrast of these pairs, `rgb(…) on rgb(…)`, and the words that have it."""
    return min((_contrast(pair), f"{pair}: {words}") for pair, words in colours)


def _contrast(pair: str) -> float:
    light, dark = sorted((_luminance(each) for each in pair.split(" on ")), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(each) / 255 for each in re.findall(r"\d+", colour)[:3])
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
