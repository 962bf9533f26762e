"""Asking a session: all that a conversation needs of one, and how it is asked on the thread that calls."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from qabot.chat.asker import OpenedIndex
from qabot.chat.exchange import Request
from qabot.core.answers import SearchScope, Turn
from qabot.core.articles import Article, GenerationDiff
from qabot.core.errors import InternalError
from qabot.core.facts import ArticleFacts
from qabot.core.questions import Filters
from qabot.core.unknown_names import UnknownName

if TYPE_CHECKING:
    from qabot.engine.question_answerer import QuestionAnswerer
    from qabot.question.entities import EntityGazetteer
    from qabot.reports.check.held_sentences import HeldTexts

T = TypeVar("T")


class AskedSession(Protocol):
    """The turns of one person with an index; a session of the engine is one."""

    topic: str
    """What the next question is about besides what it says; empty for nothing."""

    @property
    def turns(self) -> Sequence[Turn]:
        """What was answered so far, the oldest first."""
        ...

    @property
    def searched(self) -> SearchScope:
        """What questions without filters are asked of."""
        ...

    @property
    def built(self) -> datetime:
        """When the index was built, in UTC."""
        ...

    def ask(
        self, text: str, filters: Filters | None = None, limit: int = 3, *, infer: bool = True, alone: bool = False
    ) -> Turn:
        """Answer a question, and remember the turn."""
        ...

    def ask_again(
        self,
        place: int,
        text: str,
        filters: Filters | None = None,
        limit: int = 3,
        *,
        infer: bool = True,
        alone: bool = False,
    ) -> Turn:
        """Answer a question in the place of an earlier turn, counted from 0."""
        ...

    def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return what an article states, and whether that was read when it was indexed."""
        ...

    def probe(self, text: str, filters: Filters | None = None) -> Turn:
        """Answer a question that is no part of the conversation."""
        ...

    def withdraw(self, turn: Turn) -> None:
        """Take back the newest turn."""
        ...

    def put_back(self, former: Turn, turn: Turn) -> None:
        """Have an earlier turn stand again where this one took its place."""
        ...

    def forget(self) -> None:
        """Begin a new conversation."""
        ...

    def with_texts(self, work: Callable[[HeldTexts, EntityGazetteer], T]) -> T:
        """Do something with the texts of the index, and return what it does."""
        ...

    def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Do something with what answers questions, and return what it does."""
        ...

    def unknown_names(self, filters: Filters) -> Sequence[UnknownName]:
        """Return the outlets and organisations in filters that no article has, with the nearest that some have."""
        ...

    def waiting(self) -> int:
        """Return how many corpus files wait to be taken in."""
        ...

    def refresh(self) -> GenerationDiff | None:
        """Go over to the newest generation if there is a newer one, and tell what it brought."""
        ...


def ask_in_session(session: AskedSession, request: Request, place: int | None) -> tuple[Turn, int]:
    """Put a question to a session, in the place of an earlier one where that is given; return also which turn it is."""
    session.topic = request.topic
    text, filters, limit, infer, alone = request.text, request.filters, request.limit, request.infer, request.alone
    if place is None:
        return session.ask(text, filters, limit, infer=infer, alone=alone), len(session.turns) - 1
    return session.ask_again(place, text, filters, limit, infer=infer, alone=alone), place


def describe(session: AskedSession) -> OpenedIndex:
    """Return what there is to ask of a session."""
    return OpenedIndex(session.searched, session.built)


def refresh_session(session: AskedSession) -> tuple[GenerationDiff, OpenedIndex] | None:
    """Have a session go over to the newest index if there is a newer one, and tell what it brought."""
    news = session.refresh()
    return (news, describe(session)) if news else None


class InlineAsker:
    """Asks a session on the thread that calls, so that nothing that is awaited here ever waits."""

    is_open = True
    """It is handed an open session."""

    def __init__(self, session: AskedSession) -> None:
        """Ask this session."""
        self._session = session

    async def ask(self, request: Request, place: int | None = None) -> tuple[Turn, int]:
        """Answer a question; one that ctrl-c stops while it is being answered is no turn of the conversation."""
        before = len(self._session.turns)
        try:
            return ask_in_session(self._session, request, place)
        except KeyboardInterrupt:
            if len(self._session.turns) > before:
                self._session.withdraw(self._session.turns[-1])
            raise

    async def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return what an article states, and whether that was read when it was indexed."""
        return self._session.facts(article)

    async def probe(self, text: str, filters: Filters) -> Turn:
        """Answer a question that is no part of the conversation."""
        return self._session.probe(text, filters)

    def forget(self) -> None:
        """Begin a new conversation."""
        self._session.forget()

    async def opened(self) -> OpenedIndex:
        """Return what there is to ask."""
        return describe(self._session)

    async def with_texts(self, work: Callable[[HeldTexts, EntityGazetteer], T]) -> T:
        """Do something with the texts of the index."""
        return self._session.with_texts(work)

    async def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Do something with what answers questions."""
        return self._session.with_answerer(work)

    async def unknown_names(self, filters: Filters) -> Sequence[UnknownName]:
        """Return what of filters no article has."""
        return self._session.unknown_names(filters)

    async def waiting(self) -> int:
        """Return how many corpus files wait."""
        return self._session.waiting()

    async def refresh(self) -> tuple[GenerationDiff, OpenedIndex] | None:
        """Go over to the newest index."""
        return refresh_session(self._session)


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Return what comes of something that waits for nothing, without an event loop; ctrl-c stops it where it is."""
    try:
        work.send(None)
    except StopIteration as done:
        return cast("T", done.value)
    work.close()
    raise InternalError("The chat waited for something that nobody does.", hint="Start qabot again.")
