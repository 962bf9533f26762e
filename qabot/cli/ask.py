"""`qabot ask`: a question put to an index that is opened for it. `answer_documents` and `text_layout` show the rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from qabot.chat.recent_questions import RecentQuestions
from qabot.cli.ask_request import AskRequest, kept
from qabot.cli.ask_result import AskResult
from qabot.core.errors import NoIndex
from qabot.core.settings import Settings
from qabot.corpus.starter import seed_default_home
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.stores import answering_name

EngineOpener = Callable[[Settings], AbstractContextManager[Engine]]
"""Opens the index of a home for one command."""


def has_index(settings: Settings) -> bool:
    """Whether a generation has been published; a home that is the user's data folder is seeded on the way."""
    seed_default_home(settings.home)
    try:
        answering_name(settings)
    except NoIndex:
        return False
    return True


def ask(settings: Settings, request: AskRequest, opener: EngineOpener = Engine.open) -> AskResult:
    """Answer a question, and keep it for one that goes on from it.

    Args:
        settings: Whose index to ask.
        request: What to ask of it.
        opener: What opens the index.

    Raises:
        UsageError: There is no question to go on from.
    """
    recent = RecentQuestions.of(settings.home)
    earlier = recent.recall() if request.goes_on else []
    with opener(settings) as engine:
        conversation = Conversation(engine)
        conversation.retrace(earlier)
        turn = conversation.ask(request.text, request.filters, request.limit, infer=request.infer)
        waiting = engine.waiting()
    return kept(request, turn, waiting, recent, earlier)
