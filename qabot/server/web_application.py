"""The application: which address is answered by what, and what every request passes on its way there and back.

request ─ SecurityHeaders ─ LimitedRequests ─ admission (who, how often) ─ routes ─ an endpoint ─ headless rooms
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qabot.core.errors import InternalError, QabotError
from qabot.core.text import printable
from qabot.server import build_events, evidence_feeds, rendering
from qabot.server.api.declared_fields import DeclaredOnly
from qabot.server.api.openapi import ROOT, openapi
from qabot.server.api.operation_fields import NAME, TEXT, Field
from qabot.server.api.operations import OPERATIONS
from qabot.server.error_hints import page_hint, program_hint
from qabot.server.mcp.http_transport import ADDRESS, http_sessions
from qabot.server.pages import (
    article_pages,
    brief_pages,
    browse_pages,
    draft_pages,
    question_pages,
    report_pages,
    status_pages,
    watch_pages,
)
from qabot.server.problems import Refused, problem_response
from qabot.server.request_limits import LimitedRequests
from qabot.server.security_headers import SecurityHeaders
from qabot.server.site import Site, told_to

_OPEN = "/static/"
"""What is given to anybody: the stylesheet and the script."""
_QUOTE = "{generation}/{article_id:path}/{start:int}-{end:int}"
_TAKES = {each.name: each.fields for each in OPERATIONS}
"""Which fields each operation of the API takes: a page about the same takes the same."""
_MARK = (*(each for each in _TAKES["article"] if each.name == "mark"),)
_DIGEST = (Field("text", "The beginning of the hash of the article's text.", NAME),)
_NARROWED = (Field("narrow", "Words of headlines, and filters.", TEXT), Field("by", "In which order.", NAME))


def _page(path: str, endpoint: Callable[[Request], Response], fields: Sequence[Field]) -> Route:
    """Return where a page is shown that depends on its address, which holds no field that the page would pass over."""
    return Route(path, endpoint, middleware=[Middleware(DeclaredOnly, fields, is_shared=True)])


PAGES = (
    Route("/", question_pages.first_page),
    _page("/ask", question_pages.answer_page, _TAKES["ask"]),
    _page("/download/{format}", question_pages.download, _TAKES["ask"]),
    _page("/article/{article_id:path}", article_pages.article_page, _MARK),
    _page(f"/q/{_QUOTE}", article_pages.quote_page, _DIGEST),
    _page(f"/cite/{{format}}/{_QUOTE}", article_pages.citation, _DIGEST),
    _page("/browse", browse_pages.browse_page, _NARROWED),
    _page("/figures", report_pages.figures_page, _TAKES["figures"]),
    _page("/said", report_pages.said_page, _TAKES["said"]),
    _page("/timeline", report_pages.timeline_page, _TAKES["timeline"]),
    _page("/figures.csv", report_pages.figures_table, _TAKES["figures"]),
    _page("/said.csv", report_pages.said_table, _TAKES["said"]),
    _page("/timeline.csv", report_pages.timeline_table, _TAKES["timeline"]),
    _page("/brief", brief_pages.brief_page, _TAKES["brief"]),
    _page("/brief.{format}", brief_pages.brief_file, _TAKES["brief"]),
    Route("/check", draft_pages.draft_page),
    Route("/check", draft_pages.checked_page, methods=["POST"]),
    Route("/watch", watch_pages.watch_page),
    Route("/watch.atom", watch_pages.watch_feed),
    _page("/feed.atom", evidence_feeds.question_feed, _TAKES["ask"]),
    Route("/corpus.atom", evidence_feeds.corpus_feed),
    Route("/status", status_pages.status_page),
    Route("/status/build", build_events.build_events),
    Route("/status/build", status_pages.build, methods=["POST"]),
    Route("/status/feeds", status_pages.pull, methods=["POST"]),
    Route("/add", status_pages.add_text, methods=["POST"]),
    Route("/static/{name}", rendering.static_file),
)
API = (
    *(
        Route(
            f"{ROOT}{each.path.replace('}', ':path}')}",
            each.endpoint,
            methods=[each.method.upper()],
            name=each.name,
            middleware=[Middleware(DeclaredOnly, each.fields)],
        )
        for each in OPERATIONS
    ),
    Route(f"{ROOT}/openapi.json", openapi),
)


def web_application(site: Site) -> ASGIApp:
    """Return what answers the requests to a site, and closes it in the end."""
    assistants = http_sessions(site.engine, site.limits.file, site.places.left_out)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with assistants.run():
            yield
        await site.close()

    app = Starlette(
        routes=[*PAGES, *API, Route(ADDRESS, StreamableHTTPASGIApp(assistants), methods=["POST"])],
        exception_handlers={QabotError: _told, HTTPException: _told_of_status, Exception: _told_of_fault},
        lifespan=lifespan,
    )
    app.state.site = site
    app.state.watchers = build_events.BuildWatchers()

    def refuse(scope: Scope, error: Refused) -> ASGIApp:
        scope["app"] = app  # as for an endpoint: a refusal is a page of the site too
        return error_response(Request(scope), error)

    return SecurityHeaders(LimitedRequests(_Admission(app, site, refuse), site.limits, refuse))


class _Admission:
    """Lets requests through of those who may ask, as often as they may, and writes the log."""

    def __init__(self, app: ASGIApp, site: Site, refuse: Callable[[Scope, Refused], ASGIApp]) -> None:
        self._app = app
        self._site = site
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._site.last_request = time.monotonic()
        log = _LogLine(scope, is_whole=self._site.logs_questions)
        try:
            await self._answered(scope)(scope, receive, log.heard(send))
        finally:
            log.write()

    def _answered(self, scope: Scope) -> ASGIApp:
        """Return what answers a request."""
        if scope["path"].startswith(_OPEN):
            return self._app
        request = Request(scope)
        try:
            admitted = self._site.guard.check(request)
            if isinstance(admitted, Response):
                return admitted
            self._site.rates.count(admitted.name)
        except Refused as refused:
            return self._refuse(scope, refused)
        except QabotError as error:
            return self._refuse(scope, Refused(503, error.message, hint=error.hint))
        request.state.visitor = admitted
        return self._app


class _LogLine:
    """A line of the log: method, path, status and time; what was asked only where that is wanted."""

    def __init__(self, scope: Scope, *, is_whole: bool) -> None:
        asked = scope["query_string"].decode("latin-1") if is_whole and b"key=" not in scope["query_string"] else ""
        self._words = f"{scope['method']} {scope['path']}{'?' if asked else ''}{asked}"
        self._began = time.monotonic()
        self._status = 0

    def heard(self, send: Send) -> Send:
        """Return what sends an answer, and hears its status."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._status = message["status"]
            await send(message)

        return sent

    def write(self) -> None:
        """Write it to standard error."""
        took = 1000 * (time.monotonic() - self._began)
        line = printable(f"{self._words} {self._status or '–'} {took:.0f} ms").replace("\n", " ")
        with suppress(OSError):  # whoever read the log went away
            sys.stderr.write(f"{line}\n")


