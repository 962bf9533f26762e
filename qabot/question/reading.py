"""Reading questions: from what was typed to what is searched for."""

from __future__ import annotations

from qabot.plaintext import clean_line
from qabot.records import Filters, Question

MOST_CHARACTERS = 2_000
"""A longer question is cut: no one asks that much, and the encoder would not take it."""


def read(text: str, filters: Filters | None = None) -> Question:
    """Understand a question.

    Args:
        text: As typed; control characters go, and what exceeds `MOST_CHARACTERS` is cut.
        filters: What the caller limits the search to.
    """
    return Question(
        text=clean_line(text[: 2 * MOST_CHARACTERS])[:MOST_CHARACTERS].rstrip(), filters=filters or Filters()
    )
