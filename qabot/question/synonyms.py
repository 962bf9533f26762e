"""The file of everyday words, `synonyms.toml`: one comes with qabot, a home may have another, as its head says.

People ask who binned a scheme, and articles say that it was scrapped. What a question says in such words is searched
for in the words of articles too, which count less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from msgspec import Struct

from qabot.core.entry_files import EntryFile, table
from qabot.core.questions import Synonyms
from qabot.core.text import clean_line

FILE = "synonyms.toml"
"""What the file is called, in the package as in a home."""

_LISTS = ("word",)
_KEYS = frozenset({"said", "meant"})
_WORD = re.compile(r"[^\W_]+")

_Key = tuple[str, ...]
"""Words in lower case."""


class SynonymEntry(Struct, frozen=True):
    """An entry of the file."""

    said: tuple[str, ...]
    """What people say, in each form that counts; never empty."""
    meant: tuple[str, ...]
    """What articles say; empty for words that are to have no other."""


class SynonymTable(Struct, frozen=True):
    """Everyday words, ready to be looked up."""

    meant: Mapping[_Key, tuple[str, ...]] = {}
    """What articles say, by the words that people say."""
    longest: int = 0
    """How many words the longest of these has."""

    @classmethod
    def load(cls, home: Path | None = None) -> SynonymTable:
        """Read the words that come with qabot, and those of a home, which replace what they repeat.

        Raises:
            UsageError: The home's file is malformed or cannot be read.
        """
        return cls.of(EntryFile(Path(__file__).with_name(FILE), _LISTS, "words", _entry).read(home))

    @classmethod
    def of(cls, entries: Iterable[SynonymEntry]) -> SynonymTable:
        """Make entries ready to be looked up; of those with the same words, the last counts."""
        meant = {_key(said): entry.meant for entry in entries for said in entry.said}
        return cls(meant, max(map(len, meant), default=0))

    def named(self, text: str) -> tuple[Synonyms, ...]:
        """Return the everyday words of a text, each once and the longest at each place, with what articles say."""
        words = list(_WORD.finditer(text))
        keys = [found[0].casefold() for found in words]
        named: dict[str, Synonyms] = {}
        start = 0
        while start < len(keys):
            most = min(self.longest, len(keys) - start)
            count = next((n for n in range(most, 0, -1) if tuple(keys[start : start + n]) in self.meant), 0)
            meant = self.meant[tuple(keys[start : start + count])] if count else ()
            if meant:
                written = text[words[start].start() : words[start + count - 1].end()]
                named.setdefault(written.casefold(), Synonyms(written, meant))
            start += count or 1
        return tuple(named.values())


def _key(text: str) -> _Key:
    return tuple(found.casefold() for found in _WORD.findall(text))


def _entry(entry: object, kind: str) -> SynonymEntry:
    """Make an entry of the file, or say in a ValueError what is wrong with it."""
    fields = table(entry, _KEYS)
    said, meant = (_texts(key, fields.get(key)) for key in ("said", "meant"))
    if not said:
        raise ValueError(f"a {kind} has nothing that is said")
    return SynonymEntry(said, meant)


def _texts(key: str, value: object) -> tuple[str, ...]:
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    texts: list[str] = []
    for each in values:
        if not isinstance(each, str):
            raise ValueError(f"{key} is a text in quotation marks, or a list of them")  # noqa: TRY004 - as elsewhere
        texts.append(clean_line(each))
    return tuple(text for text in texts if _key(text))
