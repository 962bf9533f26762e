"""What can be typed after a slash: one registry that the prompt, its completion, the palette and the help all read.

What each command does stands in `handlers`, under its name; it is loaded once something is to be carried out.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from qabot.chat.command_arguments import (
    NOTHING,
    Arguments,
    BriefOptions,
    FreeText,
    NameOf,
    OptionalWord,
    PassageNumber,
    PinsOptions,
    QuoteAndFormat,
    SaidOptions,
    WatchOptions,
)
from qabot.chat.theme_names import THEME_NAMES
from qabot.core.unknown_names import nearest_names
from qabot.output.writer_registry import writers

LEADER = "/"
_PINNING = re.compile(r"\+ ?(\d{0,2})")
"""What is short for `/pin`; +44 20 is a question."""


class Command(Struct, frozen=True):
    """Something the chat can be told to do."""

    name: str
    """What is typed behind the slash."""
    summary: str
    """What it does, as a clause without a full stop."""
    takes: Arguments[Any] = NOTHING
    """What may follow; anything else is refused before the command is carried out."""
    key: str = ""
    """The key that does the same outside the prompt; empty where there is none."""
    in_lines: str = ""
    """What it does where the chat has no screen; empty where that is the same."""
    needs_screen: bool = False
    """Whether only a chat on a screen can carry it out."""
    asks: bool = False
    """Whether it asks the index, so that it takes its time and can be stopped."""

    @property
    def arguments(self) -> str:
        """What may follow, for the help; empty where nothing may."""
        return self.takes.usage

    def told(self, *, has_screens: bool) -> str:
        """Return what it does in a chat of this kind."""
        return self.summary if has_screens else self.in_lines or self.summary


_FILES = " | ".join(f"FILE{each.suffix}" for each in writers("conversation"))

_TOPIC = FreeText("TOPIC")

COMMANDS = (
    Command(
        "filter",
        "limit what is searched, or show what limits it",
        FreeText("outlet:… org:… after:… before:… as-of:… | clear"),
    ),
    Command("as-of", "search as if it were that day, with nothing published later", FreeText("[DATE | off]")),
    Command("topic", "ask every question about these words, or say which", FreeText("[WORDS | off]")),
    Command("clear", "begin a new conversation", OptionalWord(("filters",))),
    Command("sources", "list the articles that the answers here come from"),
    Command("open", "read an article at the passage", PassageNumber()),
    Command(
        "copy",
        "copy a quote with its citation",
        QuoteAndFormat(),
        "ctrl+y",
        in_lines="print a quote with its citation",
    ),
    Command(
        "pin",
        "pin a passage for a note of your own; + and its number do the same",
        PassageNumber("[N]", "/pin 1", "1"),
        "ctrl+k",
    ),
    Command("pins", "list what is pinned, order it, drop some, or write a note beside one", PinsOptions()),
    Command("brief", "make a note of the pins, or about a topic, with footnotes", BriefOptions(), asks=True),
    Command("export", "write the conversation to a file", FreeText(f"[{_FILES}]")),
    Command("why", "show why the passages rank where they do"),
    Command("more", "show more passages for the last question", asks=True),
    Command("nearest", "read the passages that came nearest, where nothing answers"),
    Command(
        "drop",
        "ask again without what was carried over, or without dates",
        OptionalWord(("carried", "dates")),
        asks=True,
    ),
    Command("figures", "list the figures about a topic, with how they stand to each other", _TOPIC, asks=True),
    Command(
        "said",
        "list what a person or a body said, by date",
        SaidOptions(),
        asks=True,
    ),
    Command("timeline", "list what happened about a topic, and when", _TOPIC, asks=True),
    Command(
        "facts",
        "list what the article of a passage states: figures, who said what, dates",
        PassageNumber("[N]", "/facts 1", "1"),
        asks=True,
    ),
    Command("check", "check a draft's quotations, figures, dates and speakers", FreeText("FILE"), asks=True),
    Command(
        "watch",
        "save the last question, and be told what is new in the answers to saved ones",
        WatchOptions(),
        asks=True,
    ),
    Command("browse", "list the articles by date, outlet or organisation", needs_screen=True),
    Command(
        "index",
        "see what is indexed and bring it up to date",
        in_lines="say what is indexed, and how to bring it up to date",
    ),
    Command("history", "find an earlier question", FreeText("[WORDS | clear]"), "ctrl+r"),
    Command("private", "keep no history from here on, or keep it again", OptionalWord(("on", "off"))),
    Command("theme", "change the colours", NameOf("theme", THEME_NAMES), needs_screen=True),
    Command("help", "keys, commands and filters", key="f1", in_lines="say this"),
    Command("quit", "leave", key="ctrl+q"),
)
"""Every command, in the order of the help."""
BY_NAME = {command.name: command for command in COMMANDS}
"""The same by their names."""


class Given(Struct, frozen=True):
    """A command as it was typed."""

    command: Command
    """Which."""
    argument: str
    """What stands behind it, without spaces around."""


class Unknown(Struct, frozen=True):
    """Something behind a slash that is no command."""

    name: str
    """What was typed."""
    near: str | None
    """The command that comes close, if one does."""


def commands_of(*, has_screens: bool) -> tuple[Command, ...]:
    """Return the commands that a chat with or without a screen has."""
    return tuple(each for each in COMMANDS if has_screens or not each.needs_screen)


def parse(text: str, *, has_screens: bool = True) -> Given | Unknown | None:
    """Read a line that may be a command: None where it is a question, which also follows a space before the slash.

    A plus, by itself or with the number of a passage, pins one. A chat without a screen knows what needs one by its
    name, so as to say so, but suggests only what it has.
    """
    if pinning := _PINNING.fullmatch(text.strip()):
        return Given(BY_NAME["pin"], pinning[1])
    if not text.startswith(LEADER):
        return None
    read = _parse(text, {each.name: each for each in commands_of(has_screens=has_screens)})
    elsewhere = _parse(text, BY_NAME) if isinstance(read, Unknown) else None
    return elsewhere if isinstance(elsewhere, Given) else read


def _parse(text: str, by_name: dict[str, Command]) -> Given | Unknown:
    name, _, argument = text[1:].strip().partition(" ")
    if command := by_name.get(name.lower()):
        return Given(command, argument.strip())
    starting = [each for each in by_name if name and each.startswith(name.lower())]
    if len(starting) == 1:
        return Given(by_name[starting[0]], argument.strip())
    near = starting or nearest_names(name, by_name)
    return Unknown(name, near[0] if near else None)
