"""Figures in a text, read by value: sums of money, shares, and counts of things, with their bounds and periods. Pure.

`£1.8bn`, `1.8 billion pounds` and `£1,800m` are one value; so are `25 per cent` and `a quarter`. Dates, years, times,
addresses and versions are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.dates import MONTH_NAME
from qabot.core.text import small_letters
from qabot.facts.counted_nouns import counted_noun
from qabot.facts.number_words import ADDED_TO, AND_A_HALF, DIGITS, IN_WORDS, SCALE, value_of

FigureKind = Literal["money", "share", "count"]
"""A sum, a part of a whole or a difference of two, or how many of something there are."""
Bound = Literal["exact", "about", "at most", "at least"]
"""How a figure stands to what it is of."""

POUNDS, DOLLARS, EUROS, YEN, PER_CENT, POINTS = "£", "$", "€", "¥", "%", "points"
"""Units of what is no count: currencies, a share in hundredths, and a difference of two shares."""
_CURRENCIES: Mapping[str, str] = {
    "£": POUNDS, "gbp": POUNDS, "pound": POUNDS, "pounds": POUNDS, "quid": POUNDS, "pound sterling": POUNDS,
    "pounds sterling": POUNDS, "$": DOLLARS, "us$": DOLLARS, "usd": DOLLARS, "dollar": DOLLARS, "dollars": DOLLARS,
    "a$": "A$", "aud": "A$", "c$": "C$", "cad": "C$", "nz$": "NZ$", "hk$": "HK$", "s$": "S$",
    "€": EUROS, "eur": EUROS, "euro": EUROS, "euros": EUROS, "¥": YEN, "jpy": YEN, "yen": YEN,
}  # fmt: skip
_PENCE = frozenset({"p", "pence"})
_SHARES: Mapping[str, str] = {
    "%": PER_CENT, "per cent": PER_CENT, "percent": PER_CENT, "pc": PER_CENT,
    "percentage point": POINTS, "percentage points": POINTS,
}  # fmt: skip
_MEASURES = frozenset({*_CURRENCIES.values(), *_SHARES.values()})
_PARTS: Mapping[str, int] = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_HUNDRED = Decimal(100)

_BEFORE = r"(?:(?<=\bc\.)|(?<![\w.,/£$€¥#-])(?<!\d:))"
_PREFIX = r"(?P<prefix{n}>(?:(?:us|nz|hk|[acs])?\$|[£€¥]|\b(?:gbp|usd|eur|jpy|aud|cad)\s?)\s?)?"
_AMOUNT = (
    rf"(?P<number{{n}}>{DIGITS}|\b(?:{IN_WORDS})(?:{AND_A_HALF})?\b|\ba(?=\s(?:hundred|thousand|million|billion|trillion|dozen)\b)|"
    rf"(?<=[£$€¥])\.\d+)(?:[\s-]?(?P<scale{{n}}>{SCALE})\b)?"
)
_SUFFIX = (
    r"(?P<suffix{n}>\s?(?:%|(?:per\s?cent|pc|p(?!\.m))\b)|[\s-]percentage[\s-]points?\b|\s(?:pounds?(?:\ssterling)?|quid|dollars?|euros?|yen|"
    r"pence)\b)?"
)
_ONE = _PREFIX + _AMOUNT + _SUFFIX


@cache
def _figure() -> re.Pattern[str]:
    """Return the pattern of one figure or of a range in small letters: made when first needed."""
    one, other = _ONE.replace("{n}", "1"), _ONE.replace("{n}", "2")
    joint = r"(?P<joint>\s?[-–—]\s?|\s(?:to|and)\s)"
    return re.compile(rf"{_BEFORE}{one}(?:{joint}{other})?(?![\w]|[.,/-]\d|/\w)")


_PART = re.compile(
    rf"(?<![\w-])(?:(?P<count>an?|one|two|three|four|five|seven|nine)[\s-])?(?P<part>{'|'.join(_PARTS)})s?(?P<of>\s(?:of\s)?"
    rf"an?\s(?P<scale>million|billion|trillion|dozen))?(?![\w-])"
)
"""In small letters."""
_MAY_BE_RATIO = re.compile(
    r"\b(?:in|out\sof)\s(?:every\s)?(?:\d|a\shundred|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred)"
)
_RATIO = re.compile(
    rf"(?<![\w.,/£$€¥-])(?P<part>\d{{1,3}}|{IN_WORDS})\s(?:in|out\sof)\s(?:every\s)?(?P<whole>\d{{1,4}}|a\shundred|{IN_WORDS})"
    r"(?![\w%]|[.,]\d|\s(?:thousand|million|billion|per\s?cent))"
)
"""In small letters too."""
_MOST_OF_A_RATIO = 1_000
_MOST_PLACES = 22  # before the point: more tell of nothing, and could not be reckoned with
_ROUND = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1_000)))
"""Wholes of a ratio: `60 out of 588 bodies` counts the one and the other."""
_NO_PART = re.compile(
    r"\b(?:first|last|next|second|third|fourth|opening|closing|latter|this|each|every|that|previous|current)\s$",
    re.IGNORECASE,
)
_OF_TIME = re.compile(r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?)\b", re.IGNORECASE)
_QUARTERS = re.compile(
    r"\s(?:to\s|end(?:ed|ing)\b|in\sa\srow\b|running\b|ago\b|earlier\b|later\b|of\s(?:the|this|last)\s(?:\w+\s)?year\b(?!['’]))"
)
"""What stands behind quarters that are of a year: "the two quarters to June", "three quarters running"."""
_OF_A_WHOLE = re.compile(r"\s(?:of|the|its|all|their|that|those|our|his|her)\b", re.IGNORECASE)

_BOUNDS: Mapping[Bound, str] = {
    "about": "about around roughly approximately approx approx. some nearly almost just_under just_over close_to circa "
    "c. estimated ~",
    "at most": "up_to at_most no_more_than not_more_than maximum_of under less_than fewer_than below as_much_as",
    "at least": "at_least more_than over above exceeding exceed exceeds exceeded in_excess_of upwards_of minimum_of "
    "no_less_than no_fewer_than not_less_than not_fewer_than",
}
"""What may stand before a figure that is not exact; the first that fits is taken, as "just under" is about."""


@cache
def _bounds() -> Mapping[Bound, re.Pattern[str]]:
    """Return the pattern of each bound, in small letters."""
    moved = "".join(rf"(?<!\b{verb} )" for verb in ("go", "goes", "went", "gone", "rise", "rose", "risen", "climbed"))
    found: dict[Bound, re.Pattern[str]] = {}
    for bound, words in _BOUNDS.items():
        either = "|".join(re.escape(each).replace("_", " ") for each in words.split())
        # "Far below the £10m" compares with a sum that is known, and bounds nothing.
        the = r"the\s" if bound == "about" else r"(?:(?<=up to )|(?<=at most )|(?<=at least ))the\s"
        never = r"(?<!\bno )(?<!\bnot )" if bound == "at most" else ""
        found[bound] = re.compile(rf"(?<!\w){moved}{never}(?:{either})\s?(?:{the}|an?\s)?$")
    return found


_PER = re.compile(
    r"[\s-]?(?:(?:an?|per|each|every|/)[\s-]?(?P<per>year|month|week|day|hour|minute|head|person|user|household|pupil|patient)\b"
    r"(?!\s(?:ago|before|earlier|later|after(?!\sthat\b)|old)\b)|"
    r"(?P<yearly>annually|per\sannum|a\.?year|p\.?a\b\.?|yearly)|(?P<monthly>monthly)\b|(?P<weekly>weekly)\b|(?P<daily>daily)\b)",
    re.IGNORECASE,
)
_EVERY: Mapping[str, str] = {"yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}
"""What a figure is for each of, by the group of the pattern that found it."""


@cache
def _over() -> re.Pattern[str]:
    lead = r"(?:the\s(?:next|first|past|last)\s|up\sto\s|a\s)?"
    years = rf"(?P<years>{DIGITS}|{IN_WORDS})[\s-]years?\b(?!\s(?:old|of\sage))"
    return re.compile(rf"\s(?:in\stotal\s)?(?:over|for|across|spread over)\s{lead}{years}", re.IGNORECASE)


_MONTH = re.compile(rf"\s?(?:st|nd|rd|th)?\s(?:of\s)?{MONTH_NAME}|\s?(?:st|nd|rd|th)\b")
_BEHIND_A_MONTH = re.compile(rf"\b{MONTH_NAME}\.?\s$", re.IGNORECASE)
_BEHIND_A_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH_NAME}\s$", re.IGNORECASE)
_LAST_DAY = 31
_IS_NAMED = re.compile(
    r"\b(?:FY|No\.|Q|H|CP|Windows|version|phase|part|"
    r"section|page|chapter|article|number|tier|level|step|slide|figure|table|lot|module|sprint)\s?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[£$€¥%\d]")
_SIGN = re.compile(r"[£$€¥%]|\d(?!\d{0,3}\b)|(?<!\d)(?!(?:19|20)\d\d\s)\d+(?:[\s-]|\+\s)\w")
_NUMBER_WORD = re.compile(
    r"\b(?:hundred|thousand|million|billion|trillion|dozen|half|third|quarter|per\s?cent|twent|thirt|fort|fift|sixt|sevent|eight|"
    r"ninet|two|three|four|five|six|seven|nine|ten|eleven|twelve)"
)
"""Without a sign, nor one of these in its small letters, a text holds no figure. Looked for first: most hold none."""
_GOES_ON = re.compile(r"\w|[.,/]\d")
"""What shows that a number has not ended."""
_MOVES = re.compile(
    r"\b(?:r[oi]se|rising|risen|increas(?:ed?|es|ing)|gr[eo]w(?:n|th|ing)?|gone|went|up|fell|fall(?:en|ing)?|dropp?(?:ed|ing)?|cut|reduced|"
    r"doubl(?:ed|ing)|trebl(?:ed|ing)|tripl(?:ed|ing)|halv(?:ed|ing)|soar(?:ed|ing)|jump(?:ed|ing)?|climb(?:ed|ing)|moved?|revised|raised|"
    r"lowered|shrank|shrunk|swollen|changed)\b[^.;]{0,60}\sfrom\s$",
    re.IGNORECASE,
)
"""What stands before two figures that are no range: what was, and what came of it."""
_MINUS = re.compile(r"\bminus\s$|(?<![\w%])−$")
_LONGEST_SIGN = 7
_AND_MORE = re.compile(r"(?P<more>\+(?=\s)|-plus\b)|-odd\b")
"""What stands behind the least number, or one that is not exact: `300+ services`, `300-odd services`."""
_BEHIND_GROUP = re.compile(r"0\d")
"""How a number begins that is the end of one: `12 000`."""
_MONEY = re.compile(r"\s(pounds|dollars|euros)\b", re.IGNORECASE)
_YEARS = range(1900, 2100)
_FAR_ENOUGH = 40
"""Characters before a figure that may bear on it."""
_YEAR_DIGITS = 4


def is_counted(unit: str) -> bool:
    """Whether a unit is what is counted, and neither a currency nor that of a share."""
    return unit not in _MEASURES


class Figure(Struct, frozen=True):
    """A value in a text."""

    start: int
    """Where it begins in the text, its currency included and words such as "up to" not."""
    end: int
    """One past its last character: its unit included, its period not."""
    low: Decimal
    """The value, or the lower end of a range."""
    high: Decimal
    """The value, or the upper end of a range."""
    unit: str
    """`£`, `$`, `€`, `¥`, `%`, `points`, or what is counted, as written: `staff`."""
    bound: Bound = "exact"
    """Whether it is all, about, the most or the least of what it is of."""
    per: str = ""
    """What it is for each of: `year`, `head`; empty for a sum."""
    years: Decimal | None = None
    """Over how many years it is spread, where that is said."""

    @property
    def kind(self) -> FigureKind:
        """Whether it is a sum of money, a share, or a count of things."""
        if self.is_count:
            return "count"
        return "share" if self.unit in {PER_CENT, POINTS} else "money"

    @property
    def is_count(self) -> bool:
        """Whether it counts things, and is neither money nor a share."""
        return is_counted(self.unit)

    def same_value(self, other: Figure) -> bool:
        """Whether another figure has this value, however it is written; a range has that of each of its ends."""
        return self.same_unit(other) and bool({self.low, self.high} & {other.low, other.high})

    def same_unit(self, other: Figure) -> bool:
        """Whether another figure measures alike: in the same currency, in shares, or in counts of anything."""
        return self.is_count == other.is_count if self.is_count or other.is_count else self.unit == other.unit


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures in a text, in order; they do not overlap."""
    lowered = small_letters(text)
    first = _DIGIT.search(text)
    if not ((first and _SIGN.search(text, first.start())) or _NUMBER_WORD.search(lowered)):
        return ()
    parts = _parts(text, lowered) if any(part in lowered for part in _PARTS) else ()
    ratios = _ratios(lowered) if _MAY_BE_RATIO.search(lowered) else ()
    found = sorted((*_written(text, lowered), *parts, *ratios), key=lambda each: (each.start, -each.end))
    kept: list[Figure] = []
    for each in found:
        is_told = max(each.high, each.years or each.high).adjusted() < _MOST_PLACES
        if is_told and (not kept or each.start >= kept[-1].end):
            kept.append(each)
    return tuple(kept)


