"""Endpoints that take the fields that are declared for them and no others.

A field that is misspelt would limit nothing, and the answer would say nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qabot.core.errors import UsageError
from qabot.core.unknown_names import nearest_names
from qabot.server.api.operation_fields import Field
from qabot.server.request_guard import KEY

_FOLLOWS_READERS = re.compile(r"utm_\w{1,40}|fbclid|gclid|msclkid|mc_[ce]id")
"""Fields that say from which mail or site somebody came, and nothing to a page."""


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

    def __init__(self, app: ASGIApp, fields: Sequence[Field], *, is_shared: bool = False) -> None:
        """Let what has these fields through to an endpoint.

        Args:
            app: It.
            fields: What it takes.
            is_shared: Whether the address is one that people hand on, to which mail and other sites add what they
                follow readers by.
        """
        self._app = app
        self._fields = tuple(each.name for each in fields)
        self._told_once = tuple(each.name for each in fields if each.schema["type"] != "array")
        self._is_shared = is_shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            UsageError: It has another field, or says one twice and differently.
        """
        query = Request(scope).query_params
        given = [name for name in query if not (self._is_shared and _FOLLOWS_READERS.fullmatch(name))]
        require_declared([name for name in given if name != KEY], self._fields)
        for name in self._told_once:
            if len(set(query.getlist(name))) > 1:
                raise UsageError(f"{name} is given twice, and differently.", hint="Give it once.")
        await self._app(scope, receive, send)
