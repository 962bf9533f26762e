"""Runs of the command line inside this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qabot.cli import main
from tests.cli.helpers import Result

Call = Callable[..., Result]
"""Runs the command line in this process; takes arguments of any kind, as text."""


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command line in this process, its output caught as by a pipe."""
    for name in ("QABOT_HOME", "QABOT_MODEL", "QABOT_DEVICE", "QABOT_DOWNLOAD", "QABOT_DEBUG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def _call(*args: object) -> Result:
        capsys.readouterr()
        code = main([str(each) for each in args])
        caught = capsys.readouterr()
        return Result(code, caught.out, caught.err)

    return _call
