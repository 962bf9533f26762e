"""The table of hostile inputs, in short: one a surface, and none gets through."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests import forked
from tests.benchmarks import hostile
from tests.benchmarks.hostile import Attempt, tried

SHORT = {
    "files": ("climbing.zip",),
    "corpus": ("escapes.md",),
    "feeds": ("steering",),
    "pages": ("steering",),
    "questions": ("steering",),
    "homes": ("names that steer",),
}


def test_none_gets_through(starter_home: Home, tmp_path: Path) -> None:
    results = list(tried(tmp_path, starter_home, forked.command, SHORT))
    assert {each.attempt.surface for each in results} == set(SHORT)
    assert [(each.attempt.surface, each.attempt.name, each.fault) for each in results if each.fault] == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("raise SystemExit(1)", ""),
        ("raise SystemExit(70)", "ends with 70: 'it said nothing'"),
        ("raise ValueError('x')\n", "prints a traceback"),
        ("import os; os.kill(os.getpid(), 9)", "ends with -9: 'it said nothing'"),
        ("print('\\x1b[31m')", "writes ['\\x1b']"),
        ("while True: pass", "takes more than 1 seconds of the processor"),
    ],
)
def test_what_gets_through_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, fault: str) -> None:
    monkeypatch.setattr(hostile, "MOST_SECONDS", 1)

    def line(*_: str) -> Sequence[str]:
        return [sys.executable, "-I", "-S", "-c", code]

    attempt = Attempt("files", "x", (), Home(tmp_path))
    assert hostile.outcome(attempt, line, tmp_path / "state")[1] == fault


@pytest.mark.parametrize(("memory", "fault"), [(2_147_483_648, ""), (3_000_000_000, "takes 2.8 GiB of memory")])
def test_memory_is_told(memory: int, fault: str) -> None:
    assert hostile.fault(3, memory, "Error: no index.\n") == fault