def figures_of_value(text: str, wanted: Sequence[Figure]) -> list[Figure]:
    """Return the figures in a text that have the value of one of these, in order."""
    return [each for each in find_figures(text) if any(each.same_value(other) for other in wanted)] if wanted else []


def the_amount(text: str) -> Figure | None:
    """Return the sum or the share that a text is and nothing else; None where it is none, a range, a count, or more."""
    stripped = text.strip()
    for found in find_figures(stripped)[:1]:
        if (found.start, found.end) == (0, len(stripped)) and found.low == found.high and not found.is_count:
            return found
    return None


def _written(text: str, lowered: str) -> Iterator[Figure]:
    place = 0
    while found := _figure().search(lowered, place):
        figure = _range(text, found) if found["number2"] else None
        if figure is None:
            figure = _single(text, found)
        place = max(figure.end if figure else found.end("number1"), found.start() + 1)
        if figure:
            yield figure


def _range(text: str, found: re.Match[str]) -> Figure | None:
    """Return a range, whose ends share what only one of them says; None where the two are no range."""
    joint = found["joint"].strip()
    before = _words_before(text, found.start()).rstrip().casefold()
    if joint == "and" and not before.endswith("between"):
        return None
    first, second = _unit(found, "1"), _unit(found, "2")
    if joint == "to" and first is None and (second is None or is_year(found["number1"])):
        return None
    if joint == "to" and before.endswith("from") and _MOVES.search(text[: found.start()]):
        return None
    unit, end = second or first, found.end()
    if unit is None and not _is_no_count(text, found, end):
        noun = counted_noun(text, end)
        unit, end = noun or (None, end)
    if unit is None or (first and first != unit):
        return None
    scale = found["scale1"] or ("" if found["prefix2"] else found["scale2"] or "")
    low = _value(found["number1"], scale, found["suffix1"] or found["suffix2"])
    high = _value(found["number2"], found["scale2"] or "", found["suffix2"])
    return completed_figure(found.string, found.start(), end, low, high, unit) if low < high else None


