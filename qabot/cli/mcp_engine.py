"""The engine of `qabot mcp`, which opens while the library of the protocol loads: both take most of a second."""

from __future__ import annotations

from threading import Thread

from qabot.core.settings import Settings
from qabot.corpus.starter import seed_default_home
from qabot.server.current_engine import CurrentEngine


def opening(settings: Settings) -> CurrentEngine:
    """Return the engine of a home, and begin to open it."""
    seed_default_home(settings.home)
    engine = CurrentEngine(settings)
    Thread(target=engine.warm, daemon=True).start()
    return engine
