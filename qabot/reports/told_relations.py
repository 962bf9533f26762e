"""How figures of one article stand to each other as its sentences say: parts, what came of what, one twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from qabot.facts.figure_sources import gives
from qabot.reports.compared_figure import ComparedFigure, is_next, places_by_article, rounds

_BACK = re.compile(r"\b(?:of\s(?:which|that|this|it|them|those)|includ(?:ing|ed|es))\b", re.IGNORECASE)
_ON = re.compile(
    r"\s(?:(?!(?:top|instead|ahead|short|excess|outside|clear|because|lieu|place|front|exclusive|independent|regardless)\sof\b)"
    r"[a-z]+\s){0,2}?(?:out\sof\s(?:the\s|its\s|their\s|a\s)?|of\s(?:the|its|their|a|that)\s)(?:total\s)?(?:of\s)?"
    r"(?:about\s|some\s|almost\s|nearly\s)?",
    re.IGNORECASE,
)
"""What stands between a part and its whole, and not `on top of the`, `short of the`."""
_MADE_UP = re.compile(
    r"\b(?:split|elements?|parts?|accounted|consist(?:s|ed)|compris(?:e|es|ed|ing)|made\sup|divided|breakdown|plus|together|in\stotal|total)\b",
    re.IGNORECASE,
)
_CONSISTS = re.compile(
    r"\b(?:consist(?:s|ed|ing)\sof|compris(?:es|ed|ing)|made\sup\sof|composed\sof|split\sinto|divided\sinto|broken\sdown\sinto|"
    r"being|namely|that\sis|:)\s(?:[a-z]+\s){0,3}$"
)
"""What stands before the first of the parts of which a sum consists."""
_OR = re.compile(r",?\s\(?(?:or|rounded\sto|that\sis)\s(?:about\s|some\s|roughly\s|around\s)?")
_FROM_TO = re.compile(r"\bfrom\s(?:about\s|around\s|just\s|nearly\s|almost\s|some\s|an?\s|the\s)*$", re.IGNORECASE)
_TO = re.compile(
    r"^[^.;,]{0,60}?\sto\s(?:about\s|around\s|just\s|nearly\s|almost\s|some\s|over\s|more\sthan\s|an?\s|the\s|under\s)*$",
    re.IGNORECASE,
)


_LEAST = r"(?:about\s|around\s|just\s|nearly\s|almost\s|some\s|over\s|more\sthan\s|an?\s|the\s|under\s|only\s)*"
_UP_FROM = re.compile(
    rf"[\s,]*(?:up|down|rising|falling|an?\s(?:rise|increase|fall|drop)|compared\swith)?[\s,]*(?:on|from|up\sfrom|down\sfrom)\s{_LEAST}",
    re.IGNORECASE,
)
"""What stands between a figure and what it was before: ", up from"."""
_AGAINST = re.compile(
    rf"[^.;]{{0,120}}?,?\s(?:compared\s(?:with|to)|against|instead\sof|rather\sthan|(?:less|more|lower|higher|fewer)\sthan|below|above)\s{_LEAST}(?P<plan>(?:forecast|estimate|plan|budget|"
    rf"original|target|first|earlier|initial|projected|planned)[\w\s]{{0,30}}?(?:of\s)?)?{_LEAST}",
    re.IGNORECASE,
)
"""What stands between a figure and what was expected, or was at another time."""
_CAME_TO = re.compile(
    rf"\b(?:(?:marked|written|scaled|brought)\s(?:down|up|back)\sto|(?:cut|reduced|revised|raised|lowered|increased|fallen|risen|grown|fell|"
    rf"rose|grew|climbed|doubled|trebled|halved)\s(?:again\s|since\s)?to|put\sit\s(?:higher|lower),?\sat|"
    rf"(?:they|it|that)\s(?:had\s|have\s|has\s)?(?:stood\sat|reached|c[ao]me\sto|r[oi]se(?:n)?\sto|f[ea]ll(?:en)?\sto))\s{_LEAST}$",
    re.IGNORECASE,
)
"""What stands between what was and what came of it."""
_OF_THAT = re.compile(
    r"(?:Of\s(?:that|this|the)\s(?:sum|total|amount|money|figure|budget|award)?|(?:That|This|The)\s(?:sum|total|amount|figure|award|money|budget)\s"
    r"(?:took\sin|includ(?:ed|es)|covers|covered|contained|consisted\sof|was\smade\sup\sof|comprised)|Of\swhich|It\sincluded|"
    r"[A-Z][\w\s-]{1,40}\salone)\b"
)
_OF_THE_TOTAL = re.compile(r"\s(?:of|out\sof)\s(?:the|that|this)\s(?:total|sum|amount|bill|award|money)\b")
_ROUNDED = re.compile(r"\brounded\s[\w\s]{0,30}\bto\s(?:about\s)?$")
_SET_AGAINST = re.compile(
    r"(?:\s(?:spent|pounds|[a-z]+s|in\s(?:all|total)))?[,;]?\s(?:(?:while|but|whereas|and|though|although)\s)?(?:the\s|The\s)?"
)
"""What stands between a figure and another source: `, while `."""
_BEGINS = re.compile(r"(?:(?:But|Yet|However,|By\scontrast,|In\scontrast,|While)\s)?(?:[Tt]he\s)?")
"""What stands before another source at the start of a sentence."""
_AS_IT = re.compile(r"\sit\s(?:at|as)\s")
_OTHER_TIMES = re.compile(
    r"\b(?:earlier|later|latest|updated|since|now|already|rose|risen|fell|fallen|its\sown|their\sown|own|respectively|each|"
    r"both|excluding|including|without|with|before|after|net|gross|VAT|per|annual(?:ly)?|total(?:led)?|further|another\s£)\b"
)
"""What may tell that two sources speak of two times, or of two things."""
_DIFFERENCE = re.compile(
    r"\s(?:[a-z]+\s){0,2}?(?:(?:more|less|higher|lower|cheaper|dearer)\sthan|(?:above|below|beyond|short\sof|(?:over|under)(?!\s[\d.]+\s))\b)"
)
"""What stands behind a figure that says by how much another thing is more or less: no part of any sum."""
_FEWEST_PARTS, _MOST_PARTS = 2, 6
_JUST_OVER = Decimal("1.1")
"""How much more than its bound may come to what "more than" is said of."""


def part_of(one: ComparedFigure, other: ComparedFigure) -> Literal["one", "other", ""]:
    """Say which of two figures of one sentence is a part of the other, as its words say: `£4.2bn, £50m of it`."""
    first, second = one.fact, other.fact
    between = _between(one, other)
    if between is None or first.period != second.period or one.is_share or first.value == second.value:
        return ""
    text = one.stated.article.text
    behind = text[second.figure[1] : second.figure[1] + 20]
    if _ON.fullmatch(between) and first.value < second.value:
        return "one"
    is_back = _BACK.search(between) or re.match(
        r"\s(?:of\s(?:it|that|this|them|which)|of\sthe\s(?:total|sum|money))\b", behind
    )
    return "other" if is_back and second.value < first.value else ""


def moved(one: ComparedFigure, other: ComparedFigure) -> Literal["one", "other", ""]:
    """Say which of two figures of one sentence is what the other came to be, or was before: `£1bn, up from £0.9bn`."""
    between = _between(one, other)
    if between is None:
        return ""
    text = one.stated.article.text
    before = text[max(one.fact.start, one.fact.figure[0] - 20) : one.fact.figure[0]]
    if (_FROM_TO.search(before) and _TO.search(between)) or _CAME_TO.search(between):
        return "other"
    if _UP_FROM.fullmatch(between) and not text.startswith(" to ", other.fact.figure[1]):
        return "one"
    is_forecast = _AGAINST.fullmatch(between)
    if is_forecast and (is_forecast["plan"] or _days_before(other.when, one.when)):
        return "one"
    return ""


def _between(one: ComparedFigure, other: ComparedFigure) -> str | None:
    """Return what stands between two figures of one sentence, in this order; None where they stand otherwise."""
    if one.fact.start != other.fact.start or one.fact.figure[1] > other.fact.figure[0]:
        return None
    return one.stated.article.text[one.fact.figure[1] : other.fact.figure[0]]


def _days_before(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one < other[: len(one)]


def is_reworded(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether a sentence gives one value twice, once rounded: `£49.98m, or £50m in round terms`."""
    between = _between(one, other)
    if between is None or one.digits == other.digits:
        return False
    less, more = (one, other) if one.digits < other.digits else (other, one)
    return bool(_OR.fullmatch(between)) and rounds(less, more)


