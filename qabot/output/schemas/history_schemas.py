"""Earlier questions in JSON."""

from __future__ import annotations

from qabot.core.answers import Verdict
from qabot.output.schemas.document import Document, Part


class FirstArticle(Part, frozen=True, kw_only=True):
    """The article that answered best."""

    id: str
    """Its id."""
    title: str | None
    """Its title, as it was then."""


class EarlierQuestion(Part, frozen=True, kw_only=True):
    """A question that was asked in the chat."""

    id: int
    """Its number."""
    when: str
    """When, in ISO 8601."""
    home: str
    """The home that it was put to."""
    conversation: str
    """The conversation it was part of."""
    text: str
    """As typed."""
    filters: str
    """The filters that held, as operators."""
    verdict: Verdict
    """What was found."""
    evidence: int
    """How many quotes."""
    article: FirstArticle | None
    """Where the best of them stands; null without any."""
    generation: str
    """The generation that answered."""


class History(Document, frozen=True, kw_only=True, tag="qabot.history/1"):
    """Earlier questions: `qabot history list --json`."""

    questions: tuple[EarlierQuestion, ...]
    """Newest first."""
