"""The grammar of dates that name their day or month: `25 November 2015`, `Q3 2015/16`, `the summer of 2020`.

Each rule reads the tokens from one place on and returns a `Stretch`, or None. None looks further ahead than a few
tokens, so reading takes time in proportion to the length of the text. A month without a year is the last one that has
begun; whether it means a month at all is left to the reader of the stretch (`Stretch.sure`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from qabot.core.dates import MONTHS
from qabot.core.questions import Period
from qabot.question.dates.date_tokens import Measure, Stretch, Tokens
from qabot.question.dates.date_words import NAMES_OF_PEOPLE, ORDINAL_ENDINGS, SEASONS, WEEKDAYS
from qabot.question.dates.periods import ONE_YEAR, Unit, first_day, months, share
from qabot.question.dates.years import FIGURES_OF_A_YEAR, decade, in_century, is_year, several_years, year, year_behind

_DECEMBER = 12
_FIGURES_OF_A_DAY = 2
_MONTHS_IN_SEASON = 3
_YEARS_UNTIL_ANY_DAY_RETURNS = 9
"""Between 1896 and 1904 there was no 29 February."""
_BEFORE_MAY = frozenset("theresa mrs ms miss lady baroness minister secretary pm brian".split())
_BEFORE_FALL = frozenset("in the since last early late mid - during by until".split())
_DAY_LINKS = frozenset({"-", "to", "and", "until", "or"})
_LETTERS: dict[str, Unit] = {"q": "quarter", "h": "half"}


def absolute(tokens: Tokens, i: int) -> Stretch | None:
    """Read a day, a month, a season, a quarter, a year or a decade."""
    if tokens.number(i) is not None:
        rules = (_full_date, _day, _year_and_quarter, several_years, _month_in_figures, decade, year)
    elif tokens.word(i) in MONTHS:
        rules = (_month_and_day, _month)
    else:
        rules = (_full_date, _day, _month_and_day, _season, _quarter, _christmas, several_years, decade, year)
    return next((found for rule in rules if (found := rule(tokens, i))), None)


# Months, seasons and quarters


def _month(tokens: Tokens, i: int) -> Stretch | None:
    """Read `November 2015`, `Nov. ’15`, `March of last year`, or `March` alone."""
    named = _month_name(tokens, i)
    if named is None:
        return None
    month, end = named
    if found := year_behind(tokens, end):
        return Stretch(_inside(found.period, month, 1), "month", found.end)
    name = tokens.word(i) in NAMES_OF_PEOPLE and tokens.titled(i) and tokens.titled(end)
    if name or tokens.number(end) is not None:
        return None
    return _last_begun(tokens, lambda number: months(number, month, 1), "month", end)


def month_and_short_year(tokens: Tokens, i: int) -> Stretch | None:
    """Read `nov 15` as November 2015, where nothing follows that there could be fifteen of."""
    named = _month_name(tokens, i)
    if named is None or tokens.word(named[1] + 1).isalnum():
        return None
    number = in_century(tokens, tokens.number(named[1], 2))
    return Stretch(months(number, named[0], 1), "month", named[1] + 1) if is_year(number) else None


def _month_name(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Return which month is named here, and the place behind its name and its full stop."""
    word = tokens.word(i)
    month = MONTHS.get(word)
    if month is None or (word == "may" and tokens.word(i - 1) in _BEFORE_MAY):
        return None
    follows = tokens.word(i + 2)
    stopped = tokens.word(i + 1) == "." and tokens.glued(i + 1) and (follows.isdigit() or follows == "'")
    return month, i + 2 if stopped else i + 1


def _inside(period: Period, month: int, count: int) -> Period:
    """Return the months from this month of the year on, for the first time within a period."""
    start = first_day(period)
    return months(start.year, start.month + (month - start.month) % ONE_YEAR, count)


def _last_begun(tokens: Tokens, in_year: Callable[[int], Period | None], measure: Measure, end: int) -> Stretch | None:
    """Return the days of the latest year for which they have begun."""
    for number in range(tokens.today.year, max(0, tokens.today.year - _YEARS_UNTIL_ANY_DAY_RETURNS), -1):
        found = in_year(number)
        if found and first_day(found) <= tokens.today:
            return Stretch(found, measure, end, sure=False)
    return None


