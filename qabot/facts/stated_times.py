"""When a sentence says that something was, as ISO 8601: days, months, years, and what lies between. Pure.

What a sentence leaves out is counted from the day its article was published: "in November" is the nearest one before,
or behind where the sentence looks ahead. A year that is part of a name ("the 2015 Spending Review") is no time here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, cached_property

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.dates import MONTH_NAME, MONTHS, PartialDate
from qabot.core.text import Span, small_letters
from qabot.facts.number_words import IN_WORDS, value_of
from qabot.facts.time_stretches import (
    MONTHS_A_YEAR,
    Stretch,
    ago,
    day_of,
    financial,
    months_before,
    part_of_financial,
    part_of_year,
    same,
    turned,
    weekday,
    years_from,
)

# What times are looked for with is in small letters, and so is the text that is searched: a pattern that ignores case
# tries every alternative at every word, and takes almost twice as long.
_MONTH = MONTH_NAME.casefold()
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_AT = (
    rf"(?:(?P<d{{n}}>{_DAY})\s(?:of\s)?(?P<dm{{n}}>{_MONTH})(?:,?\s(?P<dy{{n}}>{_YEAR}))?|"
    rf"(?P<mm{{n}}>{_MONTH})\s(?P<md{{n}}>{_DAY})(?:,\s(?P<mdy{{n}}>{_YEAR}))?(?!\d)|"
    rf"(?P<m{{n}}>{_MONTH})(?:\s(?:of\s)?(?P<my{{n}}>{_YEAR}))?|"
    rf"(?P<iso{{n}}>{_YEAR}-\d\d-\d\d)|(?P<y{{n}}>{_YEAR}))"
)
_FINANCIAL = rf"(?:fy\s?)?(?P<fy>{_YEAR})\s?[-/–]\s?(?P<fz>(?:19|20)?\d\d)(?![\w/-])"
_SHORT_FINANCIAL = r"fy\s?(?P<sy>\d\d)\s?[-/–]\s?(?P<sz>\d\d)\b"
_FINANCIAL_YEAR = (
    rf"(?:financial|fiscal|tax)\syear\s(?P<fsy>{_YEAR})(?!\s?[-/–]\d)|fy\s?(?P<fyy>{_YEAR})\b|"
    rf"(?:financial\s|fiscal\s)?year\s(?:to|ending|ended|that\sended\sin|to\sthe\send\sof)\s(?:31\s)?"
    rf"(?P<em>{_MONTH})\s(?P<ey>{_YEAR})"
)
_LENGTH = (
    rf"(?:the\s)?(?:(?P<count_of>\d{{1,3}}|{IN_WORDS})\s(?P<length>week|month|year)s|(?P<single>week|year))\s(?:to|ending|ended|up\sto)\s"
    rf"(?:the\send\sof\s|in\s)?(?:(?P<ld>{_DAY})\s)?(?:(?P<lm>{_MONTH})(?:\s(?P<ly>{_YEAR}))?|"
    rf"(?P<lfy>{_YEAR})[-/–](?P<lfz>\d\d)|(?P<lyear>{_YEAR}))"
)
_PART_OF_FINANCIAL = (
    rf"(?:the\s)?(?P<fpart>first|second|third|fourth|last|final|opening|q[1-4]|h[12])(?:\s(?P<fpiece>quarter|half|"
    rf"six\smonths))?\s(?:of\s)?(?P<pfy>{_YEAR})\s?[-/–]\s?(?P<pfz>\d\d)(?![\w/-])"
)
_PART_OF_THIS = (
    r"(?:the\s)?(?P<tpart>first|second|third|fourth|last|final|opening)\s(?P<tpiece>quarter|half|six\smonths)\sof\s"
    r"(?P<tyear>the|this|last)\syear\b"
)
_PART = (
    rf"(?:the\s)?(?P<part>first|second|third|fourth|last|final|opening|q[1-4]|h[12])(?:\s(?P<piece>quarter|half|"
    rf"six\smonths))?"
    rf"\s(?:of\s)?(?P<py>{_YEAR})\b"
)
_DECADE = r"(?:the\s)?(?P<decade>(?:19|20)\d0)s\b"
_RELATIVE = (
    r"(?P<now>today|yesterday|tomorrow|last\snight)\b|(?:(?P<which>last|this|next|previous|the\sprevious|"
    r"the\scoming|current|the\scurrent)"
    r"\s(?P<unit>week|month|financial\syear|year)\b(?!['’]s\s[a-z]))|(?P<before>(?:the\s)?year\s(?:before|"
    r"earlier))\b(?!\s(?:it|that|this|the|then|a)\b)|"
    r"(?P<that>(?:that|the)\s(?:same\s)?|the\sfollowing\s)year\b(?!\s(?:before|earlier|to|end))|"
    rf"(?P<count>\d{{1,3}}|an?|{IN_WORDS})\s(?P<units>day|week|month|year)s?\s(?P<way>ago|earlier)\b|"
    r"(?:(?P<wwhich>last|this|next)\s|on\s)(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_LEADS = (
    r"as\sof|as\sat|by\sthe\send\sof|at\sthe\send\sof|by\sthe\sclose\sof|since|between|during|throughout|until|"
    r"till|before|after|"
    r"within|when|around|about|in|on|by|for|from|to|of|at|up\sto|than|and|over|back\sin|dated|ending|ended"
)
_EARLY = (
    r"(?:(?:the\s)?(?:(?:early|late|mid|spring|summer|autumn|winter)[\s-](?:of\s|in\s)?|"
    r"(?:end|start|beginning|middle|close|whole|rest)\sof\s)(?:the\s)?)?"
)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a time, made when first needed."""
    one, other = _AT.replace("{n}", "1"), _AT.replace("{n}", "2")
    joint = r"(?:\s?[-–—]\s?|\s(?:to|until|and|up\sto)\s)"
    tail = rf"(?P<joint>{joint})(?:the\s)?{_EARLY}{other}"
    return re.compile(
        rf"(?<![\w£$€.,/-])(?:(?P<lead>{_LEADS})\s)?(?:the\s)?{_EARLY}(?:{_LENGTH}|{_PART_OF_FINANCIAL}|{_PART_OF_THIS}|{_FINANCIAL_YEAR}|{_SHORT_FINANCIAL}|"
        rf"{_FINANCIAL}|"
        rf"{_PART}|{_DECADE}|{_RELATIVE}|{one}(?:{tail})?)(?![\w£%]|[.,/]\d)"
    )


