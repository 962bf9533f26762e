"""The whole grammar of dates: a run of days, part of one (`early 2017`), or several linked (`Jan to March 2015`)."""

from __future__ import annotations

from qabot.core.questions import Period
from qabot.question.dates.absolute import absolute
from qabot.question.dates.date_tokens import Stretch, Tokens
from qabot.question.dates.date_words import FEW, JOINTS, NOW, NTHS, ORDINAL_ENDINGS, PARTS, PARTS_OF, UNITS
from qabot.question.dates.periods import containing, day_after, first_day, hull, last_day, part, share, shift
from qabot.question.dates.relative import count_of, relative, until_now

_MOST_LINKS = 4
_A_FEW = 4
"""How many a few are, on the safe side."""
_MANNERS = {
    "of": "holds",
    **dict.fromkeys(("commencing", "beginning", "starting"), "begins"),
    **dict.fromkeys(("ending", "ended", "to"), "ends"),
}
"""How a week, a month or a year is told by one of its days."""
_NOT_BORROWED_FROM = frozenset({"year", "years", "decade"})
"""Measures of days that cannot lend a month its year: `March to 2016`."""


def span(tokens: Tokens, i: int) -> Stretch | None:
    """Read days and what is linked to them: `2014 to 2016`, `Jan to March 2015`, `2016 to date`, `May or June`."""
    found = stretch(tokens, i)
    for _ in range(_MOST_LINKS):
        linked = _linked(tokens, i, found) if found else None
        if linked is None:
            break
        found = linked
    return found


def stretch(tokens: Tokens, i: int) -> Stretch | None:
    """Read one run of days, or a part of one."""
    return _share(tokens, i) or _part(tokens, i) or _so_far(tokens, i) or _about(tokens, i) or _whole(tokens, i)


def _whole(tokens: Tokens, i: int) -> Stretch | None:
    return relative(tokens, i) or absolute(tokens, i)


def _long(found: Stretch | None) -> Stretch | None:
    """Let pass what is long enough to have parts."""
    return found if found and found.measure not in {"day", "rolling"} else None


# Links


def _linked(tokens: Tokens, i: int, left: Stretch) -> Stretch | None:
    """Return both sides of a link as one stretch, or None where there are not two that agree."""
    link = tokens.phrase(left.end, JOINTS)
    if link is None or left.measure == "rolling":
        return None
    kind, j = link[0], tokens.skip(link[1], {"the"})
    if kind != "list" and tokens.word(j) in NOW:
        return Stretch(Period(left.period.after, None), "rolling", j + 1, left.sure, linked=True)
    right = stretch(tokens, j)
    if right is None or right.measure == "rolling" or (kind == "list" and right.measure != left.measure):
        return None
    pair = _read_alike(tokens, (i, left), (j, right))
    if pair is None or (kind == "range" and first_day(pair[0].period) > first_day(pair[1].period)):
        return None
    measure = "years" if kind == "range" and left.measure == "year" else right.measure
    period = hull(pair[0].period, pair[1].period)
    return Stretch(period, measure, right.end, left.sure or right.sure, linked=True)


def _read_alike(tokens: Tokens, one: tuple[int, Stretch], other: tuple[int, Stretch]) -> tuple[Stretch, Stretch] | None:
    """Give the side that lacks a year that of the other: January in `January to March 2015` is that of 2015."""
    (i, left), (j, right) = one, other
    if left.sure and right.sure:
        return left, right
    if left.sure:
        year_on = day_after(shift(first_day(left.period), "year", 1), -1)
        again = stretch(tokens.on(year_on), j) if left.measure == right.measure else None
        return (left, again) if again else None
    again = stretch(tokens.on(last_day(right.period)), i) if right.measure not in _NOT_BORROWED_FROM else None
    return (again, right) if again else None


# Parts


def _part(tokens: Tokens, i: int) -> Stretch | None:
    """Read `early 2017`, `mid-2014`, `mid to late 2018`, `the early months of 2016`, `late last year`."""
    name = PARTS.get(tokens.word(i))
    if name is None:
        return _part_of(tokens, i)
    till = tokens.skip(tokens.skip(tokens.skip(i + 1, {"-"}), {"to"}), {"-"})
    name_till = PARTS.get(tokens.word(till))
    j = till + 1 if name_till else i + 1
    j = tokens.skip(tokens.skip(j, {"-", "part"} | UNITS.keys()), {"of", "in"})
    found = _long(_share_or_whole(tokens, j))
    if found is None:
        return None
    period = hull(part(found.period, name), part(found.period, name_till or name))
    return Stretch(period, "part", found.end, found.sure)


