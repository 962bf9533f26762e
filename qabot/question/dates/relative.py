"""The grammar of dates that count from today: `yesterday`, `last week`, `the past 3 months`, `two years ago`."""

from __future__ import annotations

from qabot.core.dates import MONTHS
from qabot.core.questions import Period
from qabot.question.dates.absolute import absolute
from qabot.question.dates.date_tokens import Phrases, Stretch, Tokens
from qabot.question.dates.date_words import (
    BACK,
    NUMBERS,
    PARTS_OF_A_DAY,
    SEASONS,
    SUNDAY_PAPERS,
    UNITS,
    WEEKDAYS,
)
from qabot.question.dates.periods import Unit, containing, day_after, first_day, last_day, shift
from qabot.question.dates.years import relative_year

_HOURS_IN_DAY = 24
_DAYS_IN_WEEK = 7
_DAYS_IN_SEASON = 92
_LONG_AGO = 10
"""Years: so long ago is as vague as a decade ago."""
_NEAR_DAYS = Phrases(
    dict.fromkeys(("today", "tonight", *(f"this {part}" for part in PARTS_OF_A_DAY)), (0, 0))
    | dict.fromkeys(("yesterday", *(f"yesterday {part}" for part in PARTS_OF_A_DAY)), (1, 1))
    | {"last night": (1, 0), "day before yesterday": (2, 2)}
)
"""How many days ago the first and the last day were."""
_CALENDAR_UNITS = frozenset({"week", "month", "quarter", "decade"})
"""Units with edges of their own, but the year: `last week` is one of the calendar's, `last fortnight` so much time."""
_THIS_TIME = frozenset({"time", "day", "week", "month"})


def relative(tokens: Tokens, i: int) -> Stretch | None:
    """Read days that are told by how long ago they were; `its last year` was not ours."""
    if tokens.owned(i):
        return None
    for rule in (_near_day, _weekend, _before_last, _rolling, _unit, relative_year, _last_named, _ago, _weekday):
        if found := rule(tokens, i):
            # "The last year of the contract" is none of ours either.
            return None if tokens.word(found.end) == "of" else _cut(tokens, found)
    return None


def until_now(tokens: Tokens, found: Stretch) -> Stretch:
    """Cut off what has not come yet, unless none has."""
    if first_day(found.period) > tokens.today:
        return found
    return found._replace(period=Period(found.period.after, min(tokens.today, last_day(found.period))))


def count_of(tokens: Tokens, i: int) -> tuple[int | None, int]:
    """Read how many, and the place behind: `3`, `three`, `a`, `a couple of`; None where it is not said."""
    number = tokens.number(i)
    if number is not None:
        return number, i + 1
    i = i + 1 if tokens.words(i, 2) == "a couple" else i
    number = NUMBERS.get(tokens.word(i))
    return number, i if number is None else tokens.skip(i + 1, {"of"})


def _cut(tokens: Tokens, found: Stretch) -> Stretch:
    """Read `so far` or `to date` behind a stretch."""
    if tokens.words(found.end, 2) in {"so far", "to date"}:
        return until_now(tokens, found)._replace(end=found.end + 2)
    return found


def _days_ago(tokens: Tokens, first: int, last: int, end: int) -> Stretch:
    return Stretch(Period(day_after(tokens.today, -first), day_after(tokens.today, -last)), "day", end)


def _near_day(tokens: Tokens, i: int) -> Stretch | None:
    """Read `yesterday`, `the day before yesterday`, `last night`, `this morning` or `today`."""
    near = tokens.phrase(i, _NEAR_DAYS)
    return _days_ago(tokens, *near[0], near[1]) if near else None


def _weekend(tokens: Tokens, i: int) -> Stretch | None:
    """Read `last weekend` or `over the weekend`: the Saturday and Sunday before this week."""
    days = tokens.today.weekday() + 2
    if tokens.words(i, 2) == "last weekend":
        return _days_ago(tokens, days, days - 1, i + 2)
    if tokens.words(i - 2, 3) in {"over the weekend", "at the weekend", "during the weekend"}:
        return _days_ago(tokens, days, days - 1, i + 1)
    return None


def _before_last(tokens: Tokens, i: int) -> Stretch | None:
    """Read `the week before last`, `this time last year`, `this week last month`."""
    unit = UNITS.get(tokens.word(i))
    if unit and tokens.words(i + 1, 2) == "before last":
        return Stretch(containing(unit, shift(tokens.today, unit, -2)), "week", i + 3)
    unit, near = UNITS.get(tokens.word(i + 3)), tokens.word(i + 1)
    if unit is None or (tokens.word(i), tokens.word(i + 2)) != ("this", "last") or near not in _THIS_TIME:
        return None
    within: Unit = UNITS.get(near) or ("month" if unit == "year" else "week")
    return Stretch(containing(within, shift(tokens.today, unit, -1)), "week", i + 4)


