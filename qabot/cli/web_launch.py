"""`qabot web`: say where the chat can be opened, and serve it there until told to end."""

from __future__ import annotations

import io
import ipaddress
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import redirect_stdout

from qabot.cli.streams import note, utf8_output
from qabot.core.settings import Settings
from qabot.core.text import printable
from qabot.web.access import Guard
from qabot.web.server import listen, serve


def web(settings: Settings, host: str, port: int, *, private: bool, opens: bool) -> None:
    """Serve this home's chat to browsers."""
    serve_command(chat_command(settings, private=private), host, port, opens=opens)


def chat_command(settings: Settings, *, private: bool) -> list[str]:
    """Return the command that runs one chat over this home."""
    # -P: a file in the working directory must not be imported in the place of a library.
    command = [sys.executable, "-P", "-m", "qabot", "chat"]
    # The user's data folder is not named: a chat finds it by itself, and fills it on first use.
    command += [] if settings.home.is_default else ["--home", str(settings.home.path)]
    return [*command, "--private"] if private else command


def serve_command(command: Sequence[str], host: str, port: int, *, opens: bool) -> None:
    """Serve a command that draws with Textual, and print the address to open.

    Raises:
        UsageError: There is no such host here, or the port cannot be had.
    """
    listening = listen(host, port)
    address, port = listening.getsockname()[:2]
    found = ipaddress.ip_address(address)
    name = socket.gethostname() if found.is_unspecified else host
    guard = Guard((host, name), port)
    if not found.is_loopback:
        _warn(name, port)
    stdout = utf8_output()

    def announce() -> None:
        stdout.write(f"{guard.address(name)}\n")
        stdout.flush()
        note("Open this address in a browser. Ctrl-C ends the server and its chats.")
        if opens:
            # On a thread that nothing waits for: a browser may stay in the foreground.
            threading.Thread(target=_open, args=(guard.ticket(name),), daemon=True).start()

    with redirect_stdout(_Notes()):  # where textual-serve writes what a chat that failed had to say
        serve(command, listening, guard, announce)


class _Notes(io.TextIOBase):
    """A stream that writes to standard error what is fit for a terminal."""

    def write(self, text: str) -> int:
        sys.stderr.write(printable(text))
        return len(text)


def _open(address: str) -> None:
    if not webbrowser.open(address):
        note("No browser could be opened; open the address yourself.")


def _warn(name: str, port: int) -> None:
    sys.stderr.write(
        f"Warning: {printable(name)}, port {port}, can be reached from other machines. Whoever has the address below "
        "can read this home's articles and history, and change its index. What is sent is not encrypted: on a network "
        "that others can listen to, leave --host out and forward the port over SSH.\n"
    )
