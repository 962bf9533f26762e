"""What an answer is the same as (RFC 9110, `ETag`): it depends on generation, lists, day, program and address.

Weak, since two answers that say the same may differ in the time they took.
"""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from qabot import __version__
from qabot.server.given_answers import AnsweringState
from qabot.server.site import Site

_CACHED = {"Cache-Control": "private, no-cache"}


def entity_tag(site: Site) -> str:
    """Return the tag of whatever is answered now.

    Raises:
        IndexUnusable: There is no index, or it cannot be read.
        ModelMismatch: The settings name another model than the one it was built with.
    """
    # Of which the day is a part: "last week" counts from it.
    state = f"{AnsweringState.now(site.engine.get())} {__version__}"
    return f'W/"{hashlib.sha256(state.encode()).hexdigest()[:20]}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """Return the answer that says that nothing has changed, where the request knows the tag; else None."""
    known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    return Response(status_code=304, headers=_CACHED | {"ETag": tag}) if {tag, "*"} & set(known) else None
