"""A folder of links to a text index that may only be read, so that tantivy finds a place for its lock file.

Opening an index, tantivy takes a lock by a file that it opens for writing. On a read-only file system, or in another
person's home, there is none to be had; nothing is ever written there, so that a lock file of one's own guards as much.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from qabot.core.errors import StorageFailed

_PLACES = ("/dev/shm", "/tmp", "/var/tmp")  # noqa: S108 - the folder made there has a name of its own, and one owner
_LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")
_VARIABLES = ("XDG_RUNTIME_DIR", "TMPDIR", "TEMP", "TMP")


@contextmanager
def lock_folder(folder: Path) -> Generator[Path]:
    """Give a folder of one's own with links to the files of another; it is gone again when the block is left.

    What was opened through it stays open.

    Raises:
        StorageFailed: There is no place where one may write.
        OSError: The other folder cannot be looked into.
    """
    made = _made()
    held = [made / name for name in _LOCKS]
    try:
        for path in folder.resolve().iterdir():
            if not path.name.endswith(".lock"):
                held.append(made / path.name)
                held[-1].symlink_to(path)
        yield made
    finally:
        _clear_away(made, held)


def _clear_away(made: Path, held: Sequence[Path]) -> None:
    """Remove a folder by the names of what is in it: to look into it would take an open file, and there may be none."""
    for path in held:
        with suppress(OSError):
            path.unlink()
    shutil.rmtree(made, ignore_errors=True)
    with suppress(OSError):
        made.rmdir()


def _made() -> Path:
    """Make an empty folder in the first place that takes one."""
    named = [os.environ[name] for name in _VARIABLES if os.environ.get(name)]
    name = f"qabot-{os.getpid()}-{os.urandom(8).hex()}"
    for place in (*named, *_PLACES):
        made = Path(place, name)
        with suppress(OSError):
            made.mkdir(mode=0o700)
            return made
    raise StorageFailed(
        "There is no folder for temporary files, by which an index that may only be read is opened.",
        hint="Set TMPDIR to a folder that you may write to.",
    )
