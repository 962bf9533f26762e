"""The engine of a server's home: opened once there is an index, and gone over to a newer one between questions."""

from __future__ import annotations

import threading
from contextlib import suppress

from qabot.core.errors import IndexUnusable, ModelMismatch, QabotError
from qabot.core.settings import Settings
from qabot.engine.engine import Engine


class CurrentEngine:
    """For any number of threads."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self.trouble: QabotError | None = None
        """Why the newest index cannot be gone over to, while an older one answers; None where it is the newest."""

    def get(self) -> Engine:
        """Return the engine, with the newest index that can be read.

        Raises:
            IndexUnusable: There is no index, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        with self._opening:
            if self._engine is None:
                self._engine = Engine.open(self._settings)
                return self._engine
            engine = self._engine
        try:
            engine.refresh()
            self.trouble = None
        except (IndexUnusable, ModelMismatch) as error:
            self.trouble = error
        return engine

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
