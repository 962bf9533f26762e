"""A small home to converse with, and asyncio for what is driven on a screen."""

from __future__ import annotations

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import TRAMS
from tests.cli.helpers import judge_by_nearness
from tests.homes import indexed_home


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """What runs the tests that are marked `anyio`."""
    return "asyncio"


@pytest.fixture(scope="session")
def tram_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Reprints of one story and two other articles, indexed; what is near is strong. Not to be changed."""
    return judge_by_nearness(indexed_home(starter_home, tmp_path_factory.mktemp("chat-trams"), TRAMS))
