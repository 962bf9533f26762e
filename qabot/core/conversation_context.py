"""What a question is asked after: the turns before it, as far as it may take something over, and a pinned topic."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.answers import Evidence
from qabot.core.questions import AnalysedQuestion


class EarlierTurn(Struct, frozen=True):
    """A question that was asked before, and what it was answered with."""

    question: AnalysedQuestion
    """As it was understood."""
    quoted: tuple[Evidence, ...] = ()
    """What was shown of it, best first; empty where nothing was, or where it was answered elsewhere."""


class ConversationContext(Struct, frozen=True):
    """What a question comes after; empty for a first one, and for one that is to stand alone."""

    turns: tuple[EarlierTurn, ...] = ()
    """Oldest first."""
    topic: str = ""
    """What every question is about until it is let go of; empty where nothing is pinned."""

    @property
    def questions(self) -> list[AnalysedQuestion]:
        """What was asked, oldest first."""
        return [turn.question for turn in self.turns]


NO_CONTEXT = ConversationContext()
"""Of a question that stands alone."""
