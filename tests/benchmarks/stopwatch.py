"""Where the time of an update goes, told from its progress messages."""

from __future__ import annotations

import time
from collections import defaultdict

from qabot.core.progress import Progress

_AFTER = {"publish": "checksums and publish", "write": "write"}
"""Stages that report when they begin; the others report when something is done."""
_BEFORE = {"embed": "look up vectors", "write": "gather vectors"}
"""What is done before the first message of a stage."""


class Stopwatch:
    """Takes progress messages and adds up the seconds between them by what was being done."""

    def __init__(self) -> None:
        """Begin now."""
        self.seconds: dict[str, float] = defaultdict(float)
        self._last = time.perf_counter()
        self._begun: str | None = None

    def __call__(self, message: Progress) -> None:
        """Attribute the time since the last message: to what that one began, else to what this one finishes."""
        finished = _BEFORE.get(message.stage, message.stage) if message.done == 0 else message.stage
        self.lap(self._begun or finished)
        begins = message.stage in _AFTER and message.done != message.total
        self._begun = f"{_AFTER[message.stage]} {message.note}".strip() if begins else None

    def lap(self, name: str) -> None:
        """Attribute the time since the last message or lap to this."""
        now = time.perf_counter()
        self.seconds[name] += now - self._last
        self._last = now
