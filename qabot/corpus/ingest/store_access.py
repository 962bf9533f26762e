"""Who may open the ingest store: one process at a time to write it, and anyone to read a copy of it.

Where nothing may be written, there is no lock to be had, and nothing that one would guard against.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from qabot.core.errors import StorageFailed
from qabot.core.home_files import UNFINISHED, discard, require_no_link
from qabot.core.storage_faults import storage_faults_told
from qabot.core.writer_locks import held_lock
from qabot.corpus.folder import HIDDEN, make_hidden_folder
from qabot.corpus.ingest.ingest_store import FILE, POLICY, IngestStore

_WAIT_S = 10
"""How long to wait for another process, in seconds."""


@contextmanager
def open_ingest_store(corpus: Path, *, keeping: bool = True, looking: bool = False) -> Generator[IngestStore]:
    """Open what is kept of a corpus folder, for one process at a time.

    Args:
        corpus: The corpus folder, which exists.
        keeping: Whether anything may be written; without, nothing on the disk changes.
        looking: Whether nothing need be kept, so that a corpus folder that may only be read will do.

    Raises:
        IndexLocked: Another process is changing the corpus.
        UsageError: The file cannot be used.
        StorageFailed: The machine refuses to read it, or to write it where that is needed.
    """
    path = corpus / HIDDEN / FILE
    with storage_faults_told(path, POLICY.still_works), ExitStack() as held:
        if not keeping and not path.is_file():
            store = IngestStore.open(None)
        elif _lock(path, held, or_none=looking or not keeping):
            with _written(path) as written:
                yield written
                if not keeping:
                    written.database.rollback()
            return
        else:
            store = IngestStore.open_copy(path)
        with closing(store.database):
            yield store


def _lock(path: Path, held: ExitStack, *, or_none: bool) -> bool:
    """Take the lock of a store until a block is left, and return whether it was taken.

    Args:
        path: The store.
        held: The block.
        or_none: Whether it will do to have no lock, where nothing may be written beside the store.

    Raises:
        IndexLocked: Another process is changing the corpus.
        UsageError: A link lies in the place of something here.
        StorageFailed: Nothing may be written beside it, and that will not do.
    """
    corpus = path.parent.parent
    try:
        with storage_faults_told(path, POLICY.still_works):
            lock = make_hidden_folder(corpus) / "lock"
            require_no_link(path, POLICY.still_works)
            if path.is_file():
                os.close(os.open(path, os.O_RDWR))
        held.enter_context(held_lock(lock, f"Another process is changing {corpus}.", _WAIT_S))
    except StorageFailed:
        if or_none:
            return False
        raise
    return True


@contextmanager
def _written(path: Path) -> Generator[IngestStore]:
    """Open a store to be written, under its lock."""
    try:
        for left_over in path.parent.glob(f"*{UNFINISHED}"):
            discard(left_over)
        with closing((store := IngestStore.open(path)).database):
            yield store
    except sqlite3.Error as cause:  # a full disk, or a page that turns out to be damaged
        raise POLICY.unusable(path, cause) from cause
