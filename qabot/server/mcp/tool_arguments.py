"""What each tool takes: texts, ids and numbers, never a path. Each shape is read strictly, and told to assistants."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from qabot.core.questions import Filters
from qabot.question.filter_fields import given_filters

MOST_CHARACTERS = 4_000
"""Characters of a question or a name."""
MOST_DRAFT = 200_000
"""Characters of a draft."""

Asked = Annotated[str, Meta(min_length=1, max_length=MOST_CHARACTERS)]
Named = Annotated[str, Meta(max_length=200)]
Names = Annotated[tuple[Named, ...], Meta(max_length=50)]
Day = Annotated[str, Meta(max_length=40)]


class LimitedArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What limits the articles that are looked at."""

    after: Day | None = None
    """Published then or later: a day, a month or a year in ISO 8601."""
    before: Day | None = None
    """Published then or earlier, likewise."""
    outlets: Names = ()
    """Only from these outlets, by the names that `coverage` lists."""
    organisations: Names = ()
    """Only articles about these bodies."""

    @property
    def filters(self) -> Filters:
        """What the search is limited to.

        Raises:
            UsageError: A date is none, or no day is left between them.
        """
        return given_filters(self.after, self.before, None, self.outlets, self.organisations, called="")


class AskArguments(LimitedArguments, frozen=True, kw_only=True):
    """A question."""

    question: Asked
    """A question, complete in itself: nothing is remembered between calls."""
    quotes: Annotated[int, Meta(ge=1, le=20)] = 3
    """How many quotes to return at the most."""


class SearchArguments(LimitedArguments, frozen=True, kw_only=True):
    """What to find."""

    query: Asked
    """Words or a question; `"exact phrase"` and `-word` limit the search."""
    passages: Annotated[int, Meta(ge=1, le=50)] = 10
    """How many passages to return at the most."""


class PassageArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of an article; the beginning, where no part is named."""

    article: Annotated[str, Meta(min_length=1, max_length=500)]
    """The article's id, as other tools give it in `article.id`."""
    paragraph: Annotated[int, Meta(ge=1)] | None = None
    """A paragraph, from 1."""
    start: Annotated[int, Meta(ge=0)] | None = None
    """The first character of a range, from 0."""
    end: Annotated[int, Meta(ge=1)] | None = None
    """One past the last of the range."""


class CheckArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft."""

    text: Annotated[str, Meta(min_length=1, max_length=MOST_DRAFT)]
    """The draft itself: plain text or Markdown, with its quotations, figures, names and dates."""
    is_markdown: bool = False
    """Whether it is Markdown."""


class FiguresArguments(LimitedArguments, frozen=True, kw_only=True):
    """Which figures."""

    topic: Asked
    """What the figures are to be about, such as a programme or a body."""
    sort: Literal["date", "value"] = "date"
    """Oldest first, or largest first."""
    rows: Annotated[int, Meta(ge=1, le=500)] = 50
    """How many rows to return at the most."""


class SaidArguments(LimitedArguments, frozen=True, kw_only=True):
    """Whose statements."""

    who: Asked
    """A person, a surname, a body or an acronym."""
    about: Named = ""
    """Only what is about this; empty for anything."""
    act: Annotated[str, Meta(max_length=40)] | None = None
    """Only what was said so: said, announced, welcomed, criticised, warned, called_for, denied, promised, claimed,
    asked, agreed or found."""
    rows: Annotated[int, Meta(ge=1, le=500)] = 20
    """How many statements to return at the most, the newest first."""


class CoverageArguments(LimitedArguments, frozen=True, kw_only=True):
    """Of what to tell what is held."""

    topic: Named = ""
    """A topic; empty for the whole corpus."""


class ChangesArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Since when."""

    since: Annotated[str, Meta(min_length=4, max_length=100)]
    """A generation, as `searched.generation` of an earlier answer names it, or a date: 2026-11-01."""
