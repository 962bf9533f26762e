"""Endpoints that take the fields that are declared for them and no others.

A field that is misspelt would limit nothing, and the answer would say nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qabot.core.errors import UsageError
from qabot.core.unknown_names import nearest_names
from qabot.server.request_guard import KEY


def require_declared(given: Iterable[str], declared: Iterable[str]) -> None:
    """Refuse fields that are not declared.

    Raises:
        UsageError: There is one.
    """
    known = list(declared)
    for name in given:
        if name not in known:
            near = nearest_names(name, known)
            listed = f"It takes {', '.join(known)}." if known else "It takes none."
            hint = f"Did you mean {near[0]}?" if near else listed
            raise UsageError(f"There is no field {name[:40]!r} here.", hint=hint)


class DeclaredOnly:
    """Answers an address that has no other fields than those declared for it, and perhaps a key; refuses any other."""

    def __init__(self, app: ASGIApp, fields: Iterable[str]) -> None:
        """Let what has these fields through to an endpoint."""
        self._app = app
        self._fields = tuple(fields)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            UsageError: It has another field.
        """
        require_declared(Request(scope).query_params.keys() - {KEY}, self._fields)
        await self._app(scope, receive, send)
