"""Narrowing, grouping and counting headlines: what Browse shows of an index.

Everything here is pure, and fast enough to be done anew at every key: what narrowing looks at is prepared once.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from qabot.chat.filter_chips import chips
from qabot.core.articles import ArticleSummary, findable_outlets, reporting_outlet
from qabot.core.dates import PartialDate
from qabot.core.name_keys import name_key, organisation_keys
from qabot.core.questions import Filters
from qabot.core.text import printable
from qabot.core.unknown_names import UnknownName, unknown_name
from qabot.output.attribution import source_name
from qabot.question.operator_names import OPERATORS
from qabot.question.operators import parse_operators

Arrangement = Literal["date", "outlet", "organisation"]
"""What a list of headlines is grouped by."""
ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)

LEAST_OF_GROUP = 5
"""How many articles of a group are shown at least, where it has them."""
_LONGEST_TYPED = 200
"""Characters of a name beyond which no filter is offered for it: nobody would read one."""
QUARTERS = 4
"""Of a year, in which coverage is counted."""
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters that are words by themselves, since nothing parts the words that they make: kana and Han."""
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_BEGUN = re.compile(rf"-?(?:{'|'.join(OPERATORS)}):", re.IGNORECASE)


def fold(text: str) -> str:
    """Return the words of a text, each with a space before it, without case, accents and punctuation.

    What is typed is in a text if its folded words are in the text's: where one of them begins, not inside it.
    """
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return "".join(f" {word}" for word in _WORD.findall(text.casefold()))


class Narrowing(Struct, frozen=True):
    """What was typed to narrow a list, read."""

    words: tuple[str, ...] = ()
    """Words that a headline must have, as typed."""
    filters: Filters = field(default_factory=Filters)
    """What else must hold. Names and phrases may be typed in part."""
    notes: tuple[str, ...] = ()
    """What could not be read, and how to write it."""

    @classmethod
    def read(cls, text: str, today: date) -> Narrowing:
        """Read what was typed so far; a filter that is only begun does not narrow yet.

        Args:
            text: As typed.
            today: The day that `after:yesterday` counts from.
        """
        # A quotation that is still being typed goes on to the end.
        read = parse_operators(text + '"' * (text.count('"') % 2), today)
        words = tuple(word for word in read.text.split() if fold(word) and not _BEGUN.match(word))
        return cls(words, read.filters, read.notes)

    def widened(self) -> Sequence[tuple[str, Narrowing]]:
        """Return every part that narrows, as typed, and the narrowing without it."""
        phrase = " ".join(self.filters.exact).split()
        loose = [word for word in dict.fromkeys(self.words) if word not in phrase]
        parts = [(word, replace(self, words=tuple(each for each in self.words if each != word))) for word in loose]
        for chip in chips(self.filters):
            dropped = " ".join(each for each in self.filters.exact if each not in chip.without.exact).split()
            words = tuple(word for word in self.words if word not in dropped)
            parts.append((chip.text, replace(self, words=words, filters=chip.without)))
        return parts


class FacetBucket(Struct, frozen=True, eq=False):
    """Something that articles have in common: a month, an outlet or an organisation."""

    label: str
    """As a heading says it."""
    typed: str = ""
    """The filter by which one would ask for it; empty where there is none."""
    month: tuple[int, int] = (0, 0)
    """Year and month, each 0 where it is not known."""


_UNDATED, _NO_OUTLET, _NO_BODY = (
    FacetBucket("no date"),
    FacetBucket("no outlet given"),
    FacetBucket("no organisation named"),
)


class FacetedArticle(NamedTuple):
    """A headline, prepared for narrowing and arranging."""

    headline: ArticleSummary
    """The article."""
    words: str
    """All that is written in its headline, folded; a bar keeps phrases within one part."""
    days: tuple[date, date] | None
    """The first and the last day it can be of; None where it bears no date."""
    by_date: tuple[FacetBucket, ...]
    """Its month."""
    by_outlet: tuple[FacetBucket, ...]
    """Its outlet, or that of what a brief reports on."""
    by_organisation: tuple[FacetBucket, ...]
    """All that it is about."""


_BUCKETS_OF: Mapping[Arrangement, Callable[[FacetedArticle], tuple[FacetBucket, ...]]] = {
    "date": attrgetter("by_date"),
    "outlet": attrgetter("by_outlet"),
    "organisation": attrgetter("by_organisation"),
}


