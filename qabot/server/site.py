"""What all doors of one server share: its home's engine, its keys, its builds, and how much it takes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from starlette.datastructures import QueryParams
from starlette.requests import Request

from qabot.chat.build_process import BuildProcess
from qabot.chat.facets import Catalogue
from qabot.core.answers import Turn
from qabot.core.errors import QabotError
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.report_schemas import Figures, Timeline
from qabot.output.schemas.said_schemas import Said
from qabot.server.current_engine import CurrentEngine
from qabot.server.earlier_turns import EarlierTurns
from qabot.server.given_answers import AnsweringState, GivenAnswers
from qabot.server.offered_questions import OfferedQuestions
from qabot.server.problems import Refused
from qabot.server.question_address import QuestionAddress, given_fields
from qabot.server.request_guard import RequestGuard, Visitor
from qabot.server.request_limits import RequestLimits, RequestRates
from qabot.server.untold_places import UntoldPlaces

Report = Figures | Timeline | Said | Brief
R = TypeVar("R", Figures, Timeline, Said, Brief)
_MOST_ANSWERS, _MOST_REPORTS = 64, 16
"""How many are kept: an answer takes some tens of kilobytes, a report some hundreds."""


class Site:
    """One server of one home. Whoever makes it closes it."""

    def __init__(
        self, settings: Settings, guard: RequestGuard, limits: RequestLimits, *, logs_questions: bool = False
    ) -> None:
        """Serve a home; nothing is opened yet.

        Args:
            settings: Whose home.
            guard: Who comes in.
            limits: How much is taken.
            logs_questions: Whether the log may hold what is asked.
        """
        self.settings = settings
        self.guard = guard
        self.limits = limits
        self.rates = RequestRates(limits.a_minute)
        self.logs_questions = logs_questions
        self.engine = CurrentEngine(settings)
        self.builds = BuildProcess(settings)
        self.last_request = time.monotonic()
        """When the last request came, by the monotonic clock."""
        self.closing = asyncio.Event()
        """Set as the server ends, so that what streams ends by itself."""
        self.checking = threading.Semaphore(1)
        """Held by the draft that is checked: one takes a core for up to half a minute."""
        self.places = UntoldPlaces(settings.home)
        self.offered = OfferedQuestions()
        self.turns = EarlierTurns()
        self.given = GivenAnswers[Turn](_MOST_ANSWERS, lambda turn: turn.generation)
        self.reports = GivenAnswers[Report](_MOST_REPORTS, lambda report: report.searched.generation)
        self._catalogue: tuple[str, Catalogue] | None = None

    def answer(self, asked: QuestionAddress) -> Turn:
        """Answer a question from the newest index.

        Raises:
            IndexUnusable: There is no index, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        engine = self.engine.get()
        return self.given.answer(AnsweringState.now(engine), asked, lambda: self.turns.answer(engine, asked))

    def report(self, kind: type[R], query: QueryParams, make: Callable[[Engine], R]) -> R:
        """Return a report of the newest index, made where it is not kept.

        Args:
            kind: Of which kind it is.
            query: What it is asked by.
            make: Makes it, of the engine that answers.

        Raises:
            IndexUnusable: There is no index, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        engine, asked = self.engine.get(), (kind, tuple(given_fields(query)))
        found = self.reports.answer(AnsweringState.now(engine), asked, lambda: make(engine))
        assert isinstance(found, kind)  # noqa: S101 - its kind is part of what it is kept under
        return found

    def catalogue(self, engine: Engine) -> Catalogue:
        """Return the headlines of the index that answers, prepared once for each."""
        generation = engine.searched.generation
        known = self._catalogue
        if known is None or known[0] != generation:
            known = self._catalogue = generation, Catalogue(engine.article_summaries())
        return known[1]

    async def close(self) -> None:
        """Stop what is under way, and let go of the index."""
        await self.builds.close()
        await asyncio.to_thread(self.engine.close)


def site_of(request: Request) -> Site:
    """Return the site that a request came to."""
    return request.app.state.site


def visitor_of(request: Request) -> Visitor:
    """Return who sent a request."""
    return request.state.visitor


def admitted_visitor(request: Request) -> Visitor | None:
    """Return who sent a request; None where it was not let in."""
    return getattr(request.state, "visitor", None)


def require_editor(request: Request) -> None:
    """Let only those go on who may change the corpus and the index.

    Raises:
        Refused: The key allows reading only.
    """
    if not visitor_of(request).may_change:
        raise Refused(403, "This key allows reading only.", hint="Ask whoever runs this server for an editor's key.")


def require_owner(request: Request) -> None:
    """Let only the owner go on: what a person asked is for nobody else.

    Raises:
        Refused: The key is another's.
    """
    if not visitor_of(request).is_owner:
        raise Refused(
            403,
            "Saved questions are shown to nobody but who saved them.",
            hint="The page of an answer has a feed of its own, which tells what is new in it.",
        )


def told_to(request: Request, error: QabotError) -> QabotError:
    """Return an error as whoever sent a request may see it: only the owner is told where things lie."""
    visitor = admitted_visitor(request)
    return error if visitor and visitor.is_owner else site_of(request).places.without(error)


def words_to(request: Request, words: str) -> str:
    """Return what is said of the server's work as whoever sent a request may see it, likewise."""
    return words if visitor_of(request).is_owner else site_of(request).places.left_out(words)
