"""An open index and the models it is asked with, and the conversations that people have with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.engine.conversation import Conversation
    from qabot.engine.engine import Engine
    from qabot.engine.engine_address import answering_key, is_private, served_at, socket_address
    from qabot.engine.engine_client import ask_engine, is_same_user
    from qabot.engine.engine_messages import EngineQuestion, EngineReply, receive, send
    from qabot.engine.fact_searches import FactSearches
    from qabot.engine.generation_diff import diff_generations
    from qabot.engine.list_files import CALIBRATION, LISTS, ListsState
    from qabot.engine.loaded_models import Models
    from qabot.engine.question_answerer import QuestionAnswerer
    from qabot.engine.running_servers import NOTE, RunningServer, running_server
    from qabot.engine.session import Session
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "conversation": ("Conversation",),
            "engine": ("Engine",),
            "engine_address": ("answering_key", "is_private", "served_at", "socket_address"),
            "engine_client": ("ask_engine", "is_same_user"),
            "engine_messages": ("EngineQuestion", "EngineReply", "receive", "send"),
            "fact_searches": ("FactSearches",),
            "generation_diff": ("diff_generations",),
            "list_files": ("CALIBRATION", "LISTS", "ListsState"),
            "loaded_models": ("Models",),
            "question_answerer": ("QuestionAnswerer",),
            "running_servers": ("NOTE", "RunningServer", "running_server"),
            "session": ("Session",),
        },
    )

__all__ = [
    "CALIBRATION",
    "LISTS",
    "NOTE",
    "Conversation",
    "Engine",
    "EngineQuestion",
    "EngineReply",
    "FactSearches",
    "ListsState",
    "Models",
    "QuestionAnswerer",
    "RunningServer",
    "Session",
    "answering_key",
    "ask_engine",
    "diff_generations",
    "is_private",
    "is_same_user",
    "receive",
    "running_server",
    "send",
    "served_at",
    "socket_address",
]
