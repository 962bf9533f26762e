"""The server: its routes, the page, and how it starts and ends."""

from __future__ import annotations

import asyncio
import errno
import os
import shlex
import signal
import socket
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web
from textual_serve.server import Server

from qabot.core.errors import UsageError
from qabot.core.storage_faults import storage_fault
from qabot.web.access import PAGE, WEBSOCKET, Guard
from qabot.web.chat_process import PATIENCE, Chat

MAX_CHATS = 8
"""How many may be open at once: each is a process with a model in its memory."""
_FULL = f"{MAX_CHATS} chats are open, which is as many as there can be. Close one of them, then load this page again.\n"
_LOOK = Path(__file__).parent / "page"
INJECTED = "h1{color:#fff;background-color:#000}body{margin:0;padding:0}.textual-terminal{width:100vw;height:100vh}"
"""The style that textual.js writes into the page, into an element which is empty at first."""


def _hashed(style: str) -> str:
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_hashed('')} {_hashed(INJECTED)}",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src ws://$host",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


class Site:
    """The web server's application: the page, its terminal, and the chats that run."""

    def __init__(self, command: Sequence[str], guard: Guard) -> None:
        """Serve chats that are run by this command, to whom this guard admits."""
        self._command = command
        self._guard = guard
        self._library = Server(shlex.join(command))
        self._page = Template((_LOOK / "chat.html").read_text(encoding="utf-8"))
        self._chats: set[Chat] = set()

    def application(self) -> web.Application:
        """Return what an `aiohttp` runner serves."""
        app = web.Application(middlewares=[self._guard.admit])
        app.on_response_prepare.append(self._guard.label)
        app.on_shutdown.append(self._end_chats)
        app.add_routes(
            [
                web.get(PAGE, self._show_page),
                web.get(WEBSOCKET, self._run_chat),
                web.get("/download/{key}", self._library.handle_download),
                web.static("/static", self._library.statics_path),
                web.static("/page", _LOOK),
            ]
        )
        return app

    @property
    def _is_full(self) -> bool:
        return len(self._chats) >= MAX_CHATS

    async def _show_page(self, request: web.Request) -> web.Response:
        if self._is_full:
            return web.Response(status=503, text=_FULL)
        host = request.host  # which the guard knows
        policy = Template(_POLICY).substitute(host=host)
        page = self._page.substitute(websocket=escape(f"ws://{host}{WEBSOCKET}"))
        return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": policy})

    async def _run_chat(self, request: web.Request) -> web.StreamResponse:
        if self._is_full:
            return web.Response(status=503, text=_FULL)
        websocket = web.WebSocketResponse(heartbeat=15, timeout=1)
        chat = Chat(self._command, websocket, self._library.download_manager)
        self._chats.add(chat)
        try:
            await websocket.prepare(request)
            await chat.start(_cells(request, "width", 80), _cells(request, "height", 24))
            await chat.listen(websocket)
        finally:
            await chat.stop()
            self._chats.discard(chat)
        return websocket

    async def _end_chats(self, _: web.Application) -> None:
        await asyncio.gather(*(chat.stop() for chat in self._chats))


def listen(host: str, port: int) -> socket.socket:
    """Take a port to serve on; 0 takes one that is free.

    Raises:
        UsageError: There is no such host here, or the port cannot be had.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (socket.gaierror, UnicodeError) as cause:  # the latter of what can be no host's name
        raise _unavailable(host, port, "there is no such host") from cause
    try:
        return socket.create_server(address[:2], family=family)
    except OSError as cause:
        if cause.errno in {errno.EMFILE, errno.ENFILE} and (refused := storage_fault(cause, Path(f"{host}:{port}"))):
            raise refused from cause
        raise _unavailable(host, port, os.strerror(cause.errno or 0)) from cause


def serve(command: Sequence[str], listening: socket.socket, guard: Guard, on_ready: Callable[[], None]) -> None:
    """Serve chats on this socket until the process is told to end, and end them with it.

    Args:
        command: What runs one chat.
        listening: Where requests come in.
        guard: Whom to admit.
        on_ready: Called once requests are answered and signals end the server.
    """
    asyncio.run(_serve(Site(command, guard).application(), listening, on_ready))


async def _serve(app: web.Application, listening: socket.socket, on_ready: Callable[[], None]) -> None:
    told = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) is not signal.SIG_IGN:  # as under nohup
            asyncio.get_running_loop().add_signal_handler(each, told.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3 * PATIENCE)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        on_ready()
        await told.wait()
    finally:
        await runner.cleanup()


def _cells(request: web.Request, side: str, usual: int) -> int:
    """Return how wide or high the browser says its terminal is."""
    given = request.query.get(side, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else usual  # noqa: PLR2004


def _unavailable(host: str, port: int, why: str) -> UsageError:
    return UsageError(
        f"Nothing can be served at {host}, port {port}: {why}.",
        hint="Run `qabot web --port 0`, without --host, to serve at a free port of this machine.",
    )
