"""The starter corpus served within this process, once for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.core.settings import Home
from tests.server.doors import Doors, opened


@pytest.fixture(scope="session")
def doors(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A server of the starter corpus, for asking only."""
    with opened(starter_home, tmp_path_factory.mktemp("keys")) as held:
        yield held
