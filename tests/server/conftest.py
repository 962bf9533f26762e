"""The starter corpus served within this process, once for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.core.settings import Home
from tests.server.doors import Doors, opened


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have what is a person's, and where servers are found, lie in folders of the tests' own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patched.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        yield


@pytest.fixture(scope="session")
def doors(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A server of the starter corpus, for asking only."""
    with opened(starter_home, tmp_path_factory.mktemp("keys")) as held:
        yield held
