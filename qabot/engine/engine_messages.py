"""What a question and its answer are between two processes of one user: MessagePack behind four bytes of its length.

Turns go whole, so that who asked writes of an answer what it would write of one of its own.
"""

from __future__ import annotations

from datetime import date
from socket import socket
from typing import TypeVar

import msgspec
from msgspec import Struct

from qabot.core.answers import Turn
from qabot.core.questions import Filters

MOST_BYTES = 16 * 1024 * 1024
"""Of a message; a turn takes some 15 kB."""
_LENGTH = 4

M = TypeVar("M", bound=Struct)


class EngineQuestion(Struct, frozen=True):
    """A question to a running engine."""

    key: str
    """`answering_key` of who asks."""
    text: str
    """As typed."""
    filters: Filters
    """What to limit the search to."""
    limit: int
    """How many pieces of evidence to return at the most."""
    infer: bool
    """Whether dates in the question's own words limit the search."""
    earlier: tuple[str, ...]
    """Questions that it goes on from, oldest first."""
    today: date
    """The day that "last week" counts from."""


class EngineReply(Struct, frozen=True):
    """What came of it."""

    turn: Turn | None
    """The answer; None where the engine does not give one, and who asked is to answer by itself."""
    waiting: int = 0
    """How many corpus files are new, changed or gone since the index was built."""


def send(peer: socket, message: Struct) -> None:
    """Send a message.

    Raises:
        OSError: The other side has gone, or does not take it in time.
    """
    written = msgspec.msgpack.encode(message)
    peer.sendall(len(written).to_bytes(_LENGTH, "big") + written)


def receive(peer: socket, kind: type[M]) -> M:
    """Receive a message of a kind.

    Raises:
        OSError: The other side has gone, or sends nothing in time.
        ValueError: What it sends is something else.
    """
    length = int.from_bytes(_exactly(peer, _LENGTH), "big")
    if length > MOST_BYTES:
        raise ValueError("a message that is too long")
    return msgspec.msgpack.decode(_exactly(peer, length), type=kind)


def _exactly(peer: socket, length: int) -> bytes:
    read = bytearray()
    while len(read) < length:
        more = peer.recv(min(length - len(read), 1 << 16))
        if not more:
            raise ConnectionError("the other side has closed")
        read += more
    return bytes(read)
