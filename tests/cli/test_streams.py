"""Standard output carries the result only; readers that leave and Ctrl-C end it quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import (
    GUTTER,
    LIMIT,
    command,
    environment,
    judge_by_nearness,
    read_screen,
    run_into_closed_pipe,
    run_qabot,
)
from tests.cli.test_ask_json import QUESTION
from tests.conftest import MakeHome, article, link_index, write_corpus

INTERRUPTED = {130, -signal.SIGINT}
"""How a process that was interrupted ends; a shell tells both as 130."""
SHOWN = "2015/2015-11-26-socitm-spending-review"


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + LIMIT / 3
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_no_escape_sequence_and_no_chatter_in_a_pipe(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    write_corpus(home, {"b.md": article("B", "The quibbly tram."), "empty.md": ""})
    for args in (
        ("ask", "What did Zorblax council buy?", "--explain", "--full"),
        ("index", "--dry-run"),
        ("index",),
        ("status",),
        ("verify-index",),
        ("show", "a", "--quote", "0:7"),
        ("rollback",),
        ("ask", "--help"),
    ):
        ran = run_qabot(*args, home=home)
        assert (ran.code, ran.stderr) == (0, ""), args
        assert ran.stdout
        assert "\x1b" not in ran.stdout
        assert "\r" not in ran.stdout
    failed = run_qabot("show", "no\x1b[31mthing", home=home)
    assert failed.code == 1
    assert "\x1b" not in failed.stdout + failed.stderr


def test_utf_8_whatever_the_locale(judged_home: Home) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = run_qabot("ask", QUESTION, home=judged_home, env=env)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("● STRONG · ")
    assert "£" in ran.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("ask", QUESTION),
        ("ask", QUESTION, "--json"),
        ("show", SHOWN),
        ("status",),
    ],
    ids=" ".join,
)
def test_141_when_no_one_reads(args: tuple[str, ...], starter_home: Home) -> None:
    ran = run_into_closed_pipe(*args, home=starter_home)
    assert ran.stderr == ""
    assert ran.code == 141


@pytest.mark.parametrize("args", [("--help",), ("ask", "--help"), ("--version",)], ids=" ".join)
def test_help_that_no_one_reads_ends_quietly(args: tuple[str, ...]) -> None:
    assert run_into_closed_pipe(*args).stderr == ""


def test_a_reader_that_leaves_early_is_left_in_peace(starter_home: Home) -> None:
    """As `qabot ask … | head -c 10`, with more to say than a pipe holds."""
    line = command("ask", QUESTION, "-n", "50", "--json", home=starter_home)
    assert len(run_qabot("ask", QUESTION, "-n", "50", "--json", home=starter_home).stdout) > 1 << 16
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout
        assert process.stderr
        assert len(os.read(process.stdout.fileno(), 10)) == 10
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(LIMIT) == 141


def test_an_interrupted_build_ends_quietly_and_leaves_the_index(starter_home: Home, tmp_path: Path, call: Call) -> None:
    home = Home(tmp_path)
    link_index(starter_home, home)
    write_corpus(home, {"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    before = (home.index / "CURRENT").read_text()
    with subprocess.Popen(
        command("index", "--rebuild", home=home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        _wait_for(lambda: any(home.index.glob(".draft-*/encoder")))
        time.sleep(1.0)  # into the export of the model, which takes far longer
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        stdout, stderr = process.communicate(timeout=LIMIT)
    assert (stdout, stderr) == (b"", b"")
    assert process.returncode in INTERRUPTED
    assert (home.index / "CURRENT").read_text() == before
    assert call("ask", QUESTION, home=home).code == 0
    assert call("index", home=home).code == 0, "the lock is free again"
    assert list(home.index.glob(".draft-*")) == []


def test_an_interrupted_progress_bar_gives_the_cursor_back(starter_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path)
    link_index(starter_home, home)
    write_corpus(home, {"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    controller, terminal = os.openpty()
    with subprocess.Popen(
        command("index", "--rebuild", home=home),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment(),
        start_new_session=True,
    ) as process:
        os.close(terminal)
        _wait_for(lambda: any(home.index.glob(".draft-*/encoder")))
        os.killpg(process.pid, signal.SIGINT)
        screen = read_screen(controller)
        assert process.wait(LIMIT) in INTERRUPTED
    assert "Traceback" not in screen
    assert screen.rfind("\x1b[?25h") > screen.rfind("\x1b[?25l") >= 0


_INTERRUPTING = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
"""


@pytest.mark.parametrize("module", ["typer", "qabot.engine.engine", "numpy", "tokenizers"])
def test_ctrl_c_while_modules_load_ends_quietly(module: str, starter_home: Home, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_INTERRUPTING)
    env = {"PYTHONPATH": str(tmp_path), "INTERRUPT_AT": module}
    ran = run_qabot("ask", QUESTION, home=starter_home, env=env)
    assert (ran.stdout, ran.stderr) == ("", "")
    assert ran.code in INTERRUPTED


def test_a_terminal_for_errors_leaves_the_result_alone(make_home: MakeHome) -> None:
    """As `qabot index > file` from a shell: progress on the screen, the report in the file."""
    home = judge_by_nearness(make_home({"a.md": article("Zorblax council", "Zorblax council bought a payroll.")}))
    write_corpus(home, {"b.md": article("B", "The quibbly tram costs £9 million.")})
    asked = run_qabot("ask", "What did Zorblax council buy?", home=home, tty="stderr", columns=200)
    assert asked.code == 0
    assert "\x1b" not in asked.stdout
    assert GUTTER in asked.stdout
    assert "Note:" not in asked.stdout
    assert asked.stderr.startswith("Note: 1 corpus file is new, changed or gone since the index was built.")
    ran = run_qabot("index", "--json", home=home, tty="stderr")
    assert ran.code == 0
    assert ran.document()["added"] == ["b"]
    assert "Looking through the corpus" in ran.stderr
    quiet = run_qabot("index", "--rebuild", "--dry-run", home=home, tty="stderr", env={"TERM": "dumb"})
    assert quiet.stderr == ""
