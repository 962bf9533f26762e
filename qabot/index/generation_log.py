"""`log.jsonl`: which generations have answered, and when, as a chain of hashes that outlives them.

Each entry names the SHA-256 of its generation's manifest and the hash of the entry before; each manifest names in turn
the manifest before it and the entry that was the last when it was built. So nothing in it can be altered, dropped,
added or put in another order without a later hash that does not fit. It is written after `CURRENT`, which alone says
what answers: a process that is killed in between leaves an entry out, and the next one that writes adds it.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from qabot.core.errors import QabotError
from qabot.core.home_files import put, read_up_to
from qabot.index.current_generation import current_name
from qabot.index.manifest import MANIFEST, Manifest, is_generation_name, moment_of

LOG = "log.jsonl"
"""Its name in the index."""
_LARGEST = 256 * 1024**2
"""Bytes of it that are read: some 600,000 entries."""

LogEvent: TypeAlias = Literal["begun", "built", "answers again"]
"""Of an index that had no log: it was begun. Else a generation was built, or rolled back to."""
_Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class LogEntry(Struct, frozen=True):
    """One line of the log."""

    number: int
    """Its place, from 1."""
    at: str
    """Since when the generation answered, in ISO 8601 and UTC; of one that answers again, when that was written."""
    event: LogEvent
    """Why it answers."""
    generation: str
    """Its name."""
    manifest: _Hash
    """SHA-256 (hex) of its `manifest.json`."""
    before: _Hash | None
    """`hash` of the entry before; None for the first."""
    hash: _Hash = "0" * 64
    """SHA-256 (hex) of all that stands before it: JSON with keys in order, no spaces and ASCII alone."""

    @property
    def sum(self) -> str:
        """What `hash` has to be."""
        said = {key: value for key, value in msgspec.to_builtins(self).items() if key != "hash"}
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @property
    def moment(self) -> datetime:
        """Since when the generation answered (ValueError where that is no moment)."""
        return datetime.fromisoformat(self.at)


_ENTRY = msgspec.json.Decoder(LogEntry)


def read_lines(index: Path) -> list[bytes]:
    """Return the lines of an index's log, none where it has none.

    Raises:
        OSError: It cannot be read.
        ValueError: It is larger than any log, or no file.
    """
    try:
        written = read_up_to(index / LOG, _LARGEST)
    except FileNotFoundError:
        return []
    return written.removesuffix(b"\n").split(b"\n") if written else []


def read_entry(line: bytes) -> LogEntry:
    """Read a line (ValueError where it is none that `complete` wrote)."""
    entry = _ENTRY.decode(line)
    if entry.sum != entry.hash or not is_generation_name(entry.generation) or entry.moment.tzinfo is None:
        raise ValueError("it does not match its own hash")
    return entry


def entries(index: Path) -> list[LogEntry]:
    """Return the entries of an index's log that can be read, the oldest first."""
    found: list[LogEntry] = []
    with suppress(OSError, ValueError):
        for line in read_lines(index):
            with suppress(ValueError):
                found.append(read_entry(line))
    return found


def manifest_hash(folder: Path) -> str:
    """Return the SHA-256 (hex) of a generation's manifest (OSError where it cannot be read)."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def complete(index: Path) -> LogEntry | None:
    """Write down which generation answers, unless the log says so, and return the last entry.

    Only for who holds the right to write to the index. What cannot be written now is written by the next one who does.
    """
    lines: list[bytes] = []
    with suppress(OSError, ValueError, QabotError):
        lines = read_lines(index)
        name = current_name(index)
        last = _last(lines)
        if last and last.generation == name:
            return last
        entry = _next(lines, last, index / name)
        put(index / LOG, b"".join(line + b"\n" for line in (*lines, msgspec.json.encode(entry))))
        return entry
    return _last(lines)


def _last(lines: list[bytes]) -> LogEntry | None:
    with suppress(ValueError, IndexError):
        return read_entry(lines[-1])
    return None


def _next(lines: list[bytes], last: LogEntry | None, folder: Path) -> LogEntry:
    """Return the entry that says that a generation answers, behind these lines."""
    is_known = any(folder.name.encode() in line for line in lines)
    event: LogEvent = "begun" if last is None else "answers again" if is_known else "built"
    built = moment_of(folder.name) if event == "built" else None
    at = built.replace(tzinfo=UTC) if built else datetime.now(UTC)
    # The clock may have been put back: what comes later is never told as earlier.
    at = max(at, last.moment) if last else at
    # Behind a line that is damaged, or where the log was lost, the chain goes on from what it should have been.
    before = last.hash if last else hashlib.sha256(lines[-1]).hexdigest() if lines else Manifest.read(folder).log
    entry = LogEntry(
        len(lines) + 1, at.isoformat(timespec="microseconds"), event, folder.name, manifest_hash(folder), before
    )
    return msgspec.structs.replace(entry, hash=entry.sum)
