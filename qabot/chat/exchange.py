"""One question of a conversation, as it stands: what was asked, and what has come of it so far."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.answers import Evidence, Turn
from qabot.core.questions import Filters


class Request(Struct, frozen=True):
    """A question as the chat puts it."""

    text: str
    """As typed."""
    filters: Filters
    """What the search is limited to besides."""
    limit: int = 3
    """How many pieces of evidence to show at the most."""
    infer: bool = True
    """Whether dates in its own words limit the search."""
    alone: bool = False
    """Whether it takes nothing over from earlier turns, nor a pinned topic."""
    topic: str = ""
    """What it is asked about besides what it says; empty where nothing is pinned."""


class Exchange(Struct, eq=False):
    """A question and its answer, which may be asked again in its place. Its chat alone changes it."""

    request: Request
    """What is asked, as it was put last."""
    conversation: str
    """The conversation of the history that it belongs to."""
    is_private: bool = False
    """Whether it was put while no history was kept."""
    turn: Turn | None = None
    """What came of it; None until it is answered."""
    place: int | None = None
    """Which turn of the session it is, from 0; None until it is answered."""
    kept: int | None = None
    """The question of the history that it is; None where it is none."""
    is_unfolded: bool = False
    """Whether what came nearest is shown, where nothing answers."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What can be called by its number: the evidence, or what came nearest once that is unfolded."""
        if self.turn is None:
            return ()
        answer = self.turn.answer
        return answer.evidence or (answer.nearest if self.is_unfolded else ())

    @property
    def is_by_words(self) -> bool:
        """Whether its answer was found by words alone, so that it is to be asked again."""
        return self.turn is not None and self.turn.answer.lexical_only
