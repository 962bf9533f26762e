"""Where a running server of a home can be asked by its own user, and by what both see that they would answer alike."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import msgspec
import platformdirs

from qabot import __version__
from qabot.core.settings import Home, Settings
from qabot.engine.list_files import ListsState, lists_state

_LONGEST = 100
"""Bytes of a socket's path: systems allow a few more than a hundred."""
_KEY_DIGITS = 16


def socket_folder() -> Path:
    """Return the folder of such sockets: in the user's runtime folder (`XDG_RUNTIME_DIR`), or else with their state."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return (Path(runtime, "qabot") if runtime else platformdirs.user_state_path("qabot", appauthor=False)) / "engines"


def socket_address(home: Home) -> Path | None:
    """Return where a server of a home listens; None where the path would be too long for a socket."""
    address = socket_folder() / home.key[:_KEY_DIGITS]
    return address if len(os.fsencode(address)) <= _LONGEST else None


def served_at(home: Home) -> Path | None:
    """Return where a running server of a home can be asked; None where none seems to run."""
    address = socket_address(home)
    return address if address and is_private(address.parent) and address.exists() else None


def is_private(folder: Path) -> bool:
    """Whether a folder is the user's own, and nobody else may enter it: what lies there was put there by the user."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def answering_key(settings: Settings, lists: ListsState | None = None) -> str:
    """Return what two processes share that answer alike from one index: version, models and the lists of the home.

    Args:
        settings: Whose index it is, and with which models.
        lists: The lists that answer; those that there are now by default.
    """
    home = str(settings.home.path.resolve())
    found = lists_state(settings.home.path) if lists is None else lists
    said = (__version__, home, settings.model, settings.rerank, settings.reader, settings.store, found)
    return hashlib.sha256(msgspec.msgpack.encode(said)).hexdigest()
