"""Real sessions that wait where a test tells them to, as on a slow machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from qabot.errors import IndexCorrupt
from qabot.records import Filters, Turn
from qabot.session import Models, Session
from qabot.settings import Settings
from tests.tui.helpers import PATIENCE_S

Opener = Callable[[Settings], Session]


def opened_when(gate: threading.Event) -> Opener:
    """Open a session only once the gate is open."""

    def opener(settings: Settings) -> Session:
        gate.wait(PATIENCE_S)
        return Session.open_for_words(settings)

    return opener


def loaded_when(gate: threading.Event) -> Opener:
    """Open a session whose models are there only once the gate is open."""

    class Late(Session):
        def load_models(self) -> Models:
            gate.wait(PATIENCE_S)
            return super().load_models()

    return Late.open_for_words


def answering_when(gate: threading.Event) -> Opener:
    """Open a session that answers only once the gate is open."""

    class Slow(Session):
        def ask(
            self,
            text: str,
            filters: Filters | None = None,
            limit: int = 3,
            *,
            infer: bool = True,
            alone: bool = False,
            today: date | None = None,
        ) -> Turn:
            gate.wait(PATIENCE_S)
            return super().ask(text, filters, limit, infer=infer, alone=alone, today=today)

    return Slow.open_for_words


def damaged_after(asked: int) -> Opener:
    """Open a session whose index turns out to be damaged after so many questions."""

    class Damaged(Session):
        left = asked

        def ask(
            self,
            text: str,
            filters: Filters | None = None,
            limit: int = 3,
            *,
            infer: bool = True,
            alone: bool = False,
            today: date | None = None,
        ) -> Turn:
            if not self.left:
                raise IndexCorrupt(
                    "The passages [/] are damaged.", still_works="Browsing works.", hint="Run `qabot index`."
                )
            self.left -= 1
            return super().ask(text, filters, limit, infer=infer, alone=alone, today=today)

    return Damaged.open_for_words
