"""`qabot ask` where a server of the home is running: its engine is asked, which has the index and the models open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from qabot.chat.recent_questions import RecentQuestions
from qabot.cli.ask_request import AskRequest, kept
from qabot.cli.ask_result import AskResult
from qabot.core.settings import Settings
from qabot.engine.engine_address import answering_key
from qabot.engine.engine_client import ask_engine
from qabot.engine.engine_messages import EngineQuestion


def ask(settings: Settings, request: AskRequest, address: Path) -> AskResult | None:
    """Have a question answered there; None for any trouble, so that it is answered here.

    Raises:
        UsageError: There is no question to go on from.
    """
    recent = RecentQuestions.of(settings.home)
    earlier = recent.recall() if request.goes_on else []
    asked = EngineQuestion(
        key=answering_key(settings),
        text=request.text,
        filters=request.filters,
        limit=request.limit,
        infer=request.infer,
        earlier=tuple(earlier),
        today=datetime.now().astimezone().date(),
    )
    reply = ask_engine(address, asked)
    return kept(request, reply.turn, reply.waiting, recent, earlier) if reply and reply.turn else None
