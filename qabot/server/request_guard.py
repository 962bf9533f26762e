"""Who comes in: on a name of this server, from no page but its own, and with a key.

A key comes as `Authorization: Bearer …`, or once in an address, `?key=…`: whoever opens that gets it as a cookie and is
sent on to the same address without it, so that it stays neither in the browser's history nor in what the browser tells
other sites. The name is checked because another site's name can be made to point here, the page because any page may
send a form here.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from qabot.server.access_keys import AccessKeys, Role
from qabot.server.problems import Refused

KEY = "key"
"""The field of an address that a key may come in, whatever is asked."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_USUAL_PORTS = {"http": 80, "https": 443}
"""What browsers leave out of an address."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FEED = ".atom"
"""How addresses end that readers of feeds ask for: those keep no cookie, and are let in by the address each time."""
_KEPT_S = 30 * 24 * 3600
_BEARER = "bearer "
_MISSING = "Open the address that `qabot serve --open` printed, or ask whoever runs this server for a key."


class Visitor(Struct, frozen=True):
    """Who sent a request."""

    name: str
    """The name of the key, or what stands for one."""
    role: Role
    """What may be asked for."""

    @property
    def may_change(self) -> bool:
        """Whether the corpus and the index may be changed."""
        return self.role in {"editor", "owner"}

    @property
    def is_owner(self) -> bool:
        """Whether what the owner saved, and where the home lies, may be seen."""
        return self.role == "owner"


class RequestGuard:
    """Checks every request to one server."""

    def __init__(self, keys: AccessKeys, names: Iterable[str], port: int | None, *, is_private: bool = False) -> None:
        """Guard a server.

        Args:
            keys: The keys of its home.
            names: Host names and addresses that lead to it, besides those of the loopback.
            port: The port that it listens on; None where it listens on a socket of the file system.
            is_private: Whether nobody but the user can reach it at all, so that no key is asked for.
        """
        self._keys = keys
        self._names = tuple(name.lower() for name in (*_LOOPBACK, *names))
        self._port = port
        self._is_private = is_private
        self._start_up: str | None = None
        self._tickets: set[str] = set()

    def start_up_key(self) -> str:
        """Return a key that is new with each start and may do everything: for who started the server."""
        self._start_up = self._start_up or secrets.token_urlsafe(32)
        return self._start_up

    def ticket(self) -> str:
        """Return what lets in once: it may pass through a command line, which other users can read."""
        ticket = secrets.token_urlsafe(32)
        self._tickets.add(ticket)
        return ticket

    def check(self, request: Request) -> Visitor | Response:
        """Return who sent a request, or the answer that hands over the cookie.

        Raises:
            Refused: It comes under another name, from another site, or without a key.
        """
        host = request.headers.get("host", "").lower()
        if host not in set(self._hosts(request)):
            raise Refused(421, "This address is not one of the server's names.", hint=_MISSING)
        self._require_own_page(request, host)
        if key := request.query_params.get(KEY):
            return self._by_address(request, key)
        if visitor := self._by_header(request) or self._by_cookie(request):
            return visitor
        if self._is_private:
            return Visitor("the owner", "owner")
        raise Refused(401, "The key is missing, or opens nothing any more.", hint=_MISSING)

    def _by_header(self, request: Request) -> Visitor | None:
        given = request.headers.get("authorization", "")
        return self._holder(given[len(_BEARER) :].strip()) if given.lower().startswith(_BEARER) else None

    def _by_cookie(self, request: Request) -> Visitor | None:
        return self._holder(request.cookies.get(self._cookie, ""))

    def _by_address(self, request: Request, key: str) -> Visitor | Response:
        """Return who holds the key of an address; a browser is given the cookie, and sent on."""
        held = key
        if key in self._tickets:
            self._tickets.discard(key)
            held = self.start_up_key()
        visitor = self._holder(held)
        if visitor is None:
            raise Refused(401, "The key in this address opens nothing, or nothing any more.", hint=_MISSING)
        if request.url.path.endswith(_FEED) or request.method not in _SAFE:
            return visitor
        return self._welcomed(request, held)

    def _welcomed(self, request: Request, key: str) -> Response:
        rest = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != KEY])
        # A path of two strokes would name another site.
        path = "/" + request.scope["raw_path"].decode("ascii", "replace").lstrip("/\\")
        response = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        is_lasting = key != self._start_up
        response.set_cookie(
            self._cookie,
            key,
            max_age=_KEPT_S if is_lasting else None,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    def _holder(self, key: str) -> Visitor | None:
        if not key:
            return None
        if self._start_up and hmac.compare_digest(key.encode(errors="replace"), self._start_up.encode()):
            return Visitor("start-up key", "owner")
        found = self._keys.find(key)
        return Visitor(found.name, found.role) if found else None

    @property
    def _cookie(self) -> str:
        # Cookies know no ports, and another qabot may listen on another one.
        return f"qabot-{self._port}" if self._port else "qabot"

    def _require_own_page(self, request: Request, host: str) -> None:
        """Refuse what a page of another site sends, and what changes something unless a page of ours sends it."""
        origin = request.headers.get("origin")
        own = f"{request.url.scheme}://{host}"
        if origin is not None and origin.lower() != own:
            raise Refused(403, "This request comes from another site.", hint="Send it from a page of this server.")
        is_by_cookie = self._cookie in request.cookies and "authorization" not in request.headers
        if request.method not in _SAFE and origin is None and is_by_cookie:
            raise Refused(403, "It is not known which site this request comes from.", hint="Send the key as a header.")

    def _hosts(self, request: Request) -> Iterator[str]:
        """Yield the ways a browser writes the names of this server."""
        for name in (*self._names, *self._arrived_at(request)):
            host = f"[{name}]" if ":" in name else name
            if self._port is None or _USUAL_PORTS.get(request.url.scheme) == self._port or name not in _LOOPBACK:
                yield host
            if self._port is not None:
                yield f"{host}:{self._port}"

    @staticmethod
    def _arrived_at(request: Request) -> Iterator[str]:
        """Yield the address a request was sent to, which no other site's name can stand for."""
        here: tuple[str, int | None] | None = request.scope.get("server")
        if here and here[1] is not None:
            yield here[0].lower()
