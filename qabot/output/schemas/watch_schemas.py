"""Saved questions in JSON, and what is new in their answers."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.document import Document, Part

NewsKind = Literal["evidence", "figure", "speaker", "conflict", "silent_since", "gone"]
"""A quote that was not there, a figure that no quote gave, somebody who had said nothing of it, a figure that
contradicts an earlier one, that nothing has come for a while, and that a quote is held no more."""


class NewsArticle(Part, frozen=True, kw_only=True):
    """The article that something new is in."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    outlet: str
    """Whose reporting it holds; empty where nobody is named."""
    published: str
    """Its date, as precise as it is known; empty where it bears none."""


class EarlierQuote(Part, frozen=True, kw_only=True):
    """A figure that was known before another, with its quote."""

    words: str
    """The figure as written."""
    quote: str
    """The words of the article that say it."""
    article: str
    """That article's id; it may be gone."""
    source: str
    """Who says it and when, in words."""


class NewInAnswer(Part, frozen=True, kw_only=True):
    """One thing that is new in the answer to a saved question."""

    kind: NewsKind
    """A quote, a figure that no quote gave before, somebody who had not spoken, a contradiction, since when nothing
    new has come, or a quote that is held no more as its article is gone or says something else."""
    words: str
    """What is new: the quote, the figure as written, the name, the day."""
    article: NewsArticle | None
    """Where it stands; null for what stands nowhere."""
    quote: str
    """The words of the article that say it; empty without an article."""
    start: int
    """First character of the quote in the article's text."""
    end: int
    """One past its last."""
    earlier: tuple[str, ...]
    """For a figure, how those known before are written, the newest first; for one in conflict, those it is against."""
    earlier_quotes: tuple[EarlierQuote, ...]
    """The same with their quotes."""
    told: str | None
    """When it was told first, in ISO 8601; null for now."""


class WatchedQuestion(Part, frozen=True, kw_only=True):
    """A saved question."""

    name: str
    """What it is called."""
    question: str
    """As it was typed."""
    saved: str
    """When, in ISO 8601."""
    last_run: str | None
    """When it was last put to the index; null for never."""
    every_s: int
    """Seconds to let pass between two runs of what is due; 0 for none."""
    new: tuple[NewInAnswer, ...]
    """What is new in its answer; of `show` and `list`, what was told of it, the newest first."""


class Watch(Document, frozen=True, kw_only=True, tag="qabot.watch/1"):
    """Saved questions with what is new in their answers: `qabot watch run --json`; `list` and `show` likewise."""

    questions: tuple[WatchedQuestion, ...]
    """Each that was put to the index, whether or not anything is new."""
