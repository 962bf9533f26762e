"""Words by which those who speak are told from everything else: roles, kinds of bodies and documents, first names.

They stand in `speaker_words.toml`, which comes with qabot.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

SpeakerKind = Literal["person", "body", "document"]
"""What can speak."""


class SpeakerWords(Struct, frozen=True):
    """Small letters throughout; a hyphen stands for a space too."""

    roles: frozenset[str]
    """What people are: `minister`, `spokesman`."""
    bodies: frozenset[str]
    """What bodies are called besides their names: `council`."""
    documents: frozenset[str]
    """Texts that speak: `report`."""
    in_bodies: frozenset[str]
    """Words of names that are no person's."""
    no_bodies: frozenset[str]
    """Capitals that are no body's name: `IT`."""
    titles: frozenset[str]
    """What stands before a person's name."""
    genders: Mapping[str, str]
    """`he` or `she`, by first name."""
    kinds: Mapping[str, SpeakerKind]
    """What each of the roles, bodies and documents is, in the singular."""

    def kind(self, noun: str) -> SpeakerKind | None:
        """Return what a noun is the name of, in the singular or the plural; None where that does not speak."""
        noun, kinds = noun.casefold(), self.kinds
        for each in (noun, noun.removesuffix("s"), noun.removesuffix("es"), f"{noun.removesuffix('ies')}y"):
            if each in kinds:
                return kinds[each]
        return None


@cache
def speaker_words() -> SpeakerWords:
    """Return the words that come with qabot; read once."""
    lists = tomllib.loads(Path(__file__).with_name("speaker_words.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(str(held["words"]).split()) for name, held in lists.items()}
    genders = dict.fromkeys(words["men"], "he") | dict.fromkeys(words["women"], "she")
    kinds: dict[str, SpeakerKind] = dict.fromkeys(words["documents"], "document")
    kinds |= dict.fromkeys(words["bodies"], "body")
    kinds |= dict.fromkeys(words["roles"], "person")
    return SpeakerWords(
        words["roles"],
        words["bodies"],
        words["documents"],
        words["in_bodies"],
        words["no_bodies"],
        words["titles"],
        genders,
        kinds,
    )
