"""Times that a sentence counts from another, in it or in the sentence before: "by then", "in that period". Pure.

Nothing is read where two times could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.core.dates import PartialDate
from qabot.core.text import Span
from qabot.facts.event_lengths import with_lengths
from qabot.facts.looking_ahead import looks_ahead
from qabot.facts.number_words import IN_WORDS, value_of
from qabot.facts.stated_times import TimeMention, find_times
from qabot.facts.time_stretches import MONTHS_A_YEAR, is_year_long, months_after, shifted

_MAY_POINT = re.compile(
    r"\b(?:th(?:en|at|is|ose)|same|since|earlier|before|after|later|previous|preceding|follow(?:ing|ed)|(?:the|a)\s(?:year|period)|"
    r"the\s(?:spring|summer|autumn|winter|first|second|third|fourth|last))\b",
    re.IGNORECASE,
)
"""Without any of these a sentence counts nothing from another time."""
_COUNTED = re.compile(
    rf"\b(?:(?:an?|one|the|(?:\d\d?|{IN_WORDS}))\s(?:years?|months?|quarter|half[-\s]year)\s(?:earlier|before|previously|after|later)(?!\sthan\b)|"
    r"(?:the\s)?(?:previous|preceding|following|same)\s(?:financial\s|calendar\s)?(?:year|month|quarter|half-year)|"
    r"(?:that|the)\s(?:same\s)?(?:year|spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
"""A time that is counted from one that was named before it."""
_THEN = re.compile(
    r"\b(?:(?P<by>by)\s(?:then|that\s(?:date|time|day|month|year|stage|point))|"
    r"(?P<since>since)\sthen|(?:ha(?:s|ve)|had)\s(?P<since_done>since)(?=\s[a-z])|"
    r"(?:(?:in|over|during|within|for|throughout)\s)?(?:that|the\ssame)\s(?:period|time(?!\s(?:as|that)\b)|span|stretch)(?!\s(?:of|in|last|(?:a|the)\syear)\b)|"
    r"(?:in|over|during|throughout)\s(?:(?:the\s)?whole\sof\s)?(?:the\s(?:whole\s)?period|those\s(?:\w+\s)?(?:years|months))(?!\s(?:of|from|to|between|when|since|up)\b)|"
    r"(?:on\s|in\s)?that\s(?:same\s)?(?:day|month|year))\b",
    re.IGNORECASE,
)
"""How a sentence names a time that was told before."""
_FOLLOWING = re.compile(
    rf"\b(?:(?:in|over|during|for)\s)?(?:each\sof\s)?the\s(?:(?P<count>\d\d?|{IN_WORDS})\s(?P<unit>month|year)s\s(?:that|which)\sfollowed|"
    rf"following\s(?P<next_count>\d\d?|{IN_WORDS})\s(?P<next_unit>month|year)s)\b",
    re.IGNORECASE,
)
_SAME_PART = re.compile(
    r"\b(?:(?:in|over|during|for|of|than|at)\s)?the\s(?:same|corresponding|equivalent)\s(?:\w+\s)?(?:period|quarter|months?|weeks?|half(?:-year)?|time|days?|stage|point)\s"
    r"(?:(?:in|of)\s)?(?:the\s)?",
    re.IGNORECASE,
)
"""What stands before the year of a part that was named of another: "in the same months of 2023"."""
_PLACE = re.compile(r"\b(?:first|second|third|fourth|last|final)(?=\s(?:quarter|half)\b)", re.IGNORECASE)
_PLACE_ALONE = re.compile(r"\bin\sthe\s(?P<place>first|second|third|fourth|last)(?=[.,;]|\sand\b|$)", re.IGNORECASE)
_LAST_YEAR = re.compile(r"\b(?:last\syear|(?:a|the)\syear\s(?:before|earlier))$", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:in|for|during|over)\s(?:(?:this|the\s(?:current|present))\sone\b|this(?=[.,;]|\sand\b|$))", re.IGNORECASE
)
_OF_ACCOUNTS = re.compile(r"\bfinancial\syear$", re.IGNORECASE)
_COVERS = re.compile(
    r"\b(?:accounts|reports?|figures|statistics|data|returns)\b[^,;.]{0,30}?\s(?:for|of|covers?|covering)\s(?:the\s)?$",
    re.IGNORECASE,
)
"""What stands before the time that all figures of an account are of."""
_HEADED = re.compile(
    r"\b(?:spend(?:ing)?|costs?|bills?|sales|revenues?|income|turnover|accounts|outturn|figures|statistics|savings|losses|profits?|fines|"
    r"visits|visitors|traffic|calls|payments|complaints|incidents|attacks|requests|applications|headcount)\b[^.,;:]{0,40}?\s(?:in|for|of)\s",
    re.IGNORECASE,
)
"""What stands before the time of a headline's figures."""
_RAN = re.compile(r"\b(?:ran|lasted|took\splace|was\sheld|was\srun)\s(?:from|between)\s$")
_IT_DID = re.compile(
    r"It\s(?:had\s)?(?:[a-z]+ed|cost|brought|took|saw|drew|won|lost|made|found|cut|paid|spent|gave|sent)\b"
)
_WAS = re.compile(
    r"\b(?:was|were|had|did|went|came|fell|broke|hit|shut|cost|spent|paid|took|made|bought|sold|lost|won|gave|got|[a-z]{2,}ed)\b"
)
_AT = frozenset({"", "in", "on", "during", "over", "throughout"})
"""What leads to a time in which something happened, rather than until or since which."""
_PARTS = re.compile(
    r"\b(?:since|later|then|earlier|previous(?:ly)?|before|after(?:wards)?|eventually|until|once|by|originally|initially|"
    r"had|would|worth|valued|priced|costs?|ever|annual|usual(?:ly)?|normal(?:ly)?|average|typical(?:ly)?|every|each)\b",
    re.IGNORECASE,
)
"""What shows that a sentence tells of another time than the one before, or of a time that it does not say."""
_ONCE = re.compile(
    r"\b(?:said|told|announced|reported|published|warned|signed|awarded|chose|picked|appointed|launched|unveiled|approved|"
    r"agreed|bought|opened|founded|created|promised|pledged|voted|decided|wrote|set\sup)\b"
)
"""What is done at once, and says nothing of when what follows was."""
_SO_MANY = re.compile(
    rf"(?:(?:Some|About|Around|Nearly|Almost|Over|Up\sto|More\sthan|At\sleast|Only|Just|In\sall,?|Of\sthem,?|The)\s(?:[a-z]+\s)?)?(?:\d[\d.,]*|{IN_WORDS})\s",
    re.IGNORECASE,
)
"""What a sentence begins with that tells how many were met by what the one before tells of: "Some 400 staff were"."""
_IS_NOW = re.compile(r"\b(?:is|are|has|have|will|must|may|can|now|today|currently)\b")
_IS = re.compile(
    r"\b(?:is|are|has|have|will|would|should|could|must|may|can|now|today|currently|needs?|expects?|plans?)\b"
)


