"""The grammar of years: `2015`, `’15`, `2015/16`, `FY2016-17`, `2014-2017`, `the 2010s`, `last financial year`."""

from __future__ import annotations

from typing import TypeGuard

from qabot.question.dates.date_tokens import Stretch, Tokens
from qabot.question.dates.date_words import ACCOUNTING, BACK, DECADES, PARTS_OF, TEACHING
from qabot.question.dates.periods import ONE_DECADE, ONE_YEAR, containing, months, shift, size_in_months, year_from

FIGURES_OF_A_YEAR = 4
_OLDEST, _NEWEST = 1900, 2099
_APRIL, _SEPTEMBER = 4, 9
_BEFORE_DECADE = frozenset({"the", "-", "'"}) | PARTS_OF.keys()


def is_year(number: int | None) -> TypeGuard[int]:
    """Whether a number can be a year that news is asked of."""
    return number is not None and _OLDEST <= number <= _NEWEST


def in_century(tokens: Tokens, number: int | None) -> int | None:
    """Return the last year, up to this one, that two figures can stand for."""
    this = tokens.today.year
    return None if number is None else this - (this - number) % 100


def year(tokens: Tokens, i: int) -> Stretch | None:
    """Read `2015` or `’15`; `the year 2015` counts as several, as no name is spelt that way."""
    if tokens.word(i) == "year" or tokens.words(i, 2) == "calendar year":
        found = year(tokens, tokens.skip(i + 1, {"year", "of"}))
        return found and found._replace(measure="years")
    if tokens.word(i) == "'" and tokens.glued(i + 1) and not tokens.glued(i):
        number, end = in_century(tokens, tokens.number(i + 1, 2)), i + 2
    else:
        number, end = tokens.number(i, FIGURES_OF_A_YEAR), i + 1
    return Stretch(months(number), "year", end) if is_year(number) else None


def several_years(tokens: Tokens, i: int) -> Stretch | None:
    """Read `2015/16`, `FY16-17`, `financial year 2015 to 2016`, `2015/16 academic year` or `2014-2017`."""
    month, j = _kind_of_year(tokens, i)
    start = tokens.number(j, FIGURES_OF_A_YEAR)
    if start is None and month:
        start = in_century(tokens, tokens.number(j, 2))
    if not is_year(start):
        return None if month else _short_years(tokens, i)
    stop, end = _closing_year(tokens, j + 1, start, {"-", "/", "to"} if month else {"-", "/"})
    if stop is None:
        # "FY2016" ends in 2016 for some and begins in it for others.
        return Stretch(months(start - 1, month, 2 * ONE_YEAR), "years", j + 1) if month else None
    one_year = bool(month) or tokens.word(j + 1) == "/" or tokens.number(end - 1, 1, 2) is not None
    if not month:
        month, end = _kind_of_year(tokens, end)
    if stop == start + 1 and (one_year or month):
        return Stretch(months(start, month or _APRIL), "years", end)
    return Stretch(months(start, 1, ONE_YEAR * (stop - start + 1)), "years", end)


def _kind_of_year(tokens: Tokens, i: int) -> tuple[int, int]:
    """Return the first month of the kind of year that is named here, or 0, and the place behind the name."""
    word = tokens.word(i)
    if word == "fy":
        return _APRIL, i + 1
    if tokens.word(i + 1) in {"year", "years"} and word in ACCOUNTING | TEACHING:
        return _APRIL if word in ACCOUNTING else _SEPTEMBER, i + 2
    return 0, i


def _closing_year(tokens: Tokens, i: int, start: int, marks: set[str]) -> tuple[int | None, int]:
    """Read the second year behind its mark; None where there is none, or none that is later."""
    word, stop = tokens.word(i), tokens.number(i + 1, 1, 2, FIGURES_OF_A_YEAR)
    tight = tokens.glued(i) and tokens.glued(i + 1)
    if word not in marks or stop is None or not (tight or word == "to"):
        return None, i
    figures = len(tokens.word(i + 1))
    if figures < FIGURES_OF_A_YEAR:
        stop = start + (stop - start) % 10**figures
    newest = start + 1 if figures == 1 else _NEWEST
    return (stop, i + 2) if start < stop <= newest else (None, i)


def _short_years(tokens: Tokens, i: int) -> Stretch | None:
    """Read `15/16`, which may also be a score."""
    start = in_century(tokens, tokens.number(i, 2))
    if not is_year(start) or tokens.number(i + 2, 2) != (start + 1) % 100:
        return None
    stop, end = _closing_year(tokens, i + 1, start, {"/"})
    return Stretch(months(start, _APRIL), "years", end, sure=False) if stop else None


def relative_year(tokens: Tokens, i: int) -> Stretch | None:
    """Read `this year`, `last year` or `the current financial year`."""
    back = BACK.get(tokens.word(i))
    if back is None:
        return None
    day = shift(tokens.today, "year", -back)
    sure = tokens.words(i - 1, 2) != "the previous"
    month, end = _kind_of_year(tokens, i + 1)
    if month:
        return Stretch(year_from(month, day), "years", end, sure)
    sloppy = tokens.word(i + 1) == "years" and tokens.word(i + 2).isalpha()
    return Stretch(containing("year", day), "years", i + 2, sure) if sloppy or tokens.word(i + 1) == "year" else None


def year_behind(tokens: Tokens, i: int) -> Stretch | None:
    """Read the year that a month, a season or a quarter is of: right behind it, or behind a comma or `of`."""
    j = tokens.skip(i + 1, {"the"}) if tokens.word(i) == "of" else tokens.skip(i, {","})
    for rule in (several_years, year, relative_year):
        found = rule(tokens, j)
        if found and found.sure and size_in_months(found.period) == ONE_YEAR:
            return found
    return None


def decade(tokens: Tokens, i: int) -> Stretch | None:
    """Read `2010s`, `the 2010’s`, `the nineties`, `the ’90s` or `the 90s`."""
    i = tokens.skip(i, {"'"})
    introduced = tokens.word(i - 1) in _BEFORE_DECADE
    if start := DECADES.get(tokens.word(i)):
        known = introduced or start == DECADES["noughties"]
        return Stretch(months(start, 1, ONE_DECADE), "decade", i + 1) if known else None
    number = tokens.number(i, 2, FIGURES_OF_A_YEAR)
    plural = tokens.word(i + 1) == "s" and tokens.glued(i + 1)
    end = i + 2 if plural else tokens.possessive(i + 1)
    if number is None or number % 10 or not (plural or (end > i + 1 and introduced)):
        return None
    start = number if number >= _OLDEST else in_century(tokens, number)
    known = is_year(start) and (number >= _OLDEST or introduced)
    return Stretch(months(start or 0, 1, ONE_DECADE), "decade", end) if known else None
