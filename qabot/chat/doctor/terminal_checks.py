"""The terminal: whether there is one, how large, in what encoding, and what TERM says it can."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.chat.doctor.examinee import Surroundings
from qabot.chat.doctor.findings import Finding, fine, notice, wrong
from qabot.chat.least_terminal import LEAST_COLUMNS, LEAST_LINES

_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
"""The variables that say how text is written, the first that is set winning."""
_UTF8 = frozenset({"utf-8", "utf8"})
_MANY_COLOURS = ("256color", "direct", "kitty", "alacritty", "ghostty", "iterm")


def check_terminal(around: Surroundings) -> Iterator[Finding]:
    """Whether the chat can be drawn, and answers be written."""
    faults = [*_of_encoding(around), *_of_terminal(around)]
    yield from faults
    if not faults:
        yield fine("terminal", _words(around))


def _of_encoding(around: Surroundings) -> Iterator[Finding]:
    if around.terminal.encoding.lower() not in _UTF8:
        words = (
            f"Text is written as {around.terminal.encoding}, which is not UTF-8: names and signs such as £ may be lost."
        )
        yield wrong("terminal", words, "export LC_ALL=C.UTF-8")
        return
    named = next((around.environ[name] for name in _LOCALE if around.environ.get(name)), "")
    if named and "utf" not in named.lower() and around.terminal.writes:
        words = f"The locale is {named}, which does not say UTF-8: other programs, such as a pager, may garble answers."
        yield notice("terminal", words, "export LC_ALL=C.UTF-8")


def _of_terminal(around: Surroundings) -> Iterator[Finding]:
    terminal = around.terminal
    if not (terminal.reads and terminal.writes):
        return
    if around.environ.get("TERM", "") in {"", "dumb", "unknown"}:
        words = "TERM says that the terminal can do nothing but print: the chat converses in lines."
        yield notice("terminal", words, "export TERM=xterm-256color")
    columns, lines = terminal.size or (0, 0)
    if (columns, lines) == (0, 0):
        yield notice("terminal", "The terminal does not say how large it is; 80×24 is taken for granted.", "resize")
    elif columns < LEAST_COLUMNS or lines < LEAST_LINES:
        words = f"The terminal has {columns}×{lines} cells, and the chat needs {LEAST_COLUMNS}×{LEAST_LINES}."
        yield notice("terminal", f"{words} Make it larger, or converse in lines.", "qabot chat --plain")


def _words(around: Surroundings) -> str:
    terminal = around.terminal
    if not (terminal.reads and terminal.writes):
        return "There is none: output is plain, and the chat needs `qabot chat --plain`. Text is written as UTF-8."
    columns, lines = terminal.size or (0, 0)
    return f"{columns}×{lines} cells, {_colours(around)}, UTF-8."


def _colours(around: Surroundings) -> str:
    term, colour = around.environ.get("TERM", ""), around.environ.get("COLORTERM", "")
    if around.environ.get("NO_COLOR"):
        return "no colours, as NO_COLOR is set"
    if colour in {"truecolor", "24bit"}:
        return "all colours"
    return "256 colours or more" if any(word in term for word in _MANY_COLOURS) else "perhaps few colours"