class Catalogue:
    """The headlines of an index, prepared for narrowing and arranging."""

    def __init__(self, headlines: Iterable[ArticleSummary]) -> None:
        """Prepare headlines, the newest first: it takes a while for very many, so not on the thread that draws."""
        preparation = _Preparation()
        self.entries = [preparation.entry(each) for each in headlines]
        """All of them, in their order."""
        years = {each.days[0].year for each in self.entries if each.days}
        self.years = range(min(years), max(years) + 1) if years else range(0)
        """The years that the dated ones span."""
        outlets = {name for each in self.entries for name in findable_outlets(each.headline)}
        bodies = {name for each in self.entries for name in each.headline.organisations}
        self._outlet_keys = {name: [name_key(name)] for name in outlets}
        self._body_keys = {name: organisation_keys(name) for name in bodies}

    def narrow(self, narrowing: Narrowing) -> list[FacetedArticle]:
        """Return the headlines for which all of the narrowing holds."""
        filters, found = narrowing.filters, self.entries
        for word in map(fold, (*narrowing.words, *filters.exact)):
            found = [each for each in found if word in each.words]
        for word in map(fold, filters.excluded):
            found = [each for each in found if word not in each.words]
        if filters.after or filters.before:
            found = _within(found, filters.after or date.min, filters.before or date.max)
        if filters.as_of:
            found = [
                each for each in found if each.headline.published and each.headline.published.last <= filters.as_of
            ]
        if filters.outlets:
            outlets = _named(filters.outlets, self._outlet_keys)
            found = [each for each in found if not outlets.isdisjoint(findable_outlets(each.headline))]
        if filters.organisations:
            bodies = _named(filters.organisations, self._body_keys)
            found = [each for each in found if not bodies.isdisjoint(each.headline.organisations)]
        return found

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in filters that no headline has, with the nearest that some have."""
        outlets = [each for each in filters.outlets if not _named([each], self._outlet_keys)]
        bodies = [each for each in filters.organisations if not _named([each], self._body_keys)]
        return [
            *(unknown_name("outlet", each, sorted(self._outlet_keys)) for each in outlets),
            *(unknown_name("organisation", each, sorted(self._body_keys), organisation_keys) for each in bodies),
        ]


def _within(entries: Iterable[FacetedArticle], after: date, before: date) -> list[FacetedArticle]:
    """Return what may be of these days: of a month or a year, any day counts."""
    return [each for each in entries if each.days and each.days[1] >= after and each.days[0] <= before]


def _named(typed: Iterable[str], known: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the names that are typed, in full or only their beginnings."""
    keys = [(name_key(name), set(organisation_keys(name))) for name in typed]
    return {
        name
        for name, answers_to in known.items()
        for begun, whole in keys
        if any(key in whole or key.startswith(begun) for key in answers_to)
    }


class _Preparation:
    """Makes entries. What many articles have in common is read once."""

    def __init__(self) -> None:
        self._fold, self._dated, self._month = cache(fold), cache(self._read_date), cache(_month)
        self._outlets, self._bodies = _Names("outlet"), _Names("org")

    def entry(self, headline: ArticleSummary) -> FacetedArticle:
        """Return a headline, prepared."""
        outlet, bodies = reporting_outlet(headline), headline.organisations
        written, days, month = self._dated(headline.published)
        parts = (fold(headline.title), self._fold(source_name(headline)), *map(self._fold, bodies), written)
        by_outlet = self._outlets.buckets((outlet,) if outlet else ())
        by_body = self._bodies.buckets(bodies)
        return FacetedArticle(
            headline, "|".join(parts), days, (month,), by_outlet or (_NO_OUTLET,), by_body or (_NO_BODY,)
        )

    def _read_date(self, published: PartialDate | None) -> tuple[str, tuple[date, date] | None, FacetBucket]:
        """Return a date as it can be typed, its days, and its bucket."""
        if published is None:
            return "", None, _UNDATED
        written = fold(f"{published} {published.label}")
        return written, (published.first, published.last), self._month(published.year, published.month or 0)


def _month(year: int, month: int) -> FacetBucket:
    if not month:
        return FacetBucket(f"{year}, no month given", f"on:{year:04d}", (year, 0))
    return FacetBucket(f"{calendar.month_name[month]} {year}", f"on:{year:04d}-{month:02d}", (year, month))


class _Names:
    """Finds the buckets of names; spellings that a filter takes for the same share one, which goes by the first."""

    def __init__(self, prefix: Literal["outlet", "org"]) -> None:
        self._prefix = prefix
        self._by_key: dict[str, FacetBucket] = {}
        self.buckets = cache(self._find)

    def _find(self, names: tuple[str, ...]) -> tuple[FacetBucket, ...]:
        """Return the buckets of all the names of one article, each once."""
        return tuple(dict.fromkeys(map(self._bucket, names)))

    def _bucket(self, name: str) -> FacetBucket:
        return self._by_key.setdefault(name_key(name) or name, FacetBucket(name, typed(self._prefix, name)))


def typed(prefix: str, name: str) -> str:
    """Return the filter for a name as one would type it; empty where no filter could say it."""
    # Quotation marks would end the value, and count for nothing in comparing names.
    bare = " ".join(re.sub(r'["“”„]', " ", printable(name)).split())
    if not name_key(bare) or len(bare) > _LONGEST_TYPED:
        return ""
    return f"{prefix}:{bare}" if bare.isalnum() else f'{prefix}:"{bare}"'


