"""A full disk, whichever library meets it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from qabot.core.errors import DiskFull, ModelUnavailable

_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "database or disk is full")
"""What the libraries say when there is no room left, each in an error of its own kind."""


@contextmanager
def disk_full_reported(index: Path) -> Generator[None]:
    """Report a full disk as what it is while an index is written inside.

    Raises:
        DiskFull: There is no room left where the index lies.
    """
    try:
        yield
    except (OSError, RuntimeError, ValueError, sqlite3.Error, ModelUnavailable) as cause:
        if not any(said in str(cause) for said in _FULL):
            raise
        raise DiskFull(
            f"The disk that {index} lies on is full.",
            still_works="The index that is there, if any, is as it was.",
            hint="Free some space and run `qabot index`, which also clears away what was half written.",
        ) from cause
