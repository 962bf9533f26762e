"""A server that all tests of a module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.running import TINY, Running, running


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of the stand-in, on the loopback. Not to be ended."""
    with running(TINY, tmp_path_factory.mktemp("server")) as served:
        yield served
