"""A figure of a ledger as it is compared with others: its scope, its time, what it is of, and how exact it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.facts import FigureFact
from qabot.facts.figures import is_counted
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.counterparties import counterparties
from qabot.reports.qualifiers import qualifiers

_SCOPE = re.compile(r"(?:^|\s)(?P<scope>per \w+|over [\d.]+ years)")
_LOOSE = Decimal("0.005")
"""Share of a value by which two ways of writing it may differ."""
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
_SUMS_OF = re.compile(
    r"(?:Sales|Spending(?!\s(?:Review|Round))|Costs?|Profits?|Revenues?|Turnover|Savings|Losses|Benefits|Income|Expenditure)\b"
)
_ALREADY = re.compile(
    r"\s(?:\w+\s)?(?:already|previously|earlier)\s(?:announced|reported|disclosed|known|revealed|published)\b"
)
_REPORTED_IN = re.compile(
    r"[^.;]{0,20}?\s(?:(?:which|that)\s)?(?:(?:was|were|had|been|is|are)\s){0,3}(?:first\s)?(?:reported|given|quoted|cited|published|"
    r"announced|disclosed)\s(?:back\s)?in\s(?:[A-Z][a-z]+\s)?(?P<year>(?:19|20)\d\d)\b"
)
"""What tells behind a figure when it had been reported before."""
_EARLIER = re.compile(
    r"\b(?:already|previously|earlier)\s(?:announced|reported|disclosed|known|revealed|published)\s(?:\w+\s){0,6}$"
)
_HAD = re.compile(
    r"\b(?:had|has|have|handled|processed|recorded|carried\sout|dealt\swith|used\sfor|reached|attracted|passed|used\sby|available\son|live\son|grown\sto|climbed\sto|risen\sto|rose\sto)"
    r"(?:\s(?:some|about|around|over|more|than|nearly|almost|just|under|only|the|close|to|up))*\s$"
)
"""What stands before how many of something there were."""
_STATE = re.compile(
    r"\b(?:so\sfar|to\sdate|now|by\s(?:then|now)|already|currently|latest|updated|revised|since|still|at\sthe\stime|"
    r"r[oi]sen?|rose|grown|grew|climbed|gone\sup|went\sup|fallen|fell|soared|jumped|doubled|trebled|halved|increased|"
    r"decreased|reduced|swelled|ballooned|stood\sat|stands\sat|reached|passed|topped|exceeded)\b",
    re.IGNORECASE,
)
"""What says that something stood at a figure then, as it did not before or would not behind."""
_ACCRUES = frozenset("spend sale saving revenue turnover saved user customer download registration debt".split())
"""What comes together with time."""
_STANDS = frozenset("budget headcount income reserve deficit valuation".split())
"""What a body has one of at a time."""
_PLANS = re.compile(
    r"\b(?:forecast|expect(?:s|ed)?|plan(?:s|ned)?|estimat(?:e|ed|es)|could|might|(?-i:may)|would|will|should|target|aims?|budgeted|initial(?:ly)?|"
    r"original(?:ly)?|projected|if|proposed|hop(?:e|ed|es)|former(?:ly)?|previous(?:ly)?|once|first)\b",
    re.IGNORECASE,
)


_SOME_OF = re.compile(r"\s(?:out\s)?of\s(?:them|those|these|whom|which|(?:the|its|their|all)\s(?:[a-z]+\s){0,2}\d)")
_ALIKE: Mapping[str, str] = {
    "defect": "fault", "error": "fault", "bug": "fault", "flaw": "fault", "organisation": "body",
    "organization": "body", "company": "firm", "employee": "worker", "website": "site", "post": "job",
}  # fmt: skip
"""Nouns that are counted as one thing, in the singular."""


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


class ComparedFigure:
    """A figure as it is compared."""

    def __init__(self, stated: StatedFigure) -> None:
        """Read a figure."""
        self.stated = stated
        self.fact = fact = stated.fact
        self.is_share = fact.unit in {"%", "points"}
        self.is_count = is_counted(fact.unit)
        unit = _singular(fact.unit.casefold())
        self.unit = _ALIKE.get(unit, unit) if self.is_count else fact.unit
        self.scope = tuple(found["scope"] for found in _SCOPE.finditer(fact.period))
        self.when = _SCOPE.sub("", fact.period).strip()
        of = stated.of if _terms(stated.of) else _subject(stated.words)
        self.terms = frozenset(_ALIKE.get(each, each) for each in _terms(of))
        head = next(iter(reversed(_terms(of.split(" of ")[0].split(" for ")[0]))), "")
        self.head = _ALIKE.get(head, head)
        self.is_range = fact.low is not None and fact.high is not None and fact.low != fact.high
        self.is_plan = bool(_PLANS.search(stated.words))

    @cached_property
    def is_known_already(self) -> bool:
        """Whether its sentence says that it was told before."""
        text = self.stated.article.text
        return bool(_ALREADY.match(text, self.fact.figure[1])) or bool(
            _EARLIER.search(text, self.fact.start, self.fact.figure[0])
        )

    @cached_property
    def is_part(self) -> bool:
        """Whether it counts some of what was counted before, or is counted behind it: `18 million of them`."""
        return self.is_count and bool(_SOME_OF.match(self.stated.article.text, self.fact.figure[1]))

    @cached_property
    def is_stock(self) -> bool:
        """Whether it says how many of something there were by then."""
        text = self.stated.article.text
        return bool(_HAD.search(text, self.fact.start, self.fact.figure[0]))

    @cached_property
    def is_of_a_state(self) -> bool:
        """Whether it says how much something had come to by then, rather than what a thing that is over was."""
        return bool(self.when) or self.is_plan or self.accrues or bool(_STATE.search(self.stated.words))

    @property
    def stands(self) -> bool:
        """Whether it is of what a body has one of at a time, such as its budget, and nothing more is said of it."""
        return self.head in _STANDS and len(self.terms) == 1

    @property
    def accrues(self) -> bool:
        """Whether it is of what comes together with time: what was spent, sold or saved."""
        return self.head in _ACCRUES

    @cached_property
    def told_in(self) -> int | None:
        """The year in which its sentence says that it had been reported; None where it says none."""
        found = _REPORTED_IN.match(self.stated.article.text, self.fact.figure[1], self.fact.end)
        return int(found["year"]) if found else None

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words of content of its sentence, without names and numbers."""
        words = (found[0] for found in _WORD.finditer(self.stated.words))
        return frozenset(stem(word) for word in words if word.islower() and word not in STOP_WORDS)

    @cached_property
    def with_whom(self) -> frozenset[str]:
        """Whom its sentence says it was paid to, or whose contract it is, in small letters."""
        return counterparties(self.stated.words)

    @cached_property
    def qualifiers(self) -> frozenset[str]:
        """Where its sentence says that it was, of which phase, gross or net, with or without what."""
        return qualifiers(self.stated.words)

    @cached_property
    def digits(self) -> int:
        """How many digits of the value are more than noughts at its end."""
        return len(f"{self.fact.value.normalize():f}".replace(".", "").strip("0"))

    @property
    def day(self) -> int | None:
        """When its article was published, in days."""
        published = self.stated.article.published
        return published.first.toordinal() if published else None


