"""Running a server: from its application and a socket to its end, at which open requests are finished."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from qabot.server.guarded_protocol import GuardedProtocol

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_END_S = 10
"""Seconds in which requests that are open at the end are finished; then they are cut."""
_KEEP_ALIVE_S = 5


class GracefulServer(Server):
    """A server of uvicorn that says when it is ready, and has what streams end before it waits for it."""

    def __init__(self, config: Config, on_ready: Callable[[], None], on_end: Callable[[], None]) -> None:
        """Serve by this configuration.

        Args:
            config: Of uvicorn.
            on_ready: Called once requests are answered and signals end the server.
            on_end: Called as it is told to end.
        """
        super().__init__(config)
        self._on_ready = on_ready
        self._on_end = on_end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is open, and end."""
        self._on_end()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """End by signals, each once, without passing them on afterwards; those that are ignored stay so (`nohup`)."""
        if threading.current_thread() is not threading.main_thread():
            yield  # which no signal reaches
            return
        loop = asyncio.get_running_loop()
        heard = [each for each in _SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]
        for each in heard:
            loop.add_signal_handler(each, self._told_to_end)
        try:
            yield
        finally:
            for each in heard:
                loop.remove_signal_handler(each)

    def _told_to_end(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def graceful_server(
    app: ASGIApp, on_ready: Callable[[], None], on_end: Callable[[], None], *, proxy: str | None = None
) -> GracefulServer:
    """Return a server that answers requests until it is told to end: `run(sockets=[…])` serves.

    Args:
        app: What answers.
        on_ready: Called once requests are answered.
        on_end: Called as the server is told to end.
        proxy: Whose headers say who asks and by which scheme, `*` for anybody's; None for nobody's.
    """
    served = ProxyHeadersMiddleware(app, proxy) if proxy else app  # type: ignore[arg-type]
    config = Config(
        served,  # type: ignore[arg-type]
        http=GuardedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_END_S,
    )
    return GracefulServer(config, on_ready, on_end)
