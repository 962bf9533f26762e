"""A site to fetch from."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.sites import Site, serving


@pytest.fixture
def site() -> Generator[Site]:
    """A site that has nothing yet."""
    with serving() as served:
        yield served
