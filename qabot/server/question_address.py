"""A question as an address: `/ask?q=…&after=…&earlier=…`, read and written.

An address says all that an answer depends on but the index: the question, what limits it, what of it was declined, and
the questions it goes on from. So it can be shared, kept and gone back to, and the server remembers nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from msgspec import Struct, field
from msgspec.structs import replace
from starlette.datastructures import QueryParams

from qabot.chat.filter_chips import as_operators
from qabot.core.errors import UsageError
from qabot.core.questions import Filters
from qabot.core.text import clean_line
from qabot.question.analysis import MOST_CHARACTERS
from qabot.question.filter_fields import given_filters
from qabot.server.problems import Refused

SHOWN = 3
"""Pieces of evidence that are shown unless more are asked for."""
MOST_SHOWN = 30
_MOST_EARLIER = 8
"""Questions that an address goes on from: follow-ups look no further back."""
MOST_NAMES = 10
"""Of a kind that limit a search."""
LONGEST_NAME = 200
_EARLIER, _EARLIER_ANY_DATE = "earlier", "earlier-any-date"


class EarlierQuestion(Struct, frozen=True):
    """A question that another goes on from."""

    text: str
    """As typed, with what limited it as operators."""
    infer: bool = True
    """Whether dates in its words were to limit the search."""


class QuestionAddress(Struct, frozen=True):
    """A question as it is put by an address."""

    text: str
    """As typed."""
    filters: Filters = field(default_factory=Filters)
    """What the search is limited to besides."""
    limit: int = SHOWN
    """How many pieces of evidence to show at the most."""
    infer: bool = True
    """Whether dates in its own words limit the search."""
    alone: bool = False
    """Whether it takes nothing over from the questions before it."""
    earlier: tuple[EarlierQuestion, ...] = ()
    """The questions it goes on from, oldest first."""

    @classmethod
    def read(cls, query: QueryParams) -> QuestionAddress:
        """Read an address.

        Raises:
            UsageError: A date or a number in it is none.
            Refused: The question is longer than any is read.
        """
        return cls(
            text=clean_line(within_limit(query.get("q", ""))),
            filters=read_filters(query),
            limit=read_number(query, "limit", SHOWN, MOST_SHOWN),
            infer=not _is_set(query, "dates", "any"),
            alone=_is_set(query, "alone", "1"),
            earlier=tuple(_earlier(query))[-_MOST_EARLIER:],
        )

    @property
    def typed(self) -> EarlierQuestion:
        """The question as one that others go on from."""
        return EarlierQuestion(" ".join(filter(None, (self.text, as_operators(self.filters)))), self.infer)

    @property
    def begun(self) -> tuple[EarlierQuestion, ...]:
        """What a follow-up of it goes on from."""
        return (*(() if self.alone else self.earlier), self.typed)[-_MOST_EARLIER:]

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields of the address."""
        told = [("q", self.text), *filter_fields(self.filters)]
        told += [] if self.limit == SHOWN else [("limit", str(self.limit))]
        told += [] if self.infer else [("dates", "any")]
        told += [("alone", "1")] if self.alone else []
        return [*told, *earlier_fields(self.earlier)]

    def path(self, page: str = "/ask") -> str:
        """Return the address on this server."""
        return f"{page}?{urlencode(self.fields())}"

    def changed(self, **changes: object) -> QuestionAddress:
        """Return the same question with something else about it."""
        return replace(self, **changes)


def read_filters(query: QueryParams) -> Filters:
    """Read what limits a search.

    Raises:
        UsageError: A date is none, or more names are given than anybody would.
    """
    outlets, organisations = ([each for each in query.getlist(name) if each.strip()] for name in ("outlet", "org"))
    for name, listed in (("outlet", outlets), ("org", organisations)):
        if len(listed) > MOST_NAMES:
            raise UsageError(f"{name}: more than {MOST_NAMES} names limit this search.", hint="Name fewer.")
        if any(len(each) > LONGEST_NAME for each in listed):
            raise UsageError(f"{name}: a name is longer than {LONGEST_NAME} characters.", hint="Shorten it.")
    after, before, on = (query.get(name, "").strip() or None for name in ("after", "before", "on"))
    return given_filters(after, before, on, outlets, organisations, called="")


def filter_fields(filters: Filters) -> list[tuple[str, str]]:
    """Return the fields that say what limits a search; phrases and words left out are typed into the question."""
    dates = (("after", filters.after), ("before", filters.before))
    told = [(name, str(day)) for name, day in dates if day]
    told += [("outlet", name) for name in filters.outlets]
    return told + [("org", name) for name in filters.organisations]


def earlier_fields(earlier: Sequence[EarlierQuestion]) -> list[tuple[str, str]]:
    """Return the fields that say what a question goes on from."""
    return [(_EARLIER if each.infer else _EARLIER_ANY_DATE, each.text) for each in earlier]


def given_fields(query: QueryParams) -> list[tuple[str, str]]:
    """Return the fields of an address that say something: forms send those that were left empty too."""
    return [pair for pair in query.multi_items() if pair[1]]


def _earlier(query: QueryParams) -> Iterator[EarlierQuestion]:
    for name, text in query.multi_items():
        if name in {_EARLIER, _EARLIER_ANY_DATE} and text.strip():
            yield EarlierQuestion(clean_line(within_limit(text)), name == _EARLIER)


def within_limit(text: str) -> str:
    """Return what was typed.

    Raises:
        Refused: It is longer than any question is read.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            413, f"The question is longer than {MOST_CHARACTERS:,} characters.", hint="Ask something shorter."
        )
    return text


def _is_set(query: QueryParams, name: str, word: str) -> bool:
    """Return whether a field that says one word, or nothing, says it.

    Raises:
        UsageError: It says something else.
    """
    given = query.get(name, "")
    if given not in {"", word}:
        raise UsageError(f"{name}: {given[:20]!r} means nothing here.", hint=f"Try {name}={word}, or leave it out.")
    return bool(given)


def read_number(query: QueryParams, name: str, usual: int, most: int) -> int:
    """Read a number from 1 to the most there may be; the usual one where none is given.

    Raises:
        UsageError: It is none.
    """
    given = query.get(name)
    if given is None:
        return usual
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(most)) and 1 <= int(given) <= most):
        raise UsageError(f"{name}: {given[:20]!r} is no number from 1 to {most}.", hint=f"Try {name}={usual}.")
    return int(given)