def sums(read: Sequence[ComparedFigure]) -> Iterator[tuple[int, int]]:
    """Yield each part with its whole: figures together that make up another, and what is said to be of one."""
    for places in places_by_article(read, lambda each: not (each.is_share or each.is_count or each.is_range)):
        listed = {whole: _listed(read, whole, places) for whole in places}
        owned = {part: whole for whole, parts in listed.items() for part in parts}
        for number, whole in enumerate(places):
            others = [each for each in (*places[:number], *places[number + 1 :]) if owned.get(each, whole) == whole]
            parts = listed[whole] or _made_up(read, whole, others)
            parts = parts or _said_to_be_of(read, whole, places[number + 1 :])
            yield from ((part, whole) for part in parts)


def _listed(read: Sequence[ComparedFigure], whole: int, places: Sequence[int]) -> Sequence[int]:
    """Return the figures of which a sentence says that something consists, where they come to a figure told before.

    Those are parts of no other sum: `about £600m. The amount consisted of £500m and £100m.`
    """
    w = read[whole]
    text = w.stated.article.text
    behind = [each for each in places if read[each].fact.figure[0] >= w.fact.figure[1] and _may_be_part(read[each], w)]
    for number, first in enumerate(behind[: -_FEWEST_PARTS + 1]):
        fact = read[first].fact
        if "\n\n" in text[w.fact.end : fact.start] or not _CONSISTS.search(text, fact.start, fact.figure[0]):
            continue
        run = [each for each in behind[number:] if read[each].fact.start == fact.start]
        total = sum((read[each].fact.value for each in run), Decimal(0))
        if len(run) >= _FEWEST_PARTS and total == w.fact.value:
            return run
    return ()


