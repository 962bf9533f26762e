"""The one thread that talks to the session, and a second one that loads what it will need.

A session is not for two threads at once, and reading an index may take a while: so every call is queued here, and
awaited by the interface, which goes on drawing meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from qabot.chat.asker import OpenedIndex
from qabot.chat.exchange import Request
from qabot.chat.inline_asker import ask_in_session, describe, refresh_session
from qabot.core.answers import Turn
from qabot.core.articles import Article, ArticleSummary, GenerationDiff
from qabot.core.error_translation import translating_errors
from qabot.core.errors import InternalError, QabotError
from qabot.core.facts import ArticleFacts
from qabot.core.questions import Filters
from qabot.core.storage_faults import storage_fault
from qabot.core.unknown_names import UnknownName

if TYPE_CHECKING:
    from qabot.engine.question_answerer import QuestionAnswerer
    from qabot.engine.session import Session
    from qabot.question.entities import EntityGazetteer
    from qabot.reports.check.held_sentences import HeldTexts

T = TypeVar("T")


class SessionWorker:
    """Owns the session. Everything but `forget` and `close` is awaited, and may raise what the session raises."""

    def __init__(self, open_session: Callable[[], Session]) -> None:
        """Talk to the session that this function opens, without its models."""
        self._open_session = open_session
        self._session: Session | None = None
        self._is_closed = False
        self._trouble: QabotError | None = None
        self._settled = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "qabot-session")
        self._loader = ThreadPoolExecutor(1, "qabot-models")

    @property
    def is_open(self) -> bool:
        """Whether there is an index to ask."""
        return self._session is not None

    @property
    def is_ready(self) -> bool:
        """Whether questions are answered by meaning too."""
        return self._session is not None and self._session.is_ready

    async def open(self) -> OpenedIndex:
        """Open the index, without its models."""

        def work() -> OpenedIndex:
            self._session = self._open_session()
            return describe(self._session)

        try:
            return await self._do(work)
        except QabotError as error:
            self._trouble = error
            raise
        finally:
            self._settled.set()

    def expect_index(self, *, comes: bool) -> None:
        """Have questions wait for an index that is being built; or no longer, since none comes."""
        if comes:
            self._settled.clear()
        else:
            self._settled.set()

    async def load(self) -> None:
        """Load the models and answer with them from now on; questions asked meanwhile are answered by words."""
        session = self._require()
        models = await self._run(self._loader, session.load_models)
        await self._do(lambda: session.equip(models))

    async def ask(self, request: Request, place: int | None = None) -> tuple[Turn, int]:
        """Answer a question, in the place of an earlier one where that is given; return also which turn it is.

        A question may come before the index is open: then it waits for that. One that is called off while it is being
        answered is no turn of the conversation, and an earlier one keeps its place.
        """
        await self._settled.wait()
        session = self._require()
        undo: list[Callable[[], None]] = []

        def work() -> tuple[Turn, int]:
            former = None if place is None else session.turns[place]
            turn, at = ask_in_session(session, request, place)
            undo.append(lambda: session.put_back(former, turn) if former else session.withdraw(turn))
            return turn, at

        try:
            return await self._do(work)
        except asyncio.CancelledError:
            if not self._is_closed:
                self._thread.submit(lambda: [each() for each in undo])
            raise

    async def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return what an article states, and whether that was read when it was indexed."""
        session = self._require()
        return await self._do(lambda: session.facts(article))

    async def probe(self, text: str, filters: Filters | None = None) -> Turn:
        """Answer a question that is no part of the conversation; it waits for an index that is being built."""
        await self._settled.wait()
        session = self._require()
        return await self._do(lambda: session.probe(text, filters))

    def forget(self) -> None:
        """Begin a new conversation, behind what is under way; nothing waits for it."""
        self._thread.submit(self._require().forget)

    async def opened(self) -> OpenedIndex:
        """Return what there is to ask."""
        session = self._require()
        return await self._do(lambda: describe(session))

    async def article(self, article_id: str) -> Article:
        """Return an article whole."""
        session = self._require()
        return await self._do(lambda: session.article(article_id))

    async def article_summaries(self) -> list[ArticleSummary]:
        """Return every article without its text, the newest first."""
        return await self._do(self._require().article_summaries)

    async def with_texts(self, work: Callable[[HeldTexts, EntityGazetteer], T]) -> T:
        """Do something with the texts of the index, once it is open, and return what it does."""
        await self._settled.wait()
        session = self._require()
        return await self._do(lambda: session.with_texts(work))

    async def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Do something with what answers questions, once the index is open, and return what it does."""
        await self._settled.wait()
        session = self._require()
        return await self._do(lambda: session.with_answerer(work))

    async def unknown_names(self, filters: Filters) -> Sequence[UnknownName]:
        """Return the outlets and organisations in filters that no article has, with the nearest that some have."""
        session = self._require()
        return await self._do(lambda: session.unknown_names(filters))

    async def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built."""
        return await self._do(self._require().waiting)

    async def refresh(self) -> tuple[GenerationDiff, OpenedIndex] | None:
        """Go over to the newest index if there is a newer one, and tell what it brought."""
        session = self._require()
        return await self._do(lambda: refresh_session(session))

    def close(self) -> None:
        """Let go of the session once what is under way has ended; nothing waits for it."""
        if self._is_closed:
            return
        self._is_closed = True
        self._thread.submit(self._let_go)
        self._thread.shutdown(wait=False)
        self._loader.shutdown(wait=False)

    def _let_go(self) -> None:
        if self._session is not None:
            self._session.close()

    async def _do(self, work: Callable[[], T]) -> T:
        return await self._run(self._thread, work)

    async def _run(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        """Do something on a thread. What is asked for while the application closes comes to nothing."""
        if self._is_closed:
            raise asyncio.CancelledError
        with translating_errors(_fault):  # or one question that fails would end the conversation
            return await asyncio.get_running_loop().run_in_executor(thread, work)

    def _require(self) -> Session:
        if self._session is None and self._trouble is not None:
            raise self._trouble
        if self._session is None:
            raise InternalError("The index was asked before it was opened.", hint="Start qabot again.")
        return self._session


def _fault(error: Exception) -> QabotError:
    if refused := storage_fault(error, still_works="The conversation goes on, and the index is as it was."):
        return refused
    return InternalError(
        f"Something went wrong inside qabot: {type(error).__name__}: {error}.",
        still_works="The conversation goes on, and the index is as it was.",
        hint="Ask something else; /export keeps the conversation.",
    )
