"""`manifest.json`: what a generation holds, and the checksum of each of its files. Written last."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, convert, to_builtins

from qabot.core.answers import SearchScope
from qabot.core.dates import PartialDate
from qabot.core.errors import REPAIR, IndexCorrupt, IndexFromFuture, IndexOutdated
from qabot.core.home_files import read_up_to
from qabot.core.storage_faults import storage_fault
from qabot.index.checksums import file_sum
from qabot.models.encoder import READING_WEIGHTS, file_sha256
from qabot.models.onnx_session import WEIGHTS

FORMAT = 3
"""Rises when a generation can no longer be read by an older qabot, or an older one by this."""
MANIFEST = "manifest.json"
SEGMENTS = "segments"
ARTICLES = "passages.db"
FACTS = "facts.db"
TEXT = "text"
LINES = "lines"
VECTORS = "vectors.faiss"
ENCODER = "encoder"
RERANKER = "reranker"
READER = "reader"

PROBES = 9
"""How many blocks of a file are compared when it is opened."""
_BLOCK = 4096
_CHECKSUM = "checksum"
_LARGEST = 64 * 1024**2
"""Bytes of a manifest that are read."""

_READ_WHOLE = 64 * 1024**2
"""Bytes of a generation that are compared whenever it is opened: a hundredth of a second."""
WEIGHTS_COMPARED = 256 * 1024**2
"""Bytes of a model's weights up to which they are compared when it is opened."""

MOMENT = "%Y%m%dT%H%M%S%f"
"""How a name tells when a generation was made."""
_NAME = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")
_LOCKS = {".tantivy-meta.lock", ".tantivy-writer.lock"}
"""Empty files that tantivy makes when it reads or writes; they belong to no generation."""


class FileRecord(Struct, frozen=True):
    """One file of a generation."""

    size: int
    """Bytes."""
    sha256: str
    """Hex, of the whole file; compared by `verify`."""
    probe: str
    """SHA-256 (hex) of `PROBES` blocks spread over the file; compared whenever a generation is opened."""
    sum: str
    """`file_sum` of the whole file; compared at that time where the file is not too large."""

    @classmethod
    def of(cls, path: Path) -> FileRecord:
        """Record a file as it is now."""
        return cls(path.stat().st_size, file_sha256(path), file_probe(path), file_sum(path))


class SegmentRecord(Struct, frozen=True):
    """One segment of a generation: the rows of one build, or of several that were merged."""

    number: int
    """Tells it from the others and names its folder; the same in every generation that has it."""
    articles: int
    """How many it holds, dead ones among them."""
    passages: int
    """How many it holds, likewise."""
    runs: tuple[tuple[int, int], ...]
    """Under which numbers the text index knows its passages: first number and length of each run, in order of rows."""
    dead_articles: int = 0
    """How many of its articles no longer count in this generation."""
    dead_passages: int = 0
    """How many passages those have."""

    @property
    def folder(self) -> str:
        """The segment's folder in that of its generation, with `/` between parts."""
        return f"{SEGMENTS}/{self.number}"

    @property
    def live_passages(self) -> int:
        """How many of its passages count."""
        return self.passages - self.dead_passages


