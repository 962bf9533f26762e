"""What may follow a command: each kind says so, offers completions, and refuses what it does not know.

Nothing that is typed behind a command is passed over: a typing error must not do the usual.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol, TypeVar, cast, get_args

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.output.writer_registry import require, writers

T_co = TypeVar("T_co", covariant=True)
CITATION_FORMATS = tuple(each.name for each in writers("citation"))
_MOST_DIGITS = 4
"""Digits of a number that may call a passage."""


class Arguments(Protocol[T_co]):
    """What a command takes."""

    @property
    def usage(self) -> str:
        """How it is written in the help; empty where nothing may follow."""
        ...

    def read(self, text: str) -> T_co:
        """Return what a text behind the command means.

        Raises:
            UsageError: It means nothing here.
        """
        ...

    def choices(self) -> Sequence[str]:
        """Return the words that may follow, as far as they are known."""
        ...


class NoArguments(Struct, frozen=True):
    """Nothing may follow."""

    usage: str = ""
    """Nothing to write."""

    def read(self, text: str) -> None:
        """Refuse whatever there is."""
        if text:
            raise UsageError(f"“{text}” is not understood here.", hint="Give the command by itself.")

    def choices(self) -> Sequence[str]:
        """Return no words."""
        return ()


NOTHING = NoArguments()
"""What most commands take."""


class OptionalWord(Struct, frozen=True):
    """One of a few words, or nothing."""

    words: tuple[str, ...]
    """The words."""

    @property
    def usage(self) -> str:
        """All of them, in brackets."""
        return f"[{' | '.join(self.words)}]"

    def read(self, text: str) -> str:
        """Return the word; empty where there is none."""
        if text and text not in self.words:
            raise UsageError(f"“{text}” is not understood here.", hint=f"It takes {' or '.join(self.words)}.")
        return text

    def choices(self) -> Sequence[str]:
        """Return the words."""
        return self.words


class NameOf(Struct, frozen=True):
    """One of a few names, which must be given."""

    kind: str
    """What it names, such as a theme."""
    names: tuple[str, ...]
    """The names."""

    @property
    def usage(self) -> str:
        """All of them."""
        return " | ".join(self.names)

    def read(self, text: str) -> str:
        """Return the name."""
        if text not in self.names:
            wrong = f"There is no {self.kind} {text!r}." if text else f"Which {self.kind}?"
            raise UsageError(wrong, hint=f"There are {', '.join(self.names)}.")
        return text

    def choices(self) -> Sequence[str]:
        """Return the names."""
        return self.names


class FreeText(Struct, frozen=True):
    """Words of any kind, or none; what they mean is seen when the command is carried out."""

    usage: str
    """How they are written in the help."""

    def read(self, text: str) -> str:
        """Return the words."""
        return text

    def choices(self) -> Sequence[str]:
        """Return no words, since any may follow."""
        return ()


class PassageNumber(Struct, frozen=True):
    """The number of a passage."""

    usage: str = "N"
    """A number."""
    example: str = "/open 1"
    """How it is given, for who gives no number."""
    otherwise: str = ""
    """The number that is meant where none is given; empty where one must be."""

    def read(self, text: str) -> int:
        """Return the number."""
        return _number(text or self.otherwise, self.example)

    def choices(self) -> Sequence[str]:
        """Return no words."""
        return ()


class QuoteWanted(NamedTuple):
    """Which quote is wanted, and in which form."""

    number: int
    """The passage's, from 1."""
    form: str
    """The form of its citation."""


class QuoteAndFormat(Struct, frozen=True):
    """The number of a passage, the first by default, and perhaps the form of its citation."""

    usage: str = f"N [{' | '.join(CITATION_FORMATS)}]"
    """A number and a form."""

    def read(self, text: str) -> QuoteWanted:
        """Return both."""
        number, _, name = text.partition(" ")
        form = require(name.strip().lower() or "text", "citation").name
        return QuoteWanted(_number(number or "1", "/copy 1 bibtex"), form)

    def choices(self) -> Sequence[str]:
        """Return no words, since a number comes first."""
        return ()


class SaidWanted(NamedTuple):
    """Whose statements are wanted."""

    who: str
    """The speaker; empty where nobody is named."""
    about: str
    """What they are to be about; empty for anything."""
    act: str
    """Only what was said so; empty for anything."""
    is_grouped: bool
    """Whether to group them by what their verbs do."""


