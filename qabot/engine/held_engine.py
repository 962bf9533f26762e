"""An engine that answers from what an index held at a moment."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime

from qabot.core.progress import OnProgress
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.index.build.past_generation import past_generation


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
        past_generation(current.generation, moment, on_progress) as generation,
    ):
        engine = Engine(settings, generation, None, current.entities, current.publishers)
        if not lexical:
            engine.equip(engine.load_models())
        yield engine
