"""A real server on the loopback in a process of its own, requests to it, and the processes under it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import IO

from msgspec import Struct

from tests.cli.helpers import LIMIT, environment

TINY = (sys.executable, str(Path(__file__).parent / "tiny.py"))
"""The command of the chat's stand-in."""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
"""What makes a request one for a websocket."""
_SERVE = """
import json, sys
from qabot.cli.web_launch import serve_command
serve_command(json.loads(sys.argv[1]), sys.argv[2], 0, opens=sys.argv[3:] == ["--open"])
"""


class Response(Struct, frozen=True):
    """What came back from the server."""

    status: int
    headers: Mapping[str, str]
    """By name in small letters."""
    body: str


class Running(Struct, frozen=True):
    """A server that runs."""

    process: subprocess.Popen[str]
    address: str
    """What it printed: where the chat can be opened, with the key."""
    stderr: IO[str]
    """What it writes to standard error, as a file to read."""

    @property
    def port(self) -> int:
        return int(self.address.split("/?")[0].rsplit(":", 1)[1])

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def key(self) -> str:
        return self.address.split("=", 1)[1]

    @property
    def cookie(self) -> dict[str, str]:
        """The header of a browser that has been let in."""
        return {"Cookie": f"qabot-{self.port}={self.key}"}

    def request(self, path: str, headers: Mapping[str, str] | None = None) -> Response:
        """Send one GET request with these headers, and no others but the host's name."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            return _read(connection.getresponse())
        finally:
            connection.close()

    def end(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """Tell the server to end, and return its exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(LIMIT)

    def told(self) -> str:
        """Return what it has written to standard error."""
        self.stderr.seek(0)
        return self.stderr.read()


@contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    *more: str,
    host: str = "127.0.0.1",
    env: Mapping[str, str] | None = None,
) -> Generator[Running]:
    """Serve a command while inside; `folder` takes what the server writes to standard error."""
    line = [sys.executable, "-c", _SERVE, json.dumps(command), host, *more]
    with (
        (folder / "stderr").open("w+", encoding="utf-8") as stderr,
        subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True, env=environment(env)
        ) as process,
    ):
        try:
            assert process.stdout
            yield Running(process, process.stdout.readline().strip(), stderr)
        finally:
            if process.poll() is None:
                process.terminate()


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def children(parent: int) -> list[int]:
    """Return the processes that this one has started, and that have not been waited for."""
    return [pid for pid, (_, its_parent) in _processes().items() if its_parent == parent]


def is_alive(process: int) -> bool:
    """Whether a process is there and no zombie."""
    return _processes().get(process, ("Z", 0))[0] != "Z"


def _processes() -> dict[int, tuple[str, int]]:
    """Return every process's state and parent."""
    found: dict[int, tuple[str, int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has ended meanwhile
            continue
        found[int(folder.name)] = state, int(parent)
    return found


def drawn(sent: bytes) -> str:
    """Return the words in what a chat drew, without what steers the terminal."""
    return re.sub(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|.)", "", sent.decode(errors="replace"))


def _read(response: HTTPResponse) -> Response:
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = "" if response.status == 101 else response.read().decode(errors="replace")
    return Response(response.status, headers, body)
