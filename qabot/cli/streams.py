"""Standard output and standard error: results on the one, notes for a person watching on the other."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from qabot.core.text import printable


def utf8_output() -> TextIO:
    """Return standard output, writing UTF-8 and plain line feeds whatever the locale."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout


def is_quiet() -> bool:
    """Whether standard error is no terminal, so that notes and progress stay away from it."""
    return not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"


def note(message: str) -> None:
    """Write a line for a person watching; nothing where no one is."""
    if not is_quiet():
        sys.stderr.write(f"{printable(message)}\n")