def _rolling(tokens: Tokens, i: int) -> Stretch | None:
    """Read `the past 3 months`, `the last year`, `last fortnight`, `past 24 hours`."""
    if tokens.word(i) not in {"last", "past", "previous"}:
        return None
    count, j = count_of(tokens, i + 1)
    unit = UNITS.get(tokens.word(j))
    if count and tokens.word(j) in {"hour", "hours"}:
        count, unit = -(-count // _HOURS_IN_DAY), "day"
    if unit is None or unit == "half" or (not count and not _is_rolling(tokens, i, unit)):
        return None
    return Stretch(Period(shift(tokens.today, unit, -(count or 1)), None), "rolling", j + 1)


def _is_rolling(tokens: Tokens, i: int, unit: Unit) -> bool:
    """Whether `last` means so much time: `the last year` does, `last year` and `the last quarter` do not."""
    determined = tokens.word(i - 1) in {"the", "this"} and unit != "quarter"
    return tokens.word(i) == "past" or (tokens.word(i) == "last" and (determined or unit == "fortnight"))


def _unit(tokens: Tokens, i: int) -> Stretch | None:
    """Read `this week`, `last month`, `the previous quarter` or, as some write, `last weeks outage`."""
    back, word = BACK.get(tokens.word(i)), tokens.word(i + 1)
    unit = UNITS.get(word)
    if back is None or unit not in _CALENDAR_UNITS or (word != unit and not tokens.word(i + 2).isalpha()):
        return None
    period = containing(unit, shift(tokens.today, unit, -back))
    if unit == "week" and not back:  # on a Monday, "this week" is no single day
        period = Period(day_after(tokens.today, 1 - _DAYS_IN_WEEK), period.before)
    return Stretch(period, "week", i + 2, sure=tokens.words(i - 1, 2) != "the previous")


def _last_named(tokens: Tokens, i: int) -> Stretch | None:
    """Read `last March`, `this spring`, `last Wednesday`, `last Christmas`."""
    word, name = tokens.word(i), tokens.word(i + 1)
    if word not in {"last", "this", "past"} or (word, name) == ("this", "may"):
        return None
    if name in WEEKDAYS and name.endswith("day"):
        days = tokens.today.weekday() - WEEKDAYS[name]
        days = days if word == "this" else (days - 1) % _DAYS_IN_WEEK + 1
        return _days_ago(tokens, days, days, i + 2)
    if name not in MONTHS and name not in SEASONS and name != "christmas":
        return None
    if word == "this":
        day = last_day(containing("year", tokens.today))
    elif name in MONTHS:
        day = day_after(first_day(containing("month", tokens.today)), -1)
    else:
        day = day_after(tokens.today, -_DAYS_IN_SEASON)
    found = absolute(tokens.on(day), i + 1)
    return found and found._replace(sure=True)


def _ago(tokens: Tokens, i: int) -> Stretch | None:
    """Read `three weeks ago` as that week, `two years ago` as that month, `a decade ago` as that year."""
    count, j = count_of(tokens, i)
    unit = UNITS.get(tokens.word(j))
    end = tokens.skip(tokens.skip(j + 1, {"or"}), {"so"})
    if not count or unit is None or tokens.word(end) != "ago":
        return None
    long_ago = unit == "decade" or (unit == "year" and count >= _LONG_AGO)
    finer: dict[Unit, Unit] = {"year": "month", "fortnight": "week"}
    within = "year" if long_ago else finer.get(unit, unit)
    return Stretch(containing(within, shift(tokens.today, unit, -count)), "week", tokens.skip(end + 1, {"today"}))


def _weekday(tokens: Tokens, i: int) -> Stretch | None:
    """Read `Wednesday` as the last one, today included; `Wednesday 25 November` is read elsewhere."""
    number = WEEKDAYS.get(tokens.word(i))
    paper = tokens.word(i + 1) in SUNDAY_PAPERS or tokens.word(i - 2) in SUNDAY_PAPERS
    if number is None or paper or not tokens.word(i).endswith("day") or absolute(tokens, i):
        return None
    days = (tokens.today.weekday() - number) % _DAYS_IN_WEEK
    return _days_ago(tokens, days, days, i + 1)._replace(sure=False)
