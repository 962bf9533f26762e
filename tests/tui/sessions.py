"""Real sessions that wait where a test tells them to, as on a slow machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from qabot.core.answers import Turn
from qabot.core.conversation_context import ConversationContext
from qabot.core.errors import IndexCorrupt
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.loaded_models import Models
from qabot.engine.session import Session
from tests.tui.helpers import PATIENCE_S

Opener = Callable[[Settings], Session]


def opened_when(gate: threading.Event) -> Opener:
    """Open a session only once the gate is open."""

    def opener(settings: Settings) -> Session:
        gate.wait(PATIENCE_S)
        return Session.open_lexical(settings)

    return opener


def loaded_when(gate: threading.Event) -> Opener:
    """Open a session whose models are there only once the gate is open."""

    class Late(Session):
        def load_models(self) -> Models:
            gate.wait(PATIENCE_S)
            return super().load_models()

    return Late.open_lexical


def answering_when(gate: threading.Event) -> Opener:
    """Open a session that answers only once the gate is open."""

    def wait() -> None:
        gate.wait(PATIENCE_S)

    return _before_each_answer(wait)


def damaged_after(asked: int) -> Opener:
    """Open a session whose index turns out to be damaged after so many questions."""
    left = iter(range(asked))

    def fail() -> None:
        if next(left, None) is None:
            raise IndexCorrupt(
                "The passages [/] are damaged.", still_works="Browsing works.", hint="Run `qabot index`."
            )

    return _before_each_answer(fail)


def faulty_at(question: str) -> Opener:
    """Open a session that meets a fault of qabot's own when it is asked this."""

    class Faulty(Session):
        def ask(self, text: str, *given: Any, **how: Any) -> Turn:
            if text == question:
                raise ZeroDivisionError("[/] by zero")
            return super().ask(text, *given, **how)

    return Faulty.open_lexical


def _before_each_answer(happen: Callable[[], None]) -> Opener:
    """Open a session with which something happens on its own thread before each answer."""

    class Eventful(Session):
        def _answered(
            self,
            text: str,
            filters: Filters | None,
            limit: int,
            context: ConversationContext,
            today: date | None,
            *,
            infer: bool,
        ) -> Turn:
            happen()
            return super()._answered(text, filters, limit, context, today, infer=infer)

    return Eventful.open_lexical
