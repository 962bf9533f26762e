"""A server in the background: `status` names it, `ask` asks it, and it ends by itself."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qabot.core.settings import Home
from qabot.engine.engine import Engine
from qabot.engine.running_servers import running_server
from tests.cli.conftest import Call

QUESTION = "How much did GDS get in the 2015 Spending Review?"


@pytest.fixture
def served(call: Call, starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The starter home with a server of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        started = call("serve", "--background", "--port", "0", "--idle", "0.2", home=starter_home)
        assert started.stdout.startswith("http://127.0.0.1:")
        yield starter_home
        if running := running_server(starter_home):
            os.kill(running.pid, signal.SIGTERM)


def without_times(text: str) -> dict[str, Any]:
    return {key: value for key, value in json.loads(text).items() if key != "timing_ms"}


def test_it_is_named_and_asked_and_ends_when_nobody_asks(
    call: Call, served: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    running = running_server(served)
    assert running
    assert f"Server      {running.address} (process {running.pid})" in call("status", home=served).stdout
    assert call("status", "--json", home=served).document()["server"] == {
        "pid": running.pid, "address": running.address
    }  # fmt: skip
    again = call("serve", "--background", home=served)
    assert (again.code, "is running already" in again.stderr) == (2, True)

    with monkeypatch.context() as patched:
        patched.setenv("XDG_RUNTIME_DIR", str(tmp_path))  # where none is found
        here = call("ask", QUESTION, "--json", "--private", home=served)
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "open", None)  # what would answer here
        there = call("ask", QUESTION, "--json", home=served)
        text = call("ask", "and HMRC?", "--continue", home=served)
    assert there.code == 0
    assert without_times(there.stdout) == without_times(here.stdout)
    assert text.code in {0, 1}

    ends = time.monotonic() + 60
    while running_server(served) and time.monotonic() < ends:
        time.sleep(0.2)
    assert running_server(served) is None
    assert "Server" not in call("status", home=served).stdout


def test_what_does_not_start_says_why(
    call: Call, starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    done = call("serve", "--background", "--host", "0.0.0.0", home=starter_home)  # noqa: S104
    assert done.code == 2
    assert "this home has no keys yet" in done.stderr
    assert call("serve", "--background", "--open", home=starter_home).code == 2
