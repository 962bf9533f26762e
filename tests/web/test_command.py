"""`qabot web` as a user runs it: one line on standard output, warnings beside it, a clean end."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from qabot.cli.web_launch import chat_command
from qabot.core.settings import Home, Settings
from tests.cli.helpers import LIMIT, command, environment, run_qabot
from tests.web.running import TINY, running, until


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_the_address_and_nothing_else_and_ends_when_told(tmp_path: Path, how: signal.Signals) -> None:
    line = command("web", "--port", "0", "--private", home=Home(tmp_path))
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout
        printed = process.stdout.readline()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}\n", printed)
        process.send_signal(how)
        rest, told = process.communicate(timeout=LIMIT)
    assert (process.returncode, rest, told) == (0, "", "")


def test_it_opens_the_browser_by_an_address_that_serves_once(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o700)
    with running(TINY, tmp_path, "--open", env={"BROWSER": f"{browser} %s"}) as server:
        until(opened.exists, "no browser was opened")
        path = opened.read_text().removeprefix(server.origin)
        assert path.startswith("/?token=")
        assert server.key not in path, "a command line can be read by other users"
        assert [server.request(path).status for _ in range(2)] == [303, 403]
        assert server.request("/", server.cookie).status == 200


class TestWhereItListens:
    """Host and port."""

    def test_on_the_loopback_unless_told_otherwise(self, tmp_path: Path) -> None:
        with running(TINY, tmp_path) as server:
            assert server.address.startswith("http://127.0.0.1:")
            assert server.told() == ""
            with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", server.port)):
                pass

    def test_elsewhere_with_a_warning_and_under_the_machines_name(self, tmp_path: Path) -> None:
        with running(TINY, tmp_path, host="0.0.0.0") as server:  # noqa: S104 - what is tested
            name = socket.gethostname().lower()
            assert server.address.startswith(f"http://{name}:{server.port}/?token=")
            told = server.told()
            assert told.startswith(f"Warning: {socket.gethostname()}, port {server.port}, can be reached from other ")
            assert "not encrypted" in told
            for ours in (name, "127.0.0.1"):
                assert server.request("/", server.cookie | {"Host": f"{ours}:{server.port}"}).status == 200
            for other in ("evil.example", "127.0.0.2", "10.1.2.3"):
                assert server.request("/", server.cookie | {"Host": f"{other}:{server.port}"}).status == 403

    def test_a_port_that_is_taken_is_told(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            ran = run_qabot("web", "--port", str(port), home=Home(tmp_path))
        assert (ran.code, ran.stdout) == (2, "")
        assert ran.stderr.startswith(
            f"Error: Nothing can be served at 127.0.0.1, port {port}: Address already in use.\n"
        )
        assert "qabot web --port 0" in ran.stderr

    @pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1", "", "a" * 70, "\x1b[31mred"])
    def test_a_host_that_is_not_here_is_told(self, tmp_path: Path, host: str) -> None:
        ran = run_qabot("web", "--port", "0", "--host", host, home=Home(tmp_path))
        assert (ran.code, ran.stdout) == (2, "")
        assert ran.stderr.startswith("Error: Nothing can be served at ")
        assert "\x1b" not in ran.stderr


class TestTheChatsCommand:
    """What runs one chat."""

    def test_names_the_home(self, tmp_path: Path) -> None:
        odd = tmp_path / "a home; $(touch x)"
        line = chat_command(Settings(Home(odd)), private=False)
        assert line == [sys.executable, "-P", "-m", "qabot", "chat", "--home", str(odd)]
        assert chat_command(Settings(Home(odd)), private=True) == [*line, "--private"]

    def test_leaves_the_users_own_folder_to_the_chat_which_fills_it_on_first_use(self, tmp_path: Path) -> None:
        line = chat_command(Settings(Home(tmp_path, is_default=True)), private=False)
        assert line == [sys.executable, "-P", "-m", "qabot", "chat"]
