"""Opening a generation in Milvus: the one that answers, or one by its name."""

from __future__ import annotations

from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path

from qabot.core.errors import IndexCorrupt, IndexUnusable, StorageFailed
from qabot.core.settings import Settings
from qabot.index.article_writer import StoredFile
from qabot.index.manifest import Manifest
from qabot.index.milvus.local_models import models_of
from qabot.index.milvus.milvus_articles import unknown_files
from qabot.index.milvus.milvus_generation import MilvusGeneration
from qabot.index.milvus.store_client import StoreClient
from qabot.index.milvus.store_manifest import current_in_store, generations, read_manifest
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.segments import open_articles

_OPEN_TRIES = 20
"""How often opening starts over when the generation is replaced and pruned meanwhile."""


def open_in_store(settings: Settings, name: str | None = None) -> MilvusGeneration:
    """Open the generation that answers, or another by its name.

    Raises:
        NoIndex: None has been published.
        IndexCorrupt: It is not there, or cannot be read.
        ModelUnavailable: Its models are not on this machine.
        StoreUnreachable: The engine does not answer.
    """
    with ExitStack() as undo:
        client = StoreClient(settings.store)
        undo.callback(client.close)
        stored = read_manifest(client, name) if name else None
        for _ in range(_OPEN_TRIES):
            if stored:
                break
            current = current_in_store(client)
            try:
                stored = read_manifest(client, current)
            except IndexCorrupt:
                if current_in_store(client) == current:
                    raise
        if stored is None:
            raise IndexCorrupt("The index in Milvus is replaced faster than it can be opened.", hint="Ask again.")
        index = settings.home.index
        models = models_of(index, stored.manifest)
        undo.pop_all()
        return MilvusGeneration(client, stored, models, partial(_local_files, index, stored.manifest))


def current_name_in_store(settings: Settings) -> str:
    """Return the name of the generation that answers.

    Raises:
        NoIndex: None has been published.
        StoreUnreachable: The engine does not answer.
    """
    with closing(StoreClient(settings.store)) as client:
        return current_in_store(client)


def kept_in_store(settings: Settings) -> list[str]:
    """Return the names of the generations that can be opened, the oldest first."""
    with closing(StoreClient(settings.store)) as client:
        return generations(client)


def _local_files(index: Path, manifest: Manifest) -> dict[str, StoredFile]:
    """Return the corpus files of a generation that this machine built.

    Raises:
        NoCorpus: Another one did.
    """
    folder = index / manifest.name
    with suppress(IndexUnusable, StorageFailed):
        records = Manifest.read(folder).segments
        with closing(SegmentedArticles([open_articles(folder, record) for record in records])) as articles:
            return articles.files()
    return unknown_files()
