"""What was asked, as understood, and what a search is limited to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct, field

from qabot.core.dates import PartialDate


class Filters(Struct, frozen=True):
    """What an article must be to be searched at all. Every given part must hold; within a tuple, any one."""

    after: date | None = None
    """Published on or after this day (a partial date counts when any of its days does)."""
    before: date | None = None
    """Published on or before this day, likewise."""
    outlets: tuple[str, ...] = ()
    """Names of outlets, matched without regard to case, spaces and punctuation."""
    organisations: tuple[str, ...] = ()
    """Names or acronyms of bodies, matched likewise."""
    exact: tuple[str, ...] = ()
    """Phrases that a passage or its article's title must hold word for word, in any case; every one of them."""
    excluded: tuple[str, ...] = ()
    """Words or phrases that neither a passage nor its article's title may hold, in any inflection."""
    as_of: date | None = None
    """What is searched is the corpus as far as it was published by the end of this day: nothing later ranks, shows or
    counts. A partial date counts from the last day that it can mean, and what bears no date is left out."""

    @property
    def active(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()


class Period(Struct, frozen=True):
    """A run of days, open at an end that is None."""

    after: date | None = None
    """The first day of it."""
    before: date | None = None
    """The last day of it."""

    def holds(self, day: PartialDate | None) -> bool:
        """Whether a date lies within it; a partial one does when any of its days does."""
        return (
            day is not None
            and (not self.after or day.last >= self.after)
            and (not self.before or day.first <= self.before)
        )


class EntityMention(Struct, frozen=True):
    """A body that a question names, with its other names: `GDS = Government Digital Service`."""

    written: str
    """As the question writes it."""
    names: tuple[str, ...]
    """What else it is called, the usual name first; never empty, never what is written."""


class Synonyms(Struct, frozen=True):
    """Everyday words of a question, with those that articles have for them: `binned = scrapped, axed`."""

    written: str
    """As the question writes them."""
    words: tuple[str, ...]
    """What articles say, never empty."""


TokenKind = Literal["content", "form", "stop"]
"""`content`: it carries what a question is about. `form`: it names what form an answer takes. `stop`: it only asks."""


class QuestionToken(Struct, frozen=True):
    """A word of a question, without the punctuation around it."""

    text: str
    """As written."""
    start: int
    """Its first character in `AnalysedQuestion.whole`."""
    end: int
    """One past its last."""
    kind: TokenKind
    """What it is there for."""


AnswerType = Literal["money", "number", "date", "name", "reason", "statement"]
"""What can be asked for: a sum, a figure, a time, somebody, a cause, or what somebody says."""


FigureKind = Literal["money", "share", "count"]
"""A sum of money, a part of a whole, or how many of something there are."""


class SoughtFigure(Struct, frozen=True):
    """A figure that a question asks for."""

    kinds: tuple[FigureKind, ...]
    """Any of which it may be; never empty."""
    nouns: tuple[str, ...] = ()
    """What is counted, each word without its inflection; empty for what is no count."""
    earlier: bool = False
    """Whether it asks what was said, planned or expected at first."""


class SoughtSpeaker(Struct, frozen=True):
    """Somebody whose words a question asks for."""

    name: str
    """As the question writes it."""
    start: int
    """Where in `AnalysedQuestion.text` the name begins; 0 where it is not in it."""
    is_typed: bool
    """Whether it was typed as an operator, rather than read out of the question's words."""


Dependence = Literal["elliptical", "slight", "partial", "none"]
"""How far a question may need those before it: its form shows that it does, it says one thing or none that tells of a
subject, it says two, or more."""


class AnalysedQuestion(Struct, frozen=True):
    """What was asked, understood once: `qabot.question.analysis` makes it, and nothing after it reads the text."""

    text: str
    """The question, cleaned, without filter prefixes; may be empty."""
    filters: Filters = field(default_factory=Filters)
    """What the search is limited to: what was given, typed as a prefix, inferred or carried over."""
    inferred: Period | None = None
    """Dates read out of its own words, such as "in 2015", or carried over: part of the filters until they are put to
    an index, and after that only where they limit the search."""
    date_words: str = ""
    """The words that the dates were read from; empty where none were, or where they were carried over."""
    dates_limit: bool = False
    """Whether inferred dates limit the search: it asks for what was published then, or for nothing but a time."""
    date_filter_relaxed: bool = False
    """Whether inferred dates help ranking and limit nothing: `dates_limit` is not so, or nothing lies inside them."""
    date_filter_empty: bool = False
    """Whether that is since nothing lies inside them."""
    phrase_alone: str = ""
    """The exact phrase that is all of the question: it limits the search only where something holds it. Empty where
    more is asked, or where the caller limits the search to it."""
    phrase_gave_way: bool = False
    """Whether nothing holds it, so that its words are searched for."""
    soft_date: Period | None = None
    """When an event took place that it names, such as "the 2015 Spending Review": helps ranking, filters nothing."""
    wants_latest: bool = False
    """Whether it asks for the latest: the newest of equals stands first."""
    asks_if_still: bool = False
    """Whether it asks if something is still so: `is UKCloud still trading`."""
    mentions: tuple[EntityMention, ...] = ()
    """Bodies that it names, with the names they are searched under besides."""
    synonyms: tuple[Synonyms, ...] = ()
    """Everyday words of its own text, with the words of articles that are searched for besides."""
    typed: Filters = field(default_factory=Filters)
    """What was typed into it to limit the search, and into those before it as far as that holds on; no exact phrase."""
    inherited_filters: Filters = field(default_factory=Filters)
    """What of that was typed into those before it."""
    inherited_terms: tuple[str, ...] = ()
    """Terms taken over from earlier turns, in the order they were first asked."""
    stands_for: str = ""
    """The question that a piece of one stands for, `how much did Aspire cost?` for `and Aspire?`: its form tells what
    is asked for. Empty for any other."""
    notes: tuple[str, ...] = ()
    """What the reader should know of how it was read, such as a likely typing error in a prefix."""
    tokens: tuple[QuestionToken, ...] = ()
    """The words of `whole` in order, those of `text` first."""
    content_words: tuple[QuestionToken, ...] = ()
    """Those of `whole` that carry what is asked; all of them where none do."""
    own_words: tuple[QuestionToken, ...] = ()
    """Likewise, of `text` alone."""
    inherited_words: tuple[QuestionToken, ...] = ()
    """Likewise, of `inherited_terms` alone."""
    proper_names: tuple[str, ...] = ()
    """The words of `text` that its capitals show to be names, in order."""
    answer_types: tuple[AnswerType, ...] = ()
    """The types of answer that `text` asks for; none for most yes-or-no questions."""
    sought_figure: SoughtFigure | None = None
    """The figure that `text` asks for, where it asks for one."""

    sought_speaker: SoughtSpeaker | None = None
    """Whose words it asks for, where it asks for somebody's."""

    @property
    def takes_over(self) -> bool:
        """Whether it takes anything over from earlier turns."""
        return bool(self.inherited_terms) or self.inherited_filters.active

    @property
    def whole(self) -> str:
        """The question with what was carried over: what is searched for."""
        return whole_text(self.text, self.inherited_terms)


def whole_text(text: str, inherited_terms: Iterable[str]) -> str:
    """Return a question with what it takes over behind it."""
    return " ".join((text, *inherited_terms)).strip()
