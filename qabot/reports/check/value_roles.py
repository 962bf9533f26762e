"""What each of several values of a sentence is of: the words around it, up to where another's begin. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from qabot.facts.figures import Figure
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.loose_numbers import LooseNumber
from qabot.reports.check.speech_acts import content_stem
from qabot.reports.check.stated_dates import StatedDate, stated_dates
from qabot.reports.check.word_sequence import Word, read_words

_BOUND = re.compile(
    r"[,;:()–—]\s|\s(?:and|but|while|whereas|against|yet|though|although|compared|out\sof|rather\sthan|instead\sof)\s"
)
"""Where the words around one value end and those around another begin."""
_JOINED = re.compile(r",?\s(?:to|and|or|and\sthen|then)\s(?:about\s|some\s|around\s|nearly\s|almost\s|up\sto\s)?")
"""What joins two values that one thing is said of."""
_BEFORE, _BEHIND = 10, 10
"""Words of content before a value, and behind it, among which it is said what it is of."""
_ROUNDED = Decimal("0.03")
_SAYING_NOTHING = frozenset(
    map(
        stem,
        """about around nearly almost some over just under more less than total sum figure number amount year month week
        day million billion thousand pound per cent percent also then later only first last next one two it
        was were have had been be will would could may might from until since by in early late end start""".split(),
    )
)
"""Words that stand around values of all sorts of things."""
_WAYS = frozenset({"up", "down", "off"})
_ONLY_A_VALUE = re.compile(r"\s*(?:(?:about|around|some|nearly|over|up to|at least|more than|just)\s)?")
"""What may stand between a label's colon and its value."""
_FAMILIES: Mapping[str, str] = {
    stem(word): words.split()[0]
    for words in (
        "cost pay spend price bill charge fee expenditure outlay",
        "save saving economy",
        "grant award funding subsidy",
        "fine penalty",
        "earn raise revenue income turnover sales receipts",
        "lose write-off waste",
        "fraud steal",
        "budget",
        "worth value contract deal",
        "profit surplus",
        "deficit debt owe loss overspend",
        "repay refund recoup recover reimburse",
        "advance lend loan borrow",
        "damages compensation award",
        "close end expire finish cease shut stop",
        "start begin open launch date found establish",
        "rise increase grow climb jump soar up",
        "fall drop decrease reduce decline shrink cut off down",
        "review",
        "sign agree",
    )
    for word in words.split()
}
"""Words for what a sum or a time is, by the first of those that mean much the same."""


class Value(NamedTuple):
    """A figure, a number or a date of a sentence."""

    start: int
    end: int
    low: Decimal | date
    high: Decimal | date
    family: str
    """What it can be taken for: another sum of one currency, a share, a count, a date."""
    noun: str = ""
    """The stem of what a count counts, where that is named."""

    @classmethod
    def of(cls, figure: Figure) -> Value:
        """Return a figure's."""
        return cls(figure.start, figure.end, figure.low, figure.high, _family(figure), _noun(figure))

    def may_be(self, other: Value) -> bool:
        """Whether one may have been put for the other: not where they count different things."""
        return self.family == other.family and not (self.noun and other.noun and self.noun != other.noun)

    def agrees(self, other: Value) -> bool:
        """Whether another is this one: as a number, rounded perhaps, or as a time that it is part of."""
        if self.family != other.family:
            return False
        if isinstance(self.low, date) and isinstance(self.high, date):
            return StatedDate(0, 0, self.low, self.high).fits(*_days(other))
        if (self.low, self.high) == (other.low, other.high):
            return True
        low, exact = self.low, other.low
        return isinstance(low, Decimal) and isinstance(exact, Decimal) and abs(low - exact) <= _ROUNDED * abs(exact)


def _days(value: Value) -> tuple[date, date]:
    first, last = value.low, value.high
    return (first, last) if isinstance(first, date) and isinstance(last, date) else (date.min, date.min)


def values_of(text: str, figures: Sequence[Figure], numbers: Sequence[LooseNumber]) -> list[Value]:
    """Return the values of a sentence, in order; a number that is part of a figure or a date is no other."""
    found = [Value.of(each) for each in figures]
    found += [Value(each.start, each.end, each.first, each.last, "date") for each in stated_dates(text)]
    for each in numbers:
        if not any(one.start < each.end and each.start < one.end for one in found):
            found.append(Value(each.start, each.end, each.value, each.high, "count"))
    return sorted(found, key=lambda each: each.start)


