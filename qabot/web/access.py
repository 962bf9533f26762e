"""Who comes in: whoever holds the key, on a name of this server, from no page but its own.

The key stands in the address that is printed. Whoever opens that gets it as a cookie and is sent on to an address
without it, so that it stays neither in the browser's history nor in what the browser tells other sites. The name is
checked because another site's name can be made to point here, the page because any page may open a websocket.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator

from aiohttp import web
from aiohttp.typedefs import Handler

PAGE, WEBSOCKET = "/", "/ws"
_KEY = "token"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HTTP_PORT = 80
"""What browsers leave out of an address."""
_HEADERS = {
    # For what sets no policy of its own: a file that a chat hands out may be HTML, and must stay a lifeless page.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Checks every request to one server, and tells browsers with every response how little it may do."""

    def __init__(self, names: Iterable[str], port: int) -> None:
        """Guard a server with a fresh key.

        Args:
            names: Host names and addresses that lead to the server, besides those of the loopback.
            port: The port that it listens on.
        """
        self._port = port
        self._names = frozenset(place for name in (*_LOOPBACK, *names) for place in self._places(name))
        self._token = secrets.token_urlsafe()
        self._tickets: set[str] = set()

    def address(self, name: str) -> str:
        """Return the address to open under this name, with the key."""
        return self._address(name, self._token)

    def ticket(self, name: str) -> str:
        """Return an address that lets in once: it may pass through a command line, which other users can read."""
        ticket = secrets.token_urlsafe()
        self._tickets.add(ticket)
        return self._address(name, ticket)

    @web.middleware
    async def admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request through, hand its sender the cookie, or refuse it."""
        if request.headers.get("Host", "").lower() not in self._names | set(self._arrived_at(request)):
            return _refused("This address is not one of the server's names.")
        if not self._is_from_here(request):
            return _refused("This request comes from another site.")
        if request.path == PAGE and _KEY in request.query:
            return self._welcomed() if self.opens(request.query[_KEY]) else _refused("The key has changed.")
        if not _same(request.cookies.get(self._cookie, ""), self._token):
            return _refused("The key is missing.")
        return await handler(request)

    async def label(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Put onto a response what browsers must keep to."""
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)

    @property
    def _cookie(self) -> str:
        return f"qabot-{self._port}"  # cookies know no ports, and another qabot may listen on another one

    def _address(self, name: str, key: str) -> str:
        return f"http://{next(self._places(name))}{PAGE}?{_KEY}={key}"

    def _places(self, name: str) -> Iterator[str]:
        """Yield the ways a browser writes this name and our port."""
        host = f"[{name}]" if ":" in name else name.lower()
        yield f"{host}:{self._port}"
        if self._port == _HTTP_PORT:
            yield host

    def _arrived_at(self, request: web.Request) -> Iterator[str]:
        """Yield the address a request was sent to, which no other site's name can stand for."""
        if request.transport and (here := request.transport.get_extra_info("sockname")):
            yield from self._places(here[0])

    def _is_from_here(self, request: web.Request) -> bool:
        """Whether our own page sends it, or, for all but a websocket, no page at all."""
        origin = request.headers.get("Origin")
        return origin == f"http://{request.host}".lower() or (origin is None and request.path != WEBSOCKET)

    def opens(self, key: str) -> bool:
        """Whether this is the key, or a ticket, which is then spent."""
        found = {ticket for ticket in self._tickets if _same(ticket, key)}
        self._tickets -= found
        return bool(found) or _same(key, self._token)

    def _welcomed(self) -> web.Response:
        response = web.Response(status=303, headers={"Location": PAGE})
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="Strict")
        return response


def _same(given: str, kept: str) -> bool:
    """Whether two keys are the same, in a time that does not tell how nearly."""
    return hmac.compare_digest(given.encode(errors="replace"), kept.encode())


def _refused(why: str) -> web.Response:
    advice = "Open the address that `qabot web` printed when it started."
    return web.Response(status=403, text=f"{why}\n{advice}\n")