def times_told(
    text: str,
    own: Sequence[TimeMention],
    before: Sequence[TimeMention],
    before_text: str,
    published: PartialDate | None,
) -> tuple[TimeMention, ...]:
    """Return the times of a sentence with those that it counts from another; without what it cannot tell from which.

    Args:
        text: A sentence.
        own: The times that it names, as `find_times` has them.
        before: Those of the sentence before; none where that is no context of it.
        before_text: The sentence before.
        published: When its article was published.
    """
    whole = () if own else _of_the_whole(text, before, before_text)
    if told := next(filter(None, whole), None):
        return (told,)
    if not _MAY_POINT.search(text):
        return tuple(own)
    try:
        times = with_lengths(text, _same_parts(text, _counted_on(text, own, before, published), before))
        meant = [
            *_other_parts(text, times, published),
            *_then(text, times, before),
            *_followed(text, times, before),
            *_this_one(text, times, published),
        ]
    except ValueError:  # no calendar has what they are counted to
        return tuple(own)
    free = [each for each in meant if not any(each.start < one.end and one.start < each.end for one in times)]
    return tuple(sorted([*times, *free], key=lambda each: each.start))


def _of_the_whole(text: str, before: Sequence[TimeMention], before_text: str) -> Iterator[TimeMention | None]:
    """Yield the time that all of a sentence is of, since the sentence before says so."""
    if len(before) == 1:
        yield _goes_on(text, before[0], before_text)
    if len(before) == 1 and not _IS.search(text):
        yield _of_accounts(text, before, before_text)
        yield _while_it_ran(text, before, before_text)