def _made_up(read: Sequence[ComparedFigure], whole: int, places: Sequence[int]) -> Sequence[int]:
    """Return the figures, one behind the other in a sentence or two, whose sum is another's; none where no sum is."""
    w = read[whole]
    parts = [each for each in places if _may_be_part(read[each], w)]
    for first in range(len(parts)):
        for last in range(first + _FEWEST_PARTS, min(len(parts), first + _MOST_PARTS) + 1):
            run = _without_rewording(read, parts[first:last])
            if len(run) < _FEWEST_PARTS or not _are_together(read, parts[first:last], whole):
                continue
            if any(moved(read[each], w) or moved(w, read[each]) for each in run):
                continue  # a fall, what was before and what came of it add up too
            total = sum((read[each].fact.value for each in run), Decimal(0))
            text = w.stated.article.text
            ends = [read[each].fact for each in (*run, whole)]
            words = text[min(each.start for each in ends) : max(each.end for each in ends)]
            if _comes_to(total, w, loosely=bool(_MADE_UP.search(words))):
                return run
    return ()


def _may_be_part(one: ComparedFigure, whole: ComparedFigure) -> bool:
    is_alike = one.fact.unit == whole.fact.unit and one.scope in {(), whole.scope}
    is_difference = _DIFFERENCE.match(one.stated.article.text, one.fact.figure[1], one.fact.end)
    return is_alike and 0 < one.fact.value < whole.fact.value and is_difference is None


def _without_rewording(read: Sequence[ComparedFigure], places: Sequence[int]) -> list[int]:
    """Leave out of some figures what only says one of them again, rounded."""
    kept: list[int] = []
    for place in places:
        if not (kept and is_reworded(read[kept[-1]], read[place])):
            kept.append(place)
    return kept


def _are_together(read: Sequence[ComparedFigure], places: Sequence[int], whole: int) -> bool:
    """Whether figures stand in one sentence or in two on end, in the paragraph of their sum or the next."""
    facts = [read[place].fact for place in places]
    text = read[whole].stated.article.text
    apart = text[facts[0].end : facts[-1].start]
    to_whole = sorted((facts[0].start, facts[-1].end, read[whole].fact.start))
    return len(apart.strip()) == 0 and text[to_whole[0] : to_whole[-1]].count("\n\n") <= 1


