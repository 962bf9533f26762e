"""A server on a real socket: where it listens, how slow and many clients fare, and how it ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from qabot.cli import main
from qabot.cli.server_launch import ServeOptions, listen
from qabot.core.errors import UsageError
from qabot.core.settings import Home
from qabot.server import guarded_protocol
from qabot.server.access_keys import AccessKeys
from tests.cli.helpers import LIMIT
from tests.server.doors import opened
from tests.server.running import Running, process, running

ASKS = b"GET /watch HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """A server of an empty home."""
    folder = tmp_path_factory.mktemp("served")
    with running(Home(folder), folder) as server:
        yield server


class TestTheWire:
    """What HTTP itself can do to it."""

    def test_an_empty_home_says_what_to_do(self, served: Running) -> None:
        status, _, page = served.get("/")
        assert status == 200
        assert "This home holds no articles." in page
        assert "Add an article, then build the index" in page
        status, headers, body = served.get("/api/v1/ask?q=x")
        assert (status, headers["content-type"]) == (503, "application/problem+json")
        assert json.loads(body)["code"] == 3
        assert served.get("/ask?q=x")[0] == 503
        assert served.get("/status")[0] == 200

    def test_another_name_and_no_key_are_refused(self, served: Running) -> None:
        assert served.get("/", Host="evil.example")[0] == 421
        assert served.get("/", Authorization="")[0] == 401

    def test_it_does_not_say_what_it_runs_on(self, served: Running) -> None:
        assert "server" not in served.get("/")[1]

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            (b"nonsense\r\n\r\n", b"400"),
            (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00\r\n\r\n", b"400"),
            (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
            (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000, b"431"),
            (b"POST /check HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
            (b"GET /%ff%00 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", b"421"),
        ],
    )
    def test_what_is_no_request_is_refused_with_all_headers(self, served: Running, sent: bytes, status: bytes) -> None:
        with socket.create_connection(("127.0.0.1", served.port), LIMIT) as client:
            client.sendall(sent)
            answer = client.recv(65_536)
        assert answer.split(b" ")[1] == status
        assert b"content-security-policy: default-src 'none'" in answer.lower()

    def test_many_connections_are_held_and_more_are_turned_away(
        self, served: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(guarded_protocol, "MOST_CONNECTIONS", 50)
        with ExitStack() as held:
            address = "127.0.0.1", served.port
            clients = [held.enter_context(socket.create_connection(address, LIMIT)) for _ in range(60)]
            assert clients[-1].recv(12) == b"HTTP/1.1 503"
            clients[0].sendall(b"GET /watch HTTP/1.1\r\nHost: a\r\n\r\n")
            assert clients[0].recv(12) == b"HTTP/1.1 421"
        assert served.get("/static/site.css")[0] == 200

    def test_a_thousand_connections_cost_the_others_nothing(self, served: Running) -> None:
        with enough_files(), ExitStack() as held:
            address = "127.0.0.1", served.port
            clients = [held.enter_context(socket.create_connection(address, LIMIT)) for _ in range(1_000)]
            for number, client in enumerate(clients):  # some say nothing, some never end, some ask
                with suppress(ConnectionError):
                    client.sendall((b"", b"GET / HTTP/1.1\r\nHost: ", ASKS)[number % 3])
            told = [_heard(each) for each in clients[2::3]]
            assert [each for each in told if each not in {b"HTTP/1.1 421", b"HTTP/1.1 503", b""}] == []
            assert told.count(b"HTTP/1.1 421") >= 160, "those that came first are answered"
            assert told.count(b"HTTP/1.1 503") >= 20, "some of those beyond are told why"
        eventually(lambda: served.get("/static/site.css")[0] == 200)
        assert served.get("/status")[0] == 200

    @pytest.mark.parametrize("head", [b"GET /ask?q=", b"GET / HTTP/1.1\r\nHost: a\r\nX-Question: "])
    def test_ten_megabytes_of_a_head_are_not_taken(self, served: Running, head: bytes) -> None:
        with socket.create_connection(("127.0.0.1", served.port), LIMIT) as client:
            sent = 0
            with suppress(ConnectionError):
                client.sendall(head)
                while sent < 10_000_000:
                    sent += client.send(b"x" * 100_000)
            assert sent < 10_000_000, "it is cut off long before"
        assert served.get("/status")[0] == 200

    def test_what_is_sent_as_an_address_ends_no_header(self, served: Running) -> None:
        for path in ("/ask?q=x%0d%0aSet-Cookie:%20evil=1", "/x%0d%0aLocation:%20evil", "/?key=%0d%0aevil:1"):
            with socket.create_connection(("127.0.0.1", served.port), LIMIT) as client:
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
                head = client.recv(65_536).partition(b"\r\n\r\n")[0].lower()
            assert (head.startswith(b"http/1.1 "), b"evil" in head) == (True, False)

    def test_an_address_that_names_another_host_is_told_to_nobody(self, served: Running) -> None:
        """What a page links to goes by the host that was let in, whatever the request line says besides."""
        for path in ("/", "/status", "/feeds/articles.xml", "/nothing"):
            with socket.create_connection(("127.0.0.1", served.port), LIMIT) as client:
                key = f"Authorization: Bearer {served.key}\r\nConnection: close\r\n"
                line = f"GET http://evil.example{path} HTTP/1.1\r\n"
                client.sendall(f"{line}Host: localhost:{served.port}\r\n{key}\r\n".encode())
                answer = b"".join(iter(lambda: client.recv(65_536), b""))
            assert (answer.startswith(b"HTTP/1.1 "), b"evil.example" in answer) == (True, False)

    @pytest.mark.parametrize(
        "path", ["/static/../../site.py", "/static/%2e%2e/site.py", "//etc/passwd", "/../etc/passwd"]
    )
    def test_a_path_leads_out_of_nothing(self, served: Running, path: str) -> None:
        with socket.create_connection(("127.0.0.1", served.port), LIMIT) as client:
            key = f"Authorization: Bearer {served.key}\r\n"
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{served.port}\r\n{key}\r\n".encode())
            answer = client.recv(65_536)
        assert (answer.startswith(b"HTTP/1.1 404"), b"root:" in answer, b"import" in answer) == (True, False, False)

    def test_who_sends_too_slowly_is_cut(self, served: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guarded_protocol, "HEAD_S", 0.2)
        silent, slow, second = (socket.create_connection(("127.0.0.1", served.port), LIMIT) for _ in range(3))
        with silent, slow, second:
            slow.sendall(b"GET / HTTP/1.1\r\n")
            second.sendall(b"GET /watch HTTP/1.1\r\nHost: a\r\n\r\n")
            assert second.recv(65_536).startswith(b"HTTP/1.1 421")
            second.sendall(b"GET /watch HTTP/1.1\r\n")
            assert [_is_cut(each) for each in (silent, slow, second)] == [True, True, True]


@contextmanager
def enough_files() -> Generator[None]:
    """Let this process open what two ends of a thousand connections take, as far as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 3_000
    if hard != resource.RLIM_INFINITY and hard < needed:
        pytest.skip(f"this machine lets a process open {hard:,} files, and this takes {needed:,}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds, which a connection that is refused does not make true."""
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        with suppress(OSError, HTTPException):
            if holds():
                return
        time.sleep(0.1)
    pytest.fail("it never held")


def _heard(client: socket.socket) -> bytes:
    """Return how an answer begins; nothing where the connection was cut."""
    try:
        return client.recv(12)
    except ConnectionError:
        return b""


def _is_cut(client: socket.socket) -> bool:
    try:
        while client.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    return True


class TestAProcess:
    """What it prints, logs, and how it ends."""

    def test_it_ends_cleanly_when_it_is_told_to(self, tmp_path: Path) -> None:
        with process(tmp_path, "--port", "0") as (server, printed):
            address, _, key = printed.partition("?key=")
            port = int(address.rstrip("/").rpartition(":")[2])
            connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT)
            connection.request("GET", "/ask?q=Zorblax", headers={"Authorization": f"Bearer {key}"})
            assert connection.getresponse().read()
            server.send_signal(signal.SIGTERM)
            assert server.wait(LIMIT) == 0
            connection.close()
        log = (tmp_path / "log").read_text()
        assert "GET /ask 503" in log
        assert [each for each in ("Traceback", "Zorblax", key) if each in log] == []


