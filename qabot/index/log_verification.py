"""Proving that the log of generations is what was written: no entry altered, dropped, added or out of its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.core.errors import IndexUnusable, StorageFailed
from qabot.core.storage_faults import storage_fault
from qabot.index.current_generation import current_name
from qabot.index.generation_log import LOG, LogEntry, manifest_hash, read_entry, read_lines
from qabot.index.manifest import Manifest, is_generation_name


class LogProof(Struct, frozen=True):
    """What reading a log showed."""

    entries: tuple[LogEntry, ...]
    """Those that could be read, the oldest first."""
    faults: tuple[str, ...]
    """What is wrong, a sentence each; empty where nothing is."""

    @property
    def head(self) -> str | None:
        """The hash of the last entry: noted elsewhere, it proves that a later log still has all of these."""
        return self.entries[-1].hash if self.entries else None


def verify_log(index: Path, witness: str = "") -> LogProof:
    """Compare each entry of a log with its hash, with the entry before it, and with the manifests that are there.

    Args:
        index: Whose log.
        witness: The hash of an entry that was noted earlier and must be in it; empty for none.

    Raises:
        NoIndex: There is no index.
        IndexCorrupt: It cannot be told which generation answers.
        StorageFailed: The machine refuses to read it.
    """
    current = current_name(index)
    try:
        lines = read_lines(index)
    except (OSError, ValueError) as cause:
        if refused := storage_fault(cause, index / LOG):
            raise refused from cause
        return LogProof((), (f"{LOG} cannot be read: {cause}.",))
    read = [_read(line) for line in lines]
    whole = tuple(each for each in read if each)
    faults = [*_chain_faults(read), *_manifest_faults(index, whole, current)]
    if witness and witness not in {each.hash for each in whole}:
        faults.append(f"No entry has the hash {witness[:64]}, which was noted earlier: the log was written anew since.")
    return LogProof(whole, tuple(faults))


def _read(line: bytes) -> LogEntry | None:
    try:
        return read_entry(line)
    except ValueError:
        return None


def _chain_faults(read: Sequence[LogEntry | None]) -> Iterator[str]:
    """Yield where entries do not follow one another."""
    before: LogEntry | None = None
    for number, entry in enumerate(read, start=1):
        where = f"Line {number} of {LOG}"
        if entry is None:
            yield f"{where} was altered: it does not match its own hash."
        elif entry.number != number:
            yield f"{where} is entry {entry.number}, {entry.generation}: one was dropped, added or moved."
        elif number == 1 and entry.before:
            yield f"{where}, {entry.generation}, stands behind an entry that is not there: what was before it is lost."
        elif before and entry.before != before.hash:
            yield f"{where}, {entry.generation}, does not follow the line before it: one was altered or moved."
        elif before and entry.generation == before.generation:
            yield f"{where} has {entry.generation} a second time, which answered already: it was added."
        before = entry


def _manifest_faults(index: Path, entries: Sequence[LogEntry], current: str) -> Iterator[str]:
    """Yield where the log and the generations that are there tell different things."""
    if not entries:
        there = f"{LOG} has no line that can be read" if (index / LOG).exists() else "This index has no log"
        yield f"{there}; the next `qabot index` begins it with {current}, and of before nothing is proven."
        return
    if entries[-1].generation != current:
        yield (
            f"{LOG} ends with {entries[-1].generation}, and {current} answers: its line was dropped, or a process was "
            "stopped before it was written, which the next `qabot index` makes up for."
        )
    newest = max(each.generation for each in entries)
    for folder in sorted(each for each in index.iterdir() if is_generation_name(each.name) and each.is_dir()):
        named = [number for number, each in enumerate(entries) if each.generation == folder.name]
        if named:
            yield from _one_manifest(folder, entries, named)
        elif entries[0].generation < folder.name < newest and folder.name != current:
            yield f"{folder.name} is not in {LOG}: its line was dropped."


def _one_manifest(folder: Path, entries: Sequence[LogEntry], named: Sequence[int]) -> Iterator[str]:
    try:
        manifest, written = Manifest.read(folder), manifest_hash(folder)
    except (IndexUnusable, StorageFailed, OSError) as fault:
        yield f"The manifest of {folder.name} cannot be compared with {LOG}: {fault}"
        return
    if any(entries[number].manifest != written for number in named):
        yield f"The manifest of {folder.name} is not the one that {LOG} names: it was altered."
    first = named[0]
    if entries[first].event == "built" and manifest.log is not None:
        last = entries[first - 1] if first else None
        if last is None or (manifest.log, manifest.before) != (last.hash, last.manifest):
            yield f"The manifest of {folder.name} follows another entry than {LOG} does: one was dropped or altered."
