"""The engine that a command asks: of what the index holds, or of what it held at a moment."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, time

from qabot import engine
from qabot.cli.progress_display import progress
from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.engine.engine import Engine
from qabot.index.manifest import is_generation_name, moment_of


@contextmanager
def opened_engine(settings: Settings, held_on: str | None, *, lexical: bool = False) -> Generator[Engine]:
    """Open the engine of a home for one command.

    Args:
        settings: Whose.
        held_on: The moment of which it is to answer, as it was given; None for now.
        lexical: Whether to do without models.

    Raises:
        UsageError: That is no moment.
        NotFound: Of that moment nothing was recorded.
        IndexUnusable: There is no index, or it cannot be read.
    """
    if held_on is None:
        with Engine.open_lexical(settings) if lexical else Engine.open(settings) as opened:
            yield opened
        return
    moment = read_moment(held_on)
    with progress() as on_progress, engine.open_held(settings, moment, on_progress, lexical=lexical) as opened:
        yield opened


def read_moment(text: str) -> datetime:
    """Read a moment, the end of a day, a month or a year, or when a generation of the index was built; in UTC.

    Raises:
        UsageError: It is none.
    """
    written = clean_line(text)
    now = datetime.now(UTC)
    try:
        if is_generation_name(written) and (built := moment_of(written)):
            return built.replace(tzinfo=UTC)
        if ":" in written:
            moment = datetime.fromisoformat(written)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        return min(now, datetime.combine(PartialDate.parse(written).last, time.max, UTC))
    except (ValueError, OverflowError):
        raise UsageError(
            f"--held-on: {written[:40]!r} is neither a date nor a moment.",
            hint="Give a day or a moment in UTC, such as 2026-11-29 or 2026-11-29T14:30, or a generation's name.",
        ) from None
