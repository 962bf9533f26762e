"""What becomes of a command on its way: it is killed, or the machine refuses it something.

For a process of its own: what is set up here is not taken back. There are two ways to see what is done with files.
The audit hook sees what Python does, and needs nothing. A library in C that is preloaded sees what SQLite, tantivy and
faiss do as well; it takes a compiler.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

READS, OPENS, WRITES, FLUSHES, CHANGES, REMOVES = 1, 2, 4, 8, 16, 32
"""Kinds of things that are done with files: as in `refusals.c`."""
ALL_BUT_READS = OPENS | WRITES | FLUSHES | CHANGES | REMOVES

_SOURCE = Path(__file__).with_name("refusals.c")
_CHANGING = {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate"}
_REMOVING = {"os.remove", "os.rmdir"}
_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Disturbance(Struct, frozen=True):
    """What befalls a process."""

    how: Literal["nothing", "kill", "kill after", "refuse", "limit"]
    """`kill` at one of the things that are done with files, `kill after` some time, `refuse` such a thing, `limit` the
    size of files."""
    place: int = 0
    """Which of those things, counted from 0; for a limit, how large a file may grow, in bytes."""
    seconds: float = 0.0
    """After what time."""
    of_processor: bool = True
    """Whether that is time of the processor, not of the clock."""
    number: int = 0
    """The error that is given."""
    kinds: int = ALL_BUT_READS
    """What may be refused."""
    then_on: bool = False
    """Whether all that follows is refused too, as by a disk that stays full."""


NOTHING = Disturbance("nothing")
"""A process is left alone."""


def compiled() -> Path | None:
    """Build the library, once for each text of its source, and return where it is; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    target = Path(tempfile.gettempdir()) / f"qabot-refusals-{os.getuid()}-{digest}.so"
    if not target.exists():
        made = target.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(_SOURCE), "-ldl"], check=True)
        made.replace(target)
    return target


def befall(root: str, disturbance: Disturbance) -> None:
    """Let something befall this process, in what it does with files under a folder."""
    match disturbance.how:
        case "nothing":
            return
        case "limit":
            # Imported here, for there is none on Windows.
            import resource  # noqa: PLC0415

            resource.setrlimit(resource.RLIMIT_FSIZE, (disturbance.place, disturbance.place))
        case "kill after":
            library = _library()
            if library is None:
                _kill_after(disturbance)
            else:
                library.die_after(ctypes.c_double(disturbance.seconds), int(disturbance.of_processor))
        case "kill" | "refuse":
            if library := _library():
                number = disturbance.number if disturbance.how == "refuse" else 0
                place = ctypes.c_long(disturbance.place)
                library.refuse(os.fsencode(root), number, disturbance.kinds, place, int(disturbance.then_on))
            else:
                _Hook(root, disturbance)


def things_done() -> int:
    """Return how many things were done with files that might have been refused; 0 where that is not known."""
    library = _library()
    return int(library.things_done()) if library else _Hook.seen


def _library() -> Any:
    """Return the library, where this process was started with it."""
    library = ctypes.CDLL(None)
    return library if hasattr(library, "things_done") else None


def _kill_after(disturbance: Disturbance) -> None:
    kind, number = (
        (signal.ITIMER_PROF, signal.SIGPROF) if disturbance.of_processor else (signal.ITIMER_REAL, signal.SIGALRM)
    )
    signal.signal(number, signal.SIG_DFL)  # which ends the process on the spot, as a kill does
    signal.setitimer(kind, disturbance.seconds)


class _Hook:
    """Refuses what Python does with files, or kills the process there."""

    seen = 0

    def __init__(self, root: str, disturbance: Disturbance) -> None:
        self._root = root
        self._disturbance = disturbance
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        kind = _kind(event, args)
        if not kind & self._disturbance.kinds:
            return
        named: Any = args[1] if event in {"os.rename", "os.link"} else args[0]
        path = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""  # pyright: ignore[reportUnknownArgumentType]
        if not path.startswith(self._root):
            return
        place, _Hook.seen = _Hook.seen, _Hook.seen + 1
        if place == self._disturbance.place or (self._disturbance.then_on and place > self._disturbance.place):
            if self._disturbance.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self._disturbance.number, os.strerror(self._disturbance.number), path)


def _kind(event: str, args: tuple[Any, ...]) -> int:
    if event == "open":
        return OPENS if args[2] & _FOR_WRITING else READS
    return CHANGES if event in _CHANGING else REMOVES if event in _REMOVING else 0