def _family(figure: Figure) -> str:
    return "count" if figure.is_count else figure.unit


def _noun(figure: Figure) -> str:
    return noun_of(figure) if figure.is_count and figure.unit != "ones" else ""


def noun_of(figure: Figure) -> str:
    """Return the stem of what a count counts; those who work somewhere are its people."""
    noun = stem(figure.unit.split()[-1].casefold())
    return "people" if noun in _PEOPLE else noun


_PEOPLE = frozenset(map(stem, "people person staff employee worker personnel".split()))
_OPPOSED = (
    frozenset({"cost", "save"}),
    frozenset({"earn", "lose"}),
    frozenset({"profit", "deficit"}),
    frozenset({"grant", "fine"}),
    frozenset({"advance", "repay"}),
    frozenset({"rise", "fall"}),
    frozenset({"close", "start"}),
)
"""What no sum, and no time, is both of."""


def are_opposed_kinds(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether what is said around two values calls them the opposite of each other: costs and savings."""
    return any(len(pair & one) == len(pair & other) == 1 and pair & one != pair & other for pair in _OPPOSED)


def role_of(value: Value, text: str, others: Sequence[Value]) -> frozenset[str]:
    """Return the stems of the words that say what a value of a sentence is of.

    Args:
        value: One of the sentence.
        text: The sentence.
        others: The values that it could be taken for, itself among them.
    """
    before = [each for each in others if each.family == value.family and each.end <= value.start]
    behind = [each for each in others if each.family == value.family and each.start >= value.end]
    own = value
    while before and _JOINED.fullmatch(text, before[-1].end, own.start):
        own = before.pop()  # "rose from £2m to £3m": what stands before both is of both
    first = _behind(text, before[-1], own) if before else _last_bound(text, own.start)
    last = _ahead(text, value, behind[0]) if behind else _next_bound(text, value)
    taken = [(each.start, each.end) for each in others]
    left = [each for each in _content(text, first, value.start) if not _is_in(each, taken)][-_BEFORE:]
    right = [each for each in _content(text, value.end, last) if not _is_in(each, taken)][:_BEHIND]
    return frozenset(content_stem(each.key.removesuffix("'s")) for each in (*left, *right)) - _SAYING_NOTHING


def kinds_of(role: frozenset[str]) -> frozenset[str]:
    """Return what sums or times the words around a value call it: `cost`, `save`, `start`."""
    kinds = frozenset(_FAMILIES[word] for word in role if word in _FAMILIES)
    return kinds - {"cost", "fall"} | {"save"} if kinds >= {"cost", "fall"} else kinds  # costs that fall are saved


def _behind(text: str, other: Value, value: Value) -> int:
    """Return where the words before a value begin that another stands before."""
    bound = _BOUND.search(text, _end(text, other), value.start)
    return bound.end() if bound else other.end


def _ahead(text: str, value: Value, other: Value) -> int:
    """Return where the words behind a value end that another stands behind."""
    bound = _BOUND.search(text, _end(text, value), other.start)
    return bound.start() if bound else other.start


def _last_bound(text: str, place: int) -> int:
    """Return where the clause begins that a place is in; a subject set apart by commas goes with what it does."""
    colon = text.rfind(":", 0, place)
    if _ONLY_A_VALUE.fullmatch(text, colon + 1, place):
        colon = 0  # "Held for fines: £280m" says before the colon what the sum is of
    return max(0, colon, *(text.rfind(each, 0, place) for each in (";", " but ", " while ")))


def _next_bound(text: str, value: Value) -> int:
    bound = _BOUND.search(text, _end(text, value))
    return bound.start() if bound else len(text)


def _end(text: str, value: Value) -> int:
    """Return where a value ends, with the comma behind where it is set apart by two: "the largest, £3m, was for"."""
    is_apart = text[: value.start].rstrip().endswith(",") and text.startswith(",", value.end)
    return value.end + is_apart


def _content(text: str, first: int, last: int) -> list[Word]:
    words = read_words(text[first:last])
    return [
        Word(first + each.start, first + each.end, each.key, each.kind)
        for each in words
        if each.kind == "word" and (each.key.removesuffix("'s") not in STOP_WORDS or each.key in _WAYS)
        if not (stem(each.key) in _FAMILIES and first + each.start and text[first + each.start].isupper())
    ]


def _is_in(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end and word.start < end for start, end in spans)
