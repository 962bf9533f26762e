"""How a figure of a draft stands to one of an article of its unit: the same, rounded, within it, or another. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from qabot.facts.figures import Figure
from qabot.reports.check.figure_slips import is_one_digit_off, rounds_to
from qabot.reports.check.policy import Policy

Relation = Literal["same_figure", "rounds", "within", "other_figure"]
_MEASURES: Mapping[str, tuple[str, Decimal]] = {
    f"{prefix}{name}{end}": (name, Decimal(1000) ** power)
    for name in ("byte", "bit", "watt", "metre", "gram")
    for power, prefix in enumerate(("", "kilo", "mega", "giga", "tera", "peta"))
    for end in ("", "s")
} | {f"{name}{end}": (name, Decimal(1)) for name in ("mile", "tonne", "acre", "hectare", "litre") for end in ("", "s")}
"""What is measured rather than counted, with its scale."""
_TWICE = 2
_NEARLY = Decimal("1.25")
"""How far from an article's bound a value may lie that it leaves open."""
_SHARE_SLACK, _HEDGED_SLACK = Decimal(1), Decimal(3)
"""Points by which a share in words, such as "a third", may be off; and "almost two thirds"."""


def relation(figure: Figure, held: Figure, text: str, policy: Policy) -> Relation:
    """Say how a figure of a draft stands to one of an article with the same unit."""
    if (one := measured_as(figure.unit)) and (other := measured_as(held.unit)) and one != other:
        is_one = one[0] == other[0] and figure.low * one[1] == held.low * other[1]
        return "same_figure" if is_one else "other_figure"
    if (figure.low, figure.high) == (held.low, held.high):
        return "same_figure"
    if figure.low == figure.high and held.low == held.high:
        return _single(figure, held, text[figure.start : figure.end], policy)
    if figure.low == figure.high:
        return "within" if held.low <= figure.low <= held.high else "other_figure"
    is_around = held.low == held.high and figure.low <= held.low <= figure.high <= _TWICE * held.high
    return "within" if is_around else "other_figure"


def measured_as(unit: str) -> tuple[str, Decimal] | None:
    """Return what a count measures, and how many of the least such measure one is; None where it counts things."""
    return next((_MEASURES[word] for word in unit.casefold().split() if word in _MEASURES), None)


def _single(figure: Figure, held: Figure, written: str, policy: Policy) -> Relation:
    value, exact = figure.low, held.low
    if not exact:
        return "other_figure"
    off = abs(value - exact) / abs(exact)
    is_hedged = figure.bound not in {"exact", held.bound}
    slack = _HEDGED_SLACK if is_hedged else _SHARE_SLACK
    if figure.unit == "%" and not any(map(str.isdigit, written)) and abs(value - exact) <= slack:
        return "rounds"
    most = policy.hedged_rounding if is_hedged else policy.rounding
    if off <= most and rounds_to(value, exact) and (is_hedged or not is_one_digit_off(value, exact)):
        return "rounds"
    if figure.bound == "exact" and _is_beyond(held, value):
        return "within"
    is_same_bound = figure.bound == held.bound and any(map(str.isdigit, written))
    return "within" if not is_same_bound and _is_bounded(figure, exact) else "other_figure"


def _is_beyond(held: Figure, value: Decimal) -> bool:
    """Whether a value lies where "more than" or "up to" of an article lets it be, and near: £105m, of over £100m."""
    if held.bound == "at least":
        return held.low < value <= held.low * _NEARLY
    return held.bound == "at most" and held.low / _NEARLY <= value < held.low


def _is_bounded(figure: Figure, exact: Decimal) -> bool:
    """Whether a value lies within what "more than" or "up to" leaves, and not far from it."""
    if figure.bound == "at least":
        return figure.low <= exact <= _TWICE * figure.low
    return figure.bound == "at most" and exact <= figure.low <= _TWICE * exact