def _season(tokens: Tokens, i: int) -> Stretch | None:
    """Read `summer 2020`, `autumn of 2015`, `winter 2015/16`, or `spring` alone."""
    word = tokens.word(i)
    month = SEASONS.get(word)
    if month is None or (word == "fall" and tokens.word(i - 1) not in _BEFORE_FALL):
        return None
    if found := year_behind(tokens, i + 1):
        return Stretch(_inside(found.period, month, _MONTHS_IN_SEASON), "season", found.end)
    if word == "fall":
        return None
    return _last_begun(tokens, lambda number: months(number, month, _MONTHS_IN_SEASON), "season", i + 1)


def _christmas(tokens: Tokens, i: int) -> Stretch | None:
    """Read `Christmas 2019`, or `Christmas` alone."""
    if tokens.word(i) != "christmas":
        return None
    if found := year_behind(tokens, i + 1):
        return Stretch(_days_about_christmas(first_day(found.period).year), "season", found.end)
    return _last_begun(tokens, _days_about_christmas, "season", i + 1)


def _days_about_christmas(number: int) -> Period:
    """Return the last days of a year and the first of the next."""
    return Period(date(number, _DECEMBER, 20), date(number + 1, 1, 5) if number < date.max.year else date.max)


def _quarter(tokens: Tokens, i: int) -> Stretch | None:
    """Read `Q3 2021`, `Q3 of 2015/16`, `H1 2022`, or `Q3` alone."""
    unit, nth = _LETTERS.get(tokens.word(i)), tokens.number(i + 1, 1)
    if unit is None or not nth or not tokens.glued(i + 1):
        return None
    if found := year_behind(tokens, tokens.skip(i + 2, {"-", "/"})):
        period = share(found.period, unit, nth)
        return Stretch(period, "part", found.end) if period else None
    if unit == "half":
        return None
    return _last_begun(tokens, lambda number: share(months(number), unit, nth), "part", i + 2)


def _year_and_quarter(tokens: Tokens, i: int) -> Stretch | None:
    """Read `2021 Q3`, `2015/16 Q1` or `2022-H1`."""
    found = year_behind(tokens, i)
    if found is None:
        return None
    j = tokens.skip(found.end, {"-", "/"})
    unit, nth = _LETTERS.get(tokens.word(j)), tokens.number(j + 1, 1)
    period = share(found.period, unit, nth) if unit and nth and tokens.glued(j + 1) else None
    return Stretch(period, "part", j + 2) if period else None


# Days


def _full_date(tokens: Tokens, i: int) -> Stretch | None:
    """Read `2015-11-25`, `25/11/2015`, `25.11.2015`, `Wed 25/11/15`; `11/25/2015` too, as no month is the 25th.

    `25.11.15` may be a version, and is left to the reader of the stretch.
    """
    i = _behind_weekday(tokens, i)
    mark = tokens.word(i + 1)
    glued = [tokens.glued(j) for j in range(i + 1, i + 5)]
    if (
        mark not in {"-", "/", "."}
        or tokens.word(i + 3) != mark
        or not (all(glued) or (mark == "/" and not any(glued)))
    ):
        return None
    first, middle, last = (len(tokens.word(j)) for j in (i, i + 2, i + 4))
    one, two, three = (tokens.number(j) for j in (i, i + 2, i + 4))
    if one is None or two is None or three is None or middle > _FIGURES_OF_A_DAY:
        return None
    if first == FIGURES_OF_A_YEAR and last <= _FIGURES_OF_A_DAY:
        return _on_day(tokens, (one, two, three), i + 5)
    if first > _FIGURES_OF_A_DAY or last not in {_FIGURES_OF_A_DAY, FIGURES_OF_A_YEAR}:
        return None
    year_of_two = in_century(tokens, three) or 0
    number = three if last == FIGURES_OF_A_YEAR else year_of_two
    found = _on_day(tokens, (number, two, one), i + 5) or _on_day(tokens, (number, one, two), i + 5)
    return found and found._replace(sure=last == FIGURES_OF_A_YEAR or mark == "/")


def _on_day(tokens: Tokens, written: tuple[int, int, int], end: int) -> Stretch | None:
    """Return the day of a year, a month and a day, with the hour that is written onto it."""
    number, month, day = written
    period = _days(number, month, day, day)
    return Stretch(period, "day", _behind_hour(tokens, end)) if period and is_year(number) else None


