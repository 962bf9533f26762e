"""Events of British public life that people tell time by: the 2015 Spending Review, the last election."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from qabot.core.questions import Period
from qabot.question.dates.date_tokens import Phrases, Tokens
from qabot.question.dates.periods import first_day, last_day
from qabot.question.dates.spans import span


def _days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in text.split())


_ELECTIONS = _days("1997-05-01 2001-06-07 2005-05-05 2010-05-06 2015-05-07 2017-06-08 2019-12-12 2024-07-04")
_SPENDING_REVIEWS = _days(
    "1998-07-14 2000-07-18 2002-07-15 2004-07-12 2007-10-09 2010-10-20 2013-06-26 2015-11-25 2019-09-04 2020-11-25 "
    "2021-10-27 2025-06-11"
)
_BUDGETS = _days(
    "2010-03-24 2010-06-22 2011-03-23 2012-03-21 2013-03-20 2014-03-19 2015-03-18 2015-07-08 2016-03-16 2017-03-08 "
    "2017-11-22 2018-10-29 2020-03-11 2021-03-03 2021-10-27 2023-03-15 2024-03-06 2024-10-30 2025-11-26"
)
_AUTUMN_STATEMENTS = _days(
    "2010-11-29 2011-11-29 2012-12-05 2013-12-05 2014-12-03 2015-11-25 2016-11-23 2022-11-17 2023-11-22"
)
_SPRING_STATEMENTS = _days("2018-03-13 2019-03-13 2022-03-23 2025-03-26")
_EU_REFERENDUM = _days("2016-06-23")
_SCOTTISH_REFERENDUM = _days("2014-09-18")

KNOWN = Phrases(
    {
        **dict.fromkeys(("election", "general election", "uk general election", "snap election"), _ELECTIONS),
        **dict.fromkeys(("spending review", "comprehensive spending review", "spending round"), _SPENDING_REVIEWS),
        **dict.fromkeys(("sr", "csr", "government spending review"), _SPENDING_REVIEWS),
        **dict.fromkeys(("budget", "autumn budget", "spring budget", "summer budget", "emergency budget"), _BUDGETS),
        "autumn statement": _AUTUMN_STATEMENTS,
        "spring statement": _SPRING_STATEMENTS,
        **dict.fromkeys(("eu referendum", "brexit referendum", "brexit vote"), _EU_REFERENDUM),
        **dict.fromkeys(("scottish referendum", "scottish independence referendum"), _SCOTTISH_REFERENDUM),
        "referendum": _SCOTTISH_REFERENDUM + _EU_REFERENDUM,
    }
)
"""The days of events, by what they are called. "After Brexit" names no day."""


class Event(NamedTuple):
    """When an event took place, and how far its name goes."""

    period: Period
    """Its day where that is known, else all days it may have been."""
    end: int
    """One past the last token."""


def event(tokens: Tokens, i: int) -> Event | None:
    """Read an event and its date: `the 2015 spending review`, `the election in 2019`, `the last budget`."""
    i = tokens.skip(i, {"the"})
    return _dated(tokens, i) or _latest(tokens, i) or _named(tokens, i)


def days_of(days: tuple[date, ...], period: Period) -> Period:
    """Return when an event took place that has these days; the whole period where none of them lies in it."""
    inside = [day for day in days if first_day(period) <= day <= last_day(period)]
    return Period(inside[0], inside[-1]) if inside else period


def _dated(tokens: Tokens, i: int) -> Event | None:
    """Read `2015 spending review`, `May 2015 election`, `last year’s budget`."""
    found = span(tokens, i)
    named = tokens.phrase(tokens.possessive(found.end), KNOWN) if found else None
    if found is None or named is None or not found.sure or found.measure == "rolling":
        return None
    return Event(days_of(named[0], found.period), named[1])


def _latest(tokens: Tokens, i: int) -> Event | None:
    """Read `last election`, `most recent spending review`."""
    if tokens.word(i) not in {"last", "latest", "previous", "most"}:
        return None
    named = tokens.phrase(tokens.skip(i + 1, {"recent"}), KNOWN)
    past = [day for day in named[0] if day <= tokens.today] if named else []
    return Event(Period(past[-1], past[-1]), named[1]) if named and past else None


def _named(tokens: Tokens, i: int) -> Event | None:
    """Read `spending review of 2015`, `election in May 2015`, `EU referendum`."""
    named = tokens.phrase(i, KNOWN)
    if named is None:
        return None
    days, end = named
    found = span(tokens, tokens.skip(end, {"of", "in", "on"}))
    if found and found.sure and found.measure not in {"rolling", "week"}:
        return Event(days_of(days, found.period), found.end)
    return Event(Period(days[0], days[0]), end) if len(days) == 1 else None