class Manifest(Struct, frozen=True):
    """What `manifest.json` says."""

    name: str
    """The generation's name: UTC time to the microsecond, and the start of its fingerprint."""
    previous: str | None
    """The generation to roll back to."""
    created: str
    """ISO 8601, UTC."""
    fingerprint: str
    """SHA-256 (hex) over whatever would change a vector."""
    model: str
    """The encoder's name."""
    source: str
    """Where the encoder was exported from: a folder, or a name on the model hub; empty for the packaged model."""
    dimension: int
    """Of a vector."""
    articles: int
    """How many it holds."""
    passages: int
    """How many it holds, in each of its three stores; dead ones do not count."""
    first: str | None
    """The earliest publication date held, as precise as it is known."""
    last: str | None
    """The latest."""
    segments: tuple[SegmentRecord, ...]
    """The oldest first; passages are numbered through them in this order, dead ones too."""
    numbered: int
    """How many numbers the text index has given to passages since it was last written anew."""
    dropped: int
    """How many of those passages are in no segment any more, though its statistics may still count them."""
    files: dict[str, FileRecord]
    """By path relative to the generation, with `/` between parts; the manifest itself is not among them."""
    reranker: str | None = None
    """Where its reranker was exported from, a folder or a name on the model hub; None where it carries none."""
    reader: str | None = None
    """What tells its reader from others (`reader_identity`); None where it carries none."""
    briefs: int = 0
    """How many of its articles are briefs."""
    before: str | None = None
    """SHA-256 (hex) of the manifest of the generation that answered before this one; None where there was none."""
    log: str | None = None
    """Hash of the last entry of the index's log when this was built (`generation_log`); None where it had no log."""
    facts: str | None = None
    """What tells the rules that its facts were read by from others (`FactRules`); None where none are stored."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The files that each of its segments has."""
        return (ARTICLES, VECTORS, FACTS) if self.facts else (ARTICLES, VECTORS)

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what a question to the generation is asked of; None stands for no filters."""
        return SearchScope(
            generation=self.name,
            model=self.model,
            articles=self.articles,
            passages=self.passages,
            matched_filters=self.articles if matched_filters is None else matched_filters,
            first=PartialDate.parse(self.first) if self.first else None,
            last=PartialDate.parse(self.last) if self.last else None,
            briefs=self.briefs,
        )

    def write(self, folder: Path) -> None:
        """Write the manifest into its generation's folder."""
        tree = {"format": FORMAT, **to_builtins(self)}
        tree[_CHECKSUM] = _checksum(tree)
        (folder / MANIFEST).write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a generation.

        Raises:
            IndexFromFuture: A newer qabot wrote it.
            IndexOutdated: An older one wrote it, and it must be built anew.
            IndexCorrupt: It is missing, damaged, or no manifest of qabot's.
            StorageFailed: The machine refuses to read it.
        """
        path = folder / MANIFEST
        try:
            tree: Any = json.loads(read_up_to(path, _LARGEST))
            written = int(tree["format"])
            if written > FORMAT:
                raise IndexFromFuture(
                    f"{folder} has format {written}; this qabot reads up to {FORMAT}.",
                    hint="Upgrade qabot, or run `qabot index --rebuild` to build an index that this version reads.",
                )
            if written < FORMAT:
                raise IndexOutdated(
                    f"{folder} was built by an older qabot, in a form that is read no more.",
                    hint="Run `qabot index` to build it anew.",
                )
            manifest = _manifest(tree)
            for date in filter(None, (manifest.first, manifest.last)):
                PartialDate.parse(date)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
            if refused := storage_fault(cause, path):
                raise refused from cause
            raise IndexCorrupt(f"{path} cannot be read: {cause}.", hint=REPAIR) from cause
        if manifest.name != folder.name or any(map(_is_outside, manifest.files)):
            raise IndexCorrupt(f"{path} belongs to another folder, or names files outside it.", hint=REPAIR)
        numbers = [each.number for each in manifest.segments]
        if not numbers or min(numbers) < 0 or len(set(numbers)) < len(numbers):
            raise IndexCorrupt(f"{path} does not tell its segments apart.", hint=REPAIR)
        parts = {f"{each.folder}/{name}" for each in manifest.segments for name in manifest.parts}
        if parts - manifest.files.keys():
            raise IndexCorrupt(f"{path} does not name the files of its segments.", hint=REPAIR)
        if manifest.previous is not None and not is_generation_name(manifest.previous):
            raise IndexCorrupt(f"{path} names no generation as the one before.", hint=REPAIR)
        return manifest


def _manifest(tree: dict[str, Any]) -> Manifest:
    """Make a manifest of what a file says; ValueError where that is not what one says."""
    fields = {key: value for key, value in tree.items() if key not in {"format", _CHECKSUM}}
    if unknown := fields.keys() - set(Manifest.__struct_fields__):
        raise ValueError(f"{min(unknown)[:40]!r} means nothing here")
    if tree[_CHECKSUM] != _checksum(tree):
        raise ValueError("it does not match its own checksum")
    return convert(fields, Manifest)


def _checksum(tree: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of what a manifest says besides its checksum, however it is laid out."""
    said = {key: value for key, value in tree.items() if key != _CHECKSUM}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("ascii")).hexdigest()


def _is_outside(name: str) -> bool:
    return ".." in Path(name).parts or Path(name).is_absolute()


def moment_of(name: str) -> datetime | None:
    """Return when a generation was made, by its name or what stands before `Z-` in it; None where that is no moment."""
    try:
        return datetime.strptime(name.partition("Z-")[0], MOMENT)  # noqa: DTZ007 - UTC, as all of them are
    except ValueError:
        return None


def is_generation_name(name: str) -> bool:
    """Whether a name is one that qabot gives; anything else is never used as a path."""
    return _NAME.fullmatch(name) is not None


def record_files(folder: Path, known: dict[str, FileRecord], known_folder: Path | None) -> dict[str, FileRecord]:
    """Return a record of every file in a generation's folder.

    Args:
        folder: The generation.
        known: The records of an earlier generation; a file hard-linked from there need not be read again.
        known_folder: That generation's folder.
    """
    records: dict[str, FileRecord] = {}
    for path in generation_files(folder):
        name = path.relative_to(folder).as_posix()
        linked = known_folder is not None and name in known and _same_file(path, known_folder / name)
        records[name] = known[name] if linked else FileRecord.of(path)
    return records


def read_whole(files: Mapping[str, FileRecord]) -> set[str]:
    """Return which files are compared whole when a generation is opened: the smallest, as many as that takes no time.

    The weights of its models are left to when they are opened.
    """
    whole: set[str] = set()
    left = _READ_WHOLE
    read = ((record.size, name) for name, record in files.items() if not name.endswith((WEIGHTS, READING_WEIGHTS)))
    for size, name in sorted(read):
        left -= size
        if left < 0:
            break
        whole.add(name)
    return whole


def generation_files(folder: Path) -> list[Path]:
    """Return every file of a generation but its manifest and tantivy's lock files, in order."""
    skipped = {MANIFEST, *_LOCKS}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in skipped)


def file_probe(path: Path) -> str:
    """Return the SHA-256 (hex) of blocks at even distances, the first and the last among them.

    Reading a few blocks is cheap enough for every question, and tells a file that was overwritten or is another one.
    """
    size = path.stat().st_size
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        for number in range(PROBES):
            stream.seek(max(0, size - _BLOCK) * number // (PROBES - 1))
            digest.update(stream.read(_BLOCK))
    return digest.hexdigest()


def _same_file(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.stat(), other.stat())
    except FileNotFoundError:
        return False
