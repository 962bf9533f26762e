"""Writing a file of the reader's own, which must not be there yet: nothing of theirs is ever written over."""

from __future__ import annotations

import os
from pathlib import Path

from qabot.core.errors import UsageError
from qabot.core.home_files import removed_unless_whole


def seen_from(folder: Path, name: str) -> Path:
    """Return the path that a name means, seen from a folder; a tilde is the reader's home."""
    # Unlike Path, `os.path` leaves the tilde of a user there is not as it stands.
    return folder / os.path.expanduser(name)  # noqa: PTH111


def write_new(path: Path, data: bytes | str, verb: str) -> None:
    """Write a file that is not there yet.

    Args:
        path: Where to.
        data: Its bytes, or its text.
        verb: What the reader is told to do elsewhere instead: `Export`.

    Raises:
        UsageError: There is such a file, or it cannot be written.
    """
    try:
        with removed_unless_whole(path, path.open("xb")) as file:
            file.write(data.encode() if isinstance(data, str) else data)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", hint=f"{verb} to another name.") from None
    except (OSError, ValueError) as cause:  # a name may hold what no path can, a text what no UTF-8 can
        why = cause.strerror if isinstance(cause, OSError) else cause
        raise UsageError(f"{path} cannot be written: {why}.", hint=f"{verb} to another place.") from cause
