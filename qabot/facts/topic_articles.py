"""What a corpus holds about a topic: the articles about it, and which of their sentences name it."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import ArticleFacts
from qabot.core.text import Span


class TopicArticle(Struct, frozen=True):
    """An article that is about a topic."""

    article: Article
    """The article."""
    is_titled: bool
    """Whether its title names the topic, or much of its text does, or a label of it and its first sentence."""
    naming: tuple[Span, ...]
    """The sentences that name it, as ranges of the article's text."""
    facts: ArticleFacts | None = None
    """What it states, as it was read when it was indexed; None where that is not stored."""


class TopicSearch(Struct, frozen=True):
    """What there is about a topic."""

    topic: str
    """What was asked for, without its filters."""
    names: tuple[str, ...]
    """The bodies and programmes that it names, by their canonical names, former ones too; empty where it names none."""
    is_programme: bool
    """Whether one of those is a programme or a system."""
    articles: tuple[TopicArticle, ...]
    """The articles about it, the earliest first and the undated last."""
    held: tuple[PartialDate | None, ...]
    """When each article that the filters left was published, whatever it is about."""
    searched: SearchScope
    """What was searched."""
    warnings: tuple[str, ...] = ()
    """What the reader should know of the filters."""
    forms: tuple[str, ...] = ()
    """Everything that those are called, acronyms and other spellings included."""
    is_wider: bool = False
    """Whether it says more than those names: "Birmingham Oracle" is a matter, which its articles tell of anywhere."""
    is_cut: bool = False
    """Whether so many passages share its words that not all were read."""