def _single(text: str, found: re.Match[str]) -> Figure | None:
    end = max(found.end("number1"), found.end("scale1"), found.end("suffix1"))
    number, scale = found["number1"], found["scale1"] or ""
    unit = _unit(found, "1")
    if _GOES_ON.match(text, end) or _BEHIND_GROUP.match(number) or (unit is None and _is_no_count(text, found, end)):
        return None
    value = _value(number, scale, found["suffix1"])
    if unit is not None:
        minus = _MINUS.search(found.string, max(0, found.start() - _LONGEST_SIGN), found.start())
        start, value = (minus.start(), -value) if minus else (found.start(), value)
        return completed_figure(found.string, start, end, value, value, unit)
    is_pronoun = number == "one" and not scale
    more = _AND_MORE.match(text, end)
    noun = None if is_pronoun else counted_noun(text, more.end() if more else end)
    if noun is None:
        return None
    figure = completed_figure(found.string, found.start(), noun.end, value, value, noun.noun)
    return replace(figure, bound="at least" if more["more"] else "about") if more else figure


def _unit(found: re.Match[str], which: str) -> str | None:
    prefix = (found[f"prefix{which}"] or "").strip()
    suffix = " ".join((found[f"suffix{which}"] or "").replace("-", " ").split())
    if prefix:
        return _CURRENCIES[prefix]
    if suffix in _PENCE:
        return POUNDS
    return _SHARES.get(suffix) or _CURRENCIES.get(suffix)


