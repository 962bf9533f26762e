"""The file of names, `acronyms.toml`: one comes with qabot, a home may have another. Its head says how to write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from msgspec import Struct

from qabot.core.entry_files import EntryFile, table
from qabot.core.text import clean_line
from qabot.question.tokeniser import STOP_WORDS

FILE = "acronyms.toml"
"""What the file is called, in the package as in a home."""

BODIES_FILE = "entities.toml"
"""What the file of those is called that only facts are read with, likewise."""

Years = tuple[int | None, int | None]
"""First and last year of a period, both within it; None where it has no end."""

_LISTS = ("body", "system", "term")
_KEYS = frozenset({"name", "acronyms", "also", "years", "was", "case"})
_CASES = frozenset({"", "any", "capitals"})
_PERIOD = re.compile(r"(\d{4})?[-–](\d{4})?")
_REVIEW = re.compile(r"(?:Comprehensive )?Spending Review\b|Northern Ireland$|United |European Union$")
"""What has a name and is neither a body nor a programme."""
_SHORT = 2
"""Letters: so short a name needs its capitals, if nothing else is said of it."""


class Entity(Struct, frozen=True):
    """An entry of the file: a body, a system or a term."""

    name: str
    """What it is usually called."""
    acronyms: tuple[str, ...] = ()
    """Short forms that articles use."""
    also: tuple[str, ...] = ()
    """Other spellings: recognised, and never searched under."""
    years: tuple[Years, ...] = ()
    """When it bore this name; empty where that is not said."""
    was: str = ""
    """The name that the same body bore before; empty where it had no other."""
    case: str = ""
    """`capitals` or `any`; empty where nothing is said of it."""
    has_plural: bool = False
    """Whether it is known in the plural too."""
    is_system: bool = False
    """Whether it is a system, a service or a programme rather than a body."""

    @property
    def searched(self) -> tuple[str, ...]:
        """The names that it is searched under. An index has no capitals: `NICE` would find what is nice."""
        if self.case == "capitals":
            return (self.name,)
        return (self.name, *(each for each in self.acronyms if each.lower() not in STOP_WORDS))

    def needs_capitals(self, form: str) -> bool:
        """Whether one of its names is, or may be, something else in lower case."""
        if self.case == "capitals" and form in self.acronyms:
            return True
        return self.case != "any" and (len(form) <= _SHORT or form.lower() in STOP_WORDS)

    def bore_its_name(self, when: Years) -> bool:
        """Whether it bore this name at any time of a period, as far as is said."""
        return not self.years or any(_overlap(when, each) for each in self.years)


def _overlap(one: Years, other: Years) -> bool:
    return all(a is None or b is None or a <= b for a, b in ((one[0], other[1]), (other[0], one[1])))


def names_of(entities: Iterable[Entity]) -> list[tuple[Entity, str, bool]]:
    """Return every name of entities, in order, and whether it needs its capitals to be told from a word."""
    return [
        (entity, form, entity.needs_capitals(form))
        for entity in entities
        for form in (entity.name, *entity.acronyms, *entity.also)
    ]


def read_entities(home: Path | None = None) -> list[Entity]:
    """Return the bodies that come with qabot, then those of a home; a later one replaces an earlier of its name.

    Raises:
        UsageError: The home's file is malformed or cannot be read.
    """
    return EntryFile(Path(__file__).with_name(FILE), _LISTS, "names", _body).read(home)


def read_body_names(home: Path | None = None) -> list[Entity]:
    """Return what facts may be about: the same without their mere terms, and the bodies of `entities.toml`.

    Questions are not searched under the names of that file.

    Raises:
        UsageError: A file of the home is malformed or cannot be read.
    """
    named = [each for each in read_entities(home) if not (each.has_plural or _REVIEW.match(each.name))]
    return [*named, *read_fact_bodies(home)]


def read_fact_bodies(home: Path | None = None) -> list[Entity]:
    """Return the bodies of `entities.toml` alone.

    Raises:
        UsageError: The home's file is malformed or cannot be read.
    """
    return EntryFile(Path(__file__).with_name(BODIES_FILE), _LISTS[:2], "bodies", _body).read(home)


def _body(entry: object, kind: str) -> Entity:
    """Make a body of an entry, or say in a ValueError what is wrong with it."""
    fields = table(entry, _KEYS)
    name, years, was, case = (_text(key, fields.get(key, "")) for key in ("name", "years", "was", "case"))
    if not any(map(str.isalnum, name)):
        raise ValueError("it has no name")
    if case not in _CASES:
        raise ValueError(f'{name}: case is "any" or "capitals"')
    acronyms, also = (_texts(key, fields[key]) if key in fields else () for key in ("acronyms", "also"))
    return Entity(
        name,
        acronyms,
        also,
        _periods(years) if years else (),
        was,
        case,
        has_plural=kind == "term",
        is_system=kind == "system",
    )


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key} is no text in quotation marks")  # noqa: TRY004 - one kind of error for a file's mistakes
    return value if value.isascii() and value.isprintable() else clean_line(value)


def _texts(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple([_text(key, each) for each in cast("list[object]", value)])
    return (_text(key, value),)


def _periods(text: str) -> tuple[Years, ...]:
    """Read `2011-2014, 2016-`."""
    periods: list[Years] = []
    for part in text.split(","):
        found = _PERIOD.fullmatch(part.strip())
        if not found or not any(found.groups()):
            raise ValueError(f'years are written "2011-2014", "2014-" or "-2014", not {text!r}')
        first, last = (int(year) if year else None for year in found.groups())
        periods.append((first, last))
    return tuple(periods)