def error_response(request: Request, error: QabotError) -> Response:
    """Return the answer that tells of an error: a problem for programs, a page for people."""
    told = told_to(request, error)
    if _is_for_programs(request):
        return problem_response(program_hint(told))
    return rendering.error_page(request, page_hint(told))


def _is_for_programs(request: Request) -> bool:
    return f"{request.url.path}/".startswith((f"{ROOT}/", f"{ADDRESS}/"))


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, QabotError)  # noqa: S101 - by what it is registered for
    return error_response(request, error)


def _told_of_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - likewise
    allowed = (error.headers or {}).get("Allow", "").split(", ")
    words = {
        404: "There is no such page.",
        405: f"That cannot be done with this address, which takes {' and '.join(sorted(allowed))}.",
    }
    hint = f"{ROOT}/openapi.json tells what there is." if _is_for_programs(request) else "Begin at the first page: /"
    refused = Refused(error.status_code, words.get(error.status_code, error.detail), hint=hint)
    response = error_response(request, refused)
    response.headers.update(error.headers or {})
    return response


def _told_of_fault(request: Request, fault: Exception) -> Response:
    error = InternalError(
        f"Something went wrong inside qabot: {type(fault).__name__}.",
        still_works="The index is as it was.",
        hint="Ask again; the log of the server says more.",
    )
    return error_response(request, error)
