"""Locks by which one process at a time writes in a folder; the system lets go of them when it ends, however it ends."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qabot.core.errors import STILL_ANSWERED, IndexLocked, UsageError
from qabot.core.home_files import require_no_link
from qabot.core.storage_faults import storage_faults_told


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
        with storage_faults_told(path, STILL_ANSWERED):
            require_no_link(path, STILL_ANSWERED)
            lock.acquire()
    except Timeout:
        hint = "Wait for it to finish, then run the command again."
        raise IndexLocked(held, still_works=STILL_ANSWERED, hint=hint) from None
    except OSError as cause:
        hint = f"Look at {path.parent}: whose it is, and whether you may write there."
        why = f"{path} cannot be locked: {cause.strerror}."
        raise UsageError(why, still_works=STILL_ANSWERED, hint=hint) from cause
    try:
        yield
    finally:
        lock.release()
