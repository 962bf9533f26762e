"""A question as the command line has it, and its answer kept for the next one; loads next to nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from qabot.chat.recent_questions import RecentQuestions
from qabot.cli.ask_result import AskResult
from qabot.core.answers import Turn
from qabot.core.errors import UsageError
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.engine_address import served_at
from qabot.question.filter_fields import given_filters

_EXAMPLE = 'Try `qabot ask "How much did GDS get in the 2015 Spending Review?"`.'
_MOST_BYTES = 16_000
"""Of standard input: eight for each character that a question may have."""


filters = given_filters
"""Reads the filter options; `--on` narrows what `--after` and `--before` leave."""


class AskRequest(Struct, frozen=True):
    """What is asked, and how."""

    text: str
    """The question."""
    filters: Filters
    """What to limit the search to."""
    limit: int
    """How many pieces of evidence to show."""
    infer: bool
    """Whether dates in the question's own words limit the search."""
    goes_on: bool = False
    """Whether it goes on from the last question asked this way."""
    private: bool = False
    """Whether to keep nothing of it."""


def question_text(words: Sequence[str]) -> str:
    """Return the question: the words given, or standard input for a lone `-`.

    Raises:
        UsageError: There is nothing to ask.
    """
    text = _standard_input() if list(words) == ["-"] else " ".join(words)
    if not text.strip():
        raise UsageError("The question is empty.", hint=_EXAMPLE)
    return text


def server_of(settings: Settings) -> Path | None:
    """Return where a running server of the home can be asked; None where none seems to run."""
    return served_at(settings.home)


def kept(request: AskRequest, turn: Turn, waiting: int, recent: RecentQuestions, earlier: Sequence[str]) -> AskResult:
    """Keep a question that was answered for one that goes on from it, and return what to show.

    Args:
        request: What was asked.
        turn: What came of it.
        waiting: How many corpus files are new, changed or gone since the index was built.
        recent: Where it is kept.
        earlier: The questions before it.
    """
    warnings = [*turn.answer.warnings, *([_waiting(waiting)] if waiting else [])]
    if not (request.private or recent.keep([*earlier, request.text])):
        warnings.append(f"This question cannot be kept in {recent.path}: --continue goes on from the one before it.")
    return AskResult(turn, tuple(warnings))


def _standard_input() -> str:
    stream: TextIO | None = sys.stdin  # None where the process was started without one
    return stream.buffer.read(_MOST_BYTES).decode(errors="replace") if stream else ""


def _waiting(files: int) -> str:
    counted = "1 corpus file is" if files == 1 else f"{files:,} corpus files are"
    return f"{counted} new, changed or gone since the index was built. Run `qabot index` to take that in."