def test_questions_are_logged_where_that_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(Home(tmp_path), tmp_path, logs_questions=True) as doors:
        doors.reader.get("/ask?q=Zorblax")
        key = doors.site.guard.start_up_key()
        doors.nobody.get(f"/ask?q=Zorblax&key={key}")
    log = capsys.readouterr().err
    assert log.splitlines()[0].startswith("GET /ask?q=Zorblax 503 ")
    assert key not in log


class TestWhereItListens:
    """A port, a socket of the file system, or one that was handed over."""

    def test_on_the_loopback_a_key_is_made_at_each_start(self, tmp_path: Path) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        listening = [listen(ServeOptions("127.0.0.1", 0), keys) for _ in range(2)]
        addresses = [each.address.partition("?key=") for each in listening]
        assert addresses[0][0].startswith("http://127.0.0.1:")
        assert len({key for *_, key in addresses}) == 2
        for each in listening:
            each.socket.close()

    def test_others_are_let_in_with_keys_alone(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        options = ServeOptions("0.0.0.0", 0)  # noqa: S104 - that is the case
        with pytest.raises(UsageError, match="this home has no keys yet"):
            listen(options, keys)
        keys.add("desk", "reader")
        listening = listen(options, keys)
        assert "key=" not in listening.address
        assert "can be reached from other machines" in capsys.readouterr().err
        listening.socket.close()

    def test_a_socket_of_the_file_system_is_for_its_owner(self, tmp_path: Path) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        path = tmp_path / "own" / "qabot.sock"
        options = ServeOptions("127.0.0.1", 0, path)
        with listen(options, keys).socket:
            assert path.parent.stat().st_mode & 0o777 == 0o700
            assert path.stat().st_mode & 0o777 == 0o600
            with pytest.raises(UsageError, match="Another server listens"):
                listen(options, keys)
        listen(options, keys).socket.close()  # a stale one is taken over
        path.parent.chmod(0o750)
        with pytest.raises(UsageError, match="lets others in"):
            listen(options, keys)
        path.parent.chmod(0o700)
        path.unlink()
        path.symlink_to("/etc/passwd")
        with pytest.raises(UsageError, match="is no socket"):
            listen(options, keys)

    def test_behind_a_proxy_a_socket_needs_keys(self, tmp_path: Path) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        options = ServeOptions("127.0.0.1", 0, tmp_path / "own" / "s", behind_proxy=True)
        with pytest.raises(UsageError, match="no keys yet"):
            listen(options, keys)

    def test_a_socket_that_was_handed_over(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        keys.add("desk", "reader")
        with socket.create_server(("127.0.0.1", 0)) as listening:
            given = ServeOptions("127.0.0.1", 0, descriptor=os.dup(listening.fileno()))
            taken = listen(given, keys)
            assert taken.address == f"http://127.0.0.1:{listening.getsockname()[1]}/"
            taken.socket.close()
            monkeypatch.setenv("LISTEN_PID", "1")
            with pytest.raises(UsageError, match="LISTEN_FDS are for process 1"):
                listen(given, keys)
        monkeypatch.delenv("LISTEN_PID")
        with (tmp_path / "file").open("w") as file, pytest.raises(UsageError, match="is no socket"):
            listen(ServeOptions("127.0.0.1", 0, descriptor=file.fileno()), keys)

    def test_a_port_that_is_taken_is_told(self, tmp_path: Path) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="Nothing can be served"):
            listen(ServeOptions("127.0.0.1", taken.getsockname()[1]), keys)
        with pytest.raises(UsageError, match="there is no such host"):
            listen(ServeOptions("nowhere.invalid", 0), keys)

    def test_two_homes_do_not_mix(self, tmp_path: Path) -> None:
        homes = [Home(tmp_path / name) for name in ("one", "other")]
        with running(homes[0], tmp_path) as one, running(homes[1], tmp_path) as other:
            assert one.get("/watch", Authorization=f"Bearer {other.key}")[0] == 401
            assert str(homes[0].path) in one.get("/status")[2]
            assert str(homes[1].path) in other.get("/status")[2]

    def test_keys_are_made_listed_and_withdrawn(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        (tmp_path / "corpus").mkdir()
        home = ["--home", str(tmp_path)]
        assert main(["serve", "keys", "add", "desk", "--role", "editor", *home]) == 0
        secret = capsys.readouterr().out.strip()
        held = AccessKeys(Home(tmp_path)).find(secret)
        assert held is not None
        assert (held.name, held.role) == ("desk", "editor")
        assert main(["serve", "keys", "list", *home]) == 0
        assert capsys.readouterr().out.startswith("desk  editor  made 20")
        assert main(["serve", "keys", "remove", "desk", *home]) == 0
        assert AccessKeys(Home(tmp_path)).find(secret) is None
        assert main(["serve", "keys", "remove", "desk", *home]) == 1


def test_a_stream_ends_with_the_server(tmp_path: Path) -> None:
    began = time.monotonic()
    with running(Home(tmp_path), tmp_path) as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=LIMIT)
        connection.request("GET", "/status/build", headers={"Authorization": f"Bearer {server.key}"})
        assert connection.getresponse().headers["Content-Type"].startswith("text/event-stream")
        connection.close()
    assert time.monotonic() - began < 9, "it waited for the stream until that was cut"
