"""Whether a quote that was recorded once still stands in its article: what proves a quote, and what undoes it. Pure."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.text import Span
from qabot.output.schemas import brief_schemas as shapes


class RecordedQuote(Protocol):
    """What was recorded of a quote."""

    @property
    def start(self) -> int:
        """First character in the article's text."""
        ...

    @property
    def end(self) -> int:
        """One past the last."""
        ...

    @property
    def quote(self) -> str:
        """The words."""
        ...

    @property
    def text_sha256(self) -> str:
        """SHA-256 (hex) of the whole text they were cut from."""
        ...


class Standing(Struct, frozen=True):
    """How a quote stands to the article that is held."""

    kind: shapes.QuoteStanding
    """How."""
    place: Span | None
    """Where it stands now; None where it does not."""

    @property
    def ok(self) -> bool:
        """Whether the article holds it."""
        return self.place is not None


def standing(recorded: RecordedQuote, article: Article | None) -> Standing:
    """Compare what was recorded of a quote with the article as it is held now; None for one that is held no more."""
    if article is None:
        return Standing("gone", None)
    place, text = (recorded.start, recorded.end), article.text
    is_there = bool(recorded.quote) and place[0] >= 0 and text[slice(*place)] == recorded.quote
    if article.text_sha256 == recorded.text_sha256:
        return Standing("stands", place) if is_there else Standing("altered", None)
    if is_there:
        return Standing("text_changed", place)
    found = text.find(recorded.quote) if recorded.quote else -1
    return Standing("text_changed", (found, found + len(recorded.quote))) if found >= 0 else Standing("lost", None)
