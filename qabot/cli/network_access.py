"""The fetcher of a command."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from qabot.core.settings import Settings
from qabot.corpus.fetch.fetcher import Fetcher


@contextmanager
def fetching(settings: Settings) -> Generator[Fetcher]:
    """Have a fetcher as the settings want it, which fetches no more behind this."""
    fetcher = Fetcher(settings.network)
    try:
        yield fetcher
    finally:
        fetcher.stop()
