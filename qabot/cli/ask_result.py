"""A question answered, with what printing the answer takes."""

from __future__ import annotations

from msgspec import Struct

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.core.answers import Turn
from qabot.output.phrasing import QueryInterpretation, interpret_query


class AskResult(Struct, frozen=True):
    """A question answered, with what showing it takes."""

    turn: Turn
    """What was asked and answered."""
    warnings: tuple[str, ...]
    """What the reader should know besides."""

    @property
    def understood(self) -> list[str]:
        """How the question was read, a line a matter, and which option refuses what limits the search."""
        return [_refusable(each) for each in interpret_query(self.turn)]

    @property
    def exit_code(self) -> int:
        """0 when something was found, 1 when nothing was."""
        return 0 if self.turn.answer.evidence else NOTHING_FOUND


def _refusable(read: QueryInterpretation) -> str:
    return f"{read.words} (--no-inferred-filters to search all)" if read.limits else read.words
