"""What tells the files of a generation from those that were written, as far as it is looked at when one is opened."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from qabot.core.storage_faults import storage_fault, storage_faults_told
from qabot.index.checksums import file_sum
from qabot.index.manifest import FileRecord, file_probe


def link_of(folder: Path, parts: Iterable[str]) -> Path | None:
    """Return what is a link of a generation and these of its folders, if anything is."""
    with storage_faults_told(folder, ""):
        return next((each for each in (folder, *(folder / name for name in parts)) if each.is_symlink()), None)


def file_fault(path: Path, record: FileRecord, *, whole: bool) -> str | None:
    """Return what tells a file from the one that was written; of a large one, not all of it is compared."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return "is no file of its own"
        if status.st_size != record.size:
            return "has another size than when it was written"
        is_same = file_sum(path) == record.sum if whole else file_probe(path) == record.probe
    except FileNotFoundError:
        return "is missing"
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        return f"cannot be read: {cause.strerror}"
    return None if is_same else "is not as it was written"
