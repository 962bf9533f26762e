"""The index: whether it is there, whole and current, and whether someone is writing to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, counted_are, fine, listed, notice, told, wrong
from qabot.core.errors import (
    IndexCorrupt,
    IndexUnusable,
    NoCorpus,
    NoIndex,
    StorageFailed,
    StoreUnreachable,
    UsageError,
)
from qabot.index.build.diff import compare_contents
from qabot.index.manifest import FORMAT
from qabot.index.publication import earlier_generation, is_being_written, journals, leftovers
from qabot.index.snapshot import Generation
from qabot.index.store_changes import store_faults
from qabot.index.stores import answering_name
from qabot.index.verification import verify
from qabot.output.attribution import text_count
from qabot.output.phrasing import counted

_MOST_BYTES = 50_000_000
"""How much is read of files whose size or time differs, where not everything is to be."""


def check_index(examinee: Examinee) -> Iterator[Finding]:
    """Whether there is an index, whether it is as it was written, and what waits to be taken in."""
    if examinee.is_new:
        yield notice("index", "There is none yet; the first question builds it.", "qabot index")
        return
    if not examinee.settings.store.is_local:
        yield from _in_store(examinee)
    try:
        generation = Generation(examinee.generation())
    except NoIndex as error:
        if examinee.settings.store.is_local:
            yield _unusable(examinee.index, error)
        return
    except IndexUnusable as error:
        yield _unusable(examinee.index, error)
        return
    try:
        yield from _sound(examinee, generation)
        yield from _waiting(examinee, generation)
    finally:
        generation.close()


def _in_store(examinee: Examinee) -> Iterator[Finding]:
    """Whether the store that the settings name answers, and with what."""
    store = examinee.settings.store
    try:
        name = answering_name(examinee.settings)
        faults = [*store_faults(examinee.settings, name)] if examinee.deep else []
    except (IndexUnusable, StoreUnreachable, UsageError) as error:
        yield told("index", error)
        return
    if faults:
        yield wrong("index", listed(faults, " "), "qabot index --rebuild")
    else:
        yield fine("index", f"Milvus at {store.uri} answers from generation {name}.")


def check_lock(examinee: Examinee) -> Iterator[Finding]:
    """Whether another process is building, and whether one that was killed left something behind.

    Raises:
        OSError: The lock cannot be opened.
    """
    if is_being_written(examinee.index):
        yield notice("lock", "Another process is writing to the index; questions are answered from the one there is.")
    elif left := _unfinished(examinee.index):
        yield notice("lock", left, "qabot index")
    else:
        yield fine("lock", "No other process is writing to the index.")


def _unfinished(index: Path) -> str:
    """Return what builds that were stopped have left, in words; empty where that is nothing."""
    parts: list[str] = []
    if left := leftovers(index):
        parts.append(f"{counted_are(len(left), 'unfinished build')} left by processes that were stopped; none is read.")
    if kept := journals(index):
        size = f"{sum(each.lstat().st_size for each in kept) / 1e6:,.1f} MB"
        parts.append(
            f"A build that was stopped has kept what it embedded, {size}; the next with its model goes on with it."
        )
    return " ".join(parts)


def _sound(examinee: Examinee, generation: Generation) -> Iterator[Finding]:
    manifest = generation.manifest
    faults = [*verify(generation.folder, examinee.on_progress)] if examinee.deep else []
    if faults:
        yield wrong("index", listed(faults, " "), _repair(examinee.index))
        return
    how = "every checksum compared" if examinee.deep else "sizes and samples compared; `--deep` compares everything"
    held = f"{text_count(manifest.articles, manifest.briefs)}, {counted(manifest.passages, 'passage')}"
    yield fine("index", f"Generation {manifest.name}, format {FORMAT}, is whole: {held} ({how}).")


def _waiting(examinee: Examinee, generation: Generation) -> Iterator[Finding]:
    most = None if examinee.deep else _MOST_BYTES
    try:
        changes = compare_contents(examinee.corpus, generation.articles, most)
    except (NoCorpus, StorageFailed):
        return  # told of the corpus
    kinds = (("new", changes.new), ("changed", changes.changed), ("gone", changes.gone))
    if waiting := ", ".join(f"{len(paths):,} {kind}" for kind, paths in kinds if paths):
        yield notice(
            "index", f"{counted_are(changes.waiting, 'file')} waiting to be taken in: {waiting}.", "qabot index"
        )


def _unusable(index: Path, error: IndexUnusable) -> Finding:
    found = told("index", error)
    return replace(found, command=_repair(index)) if isinstance(error, IndexCorrupt) else found


def _repair(index: Path) -> str:
    """Return what mends a damaged generation: going back where there is one to go back to, else building it anew."""
    try:
        earlier = earlier_generation(index)
    except (IndexUnusable, StorageFailed):  # of CURRENT itself it cannot be told what it named
        earlier = None
    return "qabot rollback" if earlier and (index / earlier).is_dir() else "qabot index --rebuild"
