"""Values that are written alike and differ, as a slip of the hand or of the eye makes them: £41m for £14m. Pure."""

from __future__ import annotations

from decimal import Decimal

_FEWEST_DIGITS = 2
_MANY_DIGITS = 3
_THOUSAND = 3


def is_slip(value: Decimal, other: Decimal) -> bool:
    """Whether two values have the same digits, in another order or at another scale, or differ in one of many."""
    if not value or not other or value == other:
        return False
    one, two = _digits(value), _digits(other)
    if one == two:
        scale = abs(_scale(value) - _scale(other))
        return len(one) >= _FEWEST_DIGITS or scale % _THOUSAND == 0
    if _scale(value) != _scale(other):
        return False
    count = max(len(one), len(two))
    one, two = one.ljust(count, "0"), two.ljust(count, "0")
    is_turned = count >= _FEWEST_DIGITS and sorted(one) == sorted(two)
    return is_turned or (count >= _MANY_DIGITS and sum(a != b for a, b in zip(one, two, strict=True)) == 1)


def is_rearranged(value: Decimal, other: Decimal) -> bool:
    """Whether two values are a slip of each other that have two digits or more, and the same ones."""
    one, two = _digits(value), _digits(other)
    return is_slip(value, other) and len(one) >= _FEWEST_DIGITS and sorted(one) == sorted(two)


def has_several_digits(value: Decimal) -> bool:
    """Whether a value has two digits or more but for noughts at its end: few others are the same by chance."""
    return len(_digits(value)) >= _FEWEST_DIGITS


def rounds_to(value: Decimal, exact: Decimal) -> bool:
    """Whether a value is another, rounded to fewer digits."""
    fewer, more = value.normalize(), exact.normalize()
    if len(fewer.as_tuple().digits) >= len(more.as_tuple().digits):
        return False
    exponent = fewer.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return abs(value - exact) <= step / 2


def is_one_digit_off(value: Decimal, exact: Decimal) -> bool:
    """Whether two values are written alike but for one digit, as a slip is and no rounding: 401 and 400."""
    one, other = (f"{each.normalize():f}" for each in (value, exact))
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.normalize().as_tuple().digits))


def _scale(value: Decimal) -> int:
    return value.adjusted()
