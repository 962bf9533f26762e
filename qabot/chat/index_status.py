"""What an index holds and what waits to be taken in, as another process tells it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from qabot.chat.child_process import command, environment, read_document, read_error, texts
from qabot.core.dates import PartialDate
from qabot.core.errors import InternalError
from qabot.core.settings import Settings

_LOOK_S = 120
"""How long looking at a corpus may take."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds and what waits, as `qabot status` tells it."""

    articles: int
    """How many there are."""
    passages: int
    """How many they were cut into."""
    first: PartialDate | None
    """The earliest publication date."""
    last: PartialDate | None
    """The latest."""
    outlets: tuple[tuple[str, int], ...]
    """Outlets and how many articles each has, most first."""
    model: str
    """The encoder's name."""
    generation: str
    """The generation's name."""
    previous: str
    """The one before it; empty where there is none."""
    built: datetime
    """When, in UTC."""
    new: tuple[str, ...]
    """Corpus files that the index does not know."""
    changed: tuple[str, ...]
    """Corpus files that say something else."""
    gone: tuple[str, ...]
    """Corpus files that are no longer there."""
    size: int
    """Bytes that the index takes on disk, with all its generations."""


def look_up(settings: Settings) -> IndexStatus:
    """Have another process look at an index and its corpus, since that may take a while and load much.

    Raises:
        QabotError: There is no index, it cannot be read, or nothing could be found out.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every argument is ours
            command(settings, "status"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(),
            timeout=_LOOK_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as cause:
        raise InternalError(f"The index cannot be looked at: {cause}.", hint="Run `qabot status`.") from cause
    document = read_document(done.stdout.decode(errors="replace"), "qabot.status/1")
    with suppress(ValueError):  # a date that is none
        if holdings := _holdings(document, _size(settings.home.index)):
            return holdings
    told = (read_error(line) for line in done.stderr.decode(errors="replace").splitlines())
    unknown = InternalError("Nothing could be found out about the index.", hint="Run `qabot status`.")
    raise next(filter(None, told), unknown)


def _holdings(document: dict[str, object], size: int) -> IndexStatus | None:
    """Read `qabot.status/1`; None where it is something else."""
    waiting = document.get("waiting")
    files = cast("dict[str, object]", waiting) if isinstance(waiting, dict) else {}
    new, changed, gone = (texts(files.get(kind)) for kind in ("new", "changed", "gone"))
    match document:
        case {
            "articles": int(articles),
            "passages": int(passages),
            "first": (str() | None) as first,
            "last": (str() | None) as last,
            "model": str(model),
            "generation": str(generation),
            "previous": (str() | None) as previous,
            "created": str(created),
        }:
            earliest, latest = (PartialDate.parse(each) if each else None for each in (first, last))
            built = datetime.fromisoformat(created)
            outlets = tuple(_outlets(document.get("outlets")))
            held = (articles, passages, earliest, latest, outlets, model, generation, previous or "", built)
            return IndexStatus(*held, new, changed, gone, size)
        case _:
            return None


def _outlets(value: object) -> Iterator[tuple[str, int]]:
    for each in cast("list[object]", value) if isinstance(value, list) else []:
        match each:
            case {"name": str(name), "articles": int(articles)}:
                yield name, articles
            case _:
                pass


def _size(index: Path) -> int:
    """Return the bytes below a folder; what has two names, as models of two generations have, counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for folder, _, names in os.walk(index):
        for name in names:
            with suppress(OSError):  # cleared away meanwhile
                found = os.lstat(os.path.join(folder, name))  # noqa: PTH118 - os.walk gives text
                sizes[found.st_dev, found.st_ino] = found.st_size
    return sum(sizes.values())
