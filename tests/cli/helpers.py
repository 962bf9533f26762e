"""Running `qabot` as a user does: in a pipe, on a terminal, into a pipe that no one reads."""

from __future__ import annotations

import fcntl
import json
import math
import os
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal, cast

from msgspec import Struct

from qabot.answer import calibration
from qabot.answer.calibration import Calibration, Rates, Signal
from qabot.core.settings import Home
from qabot.index.manifest import Manifest
from qabot.models.encoder import EncoderSpec
from qabot.retrieval.ranking_parameters import RANKING
from tests import forked
from tests.output.documents import check_documents

LIMIT = 180
"""Seconds after which a process counts as hung."""
GUTTER = "  ▌"
_SGR = re.compile(r"\x1b\[([0-9;]*)m")
_OURS = (
    "QABOT_",
    "NO_COLOR",
    "FORCE_COLOR",
    "TTY_",
    "CLICOLOR",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "_QABOT",
    "_TYPER",
    "PYTHONUNBUFFERED",
)


class Result(Struct, frozen=True):
    """How a run of `qabot` ended."""

    code: int
    """The exit code; negative for a signal."""
    stdout: str
    """Standard output; all there is on the screen for a run on a terminal."""
    stderr: str
    """Standard error; empty for a run whose screen is in `stdout`."""

    def document(self) -> Any:
        """Read standard output as the one JSON document it must be."""
        check_documents(self.stdout)
        return json.loads(self.stdout)

    def error(self) -> Any:
        """Read standard error as the one JSON document it must be, on one line, with nothing on standard output."""
        assert self.stdout == ""
        assert self.stderr.count("\n") == 1
        check_documents(self.stderr)
        return json.loads(self.stderr)


def nearness_decides(fingerprint: str, strong: float, possible: float) -> Calibration:
    """Return a calibration by which what says so nearly what was asked is strong, or possible."""
    strong, possible = (1 / (1 + math.exp(-cosine)) for cosine in (strong, possible))
    rates = Rates(0.5, 0.0, 0.0, 1, 1)
    signal = Signal("sentence", 0.0, 1.0, 1.0)
    return Calibration(
        fingerprint, "test", (signal,), 0.0, strong, possible, rates, "not", "2026-01-01", (), RANKING.hash
    )


def judge_by_nearness(home: Home, strong: float = 0.5, possible: float = 0.3) -> Home:
    """Give an indexed home a calibration of its own, so that its verdicts are those a test needs."""
    generation = (home.index / "CURRENT").read_text().strip()
    fingerprint = EncoderSpec.read(home.index / generation / "encoder").fingerprint
    for reader in (None, Manifest.read(home.index / generation).reader):
        key = calibration.models_key(fingerprint, reader)
        calibration.write(home.path / calibration.FILE, nearness_decides(key, strong, possible))
    return home


def command(*args: str | bytes, home: Home | None = None) -> list[str | bytes]:
    """Return the command line that runs `qabot` with these arguments."""
    named = ["--home", str(home.path)] if home else []
    return [sys.executable, "-m", "qabot", *args, *named]


def _fast_command(args: tuple[str | bytes, ...], home: Home | None, env: Mapping[str, str] | None) -> list[str | bytes]:
    """Return the command line that runs `qabot` as a fork where its environment allows that."""
    line = command(*args, home=home)
    return forked.command(*line[3:]) if forked.can_be(env or {}) else line


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without what steers `qabot` or colours, and with what is asked for."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {"TERM": "xterm-256color"} | dict(extra or {})


