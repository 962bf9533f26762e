"""How much is taken of whom: bytes and seconds of a request, requests a minute of a key, and how many at once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qabot.server.problems import Refused

_SECONDS_A_MINUTE = 60.0
_MOST_KEYS = 1_000
"""Of whom it is remembered how much they asked for; those that asked longest ago are forgotten first."""
_SHORTER = "Send less: a question, or a draft in parts."
_FILES = frozenset({"/check", "/api/v1/check", "/add", "/mcp"})
"""Where files, and drafts, are sent."""


class RequestLimits(Struct, frozen=True):
    """What one server takes."""

    body: int = 64 * 1024
    """Bytes of a body."""
    file: int = 21 * 1024 * 1024
    """Bytes of a body where a draft or an article is sent: as many as a draft may have, and the fields around it."""
    address: int = 8 * 1024
    """Bytes of an address."""
    body_s: float = 30.0
    """Seconds in which a body has to arrive."""
    a_minute: int = 600
    """Requests a minute of one key; 0 for any number."""
    at_once: int = 40
    """Requests that are worked on at once."""


class RequestRates:
    """Counts the requests of each key: as many at once as a tenth of a minute allows, and then as they trickle in."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow so many a minute; 0 for any number."""
        self._a_second = a_minute / _SECONDS_A_MINUTE
        self._most = max(a_minute / 10, 1.0)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def count(self, name: str) -> None:
        """Count a request of a key.

        Raises:
            Refused: It has asked too often.
        """
        if not self._a_second:
            return
        now = self._clock()
        left, at = self._left.pop(name, (self._most, now))
        left = min(left + (now - at) * self._a_second, self._most)
        is_within = left >= 1
        self._left[name] = left - is_within, now
        if len(self._left) > _MOST_KEYS:
            self._left.popitem(last=False)
        if not is_within:
            wait = int((1 - left) / self._a_second) + 1
            raise Refused(
                429,
                f"More was asked with this key than {self._most * 10:,.0f} times a minute.",
                hint=f"Ask again in {wait} s.",
                retry_after=wait,
            )


class LimitedRequests:
    """Refuses what is too large, too slow or too much at once, before anything is done with it."""

    def __init__(self, app: ASGIApp, limits: RequestLimits, refuse: Callable[[Scope, Refused], ASGIApp]) -> None:
        """Stand around an application.

        Args:
            app: What answers.
            limits: What it takes.
            refuse: Makes the answer to what it does not take.
        """
        self._app = app
        self._limits = limits
        self._refuse = refuse
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if refused := self._refused(scope):
            await self._refuse(scope, refused)(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self._app(scope, self._limited(receive, self._most(scope)), send)
        finally:
            self._under_way -= 1

    def _refused(self, scope: Scope) -> Refused | None:
        length = Headers(scope=scope).get("content-length", "0")
        if len(scope["raw_path"]) + len(scope["query_string"]) > self._limits.address:
            return Refused(414, f"The address is longer than {self._limits.address:,} bytes.", hint=_SHORTER)
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > self._most(scope):
            return self._too_large(self._most(scope))
        if self._under_way >= self._limits.at_once:
            hint = "Ask again in a moment."
            return Refused(503, "More is asked at once than can be worked on.", hint=hint, retry_after=1)
        return None

    def _most(self, scope: Scope) -> int:
        return self._limits.file if scope["path"] in _FILES else self._limits.body

    @staticmethod
    def _too_large(most: int) -> Refused:
        return Refused(413, f"The request is larger than {most:,} bytes.", hint=_SHORTER)

    def _limited(self, receive: Receive, most: int) -> Receive:
        """Return what reads the body, as far and as long as it may be."""
        taken, until, is_whole = 0, time.monotonic() + self._limits.body_s, False

        async def read() -> Message:
            nonlocal taken, is_whole
            if is_whole:  # what is waited for is that the other side goes away
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), until - time.monotonic())
            except TimeoutError:
                hint = "Send it faster, or less."
                raise Refused(408, "The request took too long to arrive.", hint=hint) from None
            taken += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if taken > most:
                raise self._too_large(most)
            return message

        return read
