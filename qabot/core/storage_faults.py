"""What the machine refuses, told as what it is: a full disk, a right that is missing, a disk that fails.

None of this says anything of what a file holds, so none of it is damage, and nothing is to be built anew for it.
Libraries tell it in errors of their own kinds; `storage_fault` reads it out of any of them.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import platformdirs
from msgspec import Struct

from qabot.core.errors import DiskFull, QabotError, StorageFailed

_AGAIN = "run the command again"


class _Refusal(Struct, frozen=True):
    """How a kind of refusal is told."""

    message: str
    """With the file as `{path}`."""
    hint: str
    """Likewise, or with as much of its path as there is as `{there}`, fit for a shell."""
    error: type[StorageFailed] = StorageFailed
    """What is raised."""


_NOT_PERMITTED = _Refusal("{path} cannot be used: you have no permission.", "Run `ls -ld {there}` to see whose it is.")
_FAILING = _Refusal(
    "{path} cannot be used: its disk fails ({cause}).", f"See to the disk that {{path}} lies on, then {_AGAIN}."
)
_TOO_MANY = _Refusal(
    "{path} cannot be opened: too many files are open.",
    f"Run `ulimit -n 4096`, or close other programs, then {_AGAIN}.",
)
_UNTOLD = -1
"""In place of a number of the system's: a database could not be opened, and by now nothing tells why."""
_REFUSALS = {
    errno.ENOSPC: _Refusal(
        "The disk that {path} lies on is full.", f"Free some space there, then {_AGAIN}.", error=DiskFull
    ),
    errno.EDQUOT: _Refusal(
        "Your share of the disk that {path} lies on is full.", f"Free some space there, then {_AGAIN}.", error=DiskFull
    ),
    errno.EROFS: _Refusal(
        "{path} cannot be written: it lies on a file system that may only be read.",
        f"Copy the home to a place that can be written, then {_AGAIN} with `--home` and that place.",
    ),
    errno.EACCES: _NOT_PERMITTED,
    errno.EPERM: _NOT_PERMITTED,
    errno.EIO: _FAILING,
    errno.ESTALE: _FAILING,
    errno.EUCLEAN: _FAILING,  # the file system found itself damaged, or what it read not to be what was written
    errno.EBADMSG: _FAILING,
    errno.EREMOTEIO: _FAILING,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.EFBIG: _Refusal(
        "{path} cannot be written: it grows too large.", "Run `ulimit -f` to see how large it may be."
    ),
    _UNTOLD: _Refusal(
        "{path} cannot be used: its database could not be opened.",
        f"Look at {{there}}, whether you may write there and whether its disk is full or fails, then {_AGAIN}.",
    ),
}
_OF_STATE = f"Set `XDG_STATE_HOME` to a folder that can be written, then {_AGAIN}."
"""What to do about a state folder that may only be read: copying the home would not help."""
_OF_SQLITE = {3: errno.EACCES, 8: errno.EACCES, 10: errno.EIO, 13: errno.ENOSPC, 14: _UNTOLD}
"""By the primary code of an error: PERM, READONLY, IOERR, FULL and CANTOPEN."""
_PRIMARY = 0xFF
_SHORT_READ = 10 | 2 << 8
"""A file that ends too early: that is damage."""
_CANNOT_OPEN = 14
_IO_ERROR = 10
_OF_WRITING = frozenset(_IO_ERROR | kind << 8 for kind in (3, 4, 5, 6, 10))
"""WRITE, FSYNC, DIR_FSYNC, TRUNCATE and DELETE: SQLite says no more of why than that it was no full disk."""
_PAGE = 4096
_GROWTH = 64 * 1024
"""By how many bytes a database may grow at once."""


def storage_fault(
    error: BaseException, path: Path | None = None, *, still_works: str = "", of_library: bool = False
) -> StorageFailed | None:
    """Return what the machine refused, where an error, or one behind it, says so; None for any other error.

    Args:
        error: Whatever was raised.
        path: What was being read or written, where the error names no file itself.
        still_works: What the user can go on doing meanwhile.
        of_library: Whether to read the words of errors of any kind: for calls into libraries that have no other way
            to tell, with nothing in their messages that is an article's or a user's text.
    """
    for each in _chain(error):
        if isinstance(each, QabotError):  # what that is about has been decided
            return each if isinstance(each, StorageFailed) else None
        number = _number(each, path, of_library=of_library)
        if refusal := _REFUSALS.get(number):
            place = _named(each) or path
            told = {"path": place or "the output or a file", "there": _there(place), "cause": os.strerror(number)}
            message = refusal.message.format(**told)
            message = f"{message[0].upper()}{message[1:]}"
            hint = _OF_STATE if number == errno.EROFS and _is_state(place) else refusal.hint.format(**told)
            return refusal.error(message, hint=hint, still_works=still_works)
    return None


