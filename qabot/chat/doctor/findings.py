"""What a check found, and how a check that cannot be made is told: as a finding too."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from qabot.core.error_translation import translating_errors
from qabot.core.errors import InternalError, QabotError
from qabot.core.storage_faults import storage_fault
from qabot.core.text import clean_line
from qabot.output.phrasing import counted

FindingState = Literal["ok", "notice", "wrong"]
"""In order; good to know, and nothing is broken; broken, or about to break something."""
Subject = Literal[
    "home",
    "settings",
    "corpus",
    "index",
    "lock",
    "models",
    "calibration",
    "feeds",
    "clock",
    "disk",
    "permissions",
    "privacy",
    "databases",
    "variables",
    "terminal",
    "python",
    "libraries",
]
"""What is looked at."""

_SHOWN = 5
"""How many of a kind are named before the rest is only counted."""
_KB, _MB, _GB = 1_000, 1_000_000, 1_000_000_000
_COMMAND = re.compile(r"`([^`]+)`")


class Finding(Struct, frozen=True):
    """What a check found."""

    subject: Subject
    """What was looked at."""
    state: FindingState
    """Whether it is in order."""
    words: str
    """What is so, as sentences on one line, fit for a terminal."""
    command: str | None = None
    """What mends it, as it is typed; None where all is in order, or where no command would."""


def fine(subject: Subject, words: str) -> Finding:
    """Return that something is in order."""
    return Finding(subject, "ok", clean_line(words))


def notice(subject: Subject, words: str, command: str | None = None) -> Finding:
    """Return what is good to know, with what mends it if anything does."""
    return Finding(subject, "notice", clean_line(words), command)


def wrong(subject: Subject, words: str, command: str | None = None) -> Finding:
    """Return what is wrong, with what mends it if a command does."""
    return Finding(subject, "wrong", clean_line(words), command)


def told(subject: Subject, error: QabotError) -> Finding:
    """Return an error as a finding: with the first command that its hint names, or else with the hint in words."""
    command = _COMMAND.search(error.hint)
    parts = (error.message, error.still_works, "" if command else error.hint)
    return wrong(subject, " ".join(filter(None, parts)), command[1] if command else None)


def isolated(subject: Subject, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what a check finds; where it cannot be made to its end, that is a finding behind the others."""
    found: list[Finding] = []
    try:
        # Whatever happens to one check, a fault of ours among it, whoever has trouble needs the others.
        with translating_errors(_not_made):
            for each in check():
                found.append(each)  # noqa: PERF402 - what came before an error is kept
    except QabotError as error:
        found.append(told(subject, error))
    return found


def on_path(command: str, *paths: Path) -> str | None:
    """Return a command with paths behind it, quoted for a shell; None where one could not be shown as it is."""
    names = [str(path) for path in paths]
    return f"{command} {' '.join(map(shlex.quote, names))}" if all(map(str.isprintable, names)) else None


def listed(names: Iterable[str], mark: str = ", ") -> str:
    """Return the first few of some names, and how many more there are."""
    every = [*names]
    more = f" and {len(every) - _SHOWN:,} more" if len(every) > _SHOWN else ""
    return f"{mark.join(every[:_SHOWN])}{more}"


def size_words(size: int) -> str:
    """Return a number of bytes as people say it: `612 kB`, `38 MB`, `1.4 GB`."""
    if size >= _GB:
        return f"{size / _GB:.1f} GB"
    return f"{size / _MB:.0f} MB" if size >= _MB else f"{size / _KB:.0f} kB"


def counted_are(number: int, noun: str) -> str:
    """Return a number with its noun and the verb that goes with it: `1 file is`, `3 files are`."""
    return f"{counted(number, noun)} {'is' if number == 1 else 'are'}"


def _not_made(cause: Exception) -> QabotError:
    return storage_fault(cause) or InternalError(
        f"This could not be checked: {type(cause).__name__}: {cause}.", hint="The other checks were made."
    )
