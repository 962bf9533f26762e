"""`qabot serve`: say where the server can be opened, and serve until told to end."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from qabot.cli.streams import note, utf8_output
from qabot.core.errors import UsageError
from qabot.core.settings import Settings
from qabot.core.text import printable
from qabot.corpus.starter import seed_default_home
from qabot.server.access_keys import AccessKeys
from qabot.server.engine_listener import EngineListener
from qabot.server.listeners import listen_on_descriptor, listen_on_port, listen_on_socket
from qabot.server.request_guard import RequestGuard
from qabot.server.request_limits import RequestLimits
from qabot.server.serving import GracefulServer, graceful_server
from qabot.server.site import Site
from qabot.server.web_application import web_application

_LOOKS_EVERY_S = 5.0


class ServeOptions(Struct, frozen=True):
    """How a server is to be reached, and what it takes."""

    host: str
    """The name or address to listen on."""
    port: int
    """The port; 0 for one that is free."""
    socket: Path | None = None
    """A socket of the file system to listen on instead."""
    descriptor: int | None = None
    """A socket that was handed over, likewise."""
    names: tuple[str, ...] = ()
    """Other names that lead to it, such as that of a proxy."""
    opens: bool = False
    """Whether to open it in a browser here."""
    behind_proxy: bool = False
    """Whether a proxy says who asks and by which scheme."""
    logs_questions: bool = False
    """Whether the log may hold what is asked."""
    a_minute: int = 600
    """Requests a minute of one key; 0 for any number."""
    idle_minutes: float = 0
    """After how many minutes without a request it ends; 0 for never."""


class Listening(Struct):
    """Where a server listens, and who guards it."""

    socket: socket.socket
    """Where."""
    guard: RequestGuard
    """Who comes in."""
    address: str
    """What to print: an address with a key where that may be, else where it listens."""
    opening: Callable[[], str] | None = None
    """Makes the address to open here, with a ticket."""


def run(settings: Settings, options: ServeOptions) -> None:
    """Serve a home.

    Raises:
        UsageError: It cannot be listened there, or others could come in and there is no key.
    """
    seed_default_home(settings.home)
    keys = AccessKeys(settings.home)
    listening = listen(options, keys)
    site = Site(
        settings, listening.guard, RequestLimits(a_minute=options.a_minute), logs_questions=options.logs_questions
    )
    stdout = utf8_output()

    def announce() -> None:
        stdout.write(f"{listening.address}\n")
        stdout.flush()
        note("Open this address in a browser. Ctrl-C ends the server.")
        threading.Thread(target=site.engine.warm, daemon=True).start()
        if options.opens and listening.opening:
            # On a thread that nothing waits for: a browser may stay in the foreground.
            threading.Thread(target=_open, args=(listening.opening(),), daemon=True).start()

    try:
        proxy = _proxy(options)
        server = graceful_server(web_application(site), announce, site.closing.set, proxy=proxy)
        address = listening.address.partition("?")[0]
        with EngineListener(settings, site.engine.get, address) as lent:  # `qabot ask` of this user asks it too
            if lent.refusal:
                note(f"`qabot ask` cannot ask this server: {lent.refusal}")
            if options.idle_minutes:
                watch = partial(_end_when_idle, server, site, lent, 60 * options.idle_minutes)
                threading.Thread(target=watch, daemon=True).start()
            server.run(sockets=[listening.socket])
    finally:
        if options.socket:
            options.socket.unlink(missing_ok=True)


def _end_when_idle(server: GracefulServer, site: Site, lent: EngineListener, seconds: float) -> None:
    while not server.should_exit:
        time.sleep(min(seconds, _LOOKS_EVERY_S))
        if time.monotonic() - max(site.last_request, lent.last_asked) > seconds:
            server.should_exit = True


def listen(options: ServeOptions, keys: AccessKeys) -> Listening:
    """Take the socket that a server is to listen on.

    Raises:
        UsageError: It cannot be had, or others could come in and there is no key.
    """
    if options.socket is not None and options.descriptor is not None:
        raise UsageError("--socket and --fd do not go together.", hint="Give one of them.")
    if options.descriptor is not None:
        _require_keys(keys, f"--fd {options.descriptor}")
        return _handed_over(listen_on_descriptor(options.descriptor), options, keys)
    if options.socket is not None:
        if options.behind_proxy:
            _require_keys(keys, "--socket with --proxy-headers")
        guard = RequestGuard(keys, options.names, None, is_private=not options.behind_proxy)
        return Listening(listen_on_socket(options.socket), guard, f"unix:{options.socket}")
    return _on_port(options, keys)


def _on_port(options: ServeOptions, keys: AccessKeys) -> Listening:
    listening = listen_on_port(options.host, options.port)
    address, port = listening.getsockname()[:2]
    found = ipaddress.ip_address(address)
    if not found.is_loopback:
        try:
            _require_keys(keys, f"--host {options.host}")
        except UsageError:
            listening.close()
            raise
    name = socket.gethostname() if found.is_unspecified else options.host
    guard = RequestGuard(keys, (options.host, name, *options.names), port)
    base = f"http://{f'[{name}]' if ':' in name else name.lower()}:{port}/"
    if not found.is_loopback:
        _warn(name, port)
        return Listening(listening, guard, base)
    if options.behind_proxy and keys.listed():
        return Listening(listening, guard, base)
    key = guard.start_up_key()
    return Listening(listening, guard, f"{base}?key={key}", lambda: f"{base}?key={guard.ticket()}")


def _handed_over(listening: socket.socket, options: ServeOptions, keys: AccessKeys) -> Listening:
    here: Any = listening.getsockname()
    if listening.family == socket.AF_UNIX:
        return Listening(listening, RequestGuard(keys, options.names, None), f"unix:{here}")
    address, port = str(here[0]), int(here[1])
    return Listening(listening, RequestGuard(keys, options.names, port), f"http://{address}:{port}/")


def _require_keys(keys: AccessKeys, where: str) -> None:
    if not keys.listed():
        raise UsageError(
            f"Others could come in by {where}, and this home has no keys yet.",
            hint="Run `qabot serve keys add NAME`, and give the key to who may.",
        )


def _proxy(options: ServeOptions) -> str | None:
    """Return whose word on who asks is taken: that of anybody who can reach a socket, or of this machine."""
    if not options.behind_proxy:
        return None
    return "*" if options.socket or options.descriptor is not None else "127.0.0.1,::1"


def _open(address: str) -> None:
    if not webbrowser.open(address):
        note("No browser could be opened; open the address yourself.")


def _warn(name: str, port: int) -> None:
    sys.stderr.write(
        f"Warning: {printable(name)}, port {port}, can be reached from other machines. Who holds a key can read this "
        "home's articles; an editor's key changes its corpus. What is sent is not encrypted: on a network that others "
        "can listen to, put a proxy with TLS in front, as `qabot serve --help` shows.\n"
    )
