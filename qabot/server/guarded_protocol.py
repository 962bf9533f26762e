"""HTTP/1.1 by uvicorn, with connections cut that are slow or too many: by itself it lets them hang."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from qabot.server.security_headers import SECURITY_HEADERS

MOST_CONNECTIONS = 512
"""Connections that are held at once; a further one is told so and closed."""
_MOST_TOLD = 128
"""Connections beyond those that are told why; where there are more still, they are cut."""
_TOLD_S = 1.0
"""Seconds for which one that was told is kept: closed before what it sent has arrived, it would hear nothing of it."""
HEAD_S = 10.0
"""Seconds in which the head of a request has to arrive."""
_HEADERS = "".join(f"{name}: {value}\r\n" for name, value in SECURITY_HEADERS.items())
_TOO_MANY = (
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n"
    f"Connection: close\r\nRetry-After: 1\r\n{_HEADERS}\r\n"
)
_FULL = "More connections are open than this server holds. Come again in a moment.\n"
_BAD = "This is no request of HTTP/1.1 that is understood here.\n"
_TOO_LONG = 431


def _send_at_once(transport: asyncio.Transport) -> None:
    """Let no answer wait for its head to be acknowledged: asyncio sees to it only where it made the socket itself."""
    held: socket.socket | None = transport.get_extra_info("socket")
    if held is not None and held.family in {socket.AF_INET, socket.AF_INET6}:
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class GuardedProtocol(H11Protocol):
    """One connection."""

    _head_timer: asyncio.TimerHandle | None = None
    _is_turned_away = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or close it where there are too many."""
        super().connection_made(transport)
        _send_at_once(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._turn_away(transport)
        else:
            self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of a connection."""
        self._unwatch_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what was sent; the head of a request has to be whole before long."""
        if self._is_turned_away:
            return
        super().data_received(data)
        if self._is_between_requests:
            if self._head_timer is None:
                self._watch_head()
        else:
            self._unwatch_head()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if not self.transport.is_closing() and self._head_timer is None and self._is_between_requests:
            self._watch_head()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - its words are uvicorn's
        """Refuse what is no request, with the headers that every answer has."""
        cause = sys.exception()
        is_long = isinstance(cause, h11.RemoteProtocolError) and cause.error_status_hint == _TOO_LONG
        headers: list[tuple[str, str]] = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(_BAD))),
            ("Connection", "close"),
            *SECURITY_HEADERS.items(),
        ]
        events: tuple[Any, ...] = (
            h11.Response(status_code=_TOO_LONG if is_long else 400, headers=headers),
            h11.Data(data=_BAD.encode()),
            h11.EndOfMessage(),
        )
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            for each in events:
                self.transport.write(cast("bytes", self.conn.send(each)))
        self.transport.close()

    @property
    def _is_between_requests(self) -> bool:
        cycle: Any = self.cycle  # None before the first request, though it is not typed so
        return cycle is None or cycle.response_complete

    def _turn_away(self, transport: asyncio.Transport) -> None:
        self._is_turned_away = True
        if len(self.connections) > MOST_CONNECTIONS + _MOST_TOLD:
            transport.abort()
            return
        transport.write(_TOO_MANY.format(length=len(_FULL)).encode() + _FULL.encode())
        if transport.can_write_eof():
            transport.write_eof()
        self.loop.call_later(_TOLD_S, transport.abort)

    def _watch_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_S, self._cut)

    def _unwatch_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _cut(self) -> None:
        self._head_timer = None
        if self._is_between_requests:
            self.transport.abort()
