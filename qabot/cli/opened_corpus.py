"""The corpus folder of a home, opened with progress."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from qabot.cli.progress_display import progress
from qabot.core.settings import Settings
from qabot.corpus.ingest.corpus_index import CorpusIndex, open_corpus_index
from qabot.corpus.ingest.ingest_store import StoredEntry
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


@contextmanager
def near_copies(settings: Settings) -> Generator[Iterator[Iterable[StoredEntry]]]:
    """Find the near-copies in the corpus of a home, with progress until there is something to print.

    Of every group the earliest comes first. Its articles are read one after the other, so that none need be held.
    """
    seed_default_home(settings.home)
    with ExitStack() as ends:
        with progress() as on_progress:
            opened = ends.enter_context(open_corpus_index(settings.home.corpus, on_progress, looking=True))
            groups = opened.groups(on_progress)
        yield map(opened.store.entries_at, groups)
