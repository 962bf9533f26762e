"""Endpoints that take the fields that are declared for them and no others.

A field that is misspelt would limit nothing, and the answer would say nothing of it.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

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
            listed = f"There are {', '.join(known)}." if known else "It takes none."
            hint = f"Did you mean {near[0]}?" if near else listed
            raise UsageError(f"There is no field {name[:40]!r} here.", hint=hint)


def declared_only(
    endpoint: Callable[[Request], Response | Awaitable[Response]], fields: Iterable[str]
) -> Callable[[Request], Response | Awaitable[Response]]:
    """Return an endpoint that refuses an address with other fields than these, and perhaps a key."""
    known = tuple(fields)
    if inspect.iscoroutinefunction(endpoint):

        async def awaited(request: Request) -> Response:
            require_declared(request.query_params.keys() - {KEY}, known)
            return await cast("Awaitable[Response]", endpoint(request))

        return awaited

    def called(request: Request) -> Response:
        require_declared(request.query_params.keys() - {KEY}, known)
        return cast("Response", endpoint(request))

    return called
