"""Processes of `qabot` without their start: forked from one that has loaded the program's libraries already.

Each is a process of its own, with its own streams, environment, working folder and exit status; only what loading costs
(a second of processor time) is paid once. What a start itself does is for `subprocess` to test.

    parent ── Popen ──> server (this module as a program: imports, then listens)
    test ──── Popen ──> client (`CLIENT`: hands its streams over, ends as the process does) ──> server forks the process
"""

from __future__ import annotations

import ast
import atexit
import functools
import gc
import importlib
import io
import os
import pkgutil
import runpy
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

FRESH = "QABOT_TESTS_FRESH"
"""Set this variable, and every process is started in earnest."""
_READ_LATE = ("TERM", "TZ", "HOME", "NO_COLOR", "COLUMNS", "XDG_STATE_HOME", "XDG_DATA_HOME")
_LIMIT_S = 120
_ROOT = str(Path(__file__).resolve().parent.parent)
_NOT_LOADED = (
    "qabot.cli.eval",
    "qabot.cli.mcp_",
    "qabot.cli.server_",
    "qabot.evaluate",
    "qabot.index.milvus",
    "qabot.models.cluster",
    "qabot.models.export",
    "qabot.models.training",
    "qabot.server",
    "qabot.tui",
)
"""What few commands need, and torch: a process that needs one of these loads it when it is given."""
_TOLD = "On 3 May 2014 Leeds council paid £4m, a tenth more than in 2013. Its leader said: “It cost us too much.”"
"""An article with a time, figures and somebody who says something."""
CLIENT = """
import _signal, _socket, os, sys
server = _socket.socket(_socket.AF_UNIX)
server.connect(sys.argv[1])
given = {"code": sys.argv[2], "argv": sys.argv[3:], "env": dict(os.environ), "cwd": os.getcwd()}
given = ascii(given).encode()
streams = b"".join(stream.to_bytes(4, sys.byteorder) for stream in (0, 1, 2))
length = len(given).to_bytes(4, sys.byteorder)
server.sendmsg([length], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
server.sendall(given)
for stream in (0, 1, 2):
    os.close(stream)
status = int.from_bytes(server.recv(4), sys.byteorder, signed=True)
if status < 0:
    if status != -_signal.SIGKILL:
        _signal.signal(-status, _signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(status)
"""
"""It imports next to nothing, and takes a third of the time that it would with `json` and `socket`."""


def can_be(extra: Mapping[str, str]) -> bool:
    """Whether a process with these variables besides ours can be forked: none is for the interpreter or at loading."""
    return FRESH not in os.environ and all(name.startswith("QABOT_") or name in _READ_LATE for name in extra)


def command(*args: str | bytes) -> list[str | bytes]:
    """Return the command line that runs `qabot` with these arguments, as a fork."""
    return [*_client(), "", *args]


def script(code: str, *args: str) -> list[str]:
    """Return the command line that runs some code with these arguments, as a fork, as `python -c` would."""
    return [*_client(), code, *args]


def _client() -> list[str]:
    return [sys.executable, "-I", "-S", "-c", CLIENT, _address()]


@functools.cache
def _address() -> str:
    """Start the server, which ends when this process does, and return where it listens."""
    folder = tempfile.mkdtemp(prefix="qabot-forks-")  # short: the address of a socket holds 100 characters
    address = f"{folder}/socket"
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.forked", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT
    )
    atexit.register(_end, server, folder)
    assert server.stdout
    assert server.stdout.readline() == b"ready\n"
    return address


def _end(server: subprocess.Popen[bytes], folder: str) -> None:
    server.communicate(timeout=_LIMIT_S)
    Path(folder).rmdir()


def _serve(address: str) -> None:
    """Load what `qabot` loads, and fork for whoever comes, until standard input is closed."""
    before = dict(os.environ)
    _load()
    set_by_loading = {name: value for name, value in os.environ.items() if before.get(name) != value}
    gc.collect()
    gc.freeze()  # so that forks share it
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        if not (forking := os.fork()):
            _fork_for_whoever_comes(listening, set_by_loading)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    os.kill(forking, signal.SIGKILL)
    os.waitpid(forking, 0)
    Path(address).unlink()


def _fork_for_whoever_comes(listening: socket.socket, set_by_loading: dict[str, str]) -> NoReturn:
    while True:
        asking, _ = listening.accept()
        with suppress(ChildProcessError):  # what has ended is waited for, so that its time is counted
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not os.fork():
            listening.close()
            _answer(asking, set_by_loading)
        asking.close()


def _load() -> None:
    package = importlib.import_module("qabot")
    for found in pkgutil.walk_packages(package.__path__, "qabot.", onerror=lambda _: None):
        if not found.name.endswith("__main__") and not found.name.startswith(_NOT_LOADED):
            importlib.import_module(found.name)
    _read_once()


def _read_once() -> None:
    """Read the lists that come with qabot, and compile the patterns, which a process does when it first needs them."""
    rules = importlib.import_module("qabot.index.fact_rules").FactRules.load(Path(_ROOT))
    rules.read(importlib.import_module("qabot.core.articles").Article("a", "A", _TOLD, "The Gazette"))
    importlib.import_module("qabot.core.publishers").PublisherTable.load()
    importlib.import_module("qabot.question.synonyms").SynonymTable.load()
    bodies = importlib.import_module("qabot.question.entities").EntityGazetteer.load()
    importlib.import_module("qabot.question.analysis").analyse("What did it cost in 2014?", bodies=bodies)


def _answer(asking: socket.socket, set_by_loading: dict[str, str]) -> NoReturn:
    """Fork the process that is asked for, and tell how it ends."""
    message, streams, _, _ = socket.recv_fds(asking, 4, 3)
    (length,) = struct.unpack("I", message)
    with asking.makefile("rb") as reader:
        given: dict[str, Any] = ast.literal_eval(reader.read(length).decode())
    if process := os.fork():
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(process, 0)
        asking.sendall(struct.pack("i", os.waitstatus_to_exitcode(status)))
        os._exit(0)
    asking.close()
    _become(given, streams, set_by_loading)


def _become(given: dict[str, Any], streams: list[int], set_by_loading: dict[str, str]) -> NoReturn:
    """Be the process that is asked for, and end with it: never go back to what the server was doing."""
    code = 1
    try:
        _take_the_place_of(given, streams, set_by_loading)
        code = _run(given["code"])
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(code)


def _take_the_place_of(given: dict[str, Any], streams: list[int], set_by_loading: dict[str, str]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = _reopened(sys.stdin, 0), _reopened(sys.stdout, 1), _reopened(sys.stderr, 2)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    os.environ.clear()
    os.environ.update(set_by_loading | given["env"])
    time.tzset()
    os.chdir(given["cwd"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["-c" if given["code"] else "qabot", *given["argv"]]


def _run(code: str) -> int:
    """Run some code, or `qabot` where there is none, and return the exit status."""
    try:
        if code:
            exec(code, {"__name__": "__main__"})  # noqa: S102 - a test's own
        else:
            runpy.run_module("qabot", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _reopened(like: Any, number: int) -> io.TextIOWrapper:
    """Open one of the three streams as the interpreter does when it starts."""
    binary = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115
    lines = number == 2 or os.isatty(number)
    return io.TextIOWrapper(binary, encoding=like.encoding, errors=like.errors, line_buffering=lines)


if __name__ == "__main__":
    _serve(sys.argv[1])
