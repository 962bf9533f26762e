"""What a sentence of an article states, read into its parts: figures, attributed statements, dated events.

Sentence ─ facts ─> FigureFact, Attribution, DatedEvent ─ reports ─> ledger, sayings, timeline, checked draft

Every part that is words is a character range of the stored article, so whatever is shown as a quote is cut from it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.dates import PartialDate, stretch_label
from qabot.core.text import Span

SpeechAct = Literal[
    "said",
    "announced",
    "welcomed",
    "criticised",
    "warned",
    "called_for",
    "denied",
    "promised",
    "claimed",
    "asked",
    "agreed",
    "found",
]
"""What a cue verb does, as the cue lexicon groups them; `said` where it only reports."""


class FigureFact(Struct, frozen=True, kw_only=True, array_like=True):
    """A sum, a share or a count that a sentence states, with what it is of."""

    article_id: str
    """The article that states it."""
    start: int
    """First character of its sentence in `article.text`."""
    end: int
    """One past the sentence's last."""
    figure: Span
    """Where the figure itself stands in `article.text`."""
    value: Decimal
    """In its unit, scales multiplied out; of a range the middle."""
    low: Decimal | None
    """The least it may be: the lower end of a range, or of "at least"; None where nothing bounds it below."""
    high: Decimal | None
    """The most it may be, likewise."""
    unit: str
    """A currency sign, `%`, `points`, or the noun of what is counted, in the plural."""
    bound: str
    """`exact`, `about`, `at most` or `at least`."""
    of: Span | None
    """The words for what it is of: a head noun with its modifiers; None where none are given. Of a number that leaves
    its noun out ("12 of those"), where the noun stands before it, perhaps in the sentence before."""
    about: str
    """The body or programme it is about, by its canonical name; empty where the article names none for it."""
    period: str
    """The time it holds for as ISO 8601: `2015`, `2015-11`, `2015-11-25`, an interval `2015-04/2016-03` for a financial
    year; with ` per year`, ` over 5 years` and the like behind it where the sentence says so. Empty for none."""
    said_by: str
    """Who states it, where the sentence attributes it; empty otherwise."""


class Attribution(Struct, frozen=True, kw_only=True, array_like=True):
    """What a sentence says that somebody said."""

    article_id: str
    """The article that reports it."""
    start: int
    """First character of the sentences that report it in `article.text`."""
    end: int
    """One past their last."""
    speaker: str
    """Who: the fullest name that the article gives of a person, or a body's canonical name; a description ("a
    spokesman for the council") where it gives none."""
    speaker_words: Span
    """The words that name the speaker here: a name, "he", "the society"."""
    body: str
    """The body that the speaker is or speaks for, by its canonical name; empty where the article names none."""
    cue: Span
    """The words that report: "said", "has called on", "according to"."""
    act: SpeechAct
    """What the cue does."""
    direct: bool
    """Whether the words stand between quotation marks."""
    contents: tuple[Span, ...]
    """What was said, in order; several where the cue stands in between. Without the quotation marks."""


class DatedEvent(Struct, frozen=True, kw_only=True, array_like=True):
    """What a sentence says happened, or will, at a time."""

    article_id: str
    """The article."""
    start: int
    """First character of its sentence in `article.text`."""
    end: int
    """One past the sentence's last."""
    date: PartialDate
    """When, as precise as it is stated, counted from the article's date."""
    date_words: Span | None
    """The words that say so; None where it is the article's own date."""
    last: PartialDate | None = None
    """Where a stretch ends that begins with the date; None for one day, month or year."""

    @property
    def when(self) -> str:
        """As ISO 8601 writes it: a date, or the two ends of a stretch."""
        return f"{self.date}/{self.last}" if self.last else str(self.date)

    @property
    def label(self) -> str:
        """As British prose writes it: `April 2016`, `2015-16`, `August 2023 to March 2024`."""
        return stretch_label(self.date, self.last)


class ArticleFacts(Struct, frozen=True, array_like=True):
    """What an article states, in the order of its text."""

    figures: tuple[FigureFact, ...]
    """Its figures, each with who is said to state it."""
    attributions: tuple[Attribution, ...]
    """What it says that somebody said."""
    events: tuple[DatedEvent, ...]
    """What it dates."""


def lies_within(facts: ArticleFacts, article: Article) -> bool:
    """Whether every fact is said to be of this article, and each of its ranges lies within the text."""
    every = (*facts.figures, *facts.attributions, *facts.events)
    if any(each.article_id != article.id for each in every):
        return False
    spans = [(each.start, each.end) for each in every]
    spans += [span for each in facts.figures for span in (each.figure, each.of) if span]
    spans += [span for each in facts.attributions for span in (each.speaker_words, each.cue, *each.contents)]
    spans += [each.date_words for each in facts.events if each.date_words]
    last = len(article.text)
    return all(0 <= start <= end <= last for start, end in spans)
