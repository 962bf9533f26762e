"""The subscriptions of a home, opened for a command."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from qabot.core.settings import Settings
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.starter import seed_default_home


@contextmanager
def feed_state(settings: Settings, *, makes: bool = False) -> Generator[FeedState]:
    """Have what is remembered of the feeds of a home at hand, made anew with `makes` where there is nothing."""
    if makes:
        seed_default_home(settings.home)
    with FeedState.open(settings.home.corpus, makes=makes) as state:
        yield state
