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
            raise UsageError(f"“{text}” is not understood here.", hint=f"There is {' and '.join(self.words)}.")
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

    def read(self, text: str) -> int:
        """Return the number."""
        return _number(text, "/open 1")

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
        who, *options = re.split(r"(?:^|\s+)--(?=\w)", text)
        given: dict[str, str] = {}
        for option in options:
            name, _, value = option.partition(" ")
            if name not in {"about", "as", "group"} or name in given or bool(value.strip()) == (name == "group"):
                raise UsageError(f"“--{option}” is not understood here.", hint=f"Write /said {self.usage}.")
            given[name] = value.strip()
        return SaidWanted(who.strip(), given.get("about", ""), given.get("as", ""), "group" in given)

    def choices(self) -> Sequence[str]:
        """Return no words, since a name comes first."""
        return ()


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


def _number(text: str, example: str) -> int:
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise UsageError("A passage is called by its number.", hint=f"Try {example}.")
    return int(text)
