"""Editable lists in TOML: one comes with qabot, and a home may have another, whose entries come behind.

Whatever is wrong with a file is said with its name and the number of the entry, and how to go on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.storage_faults import storage_fault
from qabot.core.toml_files import read_toml

_LARGEST = 256 * 1024
"""Bytes of such a file: it is read for every question."""

T = TypeVar("T")


class EntryFile(Struct, Generic[T], frozen=True):
    """A kind of such file."""

    packaged: Path
    """The one that comes with qabot; a home's has the same name."""
    lists: tuple[str, ...]
    """The lists in it, by the words in double brackets that begin their entries."""
    holds: str
    """What they hold, as a message names it: `names`."""
    made: Callable[[object, str], T]
    """Makes an entry of what stands in a list; raises ValueError where it cannot."""

    def read(self, home: Path | None = None) -> list[T]:
        """Return the entries that come with qabot, list by list, then those of a home.

        Raises:
            UsageError: The home's file is malformed or cannot be read.
        """
        entries: list[T] = [*_packaged_entries(self)]
        if home is not None and (own := home / self.packaged.name).exists():
            entries += self.of(own)
        return entries

    def of(self, path: Path) -> list[T]:
        """Return the entries of one file, list by list.

        Raises:
            UsageError: It is malformed or cannot be read.
        """
        try:
            tree = read_toml(path, _LARGEST)
        except (OSError, ValueError) as cause:
            if refused := storage_fault(cause, path):
                raise refused from cause
            raise self._unusable(path, f"cannot be read: {cause}") from cause
        if unknown := sorted(tree.keys() - set(self.lists)):
            raise self._unusable(path, f"holds {unknown[0][:40]!r}; {self._lists_are_called}")
        entries: list[T] = []
        for name in self.lists:
            listed: object = tree.get(name, [])
            if not isinstance(listed, list):
                raise self._unusable(path, f"has a {name!r} that is no list; begin each entry with [[{name}]]")
            for number, entry in enumerate(cast("list[object]", listed), start=1):
                try:
                    entries.append(self.made(entry, name))
                except ValueError as cause:
                    raise self._unusable(path, f"has an unusable {name}, number {number}: {cause}") from cause
        return entries

    @property
    def _lists_are_called(self) -> str:
        *first, last = self.lists
        return f"its lists are called {', '.join(first)} and {last}" if first else f"its list is called {last}"

    def _unusable(self, path: Path, cause: str) -> UsageError:
        return UsageError(
            f"{path} {cause}.", hint=f"Correct {path}, or move it away to go by the {self.holds} that come with qabot."
        )


@cache
def _packaged_entries(kind: EntryFile[Any]) -> tuple[Any, ...]:
    """Return the entries that come with qabot, read once: they stay the same for as long as it runs."""
    return tuple(kind.of(kind.packaged))


def table(entry: object, keys: Collection[str]) -> Mapping[str, object]:
    """Return an entry as a table that has none but these keys.

    Raises:
        ValueError: It is none, or has another.
    """
    if not isinstance(entry, dict):
        raise ValueError("it is no table with a name")  # noqa: TRY004 - one kind of error for a file's mistakes
    fields = cast("dict[str, object]", entry)
    if unknown := fields.keys() - set(keys):
        raise ValueError(f"{min(unknown)[:40]!r} means nothing here")
    return fields
