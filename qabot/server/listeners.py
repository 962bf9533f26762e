"""Where a server listens: a port, a socket of the file system, or one that was handed over."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path
from shlex import quote

from qabot.core.errors import UsageError
from qabot.core.storage_faults import storage_fault

_FIRST_PASSED_ON = 3
"""The number of the first socket that systemd hands over."""


def listen_on_port(host: str, port: int) -> socket.socket:
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


def listen_on_socket(path: Path) -> socket.socket:
    """Take a socket of the file system, in a folder that nobody but the user may enter; one that is stale goes.

    Raises:
        UsageError: The folder lets others in, another server listens there, or something else has its name.
    """
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
        if stat.S_IMODE(found.st_mode) & 0o077 or found.st_uid != os.geteuid():
            raise UsageError(
                f"{folder} lets others in than you, so that nothing is served from there.",
                hint=f"Run `chmod 700 {quote(str(folder))}`, or name a folder of your own.",
            )
        _clear(path)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(path))
        path.chmod(0o600)
        listening.listen(socket.SOMAXCONN)
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise UsageError(
            f"Nothing can be served at {path}: {cause.strerror or cause}.", hint="Name a shorter or another path."
        ) from cause
    return listening


def listen_on_descriptor(number: int) -> socket.socket:
    """Take a socket that was handed over, as systemd does: it is listening already.

    Raises:
        UsageError: Nothing was handed over under this number, or not to this process, or it is no such socket.
    """
    meant = os.environ.get("LISTEN_PID")
    if meant and meant != str(os.getpid()):
        raise UsageError(
            f"The sockets in LISTEN_FDS are for process {meant[:20]}.", hint="Let systemd start qabot itself."
        )
    try:
        listening = socket.socket(fileno=number)
        if listening.type != socket.SOCK_STREAM or not listening.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            listening.detach()
            raise UsageError(f"Descriptor {number} is no socket that listens.", hint=_from_systemd())
    except OSError as cause:
        raise UsageError(f"Descriptor {number} is no socket: {cause.strerror}.", hint=_from_systemd()) from cause
    return listening


def _from_systemd() -> str:
    return f"Under systemd, the first socket is --fd {_FIRST_PASSED_ON}."


def _clear(path: Path) -> None:
    """Remove a socket that nobody listens to any more.

    Raises:
        UsageError: Somebody does, or it is no socket.
    """
    if not path.is_symlink() and not path.exists():
        return
    if not path.is_socket() or path.is_symlink():
        raise UsageError(f"{path} is no socket.", hint="Name another path.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise UsageError(f"Another server listens at {path}.", hint="End that one, or name another path.")


def _unavailable(host: str, port: int, why: str) -> UsageError:
    return UsageError(
        f"Nothing can be served at {host}, port {port}: {why}.",
        hint="Run `qabot serve --port 0`, without --host, to serve at a free port of this machine.",
    )
