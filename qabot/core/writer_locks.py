"""Locks by which one process at a time writes in a folder; the system lets go of them when it ends, however it ends."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qabot.core.errors import IndexLocked, UsageError
from qabot.core.home_files import require_no_link
from qabot.core.storage_faults import storage_faults_told

_STILL_WORKS = "Questions are answered from the index there is."


@contextmanager
def held_lock(path: Path, held: str, wait_s: float = 0) -> Generator[None]:
    """Hold a lock.

    Args:
        path: The file that stands for it, which is made where it is missing.
        held: What is said where another process holds it, as a sentence.
        wait_s: How long to wait for that one, in seconds.

    Raises:
        IndexLocked: Another process holds it.
        UsageError: A link lies in its place, or something else that is no lock.
        StorageFailed: The machine lets nothing be written there.
    """
    lock = FileLock(path, timeout=wait_s)
    try:
        with storage_faults_told(path, _STILL_WORKS):
            require_no_link(path, _STILL_WORKS)
            lock.acquire()
    except Timeout:
        hint = "Wait for it to finish, then run the command again."
        raise IndexLocked(held, still_works=_STILL_WORKS, hint=hint) from None
    except OSError as cause:
        hint = f"Look at {path.parent}: whose it is, and whether you may write there."
        raise UsageError(f"{path} cannot be locked: {cause.strerror}.", still_works=_STILL_WORKS, hint=hint) from cause
    try:
        yield
    finally:
        lock.release()
