"""A saved question, what is known of its answer, and what can be new in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from qabot.core.questions import AnalysedQuestion, Filters
from qabot.output.schemas.watch_schemas import NewsKind


class SavedQuestion(Struct, frozen=True, kw_only=True):
    """A question that is asked again and again."""

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
    meaning: AnalysedQuestion
    """As it was understood when it was saved: only dates are read anew."""
    every_s: int = 0
    """Seconds to let pass between two runs that only take what is due; 0 for none."""
    saved: datetime
    """When, in UTC."""
    last_run: datetime | None = None
    """When it was last run, in UTC."""
    floor: float = 0.0
    """The least nearness at which a new passage may change the answer; 0 for any."""
    vector: bytes = b""
    """Its meaning as the encoder has it: float32, little endian; empty where there was no encoder."""
    encoder: str = ""
    """The fingerprint of the index that the encoder came with."""

    def is_due(self, now: datetime) -> bool:
        """Whether enough time has passed; a clock that went back makes it due."""
        passed = now - self.last_run if self.last_run else None
        return passed is None or not timedelta() <= passed < timedelta(seconds=self.every_s)


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
    earlier: tuple[str, ...] = ()
    """For a figure, how those known before are written."""


class ToldNews(Struct, frozen=True):
    """Something that was told."""

    question: str
    """The name of the saved question."""
    told: datetime
    """When, in UTC."""
    news: News
    """What."""


class QuestionNews(Struct, frozen=True):
    """What a run found new in the answer to a question."""

    question: SavedQuestion
    """Which."""
    news: tuple[News, ...]
    """What is new; empty where nothing is."""


def utc_now() -> datetime:
    """Return the time, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
