"""The engine of a server's home: opened once there is an index, and gone over to a newer one between questions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from qabot.core.errors import IndexUnusable, ModelMismatch, QabotError, StorageFailed, UsageError
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.server.problems import Refused


class CurrentEngine:
    """For any number of threads."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self.trouble: QabotError | None = None
        """Why the newest index, or a list of the home, cannot be gone over to while older ones answer; else None."""

    def get(self) -> Engine:
        """Return the engine, with the newest index that can be read, and the home's lists as they are now.

        Raises:
            IndexUnusable: There is no index, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
            Refused: A list of the home is malformed.
        """
        with self._opening:
            if self._engine is None:
                self._engine = self._opened()
                return self._engine
            engine = self._engine
        self.trouble = _trouble(engine.refresh) or _trouble(engine.reload_lists)
        return engine

    def _opened(self) -> Engine:
        try:
            return Engine.open(self._settings)
        except UsageError as error:  # whoever asks has asked nothing wrong
            raise Refused(503, error.message, hint=error.hint) from error

    def warm(self) -> None:
        """Open it before anybody asks; whatever is wrong, whoever asks is told."""
        with suppress(QabotError):
            self.get()

    def close(self) -> None:
        """Let go of it, once what was asked is answered."""
        with self._opening:
            engine, self._engine = self._engine, None
        if engine:
            engine.close()


def _trouble(go_over: Callable[[], object]) -> QabotError | None:
    try:
        go_over()
    except (IndexUnusable, ModelMismatch, StorageFailed, UsageError) as error:
        return error
    return None
