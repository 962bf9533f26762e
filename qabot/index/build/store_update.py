"""Bringing up to date what answers: the home's index, and where the settings name one, the store that others ask."""

from __future__ import annotations

from msgspec.structs import replace

from qabot.core.progress import OnProgress
from qabot.core.settings import Settings
from qabot.index.build.indexer import BuildReport, update
from qabot.index.store_changes import publish_in_store, reach_store
from qabot.models.embedders import Embedder


def update_store(
    settings: Settings,
    on_progress: OnProgress,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Bring the index of a home up to date with its corpus, and then its store, if it has one besides.

    What is embedded is in the home's index before anything is sent, so that a store that goes away costs a second try
    and no embedding.

    Args:
        settings: Whose.
        on_progress: Told how far it has come.
        rebuild: Export the models and embed every passage anew, whatever is there.
        dry_run: Only tell what would change.
        embedder: Who embeds passages; None for this machine.

    Raises:
        StoreUnreachable: The store does not answer: what answers there is as it was.
        QabotError: Whatever `indexer.update` raises.
    """
    if not dry_run:
        reach_store(settings)
    report = update(
        settings.home,
        settings.model,
        on_progress,
        settings.pair_models,
        rebuild=rebuild,
        dry_run=dry_run,
        embedder=embedder,
    )
    if dry_run or not publish_in_store(settings, on_progress, anew=rebuild):
        return report
    return replace(report, published=True)
