"""Asynchronous tests run on asyncio, as the chat does."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """What runs the tests that are marked `anyio`."""
    return "asyncio"