def _subject(sentence: str) -> str:
    """Return what a sentence begins with, where that is a sum of money that comes and goes: `Sales through …`."""
    found = _SUMS_OF.match(sentence)
    return found[0] if found else ""


def _terms(words: str) -> list[str]:
    found = [each[0].casefold() for each in _WORD.finditer(words)]
    return [_singular(_SPENT.get(word, word)) for word in found if word not in _LITTLE]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST + 1:
        return f"{word[:-3]}y"
    is_plural = len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def places_by_article(read: Sequence[ComparedFigure], wanted: Callable[[ComparedFigure], bool]) -> list[list[int]]:
    """Return the places of the figures that are wanted, article by article, each article's in its order."""
    found: dict[str, list[int]] = {}
    for place, each in enumerate(read):
        if wanted(each):
            found.setdefault(each.stated.article.id, []).append(place)
    return [sorted(places, key=lambda place: read[place].fact.figure) for places in found.values()]


def is_next(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether the second of two figures of one article stands in the sentence after the first one, in its paragraph."""
    between = one.stated.article.text[one.fact.end : other.fact.start]
    return one.fact.end <= other.fact.start and not between.strip() and "\n\n" not in between


def has_value_of(one: ComparedFigure, other: ComparedFigure) -> bool:
    """Whether two figures have one value, with the same ends open."""
    a, b = one.fact, other.fact
    return a.value == b.value and (a.low is None) == (b.low is None) and (a.high is None) == (b.high is None)


def rounds(one: ComparedFigure, other: ComparedFigure) -> bool:
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


def _rounding(read: ComparedFigure) -> Decimal:
    """Return the share by which a value may have been rounded: a tenth where it says so, less where it does not."""
    return Decimal("0.15") if read.fact.bound != "exact" else Decimal("0.06")
