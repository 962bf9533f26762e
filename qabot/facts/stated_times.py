"""When a sentence says that something was, as ISO 8601: days, months, years, and what lies between. Pure.

What a sentence leaves out is counted from the day its article was published: "in November" is the nearest one before,
or behind where the sentence looks ahead. A year that is part of a name ("the 2015 Spending Review") is no time here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from msgspec import Struct

from qabot.core.dates import MONTH_NAME, MONTHS, PartialDate
from qabot.core.text import small_letters
from qabot.facts.looking_ahead import is_promised, looks_ahead, looks_back, looks_to_an_end, was_promised
from qabot.facts.number_words import value_of
from qabot.facts.time_patterns import (
    NAMED_BEHIND,
    OF_A_MONTH,
    OF_ITS_YEAR,
    OR_NEXT,
    SHIFTED,
    SINGLE_LEADS,
    YEAR_BEHIND,
    behind_length,
    is_dated,
    is_round,
    may_name_time,
    time_pattern,
)
from qabot.facts.time_stretches import (
    FROM_NOW,
    MONTHS_A_YEAR,
    STEPS,
    Stretch,
    academic,
    ago,
    day_of,
    ending_with,
    financial,
    financial_turn,
    is_year_long,
    just_over,
    months_around,
    months_before,
    part_of_year,
    quarter_before,
    same,
    season_beside,
    shifted,
    turned,
    weekday,
    year_up_to,
    years_from,
)
from qabot.facts.year_parts import length_from, part_of

_IN_PASSING = re.compile(r",\s(?:which|who|whose|where|set\sup|begun|built|[a-z]+ed)\b[^,;]*,$")
"""What ends in a comma behind a time that only says more of somebody: `HMRC, created in 2005,`."""
_BEHIND_LAST = frozenset({"later", "after", "afterwards", "following"})
"""How a time is counted on from the one that was named last, rather than back."""
_PRICES = re.compile(r"\s(?:prices|terms|money|pounds)\b")
"""What follows a year whose money a sum is counted in: `£4m in 2014 prices`."""
_AHEAD_DAYS, _SOON_DAYS = 92, 1
"""Days that a date without a year may lie behind its article, and where the sentence tells of what was."""
_OF_THAT_YEAR = re.compile(r"\sof\s(?:that|the)\s(?:same\s)?year\b")
_WEEK_FROM = re.compile(r"\bweek\s(?:beginning|starting|commencing|of)\s(?:on\s)?(?:monday\s)?$", re.IGNORECASE)
_MONTH_OF = re.compile(rf"\b{MONTH_NAME}(?:\sof)?$")
_IS_SUBJECT = re.compile(r"\s(?:was|saw|brought|had)\b")
"""What follows a month that begins a sentence and tells of itself."""


class TimeMention(Struct, frozen=True):
    """A time that a text names."""

    start: int
    """Where its words begin, the preposition before them included."""
    end: int
    """One past their last character."""
    lead: str
    """The preposition, in small letters; empty where there is none."""
    first: PartialDate
    """Where it begins, as precise as it is stated."""
    last: PartialDate
    """Where it ends, likewise; the same where it is one day, month or year."""
    is_sure: bool = True
    """Whether it stands as it is in the text, rather than being counted from the article's date."""


def find_times(text: str, published: PartialDate | None, before: TimeMention | None = None) -> tuple[TimeMention, ...]:
    """Return the times that a sentence names, in order; without a date, those that are counted from it are left out.

    Args:
        text: A sentence.
        published: When its article was published, as precise as is known.
        before: The time that was named before it, from which its first may be counted: "a year earlier".
    """
    lowered = small_letters(text)
    if not may_name_time(lowered):
        return ()
    return tuple(_times(text, lowered, published, before))


def _times(text: str, lowered: str, published: PartialDate | None, before: TimeMention | None) -> Iterator[TimeMention]:
    place = 0
    reader = _Reader(text, published, before)
    while found := time_pattern().search(lowered, place):
        place = max(found.end(), found.start() + 1)
        if mention := reader.read(found):
            place = max(place, mention.end)
            yield mention


