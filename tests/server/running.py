"""A server on the loopback, on a thread of this process or as one of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from msgspec import Struct

from qabot.core.settings import Home, Settings
from qabot.server.access_keys import AccessKeys
from qabot.server.listeners import listen_on_port
from qabot.server.request_guard import RequestGuard
from qabot.server.request_limits import RequestLimits
from qabot.server.serving import graceful_server
from qabot.server.site import Site
from qabot.server.web_application import web_application
from tests.cli.helpers import LIMIT, environment


class Running(Struct):
    """A server that runs."""

    port: int
    """Where it listens."""
    key: str
    """What may do everything."""

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask it, with its key."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.key}"} | headers)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def running(home: Home, folder: Path) -> Generator[Running]:
    """Serve a home on a thread of this process while inside; keys lie in `folder`."""
    listening = listen_on_port("127.0.0.1", 0)
    port = listening.getsockname()[1]
    guard = RequestGuard(AccessKeys(home, folder / "keys.json"), (), port)
    site = Site(Settings(home), guard, RequestLimits(a_minute=0))
    ready = threading.Event()
    server = graceful_server(web_application(site), ready.set, site.closing.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        assert ready.wait(LIMIT)
        yield Running(port, guard.start_up_key())
    finally:
        server.should_exit = True
        thread.join(LIMIT)
        listening.close()
    assert not thread.is_alive()


@contextmanager
def process(folder: Path, *arguments: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """Serve an empty home by a process of its own while inside; give it, and the line that it printed."""
    home = folder / "home"
    (home / "corpus").mkdir(parents=True, exist_ok=True)
    line = [sys.executable, "-m", "qabot", "--home", str(home), "serve", *arguments]
    env = environment({"XDG_STATE_HOME": str(folder / "state")})
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=log, text=True, env=env) as started,
    ):
        try:
            assert started.stdout
            yield started, started.stdout.readline().strip()
        finally:
            if started.poll() is None:
                started.kill()
