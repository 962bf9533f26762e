"""Making generations, switching between them, and clearing away what no longer counts.

The order is what makes a kill at any moment harmless: everything is written into a hidden folder and flushed to disk,
the manifest last; the folder takes its name; `CURRENT` is replaced in one step; only then is anything older removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qabot.core.errors import REPAIR, STILL_ANSWERED, IndexCorrupt, IndexUnusable, NotFound, StorageFailed
from qabot.core.home_files import UNFINISHED, discard, is_regular, put
from qabot.core.home_trust import make_part
from qabot.core.settings import CURRENT
from qabot.core.storage_faults import storage_faults_told
from qabot.core.writer_locks import held_lock
from qabot.index.manifest import TEXT, Manifest, is_generation_name
from qabot.index.snapshot import Generation, current_name

_LOCK = ".lock"
_MOMENT = "%Y%m%dT%H%M%S%f"
DRAFT = ".draft-"
"""What the names of folders and files begin with that a build makes and that are nothing without it."""
JOURNAL = ".embedded-"
"""What that of an unfinished build's embedding journal begins with, which the next build may go on with."""
_REWRITTEN_BY_TANTIVY = {"meta.json", ".managed.json"}


@contextmanager
def writer_lock(index: Path) -> Generator[None]:
    """Hold the right to write to an index; the system lets go of it when the process ends, however it ends.

    Raises:
        IndexLocked: Another process holds it.
        UsageError: The index, or its lock, is a link to somewhere else.
        StorageFailed: The machine lets nothing be written there.
    """
    with storage_faults_told(index, STILL_ANSWERED):
        make_part(index)
    with held_lock(index / _LOCK, f"Another process is writing to {index}."):
        yield