class SaidOptions(Struct, frozen=True):
    """A speaker, and perhaps a topic and what the verb does."""

    usage: str = "WHO [--about TOPIC] [--as ACT] [--group]"
    """As on the command line."""

    def read(self, text: str) -> SaidWanted:
        """Return the speaker and what follows.

        Raises:
            UsageError: An option is given that is none, or twice.
        """
        who, given = _options(text, {"about", "as"}, {"group"}, f"/said {self.usage}")
        return SaidWanted(who, given.get("about", ""), given.get("as", ""), "group" in given)

    def choices(self) -> Sequence[str]:
        """Return no words, since a name comes first."""
        return ()


class PinsWanted(NamedTuple):
    """What is to be done with the pins."""

    what: Literal["list", "up", "down", "move", "drop", "drop all", "undo", "note"]
    """What."""
    number: int = 0
    """With which, from 1; 0 where it is with none or all."""
    to: int = 0
    """Where it is to stand, from 1."""
    words: str = ""
    """The note beside it, in the person's own words."""


class PinsOptions(Struct, frozen=True):
    """Nothing, or what is to be done with which pin."""

    usage: str = "[up N | down N | move N TO | drop N | drop all | undo | note N TEXT]"
    """All that can be done."""

    def read(self, text: str) -> PinsWanted:
        """Return what is to be done.

        Raises:
            UsageError: It is nothing that can be done with pins.
        """
        match text.split(maxsplit=2):
            case []:
                return PinsWanted("list")
            case ["undo"]:
                return PinsWanted("undo")
            case ["drop", "all"]:
                return PinsWanted("drop all")
            case ["up" | "down" | "drop" as what, number]:
                return PinsWanted(what, _number(number, f"/pins {what} 1", "pin"))
            case ["move", number, to]:
                place, other = (_number(each, "/pins move 3 1", "pin") for each in (number, to))
                return PinsWanted("move", place, other)
            case ["note", number, *words]:
                return PinsWanted("note", _number(number, "/pins note 1 TEXT", "pin"), words="".join(words))
            case _:
                raise UsageError(f"“{text}” is not understood here.", hint=f"Write /pins {self.usage}.")

    def choices(self) -> Sequence[str]:
        """Return what can be done."""
        return ("up", "down", "move", "drop", "undo", "note")


class BriefWanted(NamedTuple):
    """Which note is wanted."""

    topic: str
    """What it is about; empty for a note of the pins."""
    output: str
    """The file that it is to be written to; empty where it is to be shown."""
    title: str
    """What to call it; empty for a title of qabot's."""


class BriefOptions(Struct, frozen=True):
    """A topic, or none for the pins; and perhaps a file and a title."""

    usage: str = "[TOPIC] [--output FILE] [--title WORDS]"
    """As on the command line."""

    def read(self, text: str) -> BriefWanted:
        """Return the topic and what follows.

        Raises:
            UsageError: An option is given that is none, or twice.
        """
        topic, given = _options(text, {"output", "title"}, set(), f"/brief {self.usage}")
        return BriefWanted(topic, given.get("output", ""), given.get("title", ""))

    def choices(self) -> Sequence[str]:
        """Return no words, since a topic comes first."""
        return ()


def _options(text: str, valued: set[str], flags: set[str], usage: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the options of a text, and each option with its value; a flag has none."""
    before, *options = re.split(r"(?:^|\s+)--(?=\w)", text)
    given: dict[str, str] = {}
    for option in options:
        name, _, value = option.partition(" ")
        if name not in valued | flags or name in given or bool(value.strip()) == (name in flags):
            raise UsageError(f"“--{option}” is not understood here.", hint=f"Write {usage}.")
        given[name] = value.strip()
    return before.strip(), given


WatchAction = Literal["list", "add", "show", "remove", "run"]


class WatchWanted(NamedTuple):
    """What to do with saved questions."""

    what: WatchAction
    """What."""
    name: str
    """With which; of a new one, what to call it, empty for its own words."""


class WatchOptions(Struct, frozen=True):
    """What to do with saved questions, and with which."""

    usage: str = "[add [NAME] | show NAME | remove NAME | run]"
    """As on the command line."""

    def read(self, text: str) -> WatchWanted:
        """Return both.

        Raises:
            UsageError: It is none of these, or a name is missing or one too many.
        """
        what, _, name = text.partition(" ")
        takes_name = {"list": False, "run": False, "show": True, "remove": True, "add": bool(name.strip())}
        what = what or "list"
        if takes_name.get(what) is not bool(name.strip()):
            raise UsageError(f"“{text}” is not understood here.", hint=f"Write /watch {self.usage}.")
        return WatchWanted(cast("WatchAction", what), name.strip())

    def choices(self) -> Sequence[str]:
        """Return the words that may follow."""
        return get_args(WatchAction)


def _number(text: str, example: str, what: str = "passage") -> int:
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise UsageError(f"A {what} is called by its number.", hint=f"Try {example}.")
    return int(text)
