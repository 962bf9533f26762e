"""Filters that are given beside a question, as the options of a command or the fields of a form. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.questions import Filters
from qabot.core.text import clean_line


def given_filters(  # noqa: PLR0913 - a field of a form each
    after: str | None,
    before: str | None,
    on: str | None,
    outlets: Sequence[str],
    organisations: Sequence[str],
    as_of: str | None = None,
    *,
    called: str = "--",
) -> Filters:
    """Read what was given; a day that it was published on narrows what the other two dates leave.

    Args:
        after: The first day, month or year; None for any.
        before: The last, likewise.
        on: The only one, likewise.
        outlets: Names of outlets.
        organisations: Names of bodies.
        as_of: The day, month or year of which it is asked; None for now.
        called: What stands before the name of a field where it is told of: `--` of an option.

    Raises:
        UsageError: A date is none, or no day is left between them.
    """
    given = (("after", after), ("before", before), ("on", on), ("as-of", as_of))
    since, until, within, by = (None if text is None else given_date(f"{called}{name}", text) for name, text in given)
    earliest = max((day.first for day in (since, within) if day), default=None)
    latest = min((day.last for day in (until, within) if day), default=None)
    if earliest and latest and earliest > latest:
        raise UsageError(f"No day is both after {earliest} and before {latest}.", hint="Swap or widen the dates.")
    names = (tuple(clean_line(name) for name in listed) for listed in (outlets, organisations))
    return Filters(earliest, latest, *names, as_of=by.last if by else None)


def given_date(field: str, text: str) -> PartialDate:
    """Read a date that was given beside something.

    Args:
        field: The option or field that it was given in, as it is told of.
        text: The date, as typed.

    Raises:
        UsageError: It is none.
    """
    try:
        return PartialDate.parse(text)
    except ValueError as cause:
        raise UsageError(
            f"{field}: {cause}.", hint="Give a day, a month or a year, such as 2015-11-25, 2015-11 or 2015."
        ) from None