def is_being_written(index: Path) -> bool:
    """Whether a process holds the right to write to an index now; nothing is made where there is none.

    Raises:
        OSError: The lock is there and cannot be opened.
    """
    try:
        descriptor = os.open(index / _LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that those who only look do not see each other, and let go of with the file.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def leftovers(index: Path) -> list[Path]:
    """Return the folders of generations that are being built, or that killed processes left behind."""
    return sorted(index.glob(f"{DRAFT}*"))


def journals(index: Path) -> list[Path]:
    """Return the embedding journals that unfinished builds have left; a build goes on with its own."""
    return sorted(index.glob(f"{JOURNAL}*"))


@contextmanager
def begin(index: Path) -> Generator[Path]:
    """Give the hidden folder of a new generation; where that is not published in the block, nothing is left of it."""
    folder = index / f"{DRAFT}{os.urandom(8).hex()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def generation_name(index: Path, fingerprint: str) -> str:
    """Return a name for a generation that is published now in this index.

    Names sort in the order in which generations were made, even where the clock has gone backwards since the last.
    """
    made = (f.name.partition("Z-")[0] for f in index.iterdir() if is_generation_name(f.name))
    earlier = (moment + timedelta(microseconds=1) for each in made if (moment := _moment(each)))
    return f"{max([datetime.now(UTC).replace(tzinfo=None), *earlier]):{_MOMENT}}Z-{fingerprint[:8]}"


def _moment(text: str) -> datetime | None:
    """Return when a generation was made, by its name; None where that is no moment, or the last there is."""
    try:
        moment = datetime.strptime(text, _MOMENT)  # noqa: DTZ007 - UTC, as all of them are
    except ValueError:
        return None
    return None if moment == datetime.max else moment  # noqa: DTZ901 - likewise


def link_model(source: Path, draft: Path, name: str) -> None:
    """Give a new generation the encoder or the reranker of an earlier one, without copying it."""
    _link_tree(source / name, draft / name, copied=set())


def link_text(source: Path, draft: Path) -> None:
    """Give a new generation the text segments of an earlier one; what tantivy rewrites is copied."""
    _link_tree(source / TEXT, draft / TEXT, copied=_REWRITTEN_BY_TANTIVY)


def link_segment(source: Path, draft: Path, folder: str, left_out: Collection[str]) -> None:
    """Give a new generation a segment of an earlier one, but for files with these names."""
    _link_tree(source / folder, draft / folder, copied=set(), left_out=left_out)


def link_file(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _link_tree(source: Path, target: Path, *, copied: set[str], left_out: Collection[str] = ()) -> None:
    """Give the files of a folder, and no links that were put there, second names in a new one.

    Raises:
        IndexCorrupt: The folder, or its generation's, is itself a link.
    """
    if source.is_symlink() or source.parent.is_symlink():
        raise IndexCorrupt(f"{source} is a symbolic link, or lies behind one.", hint=REPAIR)
    target.mkdir()
    for path in filter(is_regular, source.iterdir()):
        if path.name in copied:
            shutil.copy2(path, target / path.name)
        elif path.name not in left_out and not path.name.endswith(".lock"):
            link_file(path, target / path.name)


def publish(index: Path, draft: Path, name: str) -> None:
    """Make a finished draft the generation that answers, under the name its manifest gives."""
    _flush_tree(draft)
    draft.rename(index / name)
    switch(index, name)


def switch(index: Path, name: str) -> None:
    """Make `CURRENT` name another generation, in one step that a reader sees whole or not at all."""
    _flush(index)
    put(index / CURRENT, f"{name}\n".encode("ascii"))
    _flush(index)


def remove_leftovers(index: Path) -> None:
    """Clear away what killed processes left behind; a generation is only removed when the current one can be read."""
    _remove_unfinished(index)
    with suppress(IndexUnusable, StorageFailed):
        remove_old_generations(index)


def remove_journals(index: Path) -> None:
    """Clear away what unfinished builds have embedded, where nothing is to be built any more."""
    for journal in journals(index):
        _clear_away(journal)


def _remove_unfinished(index: Path) -> None:
    for left_over in [*leftovers(index), *index.glob(f"*{UNFINISHED}")]:
        _clear_away(left_over)


def remove_old_generations(index: Path) -> None:
    """Remove every generation but the one that answers and the one to roll back to.

    Raises:
        IndexUnusable: It cannot be told which these are.
    """
    name = current_name(index)
    kept = {name, Manifest.read(index / name).previous}
    for folder in index.iterdir():
        if folder.is_dir() and is_generation_name(folder.name) and folder.name not in kept:
            _clear_away(folder)


def _clear_away(path: Path) -> None:
    """Remove what is no longer needed; what cannot be removed now is no harm, and is tried again."""
    with suppress(OSError):
        discard(path)


def roll_back(index: Path) -> Manifest:
    """Make the previous generation answer again, and return its manifest.

    Raises:
        NotFound: There is none.
        IndexUnusable: It cannot be read.
        IndexLocked: Another process is writing.
        StorageFailed: The machine lets nothing be written there.
    """
    with writer_lock(index), storage_faults_told(index, STILL_ANSWERED, of_library=True):
        _remove_unfinished(index)
        previous = earlier_generation(index)
        if previous is None or not (index / previous).is_dir():
            raise NotFound(
                "There is no earlier generation to go back to.",
                still_works="The current one is unchanged.",
                hint="Run `qabot status` to see it, or `qabot index --rebuild` to build it anew.",
            )
        generation = Generation(index / previous)
        generation.close()
        switch(index, previous)
        return generation.manifest


def earlier_generation(index: Path) -> str | None:
    """Return the name of the generation before the current one, even where the current one cannot be read.

    Raises:
        IndexUnusable: It cannot be told which the current one is.
    """
    name = current_name(index)
    try:
        return Manifest.read(index / name).previous
    except (IndexUnusable, StorageFailed):
        earlier = [f.name for f in index.iterdir() if f.is_dir() and is_generation_name(f.name) and f.name < name]
        return max(earlier, default=None)


def _flush_tree(folder: Path) -> None:
    """Wait until every file below a folder is on disk, and readable by whoever may read the folder."""
    mode = 0o666 & folder.stat().st_mode
    for path in [*folder.rglob("*"), folder]:
        if path.is_symlink():
            continue  # what it leads to is none of ours
        if path.is_file():
            path.chmod(mode)
        _flush(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
