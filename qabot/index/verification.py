"""Verifying a generation: everything in it is read, and compared with what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from qabot.core.errors import IndexCorrupt, IndexUnusable
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.index.manifest import Manifest, generation_files
from qabot.index.segments import Segment
from qabot.index.snapshot import Generation
from qabot.models.encoder import file_sha256
from qabot.models.onnx_session import core_count

_UNIT_TOLERANCE = 0.01
_NORMS_AT_ONCE = 10_000


def verify(folder: Path, on_progress: OnProgress = ignore_progress) -> Iterator[str]:
    """Yield what is wrong with a generation, one sentence a fault; nothing when it is sound.

    Every file is read and compared with its checksum, SQLite checks itself, every article, passage and vector is
    compared with its own checksum, every passage with its place in its article, and every vector with unit length.

    Args:
        folder: The generation.
        on_progress: Told how many of its files have been read.

    Raises:
        StorageFailed: The machine refuses to read a file, so that nothing can be said of what it holds.
    """
    try:
        manifest = Manifest.read(folder)
    except IndexUnusable as fault:
        yield fault.message
        return
    present = {path.relative_to(folder).as_posix(): path for path in generation_files(folder)}
    yield from (f"{name} is missing." for name in manifest.files.keys() - present.keys())
    yield from (f"{name} does not belong here." for name in present.keys() - manifest.files.keys())
    yield from _verify_files(
        {name: present[name] for name in manifest.files.keys() & present.keys()}, manifest, on_progress
    )
    try:
        generation = Generation(folder)
    except IndexUnusable as fault:
        yield fault.message
        return
    try:
        yield from _verify_contents(generation)
    except IndexCorrupt as corrupt:
        yield corrupt.message
    finally:
        generation.close()


def _verify_files(files: Mapping[str, Path], manifest: Manifest, on_progress: OnProgress) -> Iterator[str]:
    """Compare files with their SHA-256, as many at a time as there are cores: hashing needs no lock of Python's."""
    names = sorted(files)
    pool = ThreadPoolExecutor(core_count())
    try:
        sums = pool.map(file_sha256, (files[name] for name in names))
        for number, name in enumerate(names):
            on_progress(Progress("verify", number, len(names), name))
            if next(sums) != manifest.files[name].sha256:
                yield f"{name} does not match its checksum."
    finally:
        pool.shutdown(cancel_futures=True)
    on_progress(Progress("verify", len(names), len(names)))


def _verify_contents(generation: Generation) -> Iterator[str]:
    faults = [fault for segment in generation.segments if (fault := segment.check())]
    yield from (f"{fault}." for fault in faults)
    if faults:
        return
    if generation.facts.rules:
        yield from _verify_facts(generation)
    for segment in generation.segments:
        yield from segment.articles.faults()
        yield from _verify_vectors(segment)


def _verify_facts(generation: Generation) -> Iterator[str]:
    for stored in generation.articles.stored():
        if generation.facts.encoded(stored.id, stored.content_hash) is None:
            yield f"The facts of {stored.id} are missing."


def _verify_vectors(segment: Segment) -> Iterator[str]:
    for start in range(0, segment.record.passages, _NORMS_AT_ONCE):
        ids = np.arange(start, min(start + _NORMS_AT_ONCE, segment.record.passages), dtype=np.int64)
        norms = np.linalg.norm(segment.vectors.rows(ids), axis=1)
        if not np.all(np.abs(norms - 1) < _UNIT_TOLERANCE):
            yield (
                f"Among the vectors {start} to {ids[-1]} of {segment.record.folder} are some that are not of unit "
                "length."
            )
