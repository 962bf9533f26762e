"""How far long work has come, as workers tell it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

Stage = Literal[
    "scan", "read", "model", "split", "embed", "write", "facts", "publish", "store", "add", "fetch", "verify", "check",
    "watch", "compare",
]  # fmt: skip


class Progress(Struct, frozen=True):
    """How far long work has come. A later message of the same stage replaces the earlier one."""

    stage: Stage
    """What is being done."""
    done: int
    """Units finished."""
    total: int | None = None
    """Units in all, or None while unknown."""
    note: str = ""
    """What exactly, for a reader: a file being written, a model being loaded."""


OnProgress = Callable[[Progress], None]
"""Receives progress from a worker; called often, so it should return quickly."""


def ignore_progress(_: Progress) -> None:
    """Do nothing: what callers that show no progress pass."""
