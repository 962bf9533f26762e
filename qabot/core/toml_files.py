"""TOML that somebody may have written to do harm: read to a size, and to a depth, so that it costs no question time."""

from __future__ import annotations

import tomllib
from pathlib import Path

from qabot.core.home_files import read_up_to

_MOST_DOTS = 100
"""Dots of a line: a key with very many is taken apart in a time, and a memory, that grow as their square."""


def read_toml(path: Path, most: int) -> dict[str, object]:
    """Read a TOML file of at most so many bytes.

    Raises:
        OSError: It is not there, or cannot be read.
        ValueError: It is no file, larger, not UTF-8, malformed, or nested too deep.
    """
    text = read_up_to(path, most).decode("utf-8-sig")
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise ValueError(f"it has a line with more than {_MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except RecursionError as cause:
        raise ValueError("its brackets are nested too deep") from cause