_MAY_HOLD_ONE = re.compile(rf"(?:19|20)\d\d|\bfy|week|month|year|day|morrow|ago\b|night|{_MONTH}")
"""Without any of these, a text in small letters names no time."""
_HINTS = tuple("19 20 fy week month year day morrow ago night jan feb mar apr may jun jul aug sep oct nov dec".split())
"""Of these one is in whatever `_MAY_HOLD_ONE` finds; looking for them takes a tenth of its time."""
_AHEAD = re.compile(
    r"\b(?:will|shall|due|plans?|planned|expects?|expected|scheduled|next|set\sto|hopes?|aims?|to\s(?:be|begin|"
    r"start|open|"
    r"go|take|run|come|launch|close|end))\b",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(
    r"\s(?:[A-Z][a-z]|(?:spending\s(?:review|round)|budget|election|strategy|report|review|survey|edition|prices|"
    r"census|"
    r"manifesto|act|white\spaper|conference|awards?|roadmap|audit|plan|figures?|autumn\sstatement|terms)\b)"
)
_SINGLE_LEADS = frozenset(
    "as of|as at|by the end of|at the end of|by the close of|since|between|during|throughout|until|till|"
    "before|after|within|when|around|about|in|on|by|for|from|to|of|up to|than|back in|dated|ending|ended|and".split("|")
)
_REPORTED = re.compile(
    r"\b(?:report(?:ed|s|ing)?|heard|said|says|wrote|published|told|according\sto[^,;]*|learned|learnt|announced|"
    r"revealed|disclosed|"
    r"announcement|dated|article|story|update|blog|notice|item|(?<!in\s)post|news|release|interview|documents?|noted|"
    r"answered|answer|speaking)"
    r"(?:\s(?:it|by|to|in|that|the|as|an?|its|of|from|\w+\.?)){0,4}\s?$",
    re.IGNORECASE,
)
"""What stands before a date that says when something was said, not when it was."""
_OF_THAT_YEAR = re.compile(r"\sof\s(?:that|the)\s(?:same\s)?year\b")
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
    iso: str
    """A day, a month, a year or an interval, as `FigureFact.period` writes them; `2010/..` where it has no end."""
    first: PartialDate
    """Where it begins, as precise as it is stated."""
    is_sure: bool = True
    """Whether it stands as it is in the text, rather than being counted from the article's date."""


def find_times(text: str, published: PartialDate | None) -> tuple[TimeMention, ...]:
    """Return the times that a sentence names, in order; without a date, those that are counted from it are left out.

    Args:
        text: A sentence.
        published: When its article was published, as precise as is known.
    """
    lowered = small_letters(text)
    if not any(map(lowered.__contains__, _HINTS)) or not _MAY_HOLD_ONE.search(lowered):
        return ()
    return tuple(_times(text, lowered, published))


class SentenceTimes:
    """The times that the sentences of an article name, each read once: its figures and its events ask for them."""

    def __init__(self, article: Article) -> None:
        """Read nothing yet."""
        self._article = article
        self._found: dict[Span, tuple[TimeMention, ...]] = {}

    def within(self, span: Span) -> tuple[TimeMention, ...]:
        """Return what a range of the article names, as `find_times` does; places are the range's."""
        if span not in self._found:
            self._found[span] = find_times(self._article.text[slice(*span)], self._article.published)
        return self._found[span]


def is_of_report(text: str, time: TimeMention) -> bool:
    """Whether a time of a sentence is when something was said or reported, rather than when it was."""
    return bool(_REPORTED.search(text, max(0, time.start - 80), time.start))


def _times(text: str, lowered: str, published: PartialDate | None) -> Iterator[TimeMention]:
    place = 0
    reader = _Reader(text, published)
    while found := _pattern().search(lowered, place):
        place = max(found.end(), found.start() + 1)
        if mention := reader.read(found):
            reader.last = mention.first
            yield mention


class _Reader:
    """Reads the times of one sentence, from matches in its small letters."""

    def __init__(self, text: str, published: PartialDate | None) -> None:
        self._text = text
        self._published = published
        self._today = published.last if published else None
        self._is_of_that_year = False
        self.last: PartialDate | None = None
        """The time that was named before."""

    @cached_property
    def _is_ahead(self) -> bool:
        """Whether it tells of what is to come."""
        return bool(_AHEAD.search(self._text))

    def read(self, found: re.Match[str]) -> TimeMention | None:
        """Return what a match says; None where it is no time, or one that nothing tells."""
        lead = " ".join((found["lead"] or "").split())
        self._is_of_that_year = bool(_OF_THAT_YEAR.match(self._text, found.end()))
        try:
            span = self._stated(found) or self._relative(found) or self._between(found, lead)
        except ValueError:  # no calendar has it
            return None
        if span is None:
            return None
        first, last, sure = span
        iso = str(first) if first == last else f"{first}/{last}"
        if lead == "since" and first == last:
            iso = f"{first}/.."
        return TimeMention(found.start(), found.end(), lead, iso, first, sure)

    def _stated(self, found: re.Match[str]) -> Stretch | None:  # noqa: PLR0911 - a way of writing each
        """Read financial years, quarters, halves and decades."""
        if found["count_of"] or found["single"]:
            return self._length(found)
        if found["pfy"] or found["tpart"]:
            return self._part(found)
        if found["fy"] or found["sy"]:
            return years_from(int(found["fy"] or f"20{found['sy']}"), found["fz"] or found["sz"])
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

    def _part(self, found: re.Match[str]) -> Stretch | None:
        """Read a part of a financial year, or of the year in which the article was published."""
        if found["pfy"]:
            return part_of_financial(int(found["pfy"]), found["fpart"], found["fpiece"] or "")
        if self._published is None:
            return None
        year = self._published.year - (found["tyear"] == "last")
        return part_of_year(year, found["tpart"], found["tpiece"])

    def _length(self, found: re.Match[str]) -> Stretch | None:
        """Read so many months or years that end at a time: "the three years to March 2018"."""
        unit = found["length"] or found["single"]
        count = int(value_of(found["count_of"])) if found["count_of"] else 1
        if found["lyear"]:
            end = PartialDate(int(found["lyear"]))
            return (PartialDate(end.year - count + 1), end, True) if unit == "year" else None
        if found["lfy"]:
            year = int(found["lfy"])
            first, last, _ = financial(year)
            return (PartialDate(year - count + 1, first.month), last, True) if unit == "year" else None
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

    def _relative(self, found: re.Match[str]) -> Stretch | None:  # noqa: PLR0911 - likewise
        """Read what is counted from the article's date, where it has one."""
        if found["that"]:
            return self._that_year(found)
        today, published = self._today, self._published
        if today is None or published is None:
            return None
        if found["before"]:
            return same(PartialDate(published.year - 1))
        if found["which"]:
            return turned(published, today, found["which"], " ".join(found["unit"].split()))
        if published.month is None:
            return None
        if found["count"]:
            return ago(published, today, found["count"], found["units"])
        if published.day is None:
            return None
        if found["now"]:
            days = {"today": 0, "tomorrow": 1}.get(found["now"], -1)
            return same(day_of(today + timedelta(days)))
        if found["weekday"]:
            return same(weekday(today, found["weekday"], found["wwhich"] or "", is_ahead=self._is_ahead))
        return None

    def _that_year(self, found: re.Match[str]) -> Stretch | None:
        """Read the year named last, or the one behind it; "in October of that year" was read with its month."""
        if self.last is None or _MONTH_OF.search(self._text, 0, found.start() + len(found["lead"] or "")):
            return None
        return same(PartialDate(self.last.year + ("following" in self._text[slice(*found.span("that"))])))

    def _between(self, found: re.Match[str], lead: str) -> Stretch | None:
        """Read a day, a month or a year, or two of them."""
        joint = " ".join((found["joint"] or "").split())
        last = self._at(found, "2", None) if joint else None
        first = self._at(found, "1", last)
        if first is None or not self._is_time(found, lead):
            return None
        if last is None or first.first > last.last:
            return first, first, _is_dated(found, "1")
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
        if self._is_of_that_year and self.last is not None:
            return PartialDate(self.last.year, month, day)
        if self._published is None or self._published.month is None:
            return None
        year, own = self._published.year, self._published.month
        if day is not None and self._today is not None:  # the nearest such day
            origin = self._published.first
            near = [PartialDate(each, month, day) for each in (year - 1, year, year + 1)]
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
            is_led = word[0].isupper() and bool(lead) and (word != "May" or lead in _SINGLE_LEADS)
            return is_subject or is_led
        if not found["y1"]:
            return True
        if _NAMED_BEHIND.match(text, found.end()) and lead not in {"since", "by", "until", "before", "after"}:
            return lead == "in" and bool(text[: found.start()].strip()) and text[found.end() + 1].islower()
        if lead in _SINGLE_LEADS or found["joint"]:
            return not (lead == "of" and not found["joint"] and _is_round(found["y1"], text, found.end()))
        begins = text[found.start() : found.start("y1")].strip().casefold()
        if begins:  # "early", "mid-", "the summer of"
            return True
        before = text[: found.start()].rstrip()
        return not before or before[-1] in "(,;:"


def _is_dated(found: re.Match[str], n: str) -> bool:
    return bool(found[f"dy{n}"] or found[f"mdy{n}"] or found[f"my{n}"] or found[f"y{n}"] or found[f"iso{n}"])


def _is_round(year: str, text: str, end: int) -> bool:
    """Whether four figures behind "of" count something: `a total of 2000 staff`."""
    return year.endswith("00") and bool(re.match(r"\s[a-z]", text[end:]))
