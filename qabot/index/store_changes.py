"""What is done to the store that keeps the generations that answer: publishing, stepping back, looking for faults."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.progress import OnProgress, ignore_progress
from qabot.core.settings import Settings
from qabot.index.manifest import Manifest
from qabot.index.publication import roll_back
from qabot.index.stores import milvus_module
from qabot.index.verification import verify


def reach_store(settings: Settings) -> None:
    """Find out whether the store answers, before anything is begun that takes long.

    Raises:
        StoreUnreachable: It does not.
    """
    if not settings.store.is_local:
        milvus_module("store_publication").reach(settings)


def publish_in_store(settings: Settings, on_progress: OnProgress, *, anew: bool = False) -> bool:
    """Have the store answer from the generation that the home's index has; return whether anything was to be done.

    Args:
        settings: Whose index, and where the store is.
        on_progress: Told how far it has come.
        anew: Send everything, whatever is there.

    Raises:
        IndexLocked: Another process is writing.
        StoreUnreachable: The engine does not answer; what answers there is as it was.
    """
    if settings.store.is_local:
        return False
    return bool(milvus_module("store_publication").publish_in_store(settings, on_progress, anew=anew))


def roll_back_store(settings: Settings) -> Manifest:
    """Make the previous generation answer again, and return its manifest.

    Raises:
        NotFound: There is none.
        IndexLocked: Another process is writing.
        StoreUnreachable: The engine does not answer.
    """
    if settings.store.is_local:
        return roll_back(settings.home.index)
    manifest: Manifest = milvus_module("store_publication").roll_back_in_store(settings)
    return manifest


def store_faults(settings: Settings, name: str, on_progress: OnProgress = ignore_progress) -> Iterator[str]:
    """Yield what is wrong with a generation, gone through from top to bottom.

    Args:
        settings: Whose index, and where the store is.
        name: Of the generation.
        on_progress: Told how many megabytes have been read, of a generation on disk.
    """
    if settings.store.is_local:
        yield from verify(settings.home.index / name, on_progress)
    else:
        yield from milvus_module("store_verification").faults_in_store(settings, name)
