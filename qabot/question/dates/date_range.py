"""Dates in questions: which days a question limits itself to, and which it only mentions.

A wrong filter hides the answer, so a date becomes a range only where its words say when something was: a preposition
(`in 2015`, `since March`), a day or a month with its year, or a count from today (`last week`). A year in the name of
an event, a strategy or a product (`the 2015 Spending Review`) is a hint, and so is a year that just stands there. What
lies in the future is nothing to ask the press about, and a number of things is no year at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Literal

from msgspec import Struct

from qabot.core.questions import Period
from qabot.question.dates.date_mentions import Mention, mentions
from qabot.question.dates.date_tokens import Phrases, Tokens
from qabot.question.dates.date_words import FEW, UNITS
from qabot.question.dates.periods import hull
from qabot.question.dates.spans import span

_RECENT = Phrases(
    dict.fromkeys(
        """latest|newest|recent|recently|lately|most recent|up to date|up - to - date|breaking news|
    whats new|what ' s new|what is new|anything new|any update|any updates""".replace("\n    ", "").split("|"),
        True,
    )
)
"""What asks for the latest."""
_NOT_RECENT_BEHIND = frozenset({"until", "till", "as", "at"})
"""Words that turn it round: `until recently`, `as recently as 2013`, `at the latest`."""


class DateReading(Struct, frozen=True):
    """What a question says of time."""

    reading: Literal["none", "range", "recent", "hint"] = "none"
    """`range`: it limits itself to days. `hint`: it names something by its date. `recent`: it asks for the latest."""
    period: Period | None = None
    """The days of a range or a hint, both ends within it; open where an end is None."""
    date_words: str = ""
    """The words that say so: `text[start:end]`."""
    start: int = 0
    """First character of those words."""
    end: int = 0
    """One past their last character."""
    wants_latest: bool = False
    """Whether it asks for the latest, of a range or at all."""


def read_dates(text: str, today: date) -> DateReading:
    """Read when a question is about.

    Args:
        text: The question, of any kind and length.
        today: The day that it is asked.
    """
    tokens = Tokens.of(text, today)
    found = mentions(tokens)
    latest = _recency(tokens, found)
    limits = _limits(found)
    hints = [mention for mention in found if not limits]
    ways: tuple[tuple[Literal["range", "hint"], Sequence[Mention]], ...] = ("range", limits), ("hint", hints)
    for kind, chosen in ways:
        period = _together(chosen)
        if period != Period():
            start, end = tokens.characters(chosen[0].start, chosen[-1].end)
            return DateReading(kind, period, text[start:end], start, end, latest is not None)
    if latest:
        start, end = tokens.characters(*latest)
        return DateReading("recent", None, text[start:end], start, end, wants_latest=True)
    return DateReading()


def read_period(text: str, today: date) -> Period | None:
    """Return the days that a whole text stands for, such as `last month`, `nov 2015` or `2014 to 2016`, or None."""
    tokens = Tokens.of(text, today)
    found = span(tokens, tokens.skip(0, {"the"}))
    return found.period if found and found.end == len(tokens.tokens) else None


def _recency(tokens: Tokens, found: Sequence[Mention]) -> tuple[int, int] | None:
    """Return the tokens that ask for the latest: `wants_latest`, `the last few months`, `who runs it today`."""
    dated = {i for mention in found for i in range(mention.start, mention.end)}
    for i in range(len(tokens.tokens)):
        behind = tokens.word(i - 1), tokens.word(i - 2)
        if (said := tokens.phrase(i, _RECENT)) and not _NOT_RECENT_BEHIND.intersection(behind):
            return i, said[1]
        if i in dated:
            continue
        words = tokens.word(i), tokens.word(i + 1), tokens.word(i + 2)
        if (words[0] in {"last", "past"} and words[1] in FEW and words[2] in UNITS) or (
            words[0] in FEW and words[1] in UNITS and words[2] == "ago"
        ):
            return i, i + 3
        if words[0] == "today" and tokens.possessive(i + 1) == i + 1:
            return i, i + 1
    return None


def _limits(found: Sequence[Mention]) -> Sequence[Mention]:
    """Return the dates that say when: not those compared with, nor targets (`by 2020`), unless there are others."""
    limits = [mention for mention in found if mention.limits]
    if all(mention.compared for mention in limits):
        return ()
    return [mention for mention in limits if mention.bound != "by"] or limits


def _together(chosen: Sequence[Mention]) -> Period:
    """Return the days of all mentions: between those that begin and those that end a range, else what holds all."""
    begins = [m.period.after for m in chosen if m.period.after and not m.period.before]
    ends = [m.period.before for m in chosen if m.period.before and not m.period.after]
    if begins and ends and len(begins) + len(ends) == len(chosen):
        return Period(max(begins), min(ends)) if max(begins) <= min(ends) else Period()
    return reduce(hull, (m.period for m in chosen)) if chosen else Period()