def _said_to_be_of(read: Sequence[ComparedFigure], whole: int, behind: Sequence[int]) -> list[int]:
    """Return the figures of a sentence that says they are of what was told last: `That sum took in £640m`."""
    w = read[whole]
    found: list[int] = []
    for place in behind:
        each = read[place]
        if not _may_be_part(each, w) or each.fact.start <= w.fact.start:
            break
        text = each.stated.article.text
        head, tail = text[each.fact.start : each.fact.figure[0]], text[each.fact.figure[1] : each.fact.end]
        is_next = not text[w.fact.end : each.fact.start].strip() or bool(_OF_THE_TOTAL.match(tail))
        if is_next and (_OF_THAT.match(head) or _OF_THE_TOTAL.match(tail) or found):
            found.append(place)
    return found


def disagreements(read: Sequence[ComparedFigure]) -> Iterator[tuple[int, int]]:
    """Yield the figures that one article has of one thing by different sources, which it sets against each other.

    `The audit gave it as £46.11m, while Computer Weekly used £40m and The National £60m`: told in one sentence, or in
    two on end, exact, of one period and one scope, each with its own source right before it.
    """
    run: list[int] = []
    for place, each in enumerate(read):
        if run and _is_rival(read[run[-1]], each):
            run.append(place)
        else:
            run = [place] if _given_by(each, each.fact.start) is not None else []
        yield from ((before, place) for before in run[:-1] if _are_at_odds(read[before], each))


def _given_by(each: ComparedFigure, begin: int) -> str | None:
    """Return what stands before who gives a figure, from a place on; None where nobody gives it right before it."""
    ahead = each.stated.article.text[begin : each.fact.figure[0]]
    who = ahead.rfind(each.fact.said_by) if each.fact.said_by else -1
    return ahead[:who] if who >= 0 and gives(ahead[who + len(each.fact.said_by) :]) else None


def _is_rival(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether the next figure of a sentence, or of the one behind it, is what another source gives for the same."""
    a, b, text = one.fact, other.fact, one.stated.article.text
    if one.stated.article.id != other.stated.article.id or not a.said_by or a.said_by == b.said_by:
        return False
    if _between(one, other) is not None:
        lead = _given_by(other, a.figure[1])
        return lead is not None and bool(_SET_AGAINST.fullmatch(lead))
    if not is_next(one, other):
        return False
    lead = _given_by(other, b.start)
    is_named_alike = bool(one.terms) and one.terms == other.terms
    is_it = not other.terms and bool(_AS_IT.search(text, b.start, b.figure[0]))
    return lead is not None and bool(_BEGINS.fullmatch(lead)) and (is_named_alike or is_it)


def _are_at_odds(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether nothing but an error explains that two sources differ: not a bound, a time, a scope or a rounding."""
    a, b = one.fact, other.fact
    is_one_thing = (
        a.unit == b.unit and a.about == b.about and (not one.terms or not other.terms or one.terms == other.terms)
    )
    is_one_scope = a.period == b.period and a.bound == b.bound == "exact" and not (one.is_range or other.is_range)
    is_their_own = a.about in {a.said_by, b.said_by} or any(
        bool(_OTHER_TIMES.search(each.stated.words)) for each in (one, other)
    )
    if one.is_share or one.is_plan or other.is_plan or not (is_one_thing and is_one_scope) or is_their_own:
        return False
    return a.value != b.value and not rounds(one, other) and not rounds(other, one)


def rounded_to(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether a sentence says that it gives another figure of its article rounded: `The paper rounded it to £220m`."""
    text = other.stated.article.text
    before = text[other.fact.start : other.fact.figure[0]]
    return one.digits > other.digits and bool(_ROUNDED.search(before)) and rounds(other, one)


def _comes_to(total: Decimal, whole: ComparedFigure, *, loosely: bool) -> bool:
    """Whether a sum is a value, or loosely what the value is rounded from: £1.3bn and £450m are £1.8bn."""
    value = whole.fact.value
    step = Decimal(10) ** (value.adjusted() - whole.digits + 1)
    if total == value:
        return whole.digits > 1
    if loosely and whole.fact.bound == "at least":
        return value < total <= value * _JUST_OVER
    return loosely and whole.digits > 1 and (total / step).quantize(Decimal(1), ROUND_HALF_UP) * step == value
