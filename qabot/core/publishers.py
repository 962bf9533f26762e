"""Who owns an outlet: what makes two articles independent of each other.

The file of owners is `publishers.toml`: one comes with qabot, a home may have another. Its head says how to write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast, get_args

from msgspec import Struct, field

from qabot.core.articles import Article, reporting_outlet
from qabot.core.dates import PartialDate
from qabot.core.entry_files import EntryFile, table
from qabot.core.name_keys import name_key
from qabot.core.text import clean_line

PUBLISHERS_FILE = "publishers.toml"
"""What the file is called, in the package as in a home."""

Carries = Literal["own reporting", "wire", "press releases"]
"""What an outlet carries: its own reporting; a news agency's, which others print; or what others hand out."""

_KEYS = frozenset({"name", "also", "owners", "carries"})
_OWNER_KEYS = frozenset({"name", "from", "to"})


class Publisher(Struct, frozen=True):
    """Who stands behind an article: its outlet, or that of what a brief reports on, and whose that was at the time."""

    outlet: str | None
    """The outlet; None where the article names none."""
    owner: str | None = None
    """Its owner; None where no owner is listed for that time, so that the outlet counts as its own."""
    carries: Carries = "own reporting"
    """What the outlet carries."""

    @property
    def keys(self) -> frozenset[str]:
        """What an article shares with others that do not stand for themselves: its outlet, and its outlet's owner.

        Where no outlet is named, nothing: such an article is its own.
        """
        return frozenset(name_key(name) for name in (self.outlet, self.owner) if name)

    @classmethod
    def unlisted(cls, article: Article) -> Publisher:
        """Return the publisher of an article as far as the article itself says."""
        return cls(reporting_outlet(article))


def independent(publishers: Iterable[Publisher]) -> int:
    """Return from how many owners that do not depend on each other articles come.

    An outlet that changed hands is one with itself, and so are those who shared an owner at either time.

    What a press-release service carries is the word of whoever handed it out, who may stand beside it: it adds nothing
    to what others report, and all such services together count as one where there is nothing else.
    """
    known = list(publishers)
    families: list[frozenset[str]] = []
    for each in known:
        if each.carries != "press releases":
            kin = [family for family in families if family & each.keys]
            families = [family for family in families if family not in kin]
            families.append(each.keys.union(*kin))
    return len(families) or min(1, len(known))


class Ownership(Struct, frozen=True):
    """An owner and the time for which it is listed."""

    owner: str
    """Its name."""
    start: PartialDate | None = None
    """From when; None where that is not said."""
    end: PartialDate | None = None
    """Until when, all of it; None where that is not said."""

    def holds(self, dated: PartialDate | None) -> bool:
        """Whether it was so at any time that a date can mean; an article without a date is of now."""
        if dated is None:
            return self.end is None
        begun = self.start is None or self.start.first <= dated.last
        return begun and (self.end is None or self.end.last >= dated.first)


class ListedOutlet(Struct, frozen=True):
    """An entry of the file."""

    name: str
    """What the outlet is usually called."""
    also: tuple[str, ...] = ()
    """Other names of it."""
    owners: tuple[Ownership, ...] = ()
    """Its owners, one after the other."""
    carries: Carries = "own reporting"
    """What it carries."""


class PublisherTable(Struct, frozen=True):
    """Who owns which outlet, ready to be looked up."""

    by_key: Mapping[str, ListedOutlet] = field(default_factory=dict[str, ListedOutlet])
    """The entries, by the key of each name."""

    @classmethod
    def load(cls, home: Path | None = None) -> PublisherTable:
        """Read the owners that come with qabot, and those of a home, whose entries replace those of the same name.

        Raises:
            UsageError: The home's file is malformed or cannot be read.
        """
        entries = EntryFile(Path(__file__).with_name(PUBLISHERS_FILE), ("outlet",), "owners", _outlet).read(home)
        return cls({name_key(name): each for each in entries for name in (each.name, *each.also)})

    def publisher(self, article: Article) -> Publisher:
        """Return who stands behind an article, at its time."""
        outlet = reporting_outlet(article)
        listed = self.by_key.get(name_key(outlet)) if outlet else None
        if listed is None:
            return Publisher(outlet)
        dated = article.published
        # In a year of change, or a month, it may have been either: the later, so that both outlets of a family agree.
        owner = next((each.owner for each in reversed(listed.owners) if each.holds(dated)), None)
        return Publisher(outlet, owner, listed.carries)


def _outlet(entry: object, _list_name: str) -> ListedOutlet:
    fields = table(entry, _KEYS)
    carries = fields.get("carries", "own reporting")
    if carries not in get_args(Carries):
        raise ValueError('carries is "own reporting", "wire" or "press releases"')
    return ListedOutlet(
        name=_name(fields.get("name")),
        also=tuple(map(_name, _list(fields.get("also", []), "also"))),
        owners=tuple(_ownership(table(each, _OWNER_KEYS)) for each in _list(fields.get("owners", []), "owners")),
        carries=cast("Carries", carries),
    )


def _ownership(fields: Mapping[str, object]) -> Ownership:
    start, end = (_date(key, fields[key]) if key in fields else None for key in ("from", "to"))
    return Ownership(_name(fields.get("name")), start, end)


def _list(value: object, key: str) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{key} is a list in square brackets")  # noqa: TRY004 - one kind of error for a file's mistakes
    return cast("list[object]", value)


def _name(value: object) -> str:
    name = clean_line(value) if isinstance(value, str) else ""
    if not name_key(name):
        raise ValueError("it has no name")
    return name


def _date(key: str, value: object) -> PartialDate:
    try:
        return PartialDate.parse(str(value))
    except ValueError as cause:
        raise ValueError(f'{key} is a year, a month or a day, such as "2022-10"; {cause}') from cause
