"""What goes out, and what comes in: sentences, the words of others, and lines that are typed or piped."""

from __future__ import annotations

import readline
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from qabot.core.text import clean_line, printable
from qabot.question.analysis import MOST_CHARACTERS

PROMPT = "Question: "
_MARGIN = "  "
_LONGEST = 8 * MOST_CHARACTERS
"""Bytes that are read of a line, and characters: what is longer is cut, as no question is."""


class LineIO:
    """Writes sentences of qabot's own, and what others wrote behind a margin, so that neither passes for the other."""

    def __init__(self, stream: TextIO) -> None:
        """Write to this stream, which holds UTF-8."""
        self._stream = stream
        self._has_spoken = False
        self._is_due = False

    def say(self, sentence: str) -> None:
        """Write a sentence on a line of its own; an article's title in it cannot begin another."""
        self._write(clean_line(sentence))

    def show(self, text: str) -> None:
        """Write text from an article as it stands, each of its lines behind the margin."""
        for line in printable(text).split("\n"):
            self._write(f"{_MARGIN}{line}" if line else "")

    def give(self, text: str) -> None:
        """Write text to be taken away, such as an entry of BibTeX, as it stands and without a margin."""
        self._write(printable(text).rstrip("\n"))

    def part(self) -> None:
        """Leave a line free before what comes next, if anything came before."""
        self._is_due = self._has_spoken

    def rest(self) -> None:
        """Leave a line free, or end the one that someone is typing, and let all be seen."""
        self._stream.write("\n")
        self.flush()

    def flush(self) -> None:
        """Let all that was written be seen."""
        self._stream.flush()

    def _write(self, line: str) -> None:
        self._stream.write(f"\n{line}\n" if self._is_due else f"{line}\n")
        self._has_spoken, self._is_due = True, False


def is_typed() -> bool:
    """Whether someone types at a terminal and reads there too."""
    streams: tuple[TextIO | None, ...] = (sys.stdin, sys.stdout)  # None where the process was started without one
    return all(stream is not None and stream.isatty() for stream in streams)


def typed_lines(voice: LineIO) -> Iterator[str]:
    """Yield lines as they are typed, until the end of input. Ctrl-C clears one; a second in a row is raised."""
    if reconfigure := getattr(sys.stdin, "reconfigure", None):
        reconfigure(encoding="utf-8", errors="replace")
    was_interrupted = False
    while True:
        voice.rest()
        try:
            line = input(PROMPT)
        except EOFError:
            voice.rest()
            return
        except KeyboardInterrupt:
            voice.rest()
            if was_interrupted:
                raise
            was_interrupted = True
            voice.say("Type /quit or press Ctrl-D to leave. Ctrl-C a second time leaves as well.")
        else:
            was_interrupted = False
            yield _sound(line)


def piped_lines(voice: LineIO) -> Iterator[str]:
    """Yield lines of standard input as bytes of any kind come in; what is said of each stands apart."""
    stream: TextIO | None = sys.stdin
    if stream is None:
        return
    while line := stream.buffer.readline(_LONGEST):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.buffer.readline(_LONGEST)
        voice.part()
        yield _sound(line.decode(errors="replace"))


def remember(lines: Iterable[str]) -> None:
    """Offer these lines for the up key, the oldest first."""
    for line in lines:
        readline.add_history(clean_line(line))


def forget() -> None:
    """Offer nothing for the up key any more."""
    readline.clear_history()


def _sound(line: str) -> str:
    """Return a line without what cannot be seen; white space before a slash stays, as it makes that no command."""
    return printable(line[:_LONGEST]).rstrip()
