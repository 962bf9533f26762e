"""`qabot ask`: from the command line's words to an answer. `answer_documents` and `text_layout` show it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TextIO

from msgspec import Struct

from qabot.chat.recent_questions import RecentQuestions
from qabot.cli.ask_result import AskResult
from qabot.core.errors import NoIndex, UsageError
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.corpus.starter import seed_default_home
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.current_generation import current_name
from qabot.question.analysis import MOST_CHARACTERS
from qabot.question.filter_fields import given_filters

EngineOpener = Callable[[Settings], AbstractContextManager[Engine]]
"""Opens the index of a home for one command."""
_EXAMPLE = 'Try `qabot ask "How much did GDS get in the 2015 Spending Review?"`.'

filters = given_filters
"""Reads the filter options; `--on` narrows what `--after` and `--before` leave."""


def question_text(words: Sequence[str]) -> str:
    """Return the question: the words given, or standard input for a lone `-`.

    Raises:
        UsageError: There is nothing to ask.
    """
    text = _standard_input() if list(words) == ["-"] else " ".join(words)
    if not text.strip():
        raise UsageError("The question is empty.", hint=_EXAMPLE)
    return text


def has_index(settings: Settings) -> bool:
    """Whether a generation has been published; a home that is the user's data folder is seeded on the way."""
    seed_default_home(settings.home)
    try:
        current_name(settings.home.index)
    except NoIndex:
        return False
    return True


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


def _opened_once(settings: Settings) -> Engine:
    return Engine.open(settings, once=True)


def ask(
    settings: Settings,
    request: AskRequest,
    opener: EngineOpener = _opened_once,
    *,
    goes_on: bool,
    private: bool,
) -> AskResult:
    """Answer a question, and keep it for one that goes on from it.

    Args:
        settings: Whose index to ask.
        request: What to ask of it.
        opener: What opens the index.
        goes_on: Whether it goes on from the last question asked this way.
        private: Whether to keep nothing of it.

    Raises:
        UsageError: There is no question to go on from.
    """
    recent = RecentQuestions.of(settings.home)
    earlier = recent.recall() if goes_on else []
    with opener(settings) as engine:
        conversation = Conversation(engine)
        conversation.retrace(earlier)
        turn = conversation.ask(request.text, request.filters, request.limit, infer=request.infer)
        waiting = engine.waiting()
    warnings = [*turn.answer.warnings, *([_waiting(waiting)] if waiting else [])]
    if not (private or recent.keep([*earlier, request.text])):
        warnings.append(f"This question cannot be kept in {recent.path}: --continue goes on from the one before it.")
    return AskResult(turn, tuple(warnings))


def _standard_input() -> str:
    stream: TextIO | None = sys.stdin  # None where the process was started without one
    return stream.buffer.read(8 * MOST_CHARACTERS).decode(errors="replace") if stream else ""


def _waiting(files: int) -> str:
    counted = "1 corpus file is" if files == 1 else f"{files:,} corpus files are"
    return f"{counted} new, changed or gone since the index was built. Run `qabot index` to take that in."
