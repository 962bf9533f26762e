"""What can be typed after a slash: one table that the prompt, its completion, the palette and the help all read."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from qabot.output.writers import writers

LEADER = "/"


@dataclass(frozen=True, slots=True)
class Command:
    """Something the chat can be told to do."""

    name: str
    """What is typed behind the slash."""
    summary: str
    """What it does, as a clause without a full stop."""
    arguments: str = ""
    """What may follow, for the help; empty where nothing may."""
    key: str = ""
    """The key that does the same outside the prompt; empty where there is none."""


_CITATIONS = " | ".join(each.name for each in writers("citation"))
_FILES = " | ".join(f"FILE{each.suffix}" for each in writers("conversation"))

COMMANDS = (
    Command("filter", "limit what is searched, or show what limits it", "outlet:… org:… after:… before:… | clear", "f"),
    Command("clear", "begin a new conversation", "[filters]"),
    Command("sources", "list the articles that the answers here come from"),
    Command("open", "read an article at the passage", "N", "1–9"),
    Command("copy", "copy a quote with its citation", f"N [{_CITATIONS}]", "y"),
    Command("export", "write the conversation to a file", f"[{_FILES}]"),
    Command("why", "show why the passages rank where they do"),
    Command("more", "show more passages for the last question"),
    Command("browse", "list the articles by date, outlet or organisation"),
    Command("index", "see what is indexed and bring it up to date"),
    Command("history", "find an earlier question", "[WORDS | clear]", "ctrl+r"),
    Command("private", "keep no history from here on, or keep it again", "[on | off]"),
    Command("theme", "change the colours", "dark | light | contrast | colour-blind"),
    Command("help", "keys, commands and filters", "", "?"),
    Command("quit", "leave", "", "ctrl+q"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it was typed."""

    command: Command
    """Which."""
    argument: str
    """What stands behind it, without spaces around."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something behind a slash that is no command."""

    name: str
    """What was typed."""
    near: str | None
    """The command that comes close, if one does."""


def parse(text: str, commands: Sequence[Command] = COMMANDS) -> Given | Unknown | None:
    """Read a line that may be a command: None where it is a question, which also follows a space before the slash."""
    by_name = {command.name: command for command in commands}
    if not text.startswith(LEADER):
        return None
    name, _, argument = text[1:].strip().partition(" ")
    if command := by_name.get(name.lower()):
        return Given(command, argument.strip())
    starting = [each for each in by_name if name and each.startswith(name.lower())]
    if len(starting) == 1:
        return Given(by_name[starting[0]], argument.strip())
    near = starting or difflib.get_close_matches(name.lower(), by_name, n=1)
    return Unknown(name, near[0] if near else None)
