"""A web site on loopback that does as it is told, and remembers what it was asked."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread
from typing import Any

from msgspec import Struct, field

from qabot.corpus.fetch.address_policy import Address, is_public
from qabot.corpus.fetch.clock import Clock
from qabot.corpus.fetch.fetcher import Fetcher, Limits

LOOPBACK = ip_address("127.0.0.1")


class Answer(Struct, frozen=True):
    """What a site answers."""

    body: bytes | Iterable[bytes] = b""
    """Whole, or in pieces that are sent until nobody reads any more."""
    status: int = 200
    """The status."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Headers beside the length, which goes for whole bodies unless it stands here."""


Route = Answer | Callable[[Message], Answer]
"""An answer, or how to find it by the headers of the request."""


class Site(Struct):
    """A site that is being served."""

    url: str
    """Where, without a slash at the end."""
    port: int
    """On which port."""
    routes: dict[str, Route] = field(default_factory=dict[str, Route])
    """Answers by path and query; what is not here is not found."""
    asked: list[str] = field(default_factory=list[str])
    """What was asked for, in order."""
    headers: list[Message] = field(default_factory=list[Message])
    """The headers of each of these requests."""

    def times_asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return self.asked.count(path)


@contextmanager
def serving(host: str = "127.0.0.1", port: int = 0) -> Generator[Site]:
    """Serve a site while inside."""
    with _Server((host, port), _Handler) as server:
        site = server.site
        thread = Thread(target=lambda: server.serve_forever(0.01))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    def server_bind(self) -> None:
        super().server_bind()
        host, port = str(self.server_address[0]), self.server_port
        self.site = Site(f"http://{host}:{port}", port)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        site = self.server.site
        site.asked.append(self.path)
        site.headers.append(self.headers)
        route = site.routes.get(self.path, Answer(status=404))
        answer = route if isinstance(route, Answer) else route(self.headers)
        pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
        headers = dict(answer.headers)
        if isinstance(answer.body, bytes) and answer.status != 304:
            headers.setdefault("Content-Length", str(len(answer.body)))
        try:
            self.send_response(answer.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in pieces:
                self.wfile.write(piece)
        except OSError:
            pass  # nobody reads any more

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library calls it
        """Say nothing."""


class QuickClock(Clock):
    """A clock on which waiting takes no time, and passes all the same."""

    def __init__(self, step: float = 0.0) -> None:
        """Begin at an hour of no meaning; looking at the clock takes `step` seconds."""
        super().__init__()
        self.time = 1000.0
        self.step = step
        self.slept: list[float] = []

    def now(self) -> float:
        self.time += self.step
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def is_permitted(address: Address) -> bool:
    """Take the address of the sites here for a public one."""
    return address == LOOPBACK or is_public(address)


def fetcher(clock: Clock | None = None, **limits: Any) -> Fetcher:
    """Return a fetcher that reaches the sites here and waits for nothing."""
    return Fetcher(limits=Limits(**limits), clock=clock or QuickClock(), permits=is_permitted)


def packed(data: bytes) -> Answer:
    """Return an answer that is packed as browsers ask for it."""
    return Answer(gzip.compress(data), headers={"Content-Encoding": "gzip"})