def _part_of(tokens: Tokens, i: int) -> Stretch | None:
    """Read `the end of March 2016`, `halfway through 2018`, `the start of the year`."""
    name, j = PARTS_OF.get(tokens.word(i)), tokens.skip(i + 1, {"part"})
    if name is None or tokens.word(j) not in {"of", "through"}:
        return None
    unit = UNITS.get(tokens.word(j + 2))
    if name == "start" and tokens.word(j + 1) == "the" and unit in {"week", "month", "quarter", "year"}:
        return Stretch(part(containing(unit, tokens.today), name), "part", j + 3, sure=False)
    found = _long(_share_or_whole(tokens, j + 1))
    return found and Stretch(part(found.period, name), "part", found.end, found.sure)


def _share_or_whole(tokens: Tokens, i: int) -> Stretch | None:
    i = tokens.skip(i, {"the"})
    return _share(tokens, i) or _whole(tokens, i)


def _share(tokens: Tokens, i: int) -> Stretch | None:
    """Read `the first half of 2016`, `third quarter 2021`, `last two weeks of March`, `2nd week of May 2017`."""
    nth, j = _nth(tokens, i)
    if nth is None:
        return None
    count, j = (_A_FEW, j + 1) if tokens.word(j) in FEW else count_of(tokens, j)
    word = tokens.word(j)
    unit = UNITS.get(word)
    end = tokens.skip(j + 1, {"of", "in"})
    if unit is None or (end == j + 1 and unit not in {"half", "quarter"}):
        return None
    found = _long(_whole(tokens, tokens.skip(end, {"the"})))
    period = share(found.period, unit, nth, count or (1 if word == unit else _A_FEW)) if found else None
    return Stretch(period, "part", found.end, found.sure) if found and period else None


def _nth(tokens: Tokens, i: int) -> tuple[int | None, int]:
    """Read `first`, `2nd` or `last`, which is -1."""
    number = tokens.number(i, 1)
    if number and tokens.glued(i + 1) and tokens.word(i + 1) in ORDINAL_ENDINGS:
        return number, i + 2
    return NTHS.get(tokens.word(i)), i + 1


def _so_far(tokens: Tokens, i: int) -> Stretch | None:
    """Read `earlier this year`, `so far this month`, `later in 2015`, `year to date`."""
    word = tokens.word(i)
    if tokens.words(i, 3) == "year to date":
        return Stretch(Period(containing("year", tokens.today).after, tokens.today), "years", i + 3)
    if word not in {"earlier", "later"} and tokens.words(i, 2) != "so far":
        return None
    found = _whole(tokens, tokens.skip(i + 2 if word == "so" else i + 1, {"in", "on"}))
    if found is None or not found.sure or found.measure == "rolling":
        return None
    found = found._replace(measure="part") if found.measure == "year" else found
    return _from_now(tokens, found) if word == "later" else until_now(tokens, found)


def _from_now(tokens: Tokens, found: Stretch) -> Stretch:
    """Cut off what has been, unless all has."""
    period = Period(max(day_after(tokens.today), first_day(found.period)), found.period.before)
    return found._replace(period=period) if first_day(period) <= last_day(period) else found


def _about(tokens: Tokens, i: int) -> Stretch | None:
    """Read `week commencing 23 November 2015`, `month of March 2016`, `year to March 2017`, `six months to June`."""
    if tokens.words(i, 3) == "w / c":
        count, unit, manner, j = None, "week", "begins", i + 3
    else:
        count, j = count_of(tokens, i)
        unit, manner, j = UNITS.get(tokens.word(j)), _MANNERS.get(tokens.word(j + 1)), tokens.skip(j + 2, {"the"})
    if unit not in {"week", "month", "year"} or manner is None or (manner == "holds" and count):
        return None
    found = absolute(tokens, j)
    if found is None or found.measure not in {"day", "month"}:
        return None
    first, last = first_day(found.period), last_day(found.period)
    period = {
        "holds": hull(containing(unit, first), found.period),
        "begins": Period(first, day_after(shift(first, unit, count or 1), -1)),
        "ends": Period(shift(day_after(last), unit, -(count or 1)), last),
    }[manner]
    return Stretch(period, "week" if unit == "week" else "month", found.end, found.sure)