def _value(number: str, scale: str, suffix: str | None) -> Decimal:
    value = value_of("1" if number == "a" else f"0{number}" if number.startswith(".") else number, scale)
    return value / _HUNDRED if (suffix or "").strip() in _PENCE else value


def is_year(number: str) -> bool:
    """Whether a number is written as a year is."""
    return len(number) == _YEAR_DIGITS and number.isdigit() and int(number) in _YEARS


def _is_no_count(text: str, found: re.Match[str], end: int) -> bool:
    """Whether a bare number is a year, a day, a time, or the number of something rather than how many there are."""
    is_dated = is_year(found["number1"]) and not found["scale1"]
    behind = _words_before(text, found.start())
    if is_dated or _MONTH.match(text, end) or _IS_NAMED.search(behind):
        return True
    if not _BEHIND_A_MONTH.search(behind) or _BEHIND_A_DAY.search(behind) or found["number1"] == "a":
        return False  # "in May a dozen" is no day
    return _value(found["number1"], found["scale1"] or "", None) <= _LAST_DAY


def _parts(text: str, lowered: str) -> Iterator[Figure]:
    """Yield shares in words: `a quarter`, `two thirds`, `half of`, and `half a million`, which is a count."""
    for found in _PART.finditer(lowered):
        count, part = found["count"] or "", found["part"]
        if _OF_TIME.match(text, found.end()) or (part == "quarter" and _QUARTERS.match(text, found.end())):
            continue
        is_no_part = _NO_PART.search(_words_before(text, found.start())) and not (count or found["scale"])
        added = ADDED_TO.finditer(text, max(0, found.start() - 2 * _FAR_ENOUGH), found.end() + 3)
        if is_no_part or any(each.end() == found.start() for each in added):
            continue
        share = (Decimal(1) if count in {"", "a", "an"} else value_of(count)) / _PARTS[part]
        if found["scale"]:
            noun = counted_noun(text, found.end())
            scaled = share * value_of("1", found["scale"])
            money = _MONEY.match(text, found.end())
            if money:
                end = money.end()
                yield completed_figure(
                    found.string, found.start(), end, scaled, scaled, _CURRENCIES[money[1].casefold()]
                )
            elif noun:
                yield completed_figure(found.string, found.start(), noun.end, scaled, scaled, noun.noun)
        elif count or (part == "half" and _is_of_a_whole(text, found)):
            value = round(share * 100 * _HUNDRED) / _HUNDRED  # of any size, which `quantize` is not
            yield completed_figure(found.string, found.start(), found.end(), value, value, PER_CENT)


