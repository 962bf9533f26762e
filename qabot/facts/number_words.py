"""Numbers written in words or digits, and what multiplies them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL: Mapping[str, int] = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_ADDED: Mapping[str, Decimal] = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
"""What a number in words may end with, "and a" before it."""
SCALES: Mapping[str, int] = {
    "hundred": 100,
    "dozen": 12,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "million": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "trillion": 10**12,
}
"""What multiplies a number behind which it stands, in lower case."""
_WORDS = "|".join(sorted(_SMALL, key=len, reverse=True))
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""A number in digits, as a pattern: thousands by commas or not at all, a point before what is less than one."""
IN_WORDS = rf"(?:{_WORDS})(?:(?:[\s-](?:and\s)?|\sand\s)(?:{_WORDS}|hundred))*"
"""A number in words without its scale, as a pattern: `twenty-five`, `three hundred and ten`."""
AND_A_HALF = r"\sand\sa\s(?:half|quarter)(?=\s(?:thousand|million|billion|trillion)\b)"
"""What stands between a number in words and its scale, of half of which it is more, as a pattern."""
ADDED_TO = re.compile(
    rf"(?:\b(?:{IN_WORDS}|(?:second|minute|hour|day|week|month|year|decade|century|centurie|generation|mile|metre|acre|"
    r"ton|tonne|page|hundred|thousand|million|billion|trillion)s?)|(?<!\d)\d\d?)\sand\s(?=a\s(?:half|quarter))|"
    r"\btwo\s(?!thirds)[a-z][^.;]{0,60}\s(?=a\sthird\b(?!\sof\b))",
    re.IGNORECASE,
)
"""What stands before a part added to a number or a measure, `two and a half times`, `a year and a half`, or the next of
several: `two sites, then a third`."""
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
"""What multiplies, as a pattern."""


def value_of(number: str, scale: str = "") -> Decimal:
    """Return the value of a number that matches `DIGITS` or `IN_WORDS`, times its scale.

    Raises:
        ValueError: It is neither.
    """
    value = _in_digits(number) if number[:1].isdigit() else _in_words(number)
    return SCALES[scale.casefold()] * value if scale else value  # a product would be cut to 28 digits


def _in_digits(number: str) -> Decimal:
    if not re.fullmatch(DIGITS, number):
        raise ValueError(f"{number!r} is no number")
    return Decimal(number.replace(",", ""))


def _in_words(number: str) -> Decimal:
    total = Decimal(0)
    for word in re.split(r"[\s-]+", number.casefold()):
        if word == "hundred":
            total = 100 * (total or Decimal(1))
        elif word in _SMALL:
            total += _SMALL[word]
        elif word in _ADDED:
            total += _ADDED[word]
        elif word not in {"and", "a"}:
            raise ValueError(f"{number!r} is no number")
    return Decimal(total)