def is_refusal(error: BaseException) -> bool:
    """Whether an error is that the machine refuses something, and says nothing of what a file holds."""
    return storage_fault(error) is not None


_NUMBERED = re.compile(r"\bSystemError : (\d{1,3})\b")
"""How ONNX Runtime tells what the system refused: by its number alone."""


class storage_faults_told:  # noqa: N801 - used as a statement, as `suppress` is
    """Raise what the machine refuses inside as an error of ours (StorageFailed); any other error passes."""

    def __init__(self, path: Path | None, still_works: str, *, of_library: bool = False) -> None:
        """Say what is done inside.

        Args:
            path: What is read or written, named where an error does not name a file.
            still_works: What the user can go on doing meanwhile.
            of_library: As for `storage_fault`.
        """
        self._path = path
        self._still_works = still_works
        self._of_library = of_library

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise the other error, if there was one of this kind."""
        if not isinstance(error, Exception):
            return
        fault = storage_fault(error, self._path, still_works=self._still_works, of_library=self._of_library)
        if fault is None or (fault is error and fault.still_works):
            return
        raise type(fault)(fault.message, hint=fault.hint, still_works=fault.still_works or self._still_works) from error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from."""
    while True:
        yield error
        if error.__cause__ is None:
            return
        error = error.__cause__


def _number(error: BaseException, path: Path | None, *, of_library: bool) -> int:
    """Return the system's number of what an error is about; 0 where it is about something else."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    code: object = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _of_sqlite(code, path)
    if isinstance(error, OSError) or of_library:
        said = str(error)
        if found := _NUMBERED.search(said):
            return int(found[1])
        return next((number for number in _REFUSALS if os.strerror(number) in said), 0)
    return 0


def _of_sqlite(code: int, path: Path | None) -> int:
    """Return the system's number of what SQLite met; it tells only of what kind that is, so that the file is asked."""
    if code == _SHORT_READ:
        return 0
    kind = code & _PRIMARY
    number = _OF_SQLITE.get(kind, 0)
    if code in _OF_WRITING and path is not None:
        return _of_writing(path) or number
    if number not in {errno.EACCES, _UNTOLD} or path is None:
        return number
    try:
        os.close(os.open(path, os.O_RDONLY if kind == _CANNOT_OPEN or path.is_dir() else os.O_RDWR))
    except FileNotFoundError:
        return _of_folder(path.parent)
    except OSError as error:
        return error.errno or number
    return _of_writing(path) or number


def _of_writing(path: Path) -> int:
    """Return why a file cannot be written, by writing beside it as far out as it may grow; 0 where it can."""
    folder, size = (path, 0) if path.is_dir() else (path.parent, path.stat().st_size)
    probe = folder / f".{os.urandom(8).hex()}.new"  # cleared away as what a killed process leaves is
    try:
        descriptor = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(descriptor, bytes(_PAGE), size + _GROWTH)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        return error.errno or 0
    finally:
        with suppress(OSError):
            probe.unlink()
    return 0


def _of_folder(folder: Path) -> int:
    """Return why no file can be made in a folder; 0 where one can be, or where there is no such folder."""
    if not folder.is_dir() or os.access(folder, os.W_OK):
        return 0
    return errno.EROFS if os.statvfs(folder).f_flag & os.ST_RDONLY else errno.EACCES


def _is_state(place: str | Path | None) -> bool:
    """Whether a file lies in the user's state folder, and not in a home."""
    return Path(place or "").is_relative_to(platformdirs.user_state_path("qabot", appauthor=False))


def _there(place: str | Path | None) -> str:
    """Return a file as a shell takes it, or the folder that it would be made in."""
    path = Path(place or ".")
    return shlex.quote(str(next((each for each in (path, *path.parents) if os.path.lexists(each)), path)))


def _named(error: BaseException) -> str | None:
    """Return the file that an error of the system is about; `os.replace` and the like are told by their target."""
    if not isinstance(error, OSError):
        return None
    named: object = error.filename2 or error.filename
    return os.fsdecode(named) if isinstance(named, str | bytes) else None
