"""What went wrong, as the API tells it (RFC 9457), and with which status of HTTP."""

from __future__ import annotations

import http

import msgspec
from msgspec import UNSET, Struct, UnsetType
from starlette.responses import Response

from qabot.core.errors import (
    IndexLocked,
    IndexUnusable,
    InternalError,
    ModelMismatch,
    ModelUnavailable,
    NetworkFailed,
    NotFound,
    QabotError,
    UsageError,
)
from qabot.core.text import json_escaped

MEDIA_TYPE = "application/problem+json"
_STATUSES: tuple[tuple[type[QabotError], int], ...] = (
    (NotFound, 404),
    (UsageError, 400),
    (IndexUnusable, 503),
    (ModelMismatch, 503),
    (ModelUnavailable, 503),
    (IndexLocked, 409),
    (NetworkFailed, 502),
    (InternalError, 500),
)


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request could not be answered: `application/problem+json` (RFC 9457)."""

    type: str = "about:blank"
    """Nothing more than the status says, and what stands below."""
    title: str
    """The status in words."""
    status: int
    """The status of HTTP."""
    detail: str
    """What happened, and what still works."""
    hint: str
    """What to do about it."""
    code: int | UnsetType = UNSET
    """The exit code of a command that meets the same; absent where no command could."""


class Refused(QabotError):
    """A request that the server does not answer, whatever it asks for; commands know nothing of the kind."""

    def __init__(self, status: int, message: str, *, hint: str, retry_after: int | None = None) -> None:
        """Keep the status, and the seconds after which it may be asked again, if that helps."""
        super().__init__(message, hint=hint)
        self.status = status
        self.retry_after = retry_after


def status_of(error: QabotError) -> int:
    """Return the status of HTTP that an error is told with."""
    if isinstance(error, Refused):
        return error.status
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 503)


def headers_of(error: QabotError) -> dict[str, str]:
    """Return the headers that an error is told with besides."""
    headers: dict[str, str] = {}
    if isinstance(error, Refused):
        headers |= {"Retry-After": str(error.retry_after)} if error.retry_after else {}
        headers |= {"WWW-Authenticate": "Bearer"} if error.status == http.HTTPStatus.UNAUTHORIZED else {}
    return headers


def status_words(status: int) -> str:
    """Return a status in words: `Not Found`."""
    return http.HTTPStatus(status).phrase


def problem_of(error: QabotError) -> Problem:
    """Return an error as a program is told of it."""
    status = status_of(error)
    return Problem(
        title=status_words(status),
        status=status,
        detail=" ".join(filter(None, (error.message, error.still_works))),
        hint=error.hint,
        code=UNSET if isinstance(error, Refused) else error.exit_code,
    )


def problem_response(error: QabotError) -> Response:
    """Return the answer that tells a program of an error."""
    body = json_escaped(msgspec.json.encode(problem_of(error)).decode())
    return Response(f"{body}\n", status_of(error), headers_of(error), media_type=MEDIA_TYPE)
