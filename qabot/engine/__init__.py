"""An open index and the models it is asked with, and the conversations that people have with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.engine.conversation import Conversation
    from qabot.engine.engine import Engine
    from qabot.engine.generation_diff import generation_diff
    from qabot.engine.loaded_models import Encoder, Models
    from qabot.engine.question_answerer import QuestionAnswerer
    from qabot.engine.session import Session
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "conversation": ("Conversation",),
            "engine": ("Engine",),
            "generation_diff": ("generation_diff",),
            "loaded_models": ("Encoder", "Models"),
            "question_answerer": ("QuestionAnswerer",),
            "session": ("Session",),
        },
    )

__all__ = [
    "Conversation",
    "Encoder",
    "Engine",
    "Models",
    "QuestionAnswerer",
    "Session",
    "generation_diff",
]
