"""`qabot index --ray`: the index brought up to date with passages embedded by Ray."""

from __future__ import annotations

from qabot.cli import index_update
from qabot.cli.progress_display import Shown
from qabot.cli.streams import note
from qabot.core.settings import Settings
from qabot.models.cluster.ray_embedder import RayEmbedder
from qabot.output.phrasing import counted


def index(settings: Settings, address: str, *, rebuild: bool, as_json: bool, shown: Shown) -> None:
    """Bring the index up to date as `index_update.index` does.

    Args:
        settings: Whose.
        address: Of a Ray cluster; empty to start a node here.
        rebuild: Embed everything anew.
        as_json: Print one JSON document.
        shown: How progress is.
    """
    with RayEmbedder(address) as embedder:
        report = index_update.updated(settings, embedder, rebuild=rebuild, dry_run=False, shown=shown)
    index_update.write_report(report, dry_run=False, as_json=as_json)
    note(_told(embedder))
    index_update.require_read(settings, report)


def _told(embedder: RayEmbedder) -> str:
    if not embedder.processes:
        return "Ray was not started: there were too few new passages to embed."
    actors = counted(len(embedder.processes), "Ray actor")
    here = f", and {embedder.embedded_here:,} here, since no actor was left" if embedder.embedded_here else ""
    return f"{counted(embedder.embedded, 'passage')} were embedded by {actors}{here}."
