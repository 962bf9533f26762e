"""Verifying a generation: everything in it is read, and compared with what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from qabot.core.errors import IndexCorrupt, IndexUnusable
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.index.manifest import ARTICLES, FACTS, SEGMENTS, VECTORS, Manifest, generation_files
from qabot.index.row_parts import RowPart, row_parts, verified_apart
from qabot.index.segments import Segment
from qabot.index.snapshot import Generation
from qabot.models.encoder import file_sha256, of_unit_length
from qabot.models.onnx_session import core_count

_NORMS_AT_ONCE = 2_000
_MB = 1_000_000
_MANY_PASSAGES = 200_000
"""From so many on, what processes take to start, and of the other cores, is less than what is waited for."""
_Parts = Iterable[tuple[RowPart, tuple[str, ...] | None]]


def verify(folder: Path, on_progress: OnProgress = ignore_progress, processes: int | None = None) -> Iterator[str]:
    """Yield what is wrong with a generation, one sentence a fault; nothing when it is sound.

    Every file is read and compared with its checksum, SQLite checks itself, every article, passage and vector is
    compared with its own checksum, every passage with its place in its article, and every vector with unit length.

    Args:
        folder: The generation.
        on_progress: Told how many megabytes have been read: every file, and then once more what segments hold.
        processes: How many verify rows beside this one; None for as many as there are cores, if there are many rows.

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
    known = {name: present[name] for name in manifest.files.keys() & present.keys()}
    progress = _Reading(on_progress, sum(map(_size, known.values())), _contents(folder))
    parts = row_parts(manifest.segments)
    if processes is None:
        processes = core_count() if manifest.passages >= _MANY_PASSAGES else 0
    with verified_apart(folder, parts, processes) as answers:
        yield from _verify_files(known, manifest, progress)
        try:
            generation = Generation(folder)
        except IndexUnusable as fault:
            yield fault.message
            return
        try:
            yield from _verify_contents(generation, zip(parts, answers, strict=True), progress)
        except IndexCorrupt as corrupt:
            yield corrupt.message
        finally:
            generation.close()
    progress.end()


class _Reading:
    """How many megabytes have been read, and are to be."""

    def __init__(self, on_progress: OnProgress, files: int, contents: int) -> None:
        self._on_progress = on_progress
        self._total = files + contents
        self._done = 0
        self.read(0)

    def read(self, size: int, what: str = "") -> None:
        """Tell that so many bytes more have been read."""
        self._done += size
        self._on_progress(Progress("verify", self._done // _MB, -(-self._total // _MB), what))

    def end(self) -> None:
        """Tell that all has been."""
        self.read(self._total - self._done)


def _size(path: Path) -> int:
    with suppress(OSError):  # what is wrong with it is told by whoever reads it
        return path.stat().st_size
    return 0


def _contents(folder: Path) -> int:
    return sum(_size(path) for path in (folder / SEGMENTS).rglob("*"))


def _verify_files(files: Mapping[str, Path], manifest: Manifest, progress: _Reading) -> Iterator[str]:
    """Compare files with their SHA-256, as many at a time as there are cores: hashing needs no lock of Python's."""
    names = sorted(files)
    pool = ThreadPoolExecutor(core_count())
    try:
        sums = pool.map(file_sha256, (files[name] for name in names))
        for name in names:
            if next(sums) != manifest.files[name].sha256:
                yield f"{name} does not match its checksum."
            progress.read(_size(files[name]), name)
    finally:
        pool.shutdown(cancel_futures=True)


def _verify_contents(generation: Generation, parts: _Parts, progress: _Reading) -> Iterator[str]:
    faults = [fault for segment in generation.segments if (fault := segment.check())]
    yield from (f"{fault}." for fault in faults)
    if faults:
        return
    if generation.facts.rules:
        yield from _verify_facts(generation, progress)
    for segment in generation.segments:
        yield from _verify_vectors(segment)
        name = f"{segment.record.folder}/{VECTORS}"
        progress.read(_size(generation.folder / name), name)
    for part, answer in parts:
        segment = generation.segments[part.segment]
        name = f"{segment.record.folder}/{ARTICLES}"
        yield from segment.articles.faults(part.ordinals) if answer is None else answer
        progress.read(_size(generation.folder / name) * len(part.ordinals) // segment.record.articles, name)


def _verify_facts(generation: Generation, progress: _Reading) -> Iterator[str]:
    for segment, store in zip(generation.segments, generation.facts.stores, strict=True):
        held = store.hashes()
        for stored in segment.articles.stored():
            if held.get(stored.id) != stored.content_hash:
                yield f"The facts of {stored.id} are missing."
        progress.read(_size(generation.folder / segment.record.folder / FACTS), f"{segment.record.folder}/{FACTS}")


def _verify_vectors(segment: Segment) -> Iterator[str]:
    for start in range(0, segment.record.passages, _NORMS_AT_ONCE):
        end = min(start + _NORMS_AT_ONCE, segment.record.passages)
        if not of_unit_length(segment.vectors.block(start, end)).all():
            yield f"Among the vectors {start} to {end - 1} of {segment.record.folder} are some not of unit length."
