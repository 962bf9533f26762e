"""A site, and a home that is subscribed to nothing yet."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from qabot.corpus.feeds.subscriptions_db import FeedState
from tests.sites import Site, serving


@pytest.fixture
def site() -> Generator[Site]:
    """A site that has nothing yet."""
    with serving() as served:
        yield served


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder without articles."""
    folder = tmp_path / "home" / "corpus"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def state(corpus: Path) -> Generator[FeedState]:
    """What is remembered of its feeds."""
    with FeedState.open(corpus) as opened:
        yield opened
