"""The corpus folder of a home, opened with progress."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from qabot.cli.progress_display import progress
from qabot.core.settings import Settings
from qabot.corpus.ingest.corpus_index import CorpusIndex, open_corpus_index
from qabot.corpus.starter import seed_default_home


@contextmanager
def opened_corpus(settings: Settings, *, looking: bool = False) -> Generator[CorpusIndex]:
    """Open the corpus of a home for one command; the user's own home starts with the starter corpus.

    Args:
        settings: Whose corpus.
        looking: Whether it is only looked at, so that one that may only be read will do.
    """
    seed_default_home(settings.home)
    with progress() as on_progress, open_corpus_index(settings.home.corpus, on_progress, looking=looking) as opened:
        yield opened
