"""What a chat asks its questions of: a session on a thread of its own, or one on the thread that asks.

All that a chat knows of a session stands here and in `worker`.
"""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from qabot.chat.exchange import Request
from qabot.core.answers import SearchScope, Turn
from qabot.core.articles import GenerationDiff
from qabot.core.errors import InternalError

if TYPE_CHECKING:
    from qabot.engine.session import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """What there is to ask."""

    searched: SearchScope
    """The index."""
    built: datetime
    """When it was built, in UTC."""

    @classmethod
    def of(cls, session: Session) -> OpenedIndex:
        """Describe the index of a session."""
        return cls(session.searched, session.built)


class Asker(Protocol):
    """Answers the questions of one conversation. What is awaited may raise what the session raises."""

    @property
    def is_open(self) -> bool:
        """Whether there is an index to ask."""
        ...

    async def ask(self, request: Request, place: int | None = None) -> tuple[Turn, int]:
        """Answer a question, in the place of an earlier one where that is given; return also which turn it is."""
        ...

    def forget(self) -> None:
        """Begin a new conversation, behind what is under way."""
        ...

    async def opened(self) -> OpenedIndex:
        """Return what there is to ask."""
        ...

    async def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built."""
        ...

    async def refresh(self) -> tuple[GenerationDiff, OpenedIndex] | None:
        """Go over to the newest index if there is a newer one, and tell what it brought."""
        ...


def ask_in_session(session: Session, request: Request, place: int | None) -> tuple[Turn, int]:
    """Put a question to a session, in the place of an earlier one where that is given; return also which turn it is."""
    text, filters, limit, infer, alone = request.text, request.filters, request.limit, request.infer, request.alone
    if place is None:
        return session.ask(text, filters, limit, infer=infer, alone=alone), len(session.turns) - 1
    return session.ask_again(place, text, filters, limit, infer=infer, alone=alone), place


def refresh_session(session: Session) -> tuple[GenerationDiff, OpenedIndex] | None:
    """Have a session go over to the newest index if there is a newer one, and tell what it brought."""
    news = session.refresh()
    return (news, OpenedIndex.of(session)) if news else None


class InlineAsker:
    """Asks a session on the thread that calls, so that nothing that is awaited here ever waits."""

    is_open = True
    """It is handed an open session."""

    def __init__(self, session: Session) -> None:
        """Ask this session."""
        self._session = session

    async def ask(self, request: Request, place: int | None = None) -> tuple[Turn, int]:
        """Answer a question."""
        return ask_in_session(self._session, request, place)

    def forget(self) -> None:
        """Begin a new conversation."""
        self._session.forget()

    async def opened(self) -> OpenedIndex:
        """Return what there is to ask."""
        return OpenedIndex.of(self._session)

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
