"""The commands of the line mode: those of the full chat that make sense in lines, and two that stand for its keys."""

from __future__ import annotations

import difflib
from dataclasses import replace

from qabot.tui.commands import COMMANDS, LEADER, Command, Given, Unknown, parse

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
    """Read a line that may be a command, as the full chat reads it; the commands that are only here come last."""
    read = parse(line)
    if not isinstance(read, Unknown):
        return read
    name, _, argument = line.removeprefix(LEADER).strip().partition(" ")
    meant = [each for each in _ONLY_HERE if name and each.name.startswith(name.lower())]
    if len(meant) == 1:
        return Given(meant[0], argument.strip())
    if read.near and read.near not in ABSENT:
        return read
    near = difflib.get_close_matches(name.lower(), [each.name for each in _ONLY_HERE], n=1)
    return Unknown(name, near[0] if near else None)
