"""Feeds are asked in a process of its own, which leaves nothing running."""

from __future__ import annotations

import asyncio
import fcntl
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.core.settings import Settings
from qabot.server import feeds_process

_STARTS_ANOTHER = """
import subprocess, sys, time
held = "import fcntl, sys, time; file = open(sys.argv[1], 'w'); fcntl.flock(file, 2); "
held += "file.write('held'); file.flush(); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", held, sys.argv[1]])
time.sleep(60)
"""
"""It starts a process that holds a lock for as long as it lives."""
_PATIENCE_S = 20


def test_who_stops_waiting_leaves_no_process_of_its_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "lock"

    def command(_settings: Settings, _task: str) -> list[str]:
        return [sys.executable, "-c", _STARTS_ANOTHER, str(lock)]

    monkeypatch.setattr(feeds_process, "command", command)

    async def until(is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while not is_so():
                await asyncio.sleep(0.02)

    async def stopped() -> None:
        asking = asyncio.create_task(feeds_process.pull_feeds(Settings.at(tmp_path)))
        await until(lambda: lock.exists() and lock.read_text() == "held")
        assert not is_free()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await until(is_free)

    def is_free() -> bool:
        with lock.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    asyncio.run(stopped())
    assert is_free()
