"""The engine of a command that is given `--held-on`: it answers from what the index held at a moment."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, time
from functools import partial

from qabot.cli.progress_display import progress
from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.progress import OnProgress
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.engine.engine import Engine
from qabot.index.build.past_generation import past_generation
from qabot.index.generation_reading import OpenGeneration
from qabot.index.manifest import is_generation_name, moment_of
from qabot.index.snapshot import Generation


def opener(held_on: str, *, lexical: bool = False) -> Callable[[Settings], AbstractContextManager[Engine]]:
    """Return what opens an engine of a moment.

    Args:
        held_on: The moment, as it was given.
        lexical: Whether to do without models.

    Raises:
        UsageError: That is no moment.
    """
    return partial(_opened, read_moment(held_on), lexical=lexical)


@contextmanager
def _opened(moment: datetime, settings: Settings, *, lexical: bool) -> Generator[Engine]:
    with progress() as on_progress, open_held(settings, moment, on_progress, lexical=lexical) as engine:
        yield engine


@contextmanager
def open_held(settings: Settings, moment: datetime, on_progress: OnProgress, *, lexical: bool) -> Generator[Engine]:
    """Open what the index of a home held at a moment; it is not to be refreshed, and is gone in the end.

    Args:
        settings: Whose index.
        moment: When, with its time zone.
        on_progress: Told how far it has come with what is not held any more.
        lexical: Whether to do without models.

    Raises:
        NotFound: Of that moment nothing was recorded.
        IndexUnusable: There is no index, or it or the record cannot be read.
        ModelMismatch: The settings name another model than the one it was built with.
        StorageFailed: The machine lets nothing be written.
    """
    with (
        closing(Engine.open_lexical(settings)) as now,
        now.lease() as current,
        past_generation(_here(current.generation), moment, on_progress) as generation,
    ):
        engine = Engine(settings, generation, None, current.entities, current.publishers)
        if not lexical:
            engine.equip(engine.load_models())
        yield engine


def _here(generation: OpenGeneration) -> Generation:
    """Return a generation that lies in the home's index, which alone records what it held.

    Raises:
        UsageError: It lies elsewhere.
    """
    if isinstance(generation, Generation):
        return generation
    raise UsageError(
        "What was held earlier is recorded in a home's own index, and the settings name a store elsewhere.",
        still_works="`--as-of` searches what was published by a day.",
        hint="Where the index was built, set QABOT_STORE=local and run the command again.",
    )


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
