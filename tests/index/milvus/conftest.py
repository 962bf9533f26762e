"""A server that the tests of a process share, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.core.settings import StoreSettings
from tests.milvus_servers import MilvusServer, forget


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    """Milvus in its small form, on the loopback interface."""
    with MilvusServer(tmp_path_factory.mktemp("milvus") / "data") as started:
        yield started


@pytest.fixture
def milvus(shared_server: MilvusServer) -> StoreSettings:
    """A store in which there is nothing yet."""
    forget(shared_server.store)
    return shared_server.store