def run_qabot(
    *args: str | bytes,
    home: Home | None = None,
    input: bytes = b"",  # noqa: A002 - as subprocess calls it
    env: Mapping[str, str] | None = None,
    tty: bool | Literal["stderr"] = False,
    columns: int = 80,
) -> Result:
    """Run `qabot` as a process of its own.

    Args:
        args: The arguments.
        home: Passed as `--home`, behind the arguments.
        input: What standard input holds (not on a terminal).
        env: Added to the environment.
        tty: Give it a terminal as standard output and error, or only as standard error.
        columns: How wide that terminal is.
    """
    line = _fast_command(args, home, env)
    if tty:
        return _on_terminal(line, environment(env), tty == "stderr", columns)
    done = subprocess.run(line, input=input, capture_output=True, env=environment(env), timeout=LIMIT, check=False)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def _on_terminal(line: list[str | bytes], env: dict[str, str], only_stderr: bool, columns: int) -> Result:
    controller, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    stdout = subprocess.PIPE if only_stderr else terminal
    with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=stdout, stderr=terminal, env=env) as process:
        os.close(terminal)
        screen = read_screen(controller)
        result = process.stdout.read().decode() if process.stdout else ""
        code = process.wait(LIMIT)
    return Result(code, result, screen) if only_stderr else Result(code, screen, "")


def read_screen(controller: int) -> str:
    """Read what a terminal was sent until nothing holds it any more, and close it."""
    received = b""
    while True:
        try:
            received += os.read(controller, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
    os.close(controller)
    return received.decode().replace("\r\n", "\n")


def run_into_closed_pipe(*args: str, home: Home | None = None) -> Result:
    """Run `qabot` with a standard output whose reader has gone already."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            _fast_command(args, home, None),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=LIMIT,
            check=False,
        )
    finally:
        os.close(writer)
    return Result(done.returncode, "", done.stderr.decode())


def without_styles(text: str) -> str:
    """Return text without bold, dim, underline and colours; any other escape sequence stays."""
    return _SGR.sub("", text)


def style_codes(text: str) -> set[int]:
    """Return the numbers of every style that a text sets, such as 1 for bold and 32 for green."""
    return {int(code or 0) for sequence in _SGR.findall(text) for code in sequence.split(";")}


def is_colour(code: int) -> bool:
    """Whether a style's number sets a foreground or background colour."""
    return code in {*range(30, 50), *range(90, 108)} - {39, 49}


def steering(text: str) -> set[str]:
    """Return the characters of a text that could steer a terminal or turn its reading order."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}}


def squeezed(text: str) -> str:
    """Return text without white space and gutters, to compare what was wrapped with what was not."""
    return "".join(text.replace("▌", "").split())


def quotes(text: str) -> list[str]:
    """Return the runs of lines behind a gutter."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith(GUTTER):
            found[-1].append(line.removeprefix(GUTTER).removeprefix(" "))
        elif found[-1]:
            found.append([])
    return ["\n".join(lines).strip() for lines in found if lines]


Shape = type | None | str | dict[str, "Shape"] | list["Shape"] | tuple["Shape", ...]
"""A type, None, a fixed text, an object with exactly these keys, a list of one shape, or any one of several."""


def departures(value: Any, shape: Shape, place: str = "$") -> list[str]:
    """Say where a JSON value departs from a shape; nothing where it does not."""
    # Exactly: true is no 1, and 1 no 1.0.
    kind = cast("type[object]", type(value))
    if isinstance(shape, dict):
        if kind is not dict or value.keys() != shape.keys():
            return [f"{place}: {value!r} has not the keys {sorted(shape)}"]
        return [each for key, inner in shape.items() for each in departures(value[key], inner, f"{place}.{key}")]
    if isinstance(shape, list):
        if kind is not list:
            return [f"{place}: {value!r} is not a list"]
        return [each for i, item in enumerate(value) for each in departures(item, shape[0], f"{place}[{i}]")]
    if isinstance(shape, tuple):
        return [] if any(not departures(value, one, place) for one in shape) else [f"{place}: {value!r} fits none"]
    fits = kind is shape if isinstance(shape, type) else value == shape
    return [] if fits else [f"{place}: {value!r} is not {shape!r}"]