def with_only(text: str, filter_: str) -> str:
    """Return what is typed with a filter in the place of those of its kind, to which it would otherwise add."""
    prefix = filter_.partition(":")[0]
    names = "outlet|source" if prefix == "outlet" else prefix
    others = re.sub(rf'(?<!\S)(?:{names}):(?:"[^"]*"?|[^\s"])*', " ", text)
    return " ".join([*others.split(), filter_])


class Group(Struct, frozen=True):
    """The articles of one bucket."""

    bucket: FacetBucket
    """What they have in common."""
    size: int
    """How many there are."""
    shown: Sequence[ArticleSummary]
    """Those that there is room for, the newest first; none where there is no room for the group itself."""


def count(entries: Iterable[FacetedArticle], arrangement: Arrangement) -> Counter[FacetBucket]:
    """Return how many articles stand in each bucket."""
    return Counter(chain.from_iterable(map(_BUCKETS_OF[arrangement], entries)))


def arrange(entries: Sequence[FacetedArticle], arrangement: Arrangement, most: int) -> list[Group]:
    """Return all groups: months from the newest, or names from that of most articles; what has none comes last.

    Args:
        entries: The articles, the newest first. One that is about several bodies stands with each of them.
        arrangement: What to group by.
        most: How many to show of all of them together, about.
    """
    counted = count(entries, arrangement)
    ordered = sorted(counted, key=_newest_first if arrangement == "date" else _largest_first(counted))
    room = dict(zip(ordered, shares([counted[each] for each in ordered], most), strict=False))
    shown = _first(entries, _BUCKETS_OF[arrangement], room)
    return [Group(each, counted[each], shown[each]) for each in ordered]


def _newest_first(bucket: FacetBucket) -> tuple[int, ...]:
    year, month = bucket.month
    return -year, -month


def _largest_first(counted: Mapping[FacetBucket, int]) -> Callable[[FacetBucket], tuple[bool, int, str]]:
    return lambda bucket: (bucket in {_NO_OUTLET, _NO_BODY}, -counted[bucket], bucket.label.casefold())


def _first(
    entries: Iterable[FacetedArticle],
    buckets: Callable[[FacetedArticle], Iterable[FacetBucket]],
    room: Mapping[FacetBucket, int],
) -> defaultdict[FacetBucket, list[ArticleSummary]]:
    """Return the first articles of each bucket, as many as it has room for."""
    found: defaultdict[FacetBucket, list[ArticleSummary]] = defaultdict(list)
    left, total = dict(room), sum(room.values())
    for entry in entries:
        for bucket in buckets(entry):
            if left.get(bucket):
                left[bucket] -= 1
                total -= 1
                found[bucket].append(entry.headline)
        if not total:
            break
    return found


def shares(sizes: Sequence[int], most: int) -> list[int]:
    """Return how many articles of each group to show: about `most` together, and small groups whole.

    Groups at the end are left out where those before them need all the room, with up to `LEAST_OF_GROUP` each.
    """
    needed = accumulate(min(size, LEAST_OF_GROUP) for size in sizes)
    shown = sizes[: max(1, sum(need <= most for need in needed))]
    share = max(LEAST_OF_GROUP, _share(shown, most))
    return [min(size, share) for size in shown]


def _share(sizes: Sequence[int], most: int) -> int:
    """Return the largest share by which groups, each showing no more than it has, show no more than `most`."""
    left = most
    for place, size in enumerate(sorted(sizes)):
        share = left // (len(sizes) - place)
        if size > share:
            return share
        left -= size
    return most


class Coverage(Struct, frozen=True):
    """How many articles there are of each time, so that gaps are seen."""

    years: range
    """The years that are looked at."""
    quarters: tuple[int, ...]
    """Articles of each quarter, four a year, by their months."""
    by_year: tuple[int, ...]
    """Articles of each year, also those that bear no month."""
    coarse: int
    """Articles that bear a year and no month."""
    undated: int
    """Articles that bear no date."""

    @classmethod
    def of(cls, entries: Iterable[FacetedArticle], years: range) -> Coverage:
        """Count articles, over these years."""
        quarters, coarse = Counter[tuple[int, int]](), Counter[int]()
        for bucket, counted in count(entries, "date").items():
            year, month = bucket.month
            if month:
                quarters[year, (month - 1) * QUARTERS // 12] += counted
            else:
                coarse[year] += counted
        by_quarter = [[quarters[year, quarter] for quarter in range(QUARTERS)] for year in years]
        by_year = [sum(each) + coarse[year] for year, each in zip(years, by_quarter, strict=True)]
        undated = coarse.pop(0, 0)
        return cls(years, tuple(chain.from_iterable(by_quarter)), tuple(by_year), coarse.total(), undated)
