"""Writing in a home, which others may have filled: a folder that was cloned may hold links to anywhere.

No link in it is written through. What is new is made under a random name, by `O_EXCL`, and renamed into place, which
takes the place of a link and leaves alone what it leads to. What has to keep its name (a lock, a database, a folder)
is refused where a link has that name.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote
from typing import IO, Any, TypeVar

from qabot.core.errors import UsageError
from qabot.core.storage_faults import storage_fault

UNFINISHED = ".new"
"""What the names of files end in while they are made; what a killed process leaves can be cleared away by it."""

T = TypeVar("T", bound=IO[Any])

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_ROUND = 1024
_MADE = re.compile(rf"\.[0-9a-f]{{16}}{re.escape(UNFINISHED)}")
_STALE_S = 60
"""To make such a file takes a moment."""


def require_no_link(path: Path, still_works: str = "") -> None:
    """Refuse a path that is a symbolic link; where there is nothing, that is no link.

    Raises:
        UsageError: It is one.
    """
    if path.is_symlink():
        raise UsageError(
            f"{path} is a symbolic link, through which nothing is written.",
            still_works=still_works,
            hint=f"Run `rm {quote(str(path))}` to remove it, then run the command again.",
        )


def make_folder(folder: Path) -> Path:
    """Make a folder where there is none, and return it.

    Raises:
        UsageError: It is a symbolic link, or something else than a folder, or cannot be made.
        StorageFailed: The machine refuses to make it.
    """
    require_no_link(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        if refused := storage_fault(cause, folder):
            raise refused from cause
        why = "is no folder" if isinstance(cause, FileExistsError) else f"cannot be made: {cause.strerror}"
        raise UsageError(
            f"{folder} {why}.", hint=f"Look at {folder.parent}, and whether you may write there."
        ) from cause
    return folder


@contextmanager
def replacing(target: Path, folder: Path | None = None) -> Generator[Path]:
    """Give a path to make a file at, which takes the place of the target in the end, unless making it failed.

    Args:
        target: The file to be; a link of that name is replaced, and what it leads to is left alone.
        folder: Where to make it, on the same disk; None for beside the target.

    Raises:
        UsageError: The target is a folder.
    """
    waiting = (folder or target.parent) / f".{os.urandom(8).hex()}{UNFINISHED}"
    try:
        yield waiting
        waiting.replace(target)
    except IsADirectoryError as cause:
        raise UsageError(f"{target} is a folder, where a file belongs.", hint=f"Move {target} away.") from cause
    finally:
        with suppress(OSError):  # it is cleared away later, and what went wrong before is what is told
            waiting.unlink(missing_ok=True)


@contextmanager
def removed_unless_whole(path: Path, stream: T) -> Generator[T]:
    """Write a file that was just made, close it, and remove it where that fails: half of it would only be in the way.

    Args:
        path: The file.
        stream: The same, open.
    """
    is_whole = False
    try:
        with stream:
            yield stream
        is_whole = True
    finally:
        if not is_whole:
            with suppress(OSError):  # what went wrong before is what is told
                path.unlink()


def create(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Make a file that is not there yet, and wait until it is on disk.

    Raises:
        OSError: There is something of that name, if only a link to nowhere; or it cannot be written.
    """
    with removed_unless_whole(path, os.fdopen(os.open(path, _NEW, mode), "wb")) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def put(target: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file in one step: a reader sees what was there before, or all of this.

    What killed processes have left of files that they made beside it goes.

    Raises:
        UsageError: The target is a folder.
        OSError: It cannot be written.
    """
    _clear_stale(target.parent)
    with replacing(target) as waiting:
        create(waiting, data, mode)


def _clear_stale(folder: Path) -> None:
    """Remove files that were begun here and that nobody goes on with; others may be making some just now."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError):
            if _MADE.fullmatch(path.name) and path.lstat().st_mtime < time.time() - _STALE_S:
                path.unlink()


def discard(path: Path) -> None:
    """Remove what has this name: a folder with all that is in it, and of a link the link alone."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def is_regular(path: Path) -> bool:
    """Whether a path is a file itself: neither a link to one, nor a folder, a pipe or a device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def read_up_to(path: Path, most: int) -> bytes:
    """Read a file whole, if it is no larger than `most` bytes. A pipe keeps no one waiting, and a device is not read.

    Raises:
        OSError: It is not there, or cannot be read.
        ValueError: It is larger, or no file.
    """
    descriptor = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ValueError("it is no file")
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ValueError(f"it is larger than {most // _ROUND:,} KiB")
    return data
