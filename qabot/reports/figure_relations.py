"""How the figures of a ledger stand to each other, by value, period and scope. Pure.

    same         one value of one thing, however it is written
    rounds       the row's figure is the other's, rounded
    within       the row's figure lies in the range that the other gives
    part_of      the row's figure is a part of the other's, as a sentence or a sum says
    other_scope  one thing, for another period or another scope, such as a year and a sum over several
    later        one thing, as it stood later than the other
    conflicts    one thing, one period, one scope, and two values that no rounding explains: of two articles, or of two
                 sources that one article sets against each other

A false alarm costs more than silence: what is not sure has no relation, and `conflicts` asks for the most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from msgspec import Struct

from qabot.core.articles import reporting_outlet
from qabot.output.schemas.report_schemas import RelationKind
from qabot.reports.compared_figure import ComparedFigure, StatedFigure, has_value_of, rounds
from qabot.reports.counted_relations import counted_moves, counted_parts, in_all
from qabot.reports.counterparties import are_with_others
from qabot.reports.told_relations import disagreements, is_reworded, moved, part_of, rounded_to, sums

_NEAR_A_BOUND = Decimal("0.25")
"""Share of a bound within which a value is what the bound is of."""
_MANY_DIGITS, _MUCH_IN_COMMON = 3, 3
"""Digits of a value that two articles do not have by chance, and words of content beside it that they do not."""
_SOMETHING_IN_COMMON = 3
"""Words of content that two sentences must have in common where one does not say what its figure is of."""
_MANY_OF_A_KIND = frozenset(
    "contract deal agreement fund grant award project investment fine payment sum amount".split()
)
"""What a body has many of: a figure of one is of the same one only where more is said of both."""
_TOLD_APART = 2
_MANIFOLD = 6
"""How many times as much one value is as another, from which they are of two things rather than of two times."""
_FEW = 10
"""Of what is counted, below which two numbers need not be of the same."""
_A_YEAR = 366
"""Days within which two bounds are of one state of things."""
_TOLD_ALIKE, _MOSTLY = 5, Decimal("0.7")
"""Words of content of a sentence, and the share of them that another has, from which both tell one story."""
_ROUNDED = Decimal("0.05")
"""Share of a value by which a bound of it may lie beside it that tells it again."""
_NEARLY = Decimal("1.1")
"""How many times as much a figure may be that differs from one of the same."""
_ANY_SUM = frozenset("cost spend total sum amount bill budget value price".split())
_ANY_CONTENT = frozenset(
    """cost spend spent total sum amount bill budget valu price put said report state figur estim year time govern
    council depart pay paid pound million billion come came rise rose risen fall grow given gave""".split()
)
"""Words of content, by their stems, that two sentences with sums may have in common by chance."""
_ONE_STORY = 31
"""Days between two reports in which the same thing has one value."""


class Relation(Struct, frozen=True):
    """How a row stands to another."""

    to: int
    """The other row, from 0."""
    kind: RelationKind
    """How."""


def relate(figures: Sequence[StatedFigure]) -> list[tuple[Relation, ...]]:
    """Return the relations of each figure to others, in the order of the figures."""
    found: list[list[Relation]] = [[] for _ in figures]
    read = [ComparedFigure(each) for each in figures]
    for one, other in combinations(range(len(figures)), 2):
        if read[one].unit != read[other].unit and not (read[one].is_share and read[other].is_share):
            continue
        for here, kind, there in _between(read[one], read[other], one, other):
            found[here].append(Relation(there, kind))
    for part, whole in sums(read):
        if all(each.to != whole for each in found[part]):
            found[part].append(Relation(whole, "part_of"))
    kinds: tuple[tuple[RelationKind, Iterator[tuple[int, int]]], ...] = (
        ("part_of", counted_parts(read)),
        ("later", counted_moves(read)),
    )
    for kind, told in kinds:
        for one, other in told:
            found[one] = [each for each in found[one] if each.to != other]
            found[other] = [each for each in found[other] if each.to != one]
            found[one].append(Relation(other, kind))  # told by words, it counts before what values alone suggest
    for one, other in disagreements(read):
        if all(each.to != other for each in found[one]) and all(each.to != one for each in found[other]):
            found[one].append(Relation(other, "conflicts"))
            found[other].append(Relation(one, "conflicts"))
    return [tuple(sorted(each, key=lambda relation: relation.to)) for each in found]


def _between(one: ComparedFigure, other: ComparedFigure, i: int, j: int) -> Iterator[tuple[int, RelationKind, int]]:
    """Yield at most one relation for each direction between two figures of one unit."""
    if one.stated.article.id == other.stated.article.id and (told := _told(one, other, i, j)):
        yield told
        return
    if _is_surely_same(one, other):
        yield i, "same", j
        yield j, "same", i
        return
    if (reported := _reported_before(one, other, i, j)) or (reported := _reported_before(other, one, j, i)):
        yield from reported
        return
    if _are_facing_bounds(one, other):
        return  # neither of "up to £400m" and "more than £100m" lies in the other
    if not _is_of_one_thing(one, other) or one.is_part != other.is_part:
        return
    if _is_of_other_scope(one, other):
        if _is_surely_one_thing(one, other) or has_value_of(one, other):
            yield i, "other_scope", j
            yield j, "other_scope", i
    else:
        yield from _compared(one, other, i, j)


def _told(one: ComparedFigure, other: ComparedFigure, i: int, j: int) -> tuple[int, RelationKind, int] | None:
    """Return how two figures of one article stand to each other by its own words; None where it does not say."""
    if part := part_of(one, other):
        return (i, "part_of", j) if part == "one" else (j, "part_of", i)
    if later := moved(one, other):
        return (i, "later", j) if later == "one" else (j, "later", i)
    if is_reworded(one, other):
        return (j, "rounds", i) if one.digits > other.digits else (i, "rounds", j)
    if in_all(one, other):
        return i, "part_of", j
    if rounded_to(one, other):
        return j, "rounds", i
    return (i, "rounds", j) if rounded_to(other, one) else None


def _are_of_one_stock(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two numbers tell how many there were of something at two times, rather than of two things."""
    if one.terms != other.terms or min(one.fact.value, other.fact.value) < _FEW:
        return False
    return (one.is_stock and other.is_stock) or len(one.content & other.content) > _MUCH_IN_COMMON


