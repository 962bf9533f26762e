"""Which server of a home is running, by what it wrote beside its socket."""

from __future__ import annotations

import os
from contextlib import suppress

import msgspec
from msgspec import Struct

from qabot.core.settings import Home
from qabot.engine.engine_address import served_at

NOTE = ".json"
"""What the name of such a file ends with, behind that of the socket."""


class RunningServer(Struct, frozen=True):
    """A server of a home."""

    pid: int
    """Its process."""
    address: str
    """Where it can be opened, without a key."""


def running_server(home: Home) -> RunningServer | None:
    """Return the server of a home that runs as this user; None where none does, or none that says so."""
    address = served_at(home)
    if address is None:
        return None
    with suppress(OSError, ValueError):
        found = msgspec.json.decode(address.with_suffix(NOTE).read_bytes(), type=RunningServer)
        os.kill(found.pid, 0)
        return found
    return None
