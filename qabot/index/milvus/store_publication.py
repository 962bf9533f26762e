"""Having Milvus answer from what was built here: rows first, then the manifest, then one alias; and back again.

Writers of one home take turns by its lock. Whoever writes into one database from two machines is told, where the
generation that answers is not the one that was compared with.
"""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from qabot.core.articles import OutletHoldings
from qabot.core.errors import IndexCorrupt, IndexLocked, IndexUnusable, NotFound, QabotError, StorageFailed
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import Settings
from qabot.index.current_generation import current_name
from qabot.index.manifest import Manifest, moment_of
from qabot.index.milvus.generation_upload import (
    Difference,
    RowSender,
    WrittenRows,
    dead_numbers,
    difference,
    make_layout,
)
from qabot.index.milvus.row_schemas import Layout, collection_of, generation_in, step_of
from qabot.index.milvus.store_client import StoreClient
from qabot.index.milvus.store_manifest import (
    FORMAT,
    StoreManifest,
    current_in_store,
    current_or_none,
    generations,
    read_manifest,
    switch_to,
    write_manifest,
)
from qabot.index.publication import roll_back, writer_lock
from qabot.index.snapshot import Generation

GRACE = timedelta(minutes=15)
"""For how long a generation is kept that answers no more, for whoever is still reading it."""


def reach(settings: Settings) -> None:
    """Find out whether the engine answers, before anything is begun that takes long.

    Raises:
        StoreUnreachable: It does not.
    """
    with closing(StoreClient(settings.store)) as client:
        current_or_none(client)


def publish_in_store(settings: Settings, on_progress: OnProgress, *, anew: bool = False) -> bool:
    """Have Milvus answer from the generation that the home's index has, and return whether anything was to be done.

    Args:
        settings: Whose index, and where Milvus is.
        on_progress: Told how far it has come.
        anew: Send everything, whatever is there.

    Raises:
        IndexLocked: Another process is writing, or another machine has published meanwhile.
        IndexUnusable: The home's index cannot be read.
        StoreUnreachable: The engine does not answer; what answers there is as it was.
    """
    index = settings.home.index
    with writer_lock(index), closing(StoreClient(settings.store)) as client:
        name = current_name(index)
        answering = current_or_none(client)
        base = _readable(client, answering)
        if base and base.manifest.name == name and not anew:
            return False
        with closing(Generation(index / name)) as new:
            _publish(client, new, None if anew else base, answering, on_progress)
        _prune(client)
        return True


def roll_back_in_store(settings: Settings) -> Manifest:
    """Have Milvus answer from the generation before, and return its manifest; the home's index goes with it.

    Raises:
        NotFound: There is none.
        StoreUnreachable: The engine does not answer.
    """
    index = settings.home.index
    with writer_lock(index), closing(StoreClient(settings.store)) as client:
        name = current_in_store(client)
        previous = read_manifest(client, name).manifest.previous
        if previous is None or not client.has(collection_of(previous)):
            raise NotFound(
                "There is no earlier generation in Milvus to go back to.",
                still_works="The current one is unchanged.",
                hint="Run `qabot status` to see it, or `qabot index --rebuild` to build it anew.",
            )
        manifest = read_manifest(client, previous).manifest
        switch_to(client, previous)
    with suppress(QabotError):  # the machine may have no index of its own, or another one
        if current_name(index) == name:
            roll_back(index)
    return manifest


def _readable(client: StoreClient, generation: str | None) -> StoreManifest | None:
    """Return the manifest of what answers, to build on it; None where nothing does that can be read."""
    if generation:
        with suppress(IndexCorrupt):
            return read_manifest(client, generation)
    return None


def _publish(
    client: StoreClient, new: Generation, base: StoreManifest | None, answering: str | None, on_progress: OnProgress
) -> None:
    # What was stepped back from has rows under the numbers that are given next, and somebody may be reading them.
    is_free = base is not None and not _withdrawn(client, base)
    last = _opened(new.folder.parent, base.manifest) if base and is_free else None
    try:
        found = difference(new, last, len(base.steps) if base else 0, len(base.dead) if base else 0)
        stored = _send(client, new, last, base if not found.is_anew else None, found, on_progress)
    finally:
        if last:
            last.close()
    on_progress(Progress("publish", 0, 1))
    write_manifest(client, stored)
    if current_or_none(client) != answering:
        raise IndexLocked(
            f"Another machine has published to Milvus at {client.uri} meanwhile.",
            still_works="What it published answers.",
            hint="Run `qabot index` again if this machine's corpus is the one to answer.",
        )
    switch_to(client, new.name)
    on_progress(Progress("publish", 1, 1))


def _send(
    client: StoreClient,
    new: Generation,
    last: Generation | None,
    base: StoreManifest | None,
    found: Difference,
    on_progress: OnProgress,
) -> StoreManifest:
    step = step_of(new.name)
    names = base.collections if base else Layout(new.name)
    if base is None:
        make_layout(client, names, new.manifest.dimension)
    sender = RowSender(client, names, step, new, on_progress)
    held = WrittenRows(base.terms, base.average) if base else None
    written = sender.send(found, last, held)
    dead = (*base.dead, *dead_numbers(last, found.dying)) if base and last else ()
    return StoreManifest(
        format=FORMAT,
        manifest=replace(new.manifest, files={}, segments=()),
        layout=names.name,
        steps=(*base.steps, step) if base else (step,),
        dead=dead,
        undated=new.undated,
        terms=written.terms,
        average=written.average,
        outlets=tuple(OutletHoldings(each.name, each.articles, each.briefs) for each in new.outlets()),
    )


def _withdrawn(client: StoreClient, base: StoreManifest) -> bool:
    """Whether a generation that came after another is in its layout: one that was stepped back from."""
    for name in (each for each in generations(client) if each > base.manifest.name):
        with suppress(IndexUnusable):
            if read_manifest(client, name).layout == base.layout:
                return True
    return False


def _opened(index: Path, manifest: Manifest) -> Generation | None:
    """Open what answers in Milvus as this machine built it; None where it did not, or has it no more."""
    with suppress(IndexUnusable, StorageFailed):
        return Generation(index / manifest.name)
    return None


def _prune(client: StoreClient) -> None:
    """Drop what no generation names that answers, may be gone back to, or answered until a short while ago."""
    current = read_manifest(client, current_in_store(client))
    kept = {current.manifest.name, current.manifest.previous}
    held = generations(client)
    since = datetime.now(UTC).replace(tzinfo=None) - GRACE
    for name, next_name in zip(held, [*held[1:], ""], strict=True):
        replaced = moment_of(next_name) if next_name else None
        if replaced is None or replaced > since:
            kept.add(name)  # readers may have opened it up to then
    layouts: set[str] = set()
    for name in (each for each in held if each in kept):
        with suppress(IndexUnusable):
            layouts.add(read_manifest(client, name).layout)
    for collection in client.collections():
        owner = generation_in(collection)
        if owner is None:
            continue
        is_manifest = collection == collection_of(owner)
        if owner not in (kept if is_manifest else layouts):
            client.drop(collection)
