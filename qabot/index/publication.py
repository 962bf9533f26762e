"""Making generations, switching between them, and clearing away what no longer counts.

The order is what makes a kill at any moment harmless: everything is written into a hidden folder and flushed to disk,
the manifest last; the folder takes its name; `CURRENT` is replaced in one step; only then is anything older removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from qabot.core.errors import IndexLocked, IndexUnusable, NotFound, StorageFailed
from qabot.core.settings import CURRENT
from qabot.core.storage_faults import storage_faults_told
from qabot.index.manifest import TEXT, Manifest, is_generation_name
from qabot.index.snapshot import Generation, current_name

STILL_ANSWERED = "Questions are answered from the index there is."
"""What works while none can be written, if there is one."""

_LOCK = ".lock"
_MOMENT = "%Y%m%dT%H%M%S%f"
_DRAFT = ".draft-"
_REWRITTEN_BY_TANTIVY = {"meta.json", ".managed.json"}


@contextmanager
def writer_lock(index: Path) -> Generator[None]:
    """Hold the right to write to an index; the system lets go of it when the process ends, however it ends.

    Raises:
        IndexLocked: Another process holds it.
        StorageFailed: The machine lets nothing be written there.
    """
    lock = FileLock(index / _LOCK, timeout=0)
    try:
        with storage_faults_told(index, STILL_ANSWERED):
            index.mkdir(parents=True, exist_ok=True)
            lock.acquire()
    except Timeout:
        raise IndexLocked(
            f"Another process is writing to {index}.",
            still_works=STILL_ANSWERED,
            hint="Wait for it to finish, then run the command again.",
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def begin(index: Path) -> Generator[Path]:
    """Give the hidden folder of a new generation; where that is not published in the block, nothing is left of it."""
    folder = index / f"{_DRAFT}{os.getpid()}"
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


def link_file(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _link_tree(source: Path, target: Path, *, copied: set[str]) -> None:
    target.mkdir()
    for path in source.iterdir():
        if path.name in copied:
            shutil.copy2(path, target / path.name)
        elif not path.name.endswith(".lock"):
            link_file(path, target / path.name)


def publish(index: Path, draft: Path, name: str) -> None:
    """Make a finished draft the generation that answers, under the name its manifest gives."""
    _flush_tree(draft)
    draft.rename(index / name)
    switch(index, name)


def switch(index: Path, name: str) -> None:
    """Make `CURRENT` name another generation, in one step that a reader sees whole or not at all."""
    _flush(index)
    waiting = index / f"{CURRENT}.new"
    with waiting.open("w", encoding="ascii") as stream:
        stream.write(f"{name}\n")
        stream.flush()
        os.fsync(stream.fileno())
    waiting.replace(index / CURRENT)
    _flush(index)


def remove_leftovers(index: Path) -> None:
    """Clear away what killed processes left behind; a generation is only removed when the current one can be read."""
    for left_over in index.glob(f"{_DRAFT}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    with suppress(IndexUnusable, StorageFailed):
        remove_old_generations(index)


def remove_old_generations(index: Path) -> None:
    """Remove every generation but the one that answers and the one to roll back to.

    Raises:
        IndexUnusable: It cannot be told which these are.
    """
    name = current_name(index)
    kept = {name, Manifest.read(index / name).previous}
    for folder in index.iterdir():
        if folder.is_dir() and is_generation_name(folder.name) and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)  # what cannot be removed now is no harm, and is tried again


def roll_back(index: Path) -> Manifest:
    """Make the previous generation answer again, and return its manifest.

    Raises:
        NotFound: There is none.
        IndexUnusable: It cannot be read.
        IndexLocked: Another process is writing.
        StorageFailed: The machine lets nothing be written there.
    """
    with writer_lock(index), storage_faults_told(index, STILL_ANSWERED, of_library=True):
        previous = _previous(index)
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


def _previous(index: Path) -> str | None:
    """Return the generation before the current one, even where the current one cannot be read."""
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
        if path.is_file():
            path.chmod(mode)
        _flush(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
