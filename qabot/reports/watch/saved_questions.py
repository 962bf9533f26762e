"""A saved question, what is known of its answer, and what can be new in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from msgspec import Struct

from qabot.core.answers import Evidence
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.output.schemas.watch_schemas import NewsKind


class SavedQuestion(Struct, frozen=True, kw_only=True):
    """A question that is asked again and again, without its meaning, which `WatchStore.meanings` reads."""

    id: int = 0
    """Its number, never given twice; 0 before it is kept."""
    home: str
    """The path of the home it is put to."""
    name: str
    """What it is called."""
    text: str
    """As typed."""
    filters: Filters
    """What it was limited to beside its own words."""
    every_s: int = 0
    """Seconds to let pass between two runs that only take what is due; 0 for none."""
    saved: datetime
    """When, in UTC."""
    last_run: datetime | None = None
    """When it was last run, in UTC."""
    last_new: datetime | None = None
    """When something new was last found, in UTC; None for never."""
    seen: int = 0
    """The number of the last arrival that it was put to; see `WatchStore.arrive`."""

    def is_due(self, now: datetime) -> bool:
        """Whether enough time has passed; a clock that went back makes it due."""
        passed = now - self.last_run if self.last_run else None
        return passed is None or not timedelta() <= passed < timedelta(seconds=self.every_s)


class FrozenMeaning(Struct, frozen=True, kw_only=True):
    """What a saved question meant when it was saved, with what tells which passages may bear on it."""

    question: AnalysedQuestion
    """As it was understood: only dates are read anew."""
    terms: tuple[str, ...]
    """The terms of its words in a text index, each once."""
    bar: float
    """How well a passage bears on it that is among the first three of its answer: nearness and share of its terms,
    added up. 0 where fewer do."""
    vector: bytes
    """Its meaning as the encoder has it: float16, little endian; empty where there was no encoder."""
    encoder: str
    """The fingerprint of the index that the encoder came with."""


class Hits(Struct, frozen=True):
    """What a question finds before it is saved."""

    articles: int
    """From how many articles quotes bear on it, of a limited number that were looked at."""
    last_month: int
    """How many of them are of the last 31 days."""
    newest: Evidence | None
    """The quote of the newest; None where none bears a date."""
    is_all: bool
    """Whether there may not be more."""


class EarlierFigure(Struct, frozen=True):
    """A figure that was known before another."""

    words: str
    """As it is written."""
    quote: str
    """The words of an article that say it."""
    article_id: str
    """That article, which may be gone."""
    source: str
    """Who says it and when, in words."""
    is_brief: bool = False
    """Whether the quote is of a brief."""


class News(Struct, frozen=True, kw_only=True):
    """One thing that is new in the answer to a saved question."""

    kind: NewsKind
    """What it is."""
    key: str
    """By which it is known not to be told twice."""
    words: str
    """What is new, for a reader: a quote, a figure as written, a name, a date."""
    article_id: str = ""
    """The article it is in; empty where it is in none."""
    title: str = ""
    """That article's title."""
    outlet: str = ""
    """Whose reporting that article holds."""
    source: str = ""
    """Who says it and when, in words: a brief is named as such."""
    is_brief: bool = False
    """Whether the quote is of a brief, in whose words no outlet may be quoted."""
    published: str = ""
    """Its date, as precise as it is known."""
    quote: str = ""
    """The words of the article that say it."""
    start: int = 0
    """First character of the quote in the article's text."""
    end: int = 0
    """One past its last."""
    earlier: tuple[EarlierFigure, ...] = ()
    """For a figure, those known before, the newest first."""


class FoundNews(Struct, frozen=True):
    """Something new that was found and written down."""

    number: int
    """Counted on, whatever question it is of."""
    question: int
    """The number of the saved question."""
    name: str
    """Its name."""
    found: datetime
    """When, in UTC."""
    is_told: bool
    """Whether somebody was told."""
    news: News
    """What."""


class QuestionNews(Struct, frozen=True):
    """What a run found new in the answer to a question."""

    question: SavedQuestion
    """Which."""
    news: tuple[News, ...]
    """What is new; empty where nothing is."""


def by_question(questions: Sequence[SavedQuestion], found: Sequence[FoundNews]) -> list[QuestionNews]:
    """Return what was found, question by question, by name."""
    named = {each.id: each for each in questions}
    ordered = sorted((each for each in found if each.question in named), key=lambda each: (each.name, each.number))
    return [
        QuestionNews(named[number], tuple(one.news for one in each))
        for number, each in groupby(ordered, key=lambda each: each.question)
    ]
