"""Questions to begin with, found in the background for each index: only such as it answers well are offered."""

from __future__ import annotations

import threading
from contextlib import suppress

from qabot.chat.example_questions import offered
from qabot.chat.inline_asker import at_once
from qabot.chat.kept_examples import KeptExamples
from qabot.core.answers import Turn
from qabot.core.errors import QabotError
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine


class OfferedQuestions:
    """For any number of threads."""

    def __init__(self) -> None:
        """Offer nothing yet."""
        self._found: tuple[str, list[str]] = ("", [])
        self._looking = threading.Lock()

    def of(self, engine: Engine) -> list[str]:
        """Return the questions there are, and begin to look for others where the index is another; it does not wait."""
        if self._found[0] != engine.searched.generation and self._looking.acquire(blocking=False):
            threading.Thread(target=self._look, args=(engine,), daemon=True).start()
        return self._found[1]

    def _look(self, engine: Engine) -> None:
        try:
            with suppress(QabotError):  # whoever asks is told
                generation = engine.searched.generation
                kept = KeptExamples.of(engine.settings, generation)
                found = at_once(offered(_Prober(engine), kept, engine.article_summaries()))
                self._found = generation, found
        finally:
            self._looking.release()


class _Prober:
    """Asks an engine on this thread."""

    def __init__(self, engine: Engine) -> None:
        self._conversation = Conversation(engine)

    async def probe(self, text: str) -> Turn:
        return self._conversation.probe(text)
