"""The commands of the line mode: those of the full chat that make sense in lines, and two that stand for its keys."""

from __future__ import annotations

from dataclasses import replace

from qabot.chat.commands import COMMANDS, Command, Given, Unknown, parse

ABSENT = frozenset({"browse", "theme"})
"""Commands of the full chat that only a screen can carry out."""
_SUMMARIES = {
    "copy": "print a quote with its citation",
    "index": "say what is indexed, and how to bring it up to date",
    "help": "say this",
}
_ONLY_HERE = (
    Command("nearest", "read the passages that came nearest, where nothing answers"),
    Command("drop", "ask again without what was carried over, or without dates", "[carried | dates]"),
)
LINE_COMMANDS = (
    *(replace(each, summary=_SUMMARIES.get(each.name, each.summary)) for each in COMMANDS if each.name not in ABSENT),
    *_ONLY_HERE,
)
"""Every command of the line mode, with its help."""


def read_command(line: str) -> Given | Unknown | None:
    """Read a line that may be a command, as the full chat does; what is only there is known by name all the same."""
    read = parse(line, LINE_COMMANDS)
    elsewhere = parse(line) if isinstance(read, Unknown) else None
    return elsewhere if isinstance(elsewhere, Given) else read
