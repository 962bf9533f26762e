"""What a corpus holds of a speaker: the articles that name him, her or it."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.facts import ArticleFacts
from qabot.facts.topic_articles import TopicArticle


class SpeakerArticle(Struct, frozen=True):
    """An article that names a speaker."""

    article: Article
    """The article."""
    about: TopicArticle | None = None
    """How far it is about the topic that was asked for; None where none was."""
    facts: ArticleFacts | None = None
    """What it states, as it was read when it was indexed; None where that is not stored."""


class SpeakerSearch(Struct, frozen=True):
    """The articles that may report what somebody said."""

    who: str
    """As typed."""
    names: tuple[str, ...]
    """All that the speaker is called, the usual name first."""
    topic: str
    """What it was to be about; empty where no topic was asked for."""
    articles: tuple[SpeakerArticle, ...]
    """The articles that hold any of these names, and are about the topic; the earliest first, the undated last."""
    found: int
    """How many hold any of the names."""
    read: int
    """How many of those were read: the newest, where there are very many."""
    searched: SearchScope
    """What was searched."""
    warnings: tuple[str, ...] = ()
    """What the reader should know of the filters."""
