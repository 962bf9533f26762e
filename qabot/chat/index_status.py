"""What an index holds and what waits to be taken in, as another process tells it."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from qabot.chat.qabot_process import command, environment, read_error
from qabot.core.articles import OutletHoldings
from qabot.core.dates import PartialDate
from qabot.core.errors import InternalError
from qabot.core.settings import Settings
from qabot.output.schemas.document import read
from qabot.output.schemas.index_schemas import Status

_LOOK_S = 120
"""How long looking at a corpus may take."""


class IndexStatus(Struct, frozen=True):
    """What an index holds and what waits, as `qabot status` tells it."""

    articles: int
    """How many there are."""
    passages: int
    """How many they were cut into."""
    first: PartialDate | None
    """The earliest publication date."""
    last: PartialDate | None
    """The latest."""
    briefs: int
    """How many of the articles are briefs."""
    outlets: tuple[OutletHoldings, ...]
    """Outlets whose reporting is held and how much of each, most first."""
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
    status = read(done.stdout, Status)
    with suppress(ValueError):  # a date that is none
        if status:
            return _holdings(status, _size(settings.home.index))
    told = (read_error(line) for line in done.stderr.decode(errors="replace").splitlines())
    unknown = InternalError("Nothing could be found out about the index.", hint="Run `qabot status`.")
    raise next(filter(None, told), unknown)


def _holdings(told: Status, size: int) -> IndexStatus:
    """Return what another process told of an index.

    Raises:
        ValueError: A date in it is none.
    """
    first, last = (PartialDate.parse(each) if each else None for each in (told.first, told.last))
    return IndexStatus(
        articles=told.articles,
        passages=told.passages,
        first=first,
        last=last,
        briefs=told.briefs,
        outlets=tuple(OutletHoldings(each.name, each.articles, each.briefs) for each in told.outlets),
        model=told.model,
        generation=told.generation,
        previous=told.previous or "",
        built=datetime.fromisoformat(told.created),
        new=told.waiting.new,
        changed=told.waiting.changed,
        gone=told.waiting.gone,
        size=size,
    )


def _size(index: Path) -> int:
    """Return the bytes below a folder; what has two names, as models of two generations have, counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for folder, _, names in os.walk(index):
        for name in names:
            with suppress(OSError):  # cleared away meanwhile
                found = os.lstat(os.path.join(folder, name))  # noqa: PTH118 - os.walk gives text
                sizes[found.st_dev, found.st_ino] = found.st_size
    return sum(sizes.values())