def _goes_on(text: str, time: TimeMention, before_text: str) -> TimeMention | None:
    """Return the time that the sentence before begins with, where a sentence tells how many that came to then."""
    if time.lead not in _AT or time.first.month is None or before_text[: time.start].strip():
        return None
    if not _SO_MANY.match(text) or _PARTS.search(text) or _IS_NOW.search(f"{before_text} {text}"):
        return None
    if not _WAS.search(before_text) or _ONCE.search(before_text, time.end):
        return None
    return TimeMention(0, 0, "in", time.first, time.last, is_sure=False)


def _of_accounts(text: str, before: Sequence[TimeMention], before_text: str) -> TimeMention | None:
    """Return the year that the sentence before says its accounts are for, where a sentence tells of what was."""
    covers = _COVERS.search(before_text, 0, _begin(before_text, before[0]))
    if covers is None:
        return None
    year = before[0]
    is_one = _months(year) == MONTHS_A_YEAR or (_months(year) > MONTHS_A_YEAR and "cover" in covers[0])
    if not is_one or not _WAS.search(text) or looks_ahead(text):
        return None
    return TimeMention(0, 0, "in", year.first, year.last, is_sure=False)


def headed_time(title: str, text: str, published: PartialDate | None) -> TimeMention | None:
    """Return the year or month that a headline says its figures are for, where the first sentence tells of what was.

    Args:
        title: The headline: "Spending on consultants in 2023".
        text: The first sentence, which names no time.
        published: When the article was published.
    """
    if not _HEADED.search(title) or not _WAS.search(text) or _IS.search(text) or looks_ahead(text):
        return None
    times = find_times(title, published)
    headed = _HEADED.search(title, 0, _begin(title, times[0])) if len(times) == 1 else None
    if headed is None or headed.end() != _begin(title, times[0]) or _months(times[0]) > MONTHS_A_YEAR:
        return None
    return TimeMention(0, 0, "in", times[0].first, times[0].last, is_sure=False)


def _while_it_ran(text: str, before: Sequence[TimeMention], before_text: str) -> TimeMention | None:
    """Return the time over which something ran of which a sentence goes on to tell: "It ran from May to July."."""
    if before[0].first == before[0].last or not _IT_DID.match(text):
        return None
    ran = _RAN.search(before_text, 0, _begin(before_text, before[0]))
    return TimeMention(0, 0, "in", before[0].first, before[0].last, is_sure=False) if ran else None


def _begin(text: str, time: TimeMention) -> int:
    """Return where a time begins behind its preposition."""
    return time.start + (len(time.lead) + 1 if time.lead and text.casefold().startswith(time.lead, time.start) else 0)


def _counted_on(
    text: str, own: Sequence[TimeMention], before: Sequence[TimeMention], published: PartialDate | None
) -> Sequence[TimeMention]:
    """Return the times of a sentence, the first read anew where it is counted from the sentence before."""
    found = _COUNTED.search(text)
    if found is None or not before or any(each.end <= found.start() for each in own):
        return own
    if len(before) > 1:
        return [each for each in own if not (each.start <= found.start() < each.end)]
    return find_times(text, published, before[0])


def _last_of(place: int, times: Sequence[TimeMention], before: Sequence[TimeMention]) -> TimeMention | None:
    """Return the time named last before a place, or else the only one of the sentence before."""
    ahead = [each for each in times if each.end <= place]
    if ahead:
        return ahead[-1]
    return before[0] if len(before) == 1 else None