class _Reader:
    """Reads the times of one sentence, from matches in its small letters."""

    def __init__(self, text: str, published: PartialDate | None, before: TimeMention | None) -> None:
        self._text = text
        self._published = published
        self._today = published.last if published else None
        self._is_of_that_year = False
        self._year_behind: re.Match[str] | None = None
        self._start = self._end = 0
        """Where the time begins that is being read, and one past its last character."""
        self._last: tuple[PartialDate, PartialDate] | None = (before.first, before.last) if before else None
        """Where the time that was named before begins and ends."""
        self._is_last_sure = before is not None and before.is_sure
        """Whether the text itself says of which year that is."""
        self._behind_last = 0
        """One past its last character."""

    @property
    def _is_ahead(self) -> bool:
        """Whether it tells of what is to come where the time stands that is being read."""
        is_first = not self._behind_last
        return looks_ahead(self._text, self._start) or (is_first and was_promised(self._text, self._start))

    def read(self, found: re.Match[str]) -> TimeMention | None:
        """Return what a match says; None where it is no time, or one that nothing tells."""
        lead = " ".join((found["lead"] or "").split())
        self._is_of_that_year = bool(_OF_THAT_YEAR.match(self._text, found.end()))
        self._year_behind = YEAR_BEHIND.match(self._text, found.end())
        self._start, self._end = found.span()
        if found["unit"] in MONTHS and self._text[found.start("unit")].islower():
            return None  # "this may"
        try:
            span = self._stated(found) or self._relative(found) or self._between(found, lead)
        except (ValueError, OverflowError):  # no calendar has it
            return None
        if span is None:
            return None
        first, last, sure = span
        self._last, self._is_last_sure, self._behind_last = (first, last), sure, self._end
        start = found.start()
        if self._is_shift(found):
            start, lead = behind_length(found), "to"
        return TimeMention(start, self._end, lead, first, last, sure)

    def _is_shift(self, found: re.Match[str]) -> bool:
        """Whether a length is how far something moved that ends now when the match says: `delayed a year to 2016`."""
        which = "count_of" if found["count_of"] else "single"
        if not found[which] or not found.string.startswith("to ", behind_length(found)):
            return False
        return bool(SHIFTED.search(self._text, max(0, found.start(which) - 60), found.start(which)))

    def _stated(self, found: re.Match[str]) -> Stretch | None:  # noqa: C901, PLR0911 - a way of writing each
        """Read financial years, quarters, halves and decades."""
        if found["count_of"] or found["single"]:
            return self._moved_to(found) if self._is_shift(found) else self._length(found)
        if found["from_month"]:
            return length_from(found)
        if found["pfy"] or found["tpart"]:
            return part_of(found, self._published)
        if found["fy"] or found["sy"]:
            first = years_from(int(found["fy"] or f"20{found['sy']}"), found["fz"] or found["sz"])
            if first and (found["school"] or found["academic"]):
                return academic(*first[:2])
            last = years_from(int(found["fy2"]), found["fz2"]) if found["fy2"] else first
            return (first[0], last[1], True) if first and last and first[0].first <= last[1].last else first
        if found["turn"]:
            return financial_turn(self._published, found["turn"]) if self._published else None
        if year := found["fsy"] or found["fyy"]:
            return financial(int(year))
        if found["em"]:
            end = PartialDate(int(found["ey"]), MONTHS[found["em"]])
            return months_before(end, MONTHS_A_YEAR), end, True
        if found["part"]:
            return part_of_year(int(found["py"]), found["part"], found["piece"] or "")
        if found["decade"]:
            year = int(found["decade"])
            return PartialDate(year), PartialDate(year + 9), True
        return None

    def _moved_to(self, found: re.Match[str]) -> Stretch | None:
        """Read when something is to be that moved by a length: the end of what `_length` would read."""
        if found["lfy"]:
            return financial(int(found["lfy"]))
        if found["lyear"]:
            return PartialDate(int(found["lyear"])), PartialDate(int(found["lyear"])), True
        month = MONTHS[found["lm"].rstrip(".")]
        day = int(re.sub(r"\D", "", found["ld"])) if found["ld"] else None
        end = PartialDate(int(found["ly"]), month, day) if found["ly"] else self._nearest(month, day)
        return (end, end, bool(found["ly"])) if end else None

    def _length(self, found: re.Match[str]) -> Stretch | None:
        """Read so many months or years that end at a time: "the three years to March 2018"."""
        unit = found["length"] or found["single"]
        count = int(value_of(found["count_of"])) if found["count_of"] else 1
        if unit == "decade":
            unit, count = "year", 10
        if unit.startswith(("half", "quarter")):
            unit, count = "month", 6 if unit.startswith("half") else 3
        if found["lyear"]:
            end = PartialDate(int(found["lyear"]))
            return (PartialDate(end.year - count + 1), end, True) if unit == "year" else None
        if found["lfy"]:
            first, last, _ = financial(int(found["lfy"]))
            return (PartialDate(first.year - count + 1, first.month), last, True) if unit == "year" else None
        month = MONTHS[found["lm"].rstrip(".")]
        near = PartialDate(int(found["ly"]), month) if found["ly"] else self._nearest(month, None)
        if near is None:
            return None
        if unit == "week":
            if not found["ld"]:
                return None
            day = PartialDate(near.year, month, int(re.sub(r"\D", "", found["ld"]))).first
            return day_of(day - timedelta(7 * count - 1)), day_of(day), True
        return months_before(near, count * (MONTHS_A_YEAR if unit == "year" else 1)), near, True

    def _relative(self, found: re.Match[str]) -> Stretch | None:
        """Read what is counted from a time named before, or from the article's date, where it has one."""
        if found["ending"] or found["year_end"]:
            return self._ending(found)
        if found["season"]:
            return self._season(*found["season"].rsplit(" ", 1))
        if found["that"] or (found["beside"] == "year" and found["side"] == "after"):
            return self._that_year(found)
        return self._earlier(found) or self._counted(found)

    def _ending(self, found: re.Match[str]) -> Stretch | None:
        """Read the end of the year that was named last, or else of the article's where the sentence looks ahead."""
        unit = found["ending"] or "year"
        if unit == "year" and self._last is not None:
            return same(PartialDate(self._last[1].year))
        is_begun = found.string.endswith("start of ", 0, found.start("ending") - len("the "))
        if self._published is None or not looks_to_an_end(self._text, is_begun=is_begun):
            return None
        return ending_with(self._published, unit)

    def _counted(self, found: re.Match[str]) -> Stretch | None:  # noqa: C901, PLR0911 - likewise
        today, published = self._today, self._published
        if today is None or published is None:
            return None
        if found["next_year"]:
            is_year = OR_NEXT.search(self._text, 0, found.start())
            return same(PartialDate(published.year + 1)) if is_year else None
        if found["stretch"]:
            return months_around(published, int(value_of(found["months"])), found["stretch"])
        if found["just"]:
            return just_over(published, found["just"])
        if found["before"]:
            return same(PartialDate(published.year - 1))
        if found["quarter"]:
            return quarter_before(published, found["quarter"])
        if found["which"]:
            return year_up_to(published, self._text, found.end()) or turned(
                published, today, found["which"], " ".join(found["unit"].split())
            )
        if published.month is None:
            return None
        if found["way"] in FROM_NOW:
            return ago(published, today, found["count"], found["units"], FROM_NOW[found["way"]])
        if published.day is None:
            return None
        if found["now"]:
            days = {"today": 0, "tomorrow": 1}.get(found["now"], -1)
            return same(day_of(today + timedelta(days)))
        if found["weekday"]:
            return same(weekday(today, found["weekday"], found["wwhich"] or "", is_ahead=self._is_ahead))
        return None

    def _earlier(self, found: re.Match[str]) -> Stretch | None:
        """Return so many years before the time named last, or after it, unless that was told in passing."""
        if self._last is None or _IN_PASSING.search(self._text, 0, self._behind_last + 1):
            return None
        count, way = found["count"] or "", found["way"] or found["side"] or found["turned"] or "before"
        is_previous = (found["which"] or "").endswith("previous")
        unit = found["beside"] or found["turned_unit"] or (found["unit"] if is_previous else found["units"])
        if found["before"] or unit:
            number = int(value_of(count)) if count not in {"", "a", "an"} else 1
            step = 0 if way in {"ago", "from now"} else 1 if way in _BEHIND_LAST else -1
            return shifted(self._last[0], self._last[1], unit or "year", step * number)
        return None

    def _that_year(self, found: re.Match[str]) -> Stretch | None:
        """Read the year named last, or the one behind it; "in October of that year" was read with its month."""
        if self._last is None or _MONTH_OF.search(self._text, 0, found.start() + len(found["lead"] or "")):
            return None
        is_next = "following" in (found["that"] or "following")
        if is_year_long(*self._last):  # a year of accounts
            return shifted(*self._last, "year", 1) if is_next else (*self._last, False)
        return same(PartialDate(self._last[0].year + is_next))

    def _season(self, which: str, season: str) -> Stretch | None:
        """Read "in the autumn": of the year named last, or as its verb tells of what was or is to come."""
        if self._last is not None and (self._is_last_sure or which != "the"):
            return season_beside(*self._last, season, self._text[: self._behind_last])
        if which != "the" or self._published is None or self._published.month is None or season == "winter":
            return None  # a winter is of two years
        is_begun = self._text.casefold().startswith("since", self._start)
        is_ahead = self._is_ahead or not (is_begun or looks_back(self._text, self._start, self._end))
        return turned(self._published, self._published.last, "next" if is_ahead else "last", season)

    def _between(self, found: re.Match[str], lead: str) -> Stretch | None:
        """Read a day, a month or a year, or two of them."""
        joint = " ".join((found["joint"] or "").split())
        last = self._at(found, "2", None) if joint else None
        first = self._at(found, "1", last)
        if first is None or not self._is_time(found, lead):
            return None
        if found["from_day"]:
            return (
                PartialDate(first.year, first.month, int(re.sub(r"\D", "", found["from_day"]))),
                first,
                is_dated(found, "1"),
            )
        if first.day is not None and last is None and _WEEK_FROM.search(self._text, 0, found.start()):
            return first, day_of(first.first + timedelta(6)), is_dated(found, "1")
        if last is None or first.first > last.last:
            return first, first, is_dated(found, "1")
        return first, last, True

    def _at(self, found: re.Match[str], n: str, behind: PartialDate | None) -> PartialDate | None:
        if iso := found[f"iso{n}"]:
            return PartialDate.parse(iso)
        if year := found[f"y{n}"]:
            return PartialDate(int(year))
        month = found[f"dm{n}"] or found[f"mm{n}"] or found[f"m{n}"]
        if not month:
            return None
        number = MONTHS[month.rstrip(".")]
        day = found[f"d{n}"] or found[f"md{n}"]
        at = int(re.sub(r"\D", "", day)) if day else None
        year = found[f"dy{n}"] or found[f"mdy{n}"] or found[f"my{n}"]
        if year:
            return PartialDate(int(year), number, at)
        if behind is not None and behind.month is not None:
            return PartialDate(behind.year - (number > behind.month), number, at)
        return self._nearest(number, at)

    def _nearest(self, month: int, day: int | None) -> PartialDate | None:
        """Return a month whose year is not said: the one before the article, or the one behind it."""
        if self._is_of_that_year and self._last is not None:
            return PartialDate(self._last[0].year, month, day)
        if self._published is None or self._published.month is None:
            return None
        year, own = self._published.year, self._published.month
        if self._year_behind:
            self._end = self._year_behind.end()
            return PartialDate(year + STEPS.get(self._year_behind["which"], 0), month, day)
        if day is not None and self._today is not None:  # the nearest such day
            origin = self._published.first
            is_ahead = self._is_ahead
            is_to_come = is_ahead and is_promised(self._text)
            is_over = not is_ahead and looks_back(self._text, self._start, self._end)
            ahead = MONTHS_A_YEAR * 31 if is_ahead else _SOON_DAYS if is_over else _AHEAD_DAYS
            near = [PartialDate(each, month, day) for each in (year - 1, year, year + 1)]
            near = [each for each in near if (each.first - origin).days <= ahead]
            near = [each for each in near if each.last >= origin or not is_to_come]
            return min(near, key=lambda each: abs((each.first - origin).days))
        if self._is_ahead:
            return PartialDate(year + (month < own), month, day)
        return PartialDate(year - (month > own), month, day)

    def _is_time(self, found: re.Match[str], lead: str) -> bool:
        """Whether a match is a time rather than a part of a name, a count, or the verb "may"."""
        text = self._text
        if found["m1"] and not found["my1"]:
            word = text[slice(*found.span("m1"))]
            is_subject = not text[: found.start()].strip() and bool(_IS_SUBJECT.match(text, found.end()))
            is_led = bool(lead) and (word != "May" or lead in SINGLE_LEADS)
            return is_subject or (word[0].isupper() and (is_led or OF_A_MONTH.match(text, found.end()) is not None))
        if not found["y1"] or OF_ITS_YEAR.match(text, found.end()):
            return True
        if NAMED_BEHIND.match(text, found.end()) and lead not in {"since", "by", "until", "before", "after"}:
            is_in = lead == "in" and bool(text[: found.start()].strip()) and text[found.end() + 1].islower()
            return is_in and not _PRICES.match(text, found.end())
        if lead in SINGLE_LEADS or found["joint"]:
            return not (lead == "of" and not found["joint"] and is_round(found["y1"], text, found.end()))
        begins = text[found.start() : found.start("y1")].strip().casefold()
        if begins:  # "early", "mid-", "the summer of"
            return True
        before = text[: found.start()].rstrip()
        return not before or before[-1] in "(,;:"
