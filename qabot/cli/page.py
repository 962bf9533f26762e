"""Standard output as a page of lines: wrapped and styled on a terminal, plain and whole in a pipe.

Only a terminal needs Rich, and a command whose output is piped does without it: a twentieth of a second.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol, TextIO

from qabot.cli.streams import utf8_output
from qabot.core.text import printable

if TYPE_CHECKING:
    from rich.text import Text


class Page(Protocol):
    """Takes lines for a reader."""

    def line(self, text: str | Text = "", prefix: str = "") -> None:
        """Write a paragraph, every line of it behind the prefix."""
        ...


class PipePage:
    """Writes lines whole and without styles."""

    def __init__(self, stream: TextIO) -> None:
        """Write to this stream."""
        self._stream = stream

    def line(self, text: str | Text = "", prefix: str = "") -> None:
        """Write a paragraph, every line of it behind the prefix."""
        whole = printable(text) if isinstance(text, str) else text.plain
        for each in whole.split("\n"):
            self._stream.write(f"{f'{prefix}{each}'.rstrip()}\n")


def standard_output() -> Page:
    """Return standard output as a page: UTF-8 whatever the locale, no escape sequence unless it is a terminal."""
    stream = utf8_output()
    if not _may_be_terminal(stream):
        return PipePage(stream)
    from qabot.cli.terminal_page import terminal_page

    return terminal_page(stream)


def _may_be_terminal(stream: TextIO) -> bool:
    """Whether Rich might take a stream for a terminal, because it is one or because the environment says so."""
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE"))
