"""The files of a home that change how questions are answered, and whether they are as they were. Loads nothing."""

from __future__ import annotations

import os
from pathlib import Path

CALIBRATION = "calibration.json"
"""The one that is no list of words, and is fitted rather than written."""
LISTS = ("acronyms.toml", CALIBRATION, "entities.toml", "publishers.toml", "speech_cues.toml", "synonyms.toml")
"""Their names; a home may have any of them."""
ListsState = tuple[tuple[str, int, int, int], ...]
"""Of each file that there is: its name, its inode, its size, and when it was changed, in nanoseconds."""


def lists_state(home: Path) -> ListsState:
    """Return what tells whether a list of a home is another than it was."""
    return tuple(found for name in LISTS if (found := _state(home, name)))


def _state(home: Path, name: str) -> tuple[str, int, int, int] | None:
    try:
        found = os.stat(home / name)  # noqa: PTH116 - quicker: this is asked with each question
    except OSError:
        return None
    return name, found.st_ino, found.st_size, found.st_mtime_ns
