"""What a chat asks its questions of: a session on a thread of its own (`worker`), or on the thread that asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from qabot.chat.exchange import Request
from qabot.core.answers import SearchScope, Turn
from qabot.core.articles import Article, GenerationDiff
from qabot.core.facts import ArticleFacts
from qabot.core.questions import Filters
from qabot.core.unknown_names import UnknownName

if TYPE_CHECKING:
    from qabot.engine.question_answerer import QuestionAnswerer
    from qabot.question.entities import EntityGazetteer
    from qabot.reports.check.held_sentences import HeldTexts

T = TypeVar("T")


class OpenedIndex(Struct, frozen=True):
    """What there is to ask."""

    searched: SearchScope
    """The index."""
    built: datetime
    """When it was built, in UTC."""


class Asker(Protocol):
    """Answers the questions of one conversation. What is awaited may raise what the session raises."""

    @property
    def is_open(self) -> bool:
        """Whether there is an index to ask."""
        ...

    async def ask(self, request: Request, place: int | None = None) -> tuple[Turn, int]:
        """Answer a question, in the place of an earlier one where that is given; return also which turn it is."""
        ...

    async def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return what an article states, and whether that was read when it was indexed."""
        ...

    async def probe(self, text: str, filters: Filters) -> Turn:
        """Answer a question that is no part of the conversation."""
        ...

    def forget(self) -> None:
        """Begin a new conversation, behind what is under way."""
        ...

    async def opened(self) -> OpenedIndex:
        """Return what there is to ask."""
        ...

    async def with_texts(self, work: Callable[[HeldTexts, EntityGazetteer], T]) -> T:
        """Do something with the texts of the index, and return what it does."""
        ...

    async def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Do something with what answers questions, and return what it does."""
        ...

    async def unknown_names(self, filters: Filters) -> Sequence[UnknownName]:
        """Return the outlets and organisations in filters that no article has, with the nearest that some have."""
        ...

    async def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built."""
        ...

    async def refresh(self) -> tuple[GenerationDiff, OpenedIndex] | None:
        """Go over to the newest index if there is a newer one, and tell what it brought."""
        ...