def _then(text: str, times: Sequence[TimeMention], before: Sequence[TimeMention]) -> list[TimeMention]:
    meant: list[TimeMention] = []
    for found in _THEN.finditer(text):
        last = _last_of(found.start(), times, before)
        if last is None:
            continue
        if found["by"]:
            meant.append(_at(found.span(), "by", last.last, last.last))
        elif found["since"] or found["since_done"]:
            meant.append(_at(found.span(), "since", last.last, last.last))
        else:
            meant.append(_at(found.span(), "in", last.first, last.last))
    return meant


def _followed(text: str, times: Sequence[TimeMention], before: Sequence[TimeMention]) -> list[TimeMention]:
    """Return so many months or years behind the time named last: "in the three months that followed"."""
    found = _FOLLOWING.search(text)
    last = _last_of(found.start(), times, before) if found else None
    if found is None or last is None:
        return []
    number, unit = (
        int(value_of((found["count"] or found["next_count"]).casefold())),
        found["unit"] or found["next_unit"],
    )
    if unit.casefold() == "year":
        first = shifted(last.last, last.last, "year", 1)
        end = shifted(last.last, last.last, "year", number)
        if is_year_long(last.first, last.last):  # a year of accounts
            first = shifted(last.first, last.first, "year", 1)
        is_whole = last.last.month is None or is_year_long(last.first, last.last)
        return [_at(found.span(), "in", first[0], end[0])] if first and end and is_whole else []
    if last.last.month is None:
        return []
    return [_at(found.span(), "in", months_after(last.last, 1), months_after(last.last, number))]


def _same_parts(text: str, times: Sequence[TimeMention], before: Sequence[TimeMention]) -> list[TimeMention]:
    """Return times with a part of a year where it is named by its year: "in the same months of 2023"."""
    kept = list(times)
    for found in _SAME_PART.finditer(text):
        year = next((each for each in kept if each.start < found.end() + 1 and found.end() < each.end), None)
        if year is None:
            continue
        last = _last_of(found.start(), kept, before)
        moved = _moved(last, year, text) if last and last.first.month is not None else None
        place = kept.index(year)
        kept[place : place + 1] = [_at((found.start(), year.end), "in", *moved)] if moved else []
    return kept


def _other_parts(text: str, times: Sequence[TimeMention], published: PartialDate | None) -> list[TimeMention]:
    """Return the part that stands beside another: "£3m in the first half of the year and £4m in the second"."""
    meant: list[TimeMention] = []
    for found in _PLACE_ALONE.finditer(text):
        last = _last_of(found.start(), [*times, *meant], ())
        words = text[last.start : last.end] if last else ""
        if last and _PLACE.search(words):
            read = find_times(_PLACE.sub(found["place"].casefold(), words), published)
            meant += [_at(found.span(), "in", each.first, each.last) for each in read]
    return meant


def _moved(part: TimeMention, year: TimeMention, text: str) -> tuple[PartialDate, PartialDate] | None:
    """Return a part of a year as that of another year."""
    is_before = _LAST_YEAR.search(text, 0, year.end) is not None
    number = -1 if is_before else year.first.year - part.first.year
    if year.first.month is not None and not is_before:  # a year of accounts
        number += (part.first.month or 1) < year.first.month
    if number == 0 or _months(part) >= MONTHS_A_YEAR:
        return None
    stretch = shifted(part.first, part.last, "year", number)
    return stretch[:2] if stretch else None


def _months(time: TimeMention) -> int:
    return (time.last.year - time.first.year) * MONTHS_A_YEAR + (time.last.month or 12) - (time.first.month or 1) + 1


def _this_one(text: str, times: Sequence[TimeMention], published: PartialDate | None) -> list[TimeMention]:
    """Return the year that "this one" is behind another: "£4m in the last financial year and £1m in this one"."""
    found = _ONE.search(text)
    last = _last_of(found.start(), times, ()) if found else None
    if found is None or last is None or published is None or published.month is None:
        return []
    words = text[last.start : last.end]
    unit = "financial year" if _OF_ACCOUNTS.search(words) else "year" if words.endswith("year") else ""
    now = find_times(f"this {unit}", published) if unit else ()
    return [_at(found.span(), "in", each.first, each.last) for each in now]


def _at(span: Span, lead: str, first: PartialDate, last: PartialDate) -> TimeMention:
    return TimeMention(*span, lead, first, last, is_sure=False)