def _ratios(lowered: str) -> Iterator[Figure]:
    """Yield shares of a round number: `one in five`, `nine out of 10`."""
    for found in _RATIO.finditer(lowered):
        part = value_of(found["part"])
        whole = _HUNDRED if found["whole"][0] == "a" else value_of(found["whole"])
        is_share = whole in _ROUND or counted_noun(lowered, found.end()) is None
        if 0 < part < whole <= _MOST_OF_A_RATIO and is_share and not _OF_TIME.match(lowered, found.end()):
            value = (part / whole * _HUNDRED).quantize(Decimal("0.01"))
            yield completed_figure(lowered, found.start(), found.end(), value, value, PER_CENT)


def _is_of_a_whole(text: str, found: re.Match[str]) -> bool:
    return bool(_OF_A_WHOLE.match(text, found.end())) or text.endswith("by ", 0, found.start())


def completed_figure(lowered: str, start: int, end: int, low: Decimal, high: Decimal, unit: str) -> Figure:
    """Return a figure with what stands around it in a text in small letters: its bound, and what it is for each of."""
    before = _words_before(lowered, start)
    bound: Bound = "exact"
    for each, words in _bounds().items():
        if words.search(before):
            bound = each
            break
    per, years = _PER.match(lowered, end), None
    if over := _over().match(lowered, per.end() if per else end):
        years = value_of(over["years"])
    every = (per["per"] or _EVERY[per.lastgroup or ""]).casefold() if per else ""
    return Figure(start, end, _plain(low), _plain(high), unit, bound, every, years)


def _words_before(text: str, place: int) -> str:
    """Return what stands before a place, as far as anything there bears on a figure."""
    return text[max(0, place - _FAR_ENOUGH) : place]


def _plain(value: Decimal) -> Decimal:
    """Return a value without noughts behind the point, and without an exponent if it is one that is told of."""
    is_whole = value.adjusted() < _MOST_PLACES and value == value.to_integral_value()
    return value.quantize(Decimal(1)) if is_whole else value.normalize()