def _behind_hour(tokens: Tokens, i: int) -> int:
    """Return the place behind `T09:30:00Z`, or the place itself where no hour is written onto a day."""
    if tokens.word(i) != "t" or not (
        tokens.glued(i) and tokens.glued(i + 1) and tokens.number(i + 1, 2, 4) is not None
    ):
        return i
    i += 2
    while (
        tokens.word(i) in {":", ".", "+", "-"}
        and tokens.glued(i)
        and tokens.glued(i + 1)
        and tokens.word(i + 1).isdigit()
    ):
        i += 2
    return i + 1 if tokens.word(i) == "z" and tokens.glued(i) else i


def _days(number: int, month: int, first: int, last: int) -> Period | None:
    """Return some days of a month, or None where no calendar has them."""
    try:
        return Period(date(number, month, first), date(number, month, last)) if first <= last else None
    except ValueError:
        return None


def _month_in_figures(tokens: Tokens, i: int) -> Stretch | None:
    """Read `2015-11` or `11/2015`. What could be years, such as `2010-11`, has been read as such."""
    if tokens.word(i + 1) not in {"-", "/"} or not (tokens.glued(i + 1) and tokens.glued(i + 2)):
        return None
    number, month = tokens.number(i, FIGURES_OF_A_YEAR), tokens.number(i + 2, 1, 2)
    if number is None:
        number, month = tokens.number(i + 2, FIGURES_OF_A_YEAR), tokens.number(i, 1, 2)
    if not is_year(number) or month is None or not 1 <= month <= _DECEMBER:
        return None
    return Stretch(months(number, month, 1), "month", i + 3)


def _day(tokens: Tokens, i: int) -> Stretch | None:
    """Read `25 November 2015`, `Wednesday 25th of November`, `5-7 March 2016` or `3 March last year`."""
    numbers = _day_numbers(tokens, _behind_weekday(tokens, i))
    if numbers is None:
        return None
    first, last, j = numbers
    named = _month_name(tokens, tokens.skip(j, {"of"}))
    return _days_of_month(tokens, named, first, last) if named else None


def _month_and_day(tokens: Tokens, i: int) -> Stretch | None:
    """Read `March 3rd 2020`, `March 3, 2020` or `March 3rd`; `Nov 15` alone could be a month of 2015."""
    found = month_and_plain_day(tokens, i)
    ordinal = found is not None and tokens.word(found.end - 1) in ORDINAL_ENDINGS
    return found if found and (found.sure or ordinal) else None


def month_and_plain_day(tokens: Tokens, i: int) -> Stretch | None:
    """Read `Nov 15` as the 15th, of which only `on` before it makes certain."""
    i = _behind_weekday(tokens, i)
    named = _month_name(tokens, i)
    numbers = _day_numbers(tokens, named[1]) if named else None
    return _days_of_month(tokens, (named[0], numbers[2]), numbers[0], numbers[1]) if named and numbers else None


def _behind_weekday(tokens: Tokens, i: int) -> int:
    if tokens.word(i) not in WEEKDAYS:
        return i
    return tokens.skip(tokens.skip(i + 1, {","}), {"the"})


def _day_numbers(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """Return the first and the last day of the month that are said here, and the place behind them."""
    first = tokens.number(i, 1, 2)
    if first is None:
        return None
    end = _behind_ordinal(tokens, i + 1)
    last = tokens.number(end + 1, 1, 2) if tokens.word(end) in _DAY_LINKS else None
    if last is None:
        return first, first, end
    return first, last, _behind_ordinal(tokens, end + 2)


def _behind_ordinal(tokens: Tokens, i: int) -> int:
    return i + 1 if tokens.glued(i) and tokens.word(i) in ORDINAL_ENDINGS else i


def _days_of_month(tokens: Tokens, named: tuple[int, int], first: int, last: int) -> Stretch | None:
    """Return days of a month whose year follows, or of the last such month that has begun."""
    month, end = named
    if found := year_behind(tokens, end):
        number, end = first_day(_inside(found.period, month, 1)).year, found.end
    elif tokens.number(end) is None:
        begun = _last_begun(tokens, lambda number: _days(number, month, first, last), "day", end)
        return begun and begun._replace(linked=first != last)
    else:
        number = None if tokens.word(end + 1).isalnum() else in_century(tokens, tokens.number(end, 2))
        end += 1
    period = _days(number, month, first, last) if is_year(number) else None
    return Stretch(period, "day", end, linked=first != last) if period else None
