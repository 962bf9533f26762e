"""How the figures of a ledger stand to each other, by value, period and scope. Pure.

    same         one value of one thing, however it is written
    rounds       the row's figure is the other's, rounded
    within       the row's figure lies in the range that the other gives
    part_of      the row's figure is a part of the other's, as a sentence or a sum says
    other_scope  one thing, for another period or another scope, such as a year and a sum over several
    later        one thing, as it stood later than the other
    conflicts    one thing, one period, one scope, and two values that no rounding explains

A false alarm costs more than silence: what is not sure has no relation, and `conflicts` asks for the most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Literal

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.facts import FigureFact
from qabot.output.schemas.report_schemas import RelationKind

_SCOPE = re.compile(r"(?:^|\s)(?P<scope>per \w+|over [\d.]+ years)")
_LOOSE = Decimal("0.005")
"""Share of a value by which two ways of writing it may differ."""
_NEAR_A_BOUND = Decimal("0.25")
"""Share of a bound within which a value is what the bound is of."""
_ONE_STORY = 31
"""Days between two reports in which the same thing has one value."""
_WORD = re.compile(r"[^\W\d_]+")
_LITTLE = frozenset(
    "the a an of for in on to and its their his her our total overall new extra further annual yearly more".split()
)
_SHORTEST = 3
"""Letters of the longest word in s that is no plural."""
_SPENT: dict[str, str] = {
    "cost": "cost",
    "costs": "cost",
    "bill": "cost",
    "price": "cost",
    "spent": "spend",
    "spend": "spend",
    "spending": "spend",
}
_PLANS = re.compile(
    r"\b(?:forecast|expect(?:s|ed)?|plan(?:s|ned)?|estimat(?:e|ed|es)|could|might|may|would|will|should|target|aims?|budgeted|initial(?:ly)?|"
    r"original(?:ly)?|projected|if|proposed|hop(?:e|ed|es)|former(?:ly)?|previous(?:ly)?|once|first)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:of\s(?:which|that|this|it|them|those)|includ(?:ing|ed|es))\b", re.IGNORECASE)
_ON = re.compile(
    r"\s(?:[a-z]+\s){0,2}?(?:out\sof\s(?:the\s|its\s|their\s|a\s)?|of\s(?:the|its|their|a|that)\s)(?:total\s)?(?:of\s)?"
    r"(?:about\s|some\s|almost\s|nearly\s)?",
    re.IGNORECASE,
)
_MADE_UP = re.compile(
    r"\b(?:split|consist(?:s|ed)|compris(?:e|es|ed|ing)|made\sup|divided|breakdown|plus|together|in\stotal|total)\b",
    re.IGNORECASE,
)
_OR = re.compile(r",?\s\(?(?:or|rounded\sto|that\sis)\s(?:about\s|some\s|roughly\s|around\s)?")
_FROM_TO = re.compile(r"\bfrom\s(?:about\s|around\s|just\s|nearly\s|almost\s|some\s|an?\s|the\s)*$", re.IGNORECASE)
_TO = re.compile(
    r"^[^.;,]{0,60}?\sto\s(?:about\s|around\s|just\s|nearly\s|almost\s|some\s|over\s|more\sthan\s|an?\s|the\s|under\s)*$",
    re.IGNORECASE,
)


class StatedFigure(Struct, frozen=True):
    """A figure with the article that states it."""

    fact: FigureFact
    """The figure."""
    article: Article
    """Where it stands."""

    @property
    def words(self) -> str:
        """The sentence."""
        return self.article.text[self.fact.start : self.fact.end]

    @property
    def of(self) -> str:
        """What it is of, as it is written; empty where that is not said."""
        return self.article.text[slice(*self.fact.of)] if self.fact.of else ""


class Relation(Struct, frozen=True):
    """How a row stands to another."""

    to: int
    """The other row, from 0."""
    kind: RelationKind
    """How."""


def relate(figures: Sequence[StatedFigure]) -> list[tuple[Relation, ...]]:
    """Return the relations of each figure to others, in the order of the figures."""
    found: list[list[Relation]] = [[] for _ in figures]
    read = [_Read(each) for each in figures]
    for one, other in combinations(range(len(figures)), 2):
        if read[one].fact.unit != read[other].fact.unit and not (read[one].is_share and read[other].is_share):
            continue
        for here, kind, there in _between(read[one], read[other], one, other):
            found[here].append(Relation(there, kind))
    for part, whole in _sums(read):
        if all(each.to != whole for each in found[part]):
            found[part].append(Relation(whole, "part_of"))
    return [tuple(sorted(each, key=lambda relation: relation.to)) for each in found]


class _Read:
    """A figure as it is compared."""

    def __init__(self, stated: StatedFigure) -> None:
        self.stated = stated
        self.fact = fact = stated.fact
        self.is_share = fact.unit in {"%", "points"}
        self.is_count = fact.unit not in {"%", "points", "£", "$", "€"}
        scope = tuple(found["scope"] for found in _SCOPE.finditer(fact.period))
        self.scope = scope
        self.when = _SCOPE.sub("", fact.period).strip()
        self.terms = frozenset(_terms(stated.of))
        self.head = next(iter(reversed(_terms(stated.of.split(" of ")[0].split(" for ")[0]))), "")
        self.is_range = fact.low is not None and fact.high is not None and fact.low != fact.high
        self.is_plan = bool(_PLANS.search(stated.words))

    @property
    def digits(self) -> int:
        """How many digits of the value are more than noughts at its end."""
        return len(f"{self.fact.value.normalize():f}".replace(".", "").strip("0"))

    @property
    def day(self) -> int | None:
        """When its article was published, in days."""
        published = self.stated.article.published
        return published.first.toordinal() if published else None


def _terms(words: str) -> list[str]:
    found = [each[0].casefold() for each in _WORD.finditer(words)]
    return [_singular(_SPENT.get(word, word)) for word in found if word not in _LITTLE]


def _singular(word: str) -> str:
    is_plural = len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def _between(one: _Read, other: _Read, i: int, j: int) -> Iterator[tuple[int, RelationKind, int]]:
    """Yield at most one relation for each direction between two figures of one unit."""
    if one.stated.article.id == other.stated.article.id and (part := _part(one, other)):
        yield (i, "part_of", j) if part == "one" else (j, "part_of", i)
        return
    if one.stated.article.id == other.stated.article.id and _moved(one, other):
        yield j, "later", i
        return
    if one.stated.article.id == other.stated.article.id and _is_reworded(one, other):
        yield (j, "rounds", i) if one.digits > other.digits else (i, "rounds", j)
        return
    if not _is_of_one_thing(one, other):
        return
    if _is_of_other_scope(one, other):
        if _is_surely_one_thing(one, other) or _has_value_of(one, other):
            yield i, "other_scope", j
            yield j, "other_scope", i
    else:
        yield from _compared(one, other, i, j)


def _compared(one: _Read, other: _Read, i: int, j: int) -> Iterator[tuple[int, RelationKind, int]]:
    """Yield how two figures stand to each other that are of one thing and one scope."""
    if _has_value_of(one, other):
        yield i, "same", j
        yield j, "same", i
    elif _rounds(one, other):
        yield i, "rounds", j
    elif _rounds(other, one):
        yield j, "rounds", i
    elif _within(one, other):
        yield i, "within", j
    elif _within(other, one):
        yield j, "within", i
    else:
        yield from _moved_on(one, other, i, j)


def _is_of_other_scope(one: _Read, other: _Read) -> bool:
    """Whether two figures are for different periods, or per something of which one is all."""
    if one.scope != other.scope and one.scope and other.scope:
        return True
    if not _is_apart(one.when, other.when):
        return False
    # Of one value, the dates of two events are no two periods: awarded in November, and to last until 2020.
    return not _has_value_of(one, other) or (_is_year(one.when) and _is_year(other.when))


def _is_year(period: str) -> bool:
    """Whether a period is a year, of the calendar or of accounts, or more."""
    first, last = _days(period)
    return first[:4] != last[:4] or len(period) == len("2015")


def _moved_on(one: _Read, other: _Read, i: int, j: int) -> Iterator[tuple[int, RelationKind, int]]:
    """Yield what two values of one thing are to each other that differ: the later one, or in conflict."""
    if (
        one.scope != other.scope
        or not _is_surely_one_thing(one, other)
        or one.day is None
        or other.day is None
        or one.is_count
        or one.is_share
    ):
        return
    if one.stated.article.id == other.stated.article.id:
        return
    gap = other.day - one.day
    if abs(gap) > _ONE_STORY:
        yield (j, "later", i) if gap > 0 else (i, "later", j)
    elif _may_conflict(one, other):
        yield i, "conflicts", j
        yield j, "conflicts", i


def _may_conflict(one: _Read, other: _Read) -> bool:
    """Whether nothing but an error explains that two values differ."""
    is_exact = one.fact.bound == other.fact.bound == "exact" and not (one.is_range or other.is_range)
    is_one_time = one.when == other.when and bool(one.when)
    return is_exact and is_one_time and one.terms == other.terms and not (one.is_plan or other.is_plan)


def _is_of_one_thing(one: _Read, other: _Read) -> bool:
    """Whether two figures may be of one thing: about one body, and nothing that is said of one speaks against it."""
    if not one.fact.about or one.fact.about != other.fact.about:
        return False
    if one.is_count or one.is_share:
        return bool(one.head) and one.head == other.head
    if not one.terms or not other.terms:
        return one.digits > 1 or other.digits > 1
    return bool(one.terms & other.terms) or (_has_value_of(one, other) and one.digits > 1)


def _is_surely_one_thing(one: _Read, other: _Read) -> bool:
    """Whether both say so: one head, and all that one says of it the other says too."""
    return bool(one.head) and one.head == other.head and (one.terms <= other.terms or other.terms <= one.terms)


def _is_apart(one: str, other: str) -> bool:
    """Whether two times are both said and are not one within the other."""
    if not one or not other or one == other:
        return False
    first, second = _days(one), _days(other)
    inside = first[0] >= second[0] and first[1] <= second[1]
    return not (inside or (second[0] >= first[0] and second[1] <= first[1]))


def _days(period: str) -> tuple[str, str]:
    """Return the first and the last day of an ISO period as text that sorts."""
    start, _, end = period.partition("/")
    end = "9999" if end == ".." else end or start
    return start.ljust(10, "0"), end.ljust(10, "9")


def _has_value_of(one: _Read, other: _Read) -> bool:
    a, b = one.fact, other.fact
    return a.value == b.value and (a.low is None) == (b.low is None) and (a.high is None) == (b.high is None)


def _rounds(one: _Read, other: _Read) -> bool:
    """Whether one value is what the other comes to at its own precision."""
    a, b = one.fact.value, other.fact.value
    if a == b:
        return one.fact.bound == "about" and other.fact.bound == "exact"
    if one.is_range or other.is_range or not a or not b or one.digits >= other.digits:
        return False
    step = Decimal(10) ** (a.adjusted() - one.digits + 1)
    if (b / step).quantize(Decimal(1)) * step == a:
        return one.fact.bound in {"about", "exact"} and abs(a - b) <= a * _rounding(one)
    return one.fact.bound == "about" and abs(a - b) <= a * _LOOSE


def _rounding(read: _Read) -> Decimal:
    """Return the share by which a value may have been rounded: a tenth where it says so, less where it does not."""
    return Decimal("0.15") if read.fact.bound != "exact" else Decimal("0.06")


def _within(one: _Read, other: _Read) -> bool:
    low, high, value = other.fact.low, other.fact.high, one.fact.value
    if one.is_range:
        return False
    if other.is_range and low is not None and high is not None:
        return low <= value <= high
    if not _is_surely_one_thing(one, other):
        return False
    if other.fact.bound == "at most" and high is not None:
        return value <= high and high - value <= high * _NEAR_A_BOUND
    if other.fact.bound == "at least" and low is not None:
        return value >= low and value - low <= low * _NEAR_A_BOUND
    return False


def _part(one: _Read, other: _Read) -> Literal["one", "other", ""]:
    """Say which of two figures of one sentence is a part of the other, as its words say: `£4.2bn, £50m of it`."""
    first, second = one.fact, other.fact
    if first.start != second.start or first.period != second.period or one.is_share or first.value == second.value:
        return ""
    text = one.stated.article.text
    if first.figure[1] > second.figure[0]:
        return ""
    between = text[first.figure[1] : second.figure[0]]
    behind = text[second.figure[1] : second.figure[1] + 20]
    if _ON.fullmatch(between) and first.value < second.value:
        return "one"
    is_back = _BACK.search(between) or re.match(
        r"\s(?:of\s(?:it|that|this|them|which)|of\sthe\s(?:total|sum|money))\b", behind
    )
    return "other" if is_back and second.value < first.value else ""


def _moved(one: _Read, other: _Read) -> bool:
    """Whether a sentence says that a value went from the one to the other."""
    if one.fact.start != other.fact.start or one.fact.figure[1] > other.fact.figure[0]:
        return False
    text = one.stated.article.text
    before = text[max(one.fact.start, one.fact.figure[0] - 20) : one.fact.figure[0]]
    return bool(_FROM_TO.search(before) and _TO.search(text[one.fact.figure[1] : other.fact.figure[0]]))


def _is_reworded(one: _Read, other: _Read) -> bool:
    """Whether a sentence gives one value twice, once rounded: `£49.98m, or £50m in round terms`."""
    if one.fact.start != other.fact.start or one.digits == other.digits or one.fact.figure[1] > other.fact.figure[0]:
        return False
    between = one.stated.article.text[one.fact.figure[1] : other.fact.figure[0]]
    less, more = (one, other) if one.digits < other.digits else (other, one)
    return bool(_OR.fullmatch(between)) and _rounds(less, more)


def _sums(read: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    """Yield each part with its whole, where two figures of one sentence make up a third of their article."""
    by_article: dict[str, list[int]] = {}
    for place, each in enumerate(read):
        if not (each.is_share or each.is_count or each.is_range):
            by_article.setdefault(each.stated.article.id, []).append(place)
    for places in by_article.values():
        for one, other in combinations(places, 2):
            a, b = read[one], read[other]
            if a.fact.start != b.fact.start or a.fact.unit != b.fact.unit or a.scope != b.scope:
                continue
            total = a.fact.value + b.fact.value
            for whole in places:
                w = read[whole]
                is_alike = w.fact.unit == a.fact.unit and w.scope == a.scope
                says_so = bool(_MADE_UP.search(a.stated.words))
                if whole not in {one, other} and is_alike and _comes_to(total, w, loosely=says_so):
                    yield one, whole
                    yield other, whole


def _comes_to(total: Decimal, whole: _Read, *, loosely: bool) -> bool:
    """Whether a sum is a value, or loosely what the value is rounded from: £1.3bn and £450m are £1.8bn."""
    value = whole.fact.value
    step = Decimal(10) ** (value.adjusted() - whole.digits + 1)
    if total == value:
        return True
    return loosely and whole.digits > 1 and (total / step).quantize(Decimal(1), ROUND_HALF_UP) * step == value
