"""Which store keeps the generations that answer: the home's index folder, or Milvus where the settings say so.

The modules that ask Milvus load libraries that no question to a local index needs, so they are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from qabot.core.errors import IndexUnusable, StorageFailed, UsageError
from qabot.core.settings import Settings
from qabot.index.current_generation import current_name
from qabot.index.generation_reading import OpenGeneration
from qabot.index.manifest import is_generation_name
from qabot.index.snapshot import Generation, open_current

_INSTALL = "Run `pip install 'qabot[cluster]'`, or take [store] out of the settings."


def open_generation(settings: Settings) -> OpenGeneration:
    """Open the generation that answers, starting over when it is replaced meanwhile.

    Raises:
        IndexUnusable: There is none, or it is damaged.
        ModelUnavailable: Its models are not on this machine.
        StorageFailed: The machine refuses to read it.
        StoreUnreachable: The engine that keeps it does not answer.
        UsageError: What asks that engine is not installed.
    """
    if settings.store.is_local:
        return open_current(settings.home.index)
    generation: OpenGeneration = milvus_module("store_opening").open_in_store(settings)
    return generation


def open_named(settings: Settings, name: str) -> OpenGeneration:
    """Open a generation by its name.

    Raises:
        IndexUnusable: It is not kept, or cannot be read.
        StorageFailed: The machine refuses to read it.
        StoreUnreachable: The engine that keeps it does not answer.
    """
    if settings.store.is_local:
        return Generation(settings.home.index / name)
    generation: OpenGeneration = milvus_module("store_opening").open_in_store(settings, name)
    return generation


def open_kept(settings: Settings, name: str) -> OpenGeneration | None:
    """Open a generation by its name; None where it is not kept, or cannot be read."""
    if not is_generation_name(name):
        return None
    if settings.store.is_local and not (settings.home.index / name).is_dir():
        return None
    try:
        return open_named(settings, name)
    except (IndexUnusable, StorageFailed):
        return None


def kept_generations(settings: Settings) -> list[str]:
    """Return the names of the generations that are kept, the oldest first."""
    if not settings.store.is_local:
        return [str(name) for name in milvus_module("store_opening").kept_in_store(settings)]
    return sorted(path.name for path in settings.home.index.iterdir() if is_generation_name(path.name))


def answering_name(settings: Settings) -> str:
    """Return the name of the generation that answers.

    Raises:
        NoIndex: None has been published.
        IndexUnusable: It cannot be told.
        StoreUnreachable: The engine that keeps it does not answer.
    """
    if settings.store.is_local:
        return current_name(settings.home.index)
    return str(milvus_module("store_opening").current_name_in_store(settings))


def milvus_module(module: str) -> Any:
    """Load a module that asks Milvus."""
    try:
        return import_module(f"qabot.index.milvus.{module}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("qabot"):
            raise
        raise UsageError(
            f"The settings name a store in Milvus, and {missing.name} is not installed.", hint=_INSTALL
        ) from missing
