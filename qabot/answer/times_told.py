"""Whether a text may speak of a year, or of any time at all, with what its article's own date makes of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.dates import MONTH_NAME, MONTH_NAMES
from qabot.core.text import Span

_YEAR = r"(?<![\d£$€.,])(?:19|20)\d\d(?![\d%]|[.,]\d)"
# Patterns are compiled when first needed, which re remembers: a question needs few of them.
_ASKED = (
    r"(?i)"
    rf"(?:(?P<month>{'|'.join(MONTH_NAMES)}),?\s+)?(?P<year>{_YEAR})(?:\s?[-–/]\s?(?P<to>(?:20)?\d\d)\b)?"
)
_TOLD = rf"(?P<year>{_YEAR})(?:\s?[-–/]\s?(?P<to>(?:19|20)?\d\d)\b)?(?P<decade>s\b)?"
_SHORT = r"(?:[’']|\bFY\s?|/)(\d\d)\b"
"""A year by its last digits: `’15`, `FY16`, `15/16`."""
_SINCE = rf"(?i)\b(?:since|from|after|between|began in|started in)\b[^.;]{{0,30}}?(?P<year>{_YEAR})"
_UNTIL = (
    r"(?i)"
    rf"\b(?:until|till|by|before|to|up to|through|end of|and|expires? in|ends? in|run to)\s"
    rf"(?:[^\d.;]{{0,25}}\s)?(?P<year>{_YEAR})"
)
_LONG = (
    r"(?i)"
    r"\b(?:decades?|century|centuries|generation|ever since|(?:\d+|two|three|four|five|six|seven|eight|nine|ten|"
    r"several|few|many|of|over the|for|recent|past|last|coming|next|previous|following|earlier|\w+teen|"
    r"\w+ty)[\s-]years?)\b"
)
"""Words for a time whose years nobody can tell."""
_BESIDE = (
    r"(?i)"
    rf"\b(?:{MONTH_NAME}|last|next|previous|following|coming|earlier|later|ago|spring|summer|autumn|winter|christmas|year|"
    r"years|months?|budget|election)\b"
)
"""Words that may tell of the year before that of an article, or of the next."""
_UNITS = "minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies)"
_SEASONS = (
    "spring|summer|autumn|winter|christmas|easter|weekend|budget|election|session|parliament|term|morning|evening"
)
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_TIME = (
    r"(?i)"
    rf"{_YEAR}|\b(?:{MONTH_NAME}|{_DAYS}|today|tonight|yesterday|tomorrow|midnight|noon|overnight|ago|{_SEASONS}|"
    rf"(?:last|next|this|that|same|previous|following|coming|earlier|later|first|second|third|fourth|final|mid|early|"
    rf"late|another|within|in)[\s-](?:\w+[\s-]){{0,3}}(?:{_UNITS})|(?:{_UNITS})\s(?:later|earlier|before|after|on|"
    r"from now|away|to come)|immediately|already|at once|straight away|"
    r"\d{1,2}(?:st|nd|rd|th)|[HQ][1-4]|\d\d?[/.]\d\d?[/.]\d+)\b|"
    r"[’']\d\d\b|\b\d\d/\d\d\b"
)
"""Whatever tells when something is, from a year to "two days later"."""
_DURATION = (
    r"(?i)"
    rf"\b(?:\d[\d.,]{{0,40}}+|\w+teen|\w+ty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|an?|of|for|"
    rf"over|few|several|some|many|couple|hundreds|thousands|the|past|last|next|full|whole|entire|each|every|per|long|short|"
    rf"extra|more|further)[\s-]+(?:\w+[\s-]+){{0,2}}(?:{_UNITS})\b|"
    rf"\b(?:minutes|hours|days|nights|weeks|fortnights|months|years|decades|centuries)\b|"
    rf"\b(?:{_UNITS})[\s-](?:long|later|of|late|behind|early|overdue|ahead)\b|\b(?:since|until|till|between|from|overnight|permanent(?:ly)?|indefinite(?:ly)?|"
    r"forever|weekend|annual|yearly|monthly|weekly|daily|life(?:time|long)|long(?:er|est)?|short(?:er|est|ly)?|brief(?:ly)?|moments?|"
    r"page|pages|paragraph|words|miles?|metres?|kilometres?|km)\b"
)
"""Whatever tells how long something is, in time or in space."""


class NamedTime(Struct, frozen=True):
    """A year, or a month of one, that a question names."""

    words: str
    """As the question writes it."""
    span: Span
    """Where it stands in `AnalysedQuestion.text`."""
    years: frozenset[int]
    """The years it is, or runs over."""


def times_in(text: str) -> tuple[NamedTime, ...]:
    """Return the years, and the months of a year, that a question names."""
    found = (each for each in re.finditer(_ASKED, text))
    return tuple(NamedTime(each[0], each.span(), _years(each["year"], each["to"])) for each in found)


def may_speak_of(time: NamedTime, text: str, article: Article) -> bool:
    """Whether a text of an article may speak of a time: of any of its years, or of one that lies about it.

    An article may speak of its own year without naming it, and, where it says "last year", of those beside it.
    """
    if set(_told(text)) & time.years or re.search(_LONG, text):
        return True
    published = article.published.year if article.published else None
    if _is_within(time, text, published):
        return True
    if published is None:
        return not any(_told(text))
    distance = min(abs(published - each) for each in time.years)
    return distance == 0 or (distance == 1 and re.search(_BESIDE, text) is not None)


def _is_within(time: NamedTime, text: str, published: int | None) -> bool:
    """Whether a time may lie in what a text says runs from a year or up to one; the article's own is the other end."""
    since = [int(found["year"]) for found in re.finditer(_SINCE, text)]
    until = [int(found["year"]) for found in re.finditer(_UNTIL, text)]
    if not (since or until):
        return False
    present = [] if published is None else [published]
    first, last = min(time.years), max(time.years)
    return min((*since, *present), default=last) <= last and first <= max((*until, *present), default=first)


def may_tell_a_time(text: str) -> bool:
    """Whether a text may tell when something was, is or will be."""
    return re.search(_TIME, text) is not None


def may_tell_a_duration(text: str) -> bool:
    """Whether a text may tell how long something took or is."""
    return re.search(_DURATION, text) is not None


def _told(text: str) -> Iterator[int]:
    for found in re.finditer(_TOLD, text):
        years = _years(found["year"], found["to"])
        first = min(years)
        yield from range(first, first + 10) if found["decade"] else years
    for found in re.finditer(_SHORT, text):
        yield 2000 + int(found[1])
        yield 1900 + int(found[1])


def _years(year: str, to: str | None) -> frozenset[int]:
    """Return the years from one to another, which may be given by its last two digits."""
    first = int(year)
    if not to:
        return frozenset({first})
    last = int(to) if len(to) == len(year) else first - first % 100 + int(to)
    return frozenset(range(first, last + 1)) if first < last <= first + 100 else frozenset({first})
