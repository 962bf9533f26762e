"""Lines on a terminal: wrapped to its width, with their styles.

Article text is always shown as `rich.text.Text`, never parsed as markup, and goes through `printable` once more.
"""

from __future__ import annotations

import re
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from qabot.core.text import printable

_NEAREST_WIDTH = 40


class _Console(Console):
    """A console that leaves a closed pipe to `error_boundary`, where Rich would end the process with its own code."""

    def on_broken_pipe(self) -> None:
        """Raise it again."""
        raise BrokenPipeError


def terminal_page(stream: TextIO) -> TerminalPage:
    """Return a page on this stream."""
    return TerminalPage(_Console(file=stream, highlight=False, markup=False, emoji=False))


class TerminalPage:
    """Writes lines to a console: wrapped to a terminal's width, whole where it turns out to be none."""

    def __init__(self, console: Console) -> None:
        """Write to this console."""
        self._console = console
        self._width = max(_NEAREST_WIDTH, console.width) if console.is_terminal else None

    def line(self, text: str | Text = "", prefix: str = "") -> None:
        """Write a paragraph, every line of it behind the prefix."""
        whole = Text(printable(text)) if isinstance(text, str) else text
        for each in whole.split("\n", allow_blank=True):
            for row in _rows(each, self._width - len(prefix)) if self._width else [each]:
                shown = Text(prefix) + row
                shown.rstrip()
                self._console.print(shown, soft_wrap=True)


def _rows(line: Text, width: int) -> list[Text]:
    """Break a line between words; one that is too long, such as an address, stays whole, so that it can be copied."""
    cuts, start, used = list[int](), 0, 0
    for word in re.finditer(r"\S+\s*", line.plain):
        taken = cell_len(word[0].rstrip())
        if used + taken > width and word.start() > start:
            cuts.append(word.start())
            start, used = word.start(), 0
        used += cell_len(word[0])
    return list(line.divide(cuts))
