"""How names of outlets and organisations are compared: without case, spaces, punctuation or a leading "The"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from qabot.core.confusables import fold_confusables
from qabot.core.text import stream_safe

_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"\(([^()]+)\)\s*$")


def name_key(name: str) -> str:
    """Return what two spellings of a name have in common: `The Register` and `the-register` are `register`."""
    if name.isascii():
        folded = name.casefold()
    else:
        folded = unicodedata.normalize("NFKD", stream_safe(fold_confusables(name))).casefold()
    words = _WORD.findall(folded)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return "".join(words)


def all_keys(names: Iterable[str]) -> list[str]:
    """Return every key that any of these bodies answers to, each once."""
    return list(dict.fromkeys(key for name in names for key in organisation_keys(name)))


def organisation_keys(name: str) -> list[str]:
    """Return every key a body answers to: its whole name, the name alone and the acronym in brackets."""
    names = [name]
    if found := _ACRONYM.search(name):
        names += [name[: found.start()], found[1]]
    return list(dict.fromkeys(key for key in map(name_key, names) if key))
