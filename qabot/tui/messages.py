"""What screens ask the application for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.message import Message

from qabot.core.answers import Evidence
from qabot.core.questions import Filters

EvidenceAction = Literal["read", "copy", "copy_as", "write", "address", "pin"]
"""What can be done with a piece of evidence."""


INDEX_SCREEN = "index"
"""The id of the screen that tells of builds by itself."""


@dataclass
class QuestionPut(Message):
    """A question is to be asked. It goes the way that commands go, so that neither overtakes the other."""

    text: str
    """As typed."""


@dataclass
class CommandGiven(Message):
    """A command is to be carried out."""

    name: str
    """Which, as in `commands.COMMANDS`."""
    argument: str
    """What stood behind it."""


@dataclass
class Forgotten(Message):
    """Something is to be offered nowhere any more."""

    text: str | None
    """The question; None where it is every one that was put to this home."""


@dataclass
class EvidenceWanted(Message):
    """Something is to be done with a piece of evidence."""

    evidence: Evidence
    """Which."""
    wish: EvidenceAction
    """What."""


@dataclass
class FiltersChanged(Message):
    """The conversation is to be limited otherwise."""

    filters: Filters
    """To what."""
