"""Every date of a question in its place: what governs it, and whether it limits, hints at or is no date at all."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from qabot.core.questions import Period
from qabot.question.dates.absolute import month_and_plain_day, month_and_short_year
from qabot.question.dates.date_context import SOURCES, is_count, is_event, is_named
from qabot.question.dates.date_tokens import Measure, Phrases, Stretch, Tokens
from qabot.question.dates.date_words import JOINTS
from qabot.question.dates.event_dates import KNOWN, days_of, event
from qabot.question.dates.periods import ONE_YEAR, day_after, first_day, last_day, shift, size_in_months, year_from
from qabot.question.dates.spans import span, stretch

_JANUARY, _APRIL = 1, 4
_FAR = 8
"""Tokens: how far behind `after` a date may stand that it governs, as in `after the launch in 2015`."""
_NEAR = 5
"""Tokens: how far before `from` may stand what is from then, as in `coverage of Aspire from 2016`."""

Bound = Literal[
    "in", "on", "over", "of", "around", "from", "between", "since", "after", "before", "until", "by", "bare"
]
_PHRASES: dict[Bound, str] = {
    "in": """in|dated|during|throughout|within|across|through|back in|way back in|as recently as|as late as|all of|
        the whole of|in the course of|over the course of""",
    "on": "on",
    "over": "over|at",
    "of": "of|for|past|beyond",
    "around": "around|circa|ca|c .|round about|in about|in around|sometime around",
    "from": "from|starting from",
    "between": "between|in between",
    "since": """since|ever since|starting|starting in|beginning in|as far back as|as early as|no earlier than|
        not before|dating back to|going back to|on or after|in or after""",
    "after": """after|following|post|post -|later than|subsequent to|in the wake of|in the aftermath of|
        on the back of""",
    "before": """before|prior to|earlier than|pre|pre -|ahead of|in advance of|leading up to|run - up to|
        in the run up to""",
    "until": """until|till|til|up to|upto|up until|up till|as of|as at|no later than|not after|on or before|
        in or before""",
    "by": "by",
}
_BOUNDS: Phrases[Bound] = Phrases(
    {phrase.strip(): bound for bound, phrases in _PHRASES.items() for phrase in phrases.split("|")}
)
"""What a preposition makes of the date behind it: `over` wants more than a year, `of` tells which rather than when."""
_ONWARDS: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(
            ("onwards", "onward", "or later", "and later", "and after", "and since", "and beyond"), "since"
        ),
        **dict.fromkeys(("or earlier", "and earlier", "or before", "and before"), "until"),
    }
)
"""What makes the date in front of it an end of a range."""
_OPEN = frozenset({"since", "after", "before", "until", "by"})
_CERTAIN = frozenset({"in", "since", "after", "before", "between"})
"""Behind these, four figures are a year even if a plural follows: `in 2015 councils …`."""
_LOOSE = frozenset({"bare", "on", "over", "of"})
"""Behind these, a year need not be when: `socitm on 2015`, `the budget of 2015`."""
_WAITING = frozenset({"since", "after", "following", "before", "until", "till"})
"""What governs a date even if something stands between them."""
_AGAINST = frozenset({"than", "vs", "versus", "v", "against"})
_NOT = frozenset({"not", "except", "excluding", "outside", "besides"})
_FUTURE = frozenset({"will", "ll", "won", "shall", "due", "upcoming", "forthcoming", "scheduled", "next", "coming"})
_ENDS_CLAUSE = frozenset(".,;:?!()")
_PAPERS = SOURCES | frozenset("contract contracts data figures letter report reports statements update updates".split())
"""What is from the time that it is said to be from, not from then on."""
_HAPPENING = SOURCES | frozenset(
    """new update updates announce announced publish published happen happened happening report reported said say launch
    launched released broke issued""".split()
)
"""Beside one of these `today` is the day; else it means now, as in `who runs GDS today`."""
_AROUND: dict[Measure, tuple[Literal["day", "month", "year"], int]] = {
    "day": ("day", 7),
    "week": ("day", 7),
    "month": ("month", 1),
    "season": ("month", 1),
    "part": ("month", 1),
    "year": ("year", 1),
}
"""How far `around` reaches to either side."""


class Mention(NamedTuple):
    """A date and its place."""

    period: Period
    """The days that it limits to, or hints at."""
    limits: bool
    """Whether it says when, rather than which."""
    bound: Bound
    """What stands before it."""
    start: int
    """Its first token, the preposition included."""
    end: int
    """One past its last token."""
    compared: bool = False
    """Whether something of another time is measured against it: `higher than in 2014`."""


def mentions(tokens: Tokens) -> list[Mention]:
    """Return the dates of a question in order."""
    words = frozenset(token.text for token in tokens.tokens)
    return _Finder(tokens, bool(words & _FUTURE), bool(words & _HAPPENING) or len(tokens.tokens) == 1).all()


class _Read(NamedTuple):
    """What was read at one place."""

    mention: Mention | None
    """None where it is no date after all."""
    end: int
    """Where to read on."""


class _Finder(NamedTuple):
    """Finds dates in one question."""

    tokens: Tokens
    """What it reads."""
    prospective: bool
    """Whether the question looks ahead: then `in March` may be the next one."""
    happening: bool
    """Whether it asks for what happens: then `today` is a day."""

    def all(self) -> list[Mention]:
        """Return the dates in order."""
        found: list[Mention] = []
        i = 0
        waiting: tuple[Bound, int] | None = None
        while i < len(self.tokens.tokens):
            governor = self.tokens.phrase(i, _BOUNDS)
            read = (self._read(*governor, i) if governor else None) or self._read("bare", i, i)
            if read and read.mention:
                found.append(self._governed(read.mention, waiting))
            if read or self.tokens.word(i) in _ENDS_CLAUSE:
                waiting = None
            elif governor and self.tokens.word(i) in _WAITING:
                waiting = governor[0], i
            i = read.end if read else (governor[1] if governor else i + 1)
        return found

    def _read(self, bound: Bound, i: int, start: int) -> _Read | None:
        """Read a date behind a preposition; None where there is nothing of the kind."""
        if read := self._between_events(bound, i) or self._event(bound, i):
            period, end = read
            return _Read(self._possible(Mention(period, limits=True, bound=bound, start=start, end=end)), end)
        i = self.tokens.skip(i, {"the"})
        found = self._stretch(bound, i)
        if found is None:
            return None
        named = is_named(self.tokens, i, found, bare=bound in _LOOSE) and self.tokens.word(start) not in {"pre", "post"}
        bound, end = self._turned(bound, start, found, named=named)
        free = self.tokens.stands_free(start, end) and not self._is_ruled_out(start)
        if not free or not self._is_date(bound, i, found, named=named):
            return _Read(None, end)
        limits = self._limits(bound, start, found, named=named)
        vague = named or found.measure == "part"
        period = _bounded(bound, found.period, found.measure, vague=vague) if limits else found.period
        return _Read(self._possible(Mention(period, limits, bound, start, end)), end)

    def _between_events(self, bound: Bound, i: int) -> tuple[Period, int] | None:
        """Read `between the 2015 election and March 2017`, where at least one end is an event."""
        if bound not in {"between", "from"}:
            return None
        left = event(self.tokens, i) or stretch(self.tokens, self.tokens.skip(i, {"the"}))
        link = self.tokens.phrase(left.end, JOINTS) if left else None
        if left is None or link is None:
            return None
        right = event(self.tokens, link[1]) or stretch(self.tokens, self.tokens.skip(link[1], {"the"}))
        if right is None or (isinstance(left, Stretch) and isinstance(right, Stretch)):
            return None
        ordered = first_day(left.period) <= last_day(right.period)
        return (Period(left.period.after, right.period.before), right.end) if ordered else None

    def _event(self, bound: Bound, i: int) -> tuple[Period, int] | None:
        """Read `since the 2015 spending review`."""
        found = event(self.tokens, i) if bound in _OPEN else None
        return (_bounded(bound, found.period, "day", vague=True), found.end) if found else None

    def _stretch(self, bound: Bound, i: int) -> Stretch | None:
        """Read days; `nov 15` is a day behind `on` and a month behind `in`."""
        if bound == "on" and (found := month_and_plain_day(self.tokens, i)):
            return found
        if bound in {"in", "since"} and (found := month_and_short_year(self.tokens, i)):
            return found
        return span(self.tokens, i)

    def _turned(self, bound: Bound, start: int, found: Stretch, *, named: bool) -> tuple[Bound, int]:
        """Return what a date limits to, seen from both sides: `from 2015`, `2015 onwards`, `articles from 2015`."""
        before, behind = self.tokens.word(start - 1), self.tokens.word(found.end)
        onwards = self.tokens.phrase(found.end, _ONWARDS)
        if onwards and bound != "between" and stretch(self.tokens, self.tokens.skip(onwards[1], {"the"})) is None:
            return onwards
        if self.tokens.word(found.end - 1) == "ago" and bound in {"over", "bare"}:
            return self._more_or_less(bound, start), found.end
        if bound == "bare" and before == "to" and found.measure != "year":
            return "by", found.end
        if bound != "from" or named:
            return ("of" if bound == "from" else bound), found.end
        if behind == "on":
            return "since", found.end + 1
        of_papers = before in _PAPERS or any(self.tokens.word(i) in SOURCES for i in range(start - _NEAR, start))
        return "in" if found.linked or of_papers else "since", found.end

    def _more_or_less(self, bound: Bound, start: int) -> Bound:
        """Return what `over`, `more than` and `less than` make of so long ago."""
        than = self.tokens.word(start - 2) if self.tokens.word(start - 1) == "than" else ""
        if bound == "over" or than == "more":
            return "until"
        return "since" if than == "less" else bound

    def _is_date(self, bound: Bound, i: int, found: Stretch, *, named: bool) -> bool:
        """Whether a stretch is a date that news can be asked of."""
        if first_day(found.period) > self.tokens.today:
            return False
        if self.tokens.word(i) == "today" and found.end == i + 1 and (named or not self.happening):
            return bound in _OPEN and not named
        if not found.sure and (named or self.prospective or not self._is_meant(bound, i, found)):
            return False
        return not is_count(self.tokens, i, found, certain=bound in _CERTAIN, bare=bound in _LOOSE)

    def _is_ruled_out(self, start: int) -> bool:
        """Whether all but these days are meant: `not in 2015`, `other than in 2015`."""
        but = self.tokens.words(start - 2, 2) in {"other than", "apart from", "rather than"}
        return but or self.tokens.word(start - 1) in _NOT

    def _is_meant(self, bound: Bound, i: int, found: Stretch) -> bool:
        """Whether a preposition makes days of what need not be: `in march`, but not `the march` or `may`."""
        if bound in {"bare", "of"} or (found.measure == "month" and self.tokens.word(i - 1) == "the"):
            return False
        if found.measure == "month" and self.tokens.word(i) == "may" and bound not in {"in", "between"}:
            return bound in {"since", "until"} and not self.tokens.word(found.end).isalnum()
        if bound == "on":
            return found.measure == "day"
        if bound == "over":
            return found.measure in {"season", "part"}
        return bound != "in" or found.measure != "day"

    def _limits(self, bound: Bound, start: int, found: Stretch, *, named: bool) -> bool:
        """Whether a date says when, rather than which."""
        if named:
            return bound in {"since", "after", "before", "until", "between"}
        several = found.measure == "years" and size_in_months(found.period) > ONE_YEAR
        if several and last_day(found.period) > self._latest_end():
            return False
        if bound == "of" and found.measure != "rolling" and self.tokens.word(start - 1) not in SOURCES:
            return False
        return found.measure != "year" or bound not in _LOOSE or self.tokens.word(start - 1) in SOURCES

    def _latest_end(self) -> date:
        """Return the last day of this year or of this financial year, whichever is later."""
        return max(last_day(year_from(month, self.tokens.today)) for month in (_JANUARY, _APRIL))

    def _possible(self, mention: Mention) -> Mention | None:
        """Return a mention, told whether it is compared with, unless nothing was published then yet."""
        before = mention.start - 1
        against = self.tokens.words(before - 1, 2) in {"compared with", "compared to"}
        compared = (against or self.tokens.word(before) in _AGAINST) and mention.bound in _LOOSE | {"in"}
        return mention._replace(compared=compared) if first_day(mention.period) <= self.tokens.today else None

    def _governed(self, mention: Mention, waiting: tuple[Bound, int] | None) -> Mention:
        """Open a range that `after` or `before` governs from afar: `after the launch in 2015`."""
        if waiting is None or mention.start - waiting[1] > _FAR:
            return mention
        of_event = mention.bound == "of" and is_event(self.tokens, mention.start - 1)
        if not of_event and not (mention.limits and mention.bound in {"in", "on", "bare", "around"}):
            return mention
        bound, place = waiting
        named = (self.tokens.phrase(i, KNOWN) for i in range(place + 1, mention.start))
        days = next((days for days in named if days), None)
        period = days_of(days[0], mention.period) if days else mention.period
        period = _bounded(bound, period, "day", vague=True)
        return mention._replace(period=period, limits=True, bound=bound, start=place)


def _bounded(bound: Bound, period: Period, measure: Measure, *, vague: bool) -> Period:
    """Return what `since`, `before` or `around` make of a period; a vague one loses nothing that may be meant."""
    match bound:
        case "since":
            return Period(period.after, None)
        case "after":
            return Period(period.after if vague or period.before is None else day_after(period.before), None)
        case "before":
            return Period(None, period.before if vague else day_after(first_day(period), -1))
        case "until" | "by":
            return Period(None, period.before)
        case "around" if measure in _AROUND and period.before:
            unit, count = _AROUND[measure]
            beyond = shift(day_after(period.before), unit, count)
            return Period(shift(first_day(period), unit, -count), day_after(beyond, -1))
        case _:
            return period