def _is_retold(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether one article says that the outlet of the other had reported its value before."""
    outlet = reporting_outlet(other.stated.article) or ""
    is_theirs = bool(outlet) and one.fact.said_by.casefold() == outlet.casefold()
    is_one_scope = one.scope == other.scope or not (one.scope and other.scope)
    return is_theirs and one.is_known_already and is_one_scope and one.fact.bound == other.fact.bound


def _is_surely_same(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two articles have a sum of so many digits that it is of one thing, whoever they say it is about."""
    if one.stated.article.id == other.stated.article.id or not has_value_of(one, other):
        return False
    if _is_retold(one, other) or _is_retold(other, one):
        return True
    if one.is_share or one.scope != other.scope:
        return False
    if one.is_count:
        return one.digits >= _MANY_DIGITS and bool(one.head) and one.head == other.head
    if one.digits >= _MANY_DIGITS or (one.digits > 1 and (one.is_known_already or other.is_known_already)):
        return True
    return one.digits > 1 and len(one.content & other.content) >= _MUCH_IN_COMMON and one.fact.bound == other.fact.bound


def _are_facing_bounds(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether a sum is "more than" one and "up to" another, of one thing and one time: both may be right."""
    bounds = {one.fact.bound: one, other.fact.bound: other}
    if one.is_share or one.is_count or bounds.keys() != {"at least", "at most"} or one.fact.about != other.fact.about:
        return False
    low, high = bounds["at least"].fact.value, bounds["at most"].fact.value
    is_one_time = one.day is not None and other.day is not None and abs(one.day - other.day) <= _A_YEAR
    is_one_scope = not (one.scope and other.scope and one.scope != other.scope)
    has_no_other_thing = not (one.terms and other.terms) or bool(one.terms & other.terms)
    is_named = bool(one.fact.about) and has_no_other_thing and is_one_scope and not _is_apart(one.when, other.when)
    return is_named and is_one_time and low <= high <= _MANIFOLD * low


def _compared(one: ComparedFigure, other: ComparedFigure, i: int, j: int) -> Iterator[tuple[int, RelationKind, int]]:
    """Yield how two figures stand to each other that are of one thing and one scope."""
    if has_value_of(one, other):
        yield i, "same", j
        yield j, "same", i
    elif (one.is_share or one.is_count) and not _is_of_one_time(one, other):
        yield from _moved_on(one, other, i, j)
    elif rounds(one, other):
        yield i, "rounds", j
    elif rounds(other, one):
        yield j, "rounds", i
    elif _within(one, other):
        yield i, "within", j
    elif _within(other, one):
        yield j, "within", i
    else:
        yield from _moved_on(one, other, i, j)


def _is_of_one_time(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two figures tell of the same time: they say so, or were printed in one story's days."""
    if one.when and other.when:
        return not _is_apart(one.when, other.when)
    return one.day is None or other.day is None or abs(one.day - other.day) <= _ONE_STORY


def _is_of_other_scope(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two figures are for different periods, or per something of which one is all."""
    if one.scope != other.scope and one.scope and other.scope:
        return True
    if not _is_apart(one.when, other.when) or _are_of_two_sizes(one, other):
        return False
    # Of one value, the dates of two events are no two periods: awarded in November, and to last until 2020.
    return not has_value_of(one, other) or (_is_year(one.when) and _is_year(other.when))


def _are_of_two_sizes(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two counts by two nouns are far apart: "30 organisations left" are no later number of 588 bodies."""
    if not one.is_count or one.fact.unit == other.fact.unit:
        return False
    return max(one.fact.value, other.fact.value) > _MANIFOLD * min(one.fact.value, other.fact.value)


def _is_year(period: str) -> bool:
    """Whether a period is a year, of the calendar or of accounts, or more."""
    first, last = _days(period)
    return first[:4] != last[:4] or len(period) == len("2015")


def _moved_on(one: ComparedFigure, other: ComparedFigure, i: int, j: int) -> Iterator[tuple[int, RelationKind, int]]:
    """Yield what two values of one thing are to each other that differ: the later one, or in conflict."""
    if (
        one.scope != other.scope
        or not _is_surely_one_thing(one, other)
        or one.day is None
        or other.day is None
        or one.is_share
        or one.is_plan != other.is_plan
        or (one.is_count and not _are_of_one_stock(one, other))
    ):
        return
    if one.stated.article.id == other.stated.article.id:
        return
    gap = other.day - one.day
    if max(one.fact.value, other.fact.value) > _MANIFOLD * min(one.fact.value, other.fact.value):
        return
    if abs(gap) > _ONE_STORY and _has_moved(one, other):
        yield (j, "later", i) if gap > 0 else (i, "later", j)
    elif not one.is_count and _may_conflict(one, other, is_one_story=abs(gap) <= _ONE_STORY):
        yield i, "conflicts", j
        yield j, "conflicts", i


def _has_moved(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether the later of two values may be of a later state, and not only of a later report."""
    if one.is_count or (one.when and other.when):
        return True
    earlier, later = sorted((one, other), key=lambda each: each.day or 0)
    if one.stands and other.stands:
        return True
    if one.accrues and other.accrues and earlier.fact.value < later.fact.value:
        return True
    is_of_one = bool((one.content & other.content) - _ANY_CONTENT) or bool((one.terms & other.terms) - _ANY_SUM)
    return (one.is_of_a_state or other.is_of_a_state) and is_of_one


def _reported_before(one: ComparedFigure, other: ComparedFigure, i: int, j: int) -> list[tuple[int, RelationKind, int]]:
    """Return how a figure stands to one of the year in which its sentence says that it had been reported before."""
    published = other.stated.article.published
    is_it = published is not None and one.told_in == published.year and one.unit == other.unit
    if not is_it or one.fact.about != other.fact.about or not one.fact.about or one.is_share or one.is_count:
        return []
    if one.stated.article.id == other.stated.article.id or one.scope != other.scope:
        return []
    if has_value_of(one, other):
        return [(i, "same", j), (j, "same", i)]
    if rounds(one, other):
        return [(i, "rounds", j)]
    if not _lies_within(other, one):
        return []
    is_round = one.digits < other.digits and abs(one.fact.value - other.fact.value) <= _ROUNDED * other.fact.value
    return [(j, "within", i), *([(i, "rounds", j)] if is_round else [])]  # "over £10 million, as reported in 2020"


def _may_conflict(one: ComparedFigure, other: ComparedFigure, *, is_one_story: bool) -> bool:
    """Whether nothing but an error explains that two values differ.

    Where neither says of which time it is, either one story is told twice in nearly the same words, or both tell what
    something that is over came to, and speak of the same.
    """
    is_exact = one.fact.bound == other.fact.bound == "exact" and not (one.is_range or other.is_range)
    if not is_exact or one.terms != other.terms or one.is_plan or other.is_plan or one.when != other.when:
        return False
    if one.qualifiers != other.qualifiers:
        return False
    if one.when:
        return is_one_story
    if is_one_story:
        return _is_one_telling(one, other)
    low, high = sorted((one.fact.value, other.fact.value))
    is_over = not (one.is_of_a_state or other.is_of_a_state) and one.head == "cost" and high <= _NEARLY * low
    return is_over and bool((one.content & other.content) - _ANY_CONTENT)


def _is_one_telling(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two sentences are much the same but for their figures."""
    least = min(len(one.content), len(other.content))
    return least >= _TOLD_ALIKE and len(one.content & other.content) >= _MOSTLY * least


def _is_of_one_thing(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two figures may be of one thing: about one body, and nothing that is said of one speaks against it."""
    is_of_one = bool(one.fact.about) and one.fact.about == other.fact.about
    if not is_of_one and not (one.is_count and one.is_stock and other.is_stock and one.terms == other.terms):
        return False
    if are_with_others(one.with_whom, other.with_whom):
        return False
    if one.is_count or one.is_share:
        return bool(one.head) and one.head == other.head
    if not one.terms or not other.terms:
        return (one.digits > 1 or other.digits > 1) and len(one.content & other.content) >= _SOMETHING_IN_COMMON
    return bool(one.terms & other.terms) or (has_value_of(one, other) and one.digits > 1)


def _is_surely_one_thing(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether both say so: one head, and all that one says of it the other says too; or both sentences say the same."""
    if one.head and one.head == other.head and one.terms == other.terms and _is_one_telling(one, other):
        return True
    if one.head in _MANY_OF_A_KIND and len(one.terms & other.terms) < _TOLD_APART:
        return False
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
    start = "0000" if start == ".." else start
    end = "9999" if end == ".." else end or start
    return start.ljust(10, "0"), end.ljust(10, "9")


def _within(one: ComparedFigure, other: ComparedFigure) -> bool:
    low, high, value = other.fact.low, other.fact.high, one.fact.value
    if one.is_range:
        return False
    if other.is_range and low is not None and high is not None:
        return low <= value <= high
    return _is_surely_one_thing(one, other) and _lies_within(one, other)


def _lies_within(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether an exact value, or about one, lies near a bound and on its side."""
    low, high, value = other.fact.low, other.fact.high, one.fact.value
    if one.is_range or one.fact.bound not in {"exact", "about"}:
        return False
    if other.fact.bound == "at most" and high is not None:
        return value <= high and high - value <= high * _NEAR_A_BOUND
    if other.fact.bound == "at least" and low is not None:
        return value >= low and value - low <= low * _NEAR_A_BOUND
    return False
