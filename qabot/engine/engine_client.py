"""Asking an engine that another process of the same user has open, instead of opening one."""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

from qabot.engine.engine_messages import EngineQuestion, EngineReply, receive, send

_CONNECTS = 0.2
"""Seconds within which a server takes the connection."""
_ANSWERS = 20.0
"""Seconds within which it answers."""
_CREDENTIALS = struct.Struct("3i")


def ask_engine(address: Path, question: EngineQuestion) -> EngineReply | None:
    """Ask the engine that listens there; None for any trouble, whatever it is: then who asks answers by itself."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
            peer.settimeout(_CONNECTS)
            peer.connect(os.fspath(address))
            if not is_same_user(peer):
                return None
            peer.settimeout(_ANSWERS)
            send(peer, question)
            reply = receive(peer, EngineReply)
    except (OSError, ValueError):
        return None
    return reply if reply.turn else None


def is_same_user(peer: socket.socket) -> bool:
    """Whether the process at the other end is of this user; where the system does not say, the folder's owner has."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    _, user, _ = _CREDENTIALS.unpack(peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return user == os.geteuid()
