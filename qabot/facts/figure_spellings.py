"""The ways in which a figure is written, to look it up by its words, and how it is printed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qabot.facts.figures import PER_CENT, POINTS, Figure, is_counted

_SCALES = ((Decimal(10**12), "tn", "trillion"), (Decimal(10**9), "bn", "billion"), (Decimal(10**6), "m", "million"))
_MINUS = "\u2212"
_MOST_DECIMALS = 3
"""Digits behind the point that anyone writes before a scale."""


def printed(figure: Figure) -> str:
    """Return a figure as the British press prints it: `£450m`, `15%`, `12,000 staff`, `£3m to £5m`."""
    ends = [_printed(value, figure.unit) for value in dict.fromkeys((figure.low, figure.high))]
    return " to ".join(ends)


def spellings(figure: Figure) -> tuple[str, ...]:
    """Return the ways in which a figure's value is written, its likeliest first."""
    return tuple(dict.fromkeys(each for value in (figure.low, figure.high) for each in _spelt(value, figure.unit)))


def _printed(value: Decimal, unit: str) -> str:
    if unit == PER_CENT:
        return f"{value:f}%"
    if unit == POINTS:
        return f"{value:f} percentage points"
    if is_counted(unit):
        return f"{value:,f} {unit}"
    if value < 0:
        return f"{_MINUS}{_printed(-value, unit)}"
    for scale, short, _ in _SCALES:
        if value >= scale and _decimals(value / scale) <= _MOST_DECIMALS:
            return f"{unit}{_digits(value / scale)}{short}"
    return f"{unit}{value:,f}"


def _spelt(value: Decimal, unit: str) -> Iterator[str]:
    if unit in {PER_CENT, POINTS}:
        written = ("%", " per cent", " percent") if unit == PER_CENT else (" percentage points",)
        yield from (f"{value:f}{each}" for each in written)
        return
    if value < 0:
        yield from (f"{_MINUS}{each}" for each in _spelt(-value, unit))
        return
    sign = "" if is_counted(unit) else unit
    for scale, short, long in _SCALES:
        if value * 10 >= scale and _decimals(value / scale) <= _MOST_DECIMALS:
            digits = _digits(value / scale)
            yield from (f"{sign}{digits}{short}", f"{sign}{digits} {short}", f"{sign}{digits} {long}")
    yield f"{sign}{value:,f}"
    yield f"{sign}{value:f}"


def _digits(value: Decimal) -> str:
    whole = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{whole:,f}"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
