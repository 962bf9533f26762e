"""What the machine refuses is read out of the errors of any library, and out of nothing else."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.core.errors import DiskFull, IndexCorrupt, StorageFailed, UsageError
from qabot.core.storage_faults import storage_fault, storage_faults_told

HERE = Path("/home/ann/news")


def system(number: int, name: str | None = "/home/ann/news/a.md") -> OSError:
    return OSError(number, os.strerror(number), name)


def sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("it failed")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "The disk that /home/ann/news/a.md lies on is full."),
        (errno.EDQUOT, "Your share of the disk that /home/ann/news/a.md lies on is full."),
        (errno.EROFS, "/home/ann/news/a.md cannot be written: it lies on a file system that may only be read."),
        (errno.EACCES, "/home/ann/news/a.md cannot be used: you have no permission."),
        (errno.EPERM, "/home/ann/news/a.md cannot be used: you have no permission."),
        (errno.EIO, "/home/ann/news/a.md cannot be used: its disk fails (Input/output error)."),
        (errno.EMFILE, "/home/ann/news/a.md cannot be opened: too many files are open."),
        (errno.EFBIG, "/home/ann/news/a.md cannot be written: it grows too large."),
    ],
)
def test_each_kind_names_the_file(number: int, message: str) -> None:
    fault = storage_fault(system(number), HERE, still_works="Questions are answered.")
    assert fault is not None
    assert (fault.exit_code, fault.message, fault.still_works) == (74, message, "Questions are answered.")
    assert fault.hint
    assert isinstance(fault, DiskFull) == (number in {errno.ENOSPC, errno.EDQUOT})


def test_what_names_no_file_is_told_of_the_one_in_hand() -> None:
    for error in (system(errno.ENOSPC, None), sqlite(sqlite3.SQLITE_FULL), sqlite(sqlite3.SQLITE_FULL | 1 << 8)):
        fault = storage_fault(error, HERE)
        assert fault is not None
        assert fault.message == "The disk that /home/ann/news lies on is full."
    fault = storage_fault(system(errno.EIO, None))
    assert fault is not None
    assert fault.message.startswith("The output or a file cannot be used: ")


def test_a_library_may_tell_the_number_alone() -> None:
    fault = storage_fault(RuntimeError("EngineError: SystemError : 5"), HERE, of_library=True)
    assert fault is not None
    assert fault.message == "/home/ann/news cannot be used: its disk fails (Input/output error)."
    assert storage_fault(RuntimeError("SystemError : 5"), HERE) is None, "such words may be anybody's"
    assert storage_fault(RuntimeError("SystemError : 999"), HERE, of_library=True) is None


def test_why_sqlite_cannot_write_is_asked_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says of a quota that is used up no more than that something went wrong."""
    file = tmp_path / "kept.db"
    file.touch()
    for code in (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC):
        fault = storage_fault(sqlite(code), file)
        assert fault is not None
        assert fault.message == f"{file} cannot be used: its disk fails (Input/output error)."
        with monkeypatch.context() as patched:
            patched.setattr(os, "pwrite", refusing(errno.EDQUOT))
            fault = storage_fault(sqlite(code), file)
            assert isinstance(fault, DiskFull)
            assert isinstance(storage_fault(sqlite(sqlite3.SQLITE_IOERR_READ), file), StorageFailed)
            assert not isinstance(storage_fault(sqlite(sqlite3.SQLITE_IOERR_READ), file), DiskFull)
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_that_could_not_be_opened_is_not_said_to_be_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing forbids it now: the file can be opened, and its folder written to."""
    file = tmp_path / "kept.db"
    file.touch()
    for place in (file, tmp_path):
        fault = storage_fault(sqlite(sqlite3.SQLITE_CANTOPEN), place)
        assert fault is not None
        assert fault.message == f"{place} cannot be used: its database could not be opened."
        with monkeypatch.context() as patched:
            patched.setattr(os, "pwrite", refusing(errno.ENOSPC))
            assert isinstance(storage_fault(sqlite(sqlite3.SQLITE_CANTOPEN), place), DiskFull)
    assert list(tmp_path.iterdir()) == [file]


def refusing(number: int) -> Callable[..., int]:
    """Return what takes the place of `os.pwrite`, and refuses."""

    def write(*_: object) -> int:
        raise system(number, None)

    return write


def test_a_state_folder_that_may_only_be_read_is_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for place, hint in (
        (tmp_path / "qabot" / "history.db", "Set `XDG_STATE_HOME` to a folder that can be written, then run "),
        (tmp_path / "other" / "a.md", "Copy the home to a place that can be written, then run "),
    ):
        fault = storage_fault(system(errno.EROFS, str(place)))
        assert fault is not None
        assert fault.hint.startswith(hint)


def test_the_words_of_a_library_are_read_only_where_they_are_its_own() -> None:
    error = RuntimeError("Error in faiss: write error in vectors.faiss: 114643 != 121344 (No space left on device)")
    assert isinstance(storage_fault(error, HERE, of_library=True), DiskFull)
    assert storage_fault(error, HERE) is None
    copied = shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")])
    assert isinstance(storage_fault(copied, HERE), DiskFull)


def test_nothing_else_is_one() -> None:
    for error in (
        system(errno.ENOENT),
        system(errno.EISDIR),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        ValueError("x"),
        sqlite(sqlite3.SQLITE_CORRUPT),
        sqlite(sqlite3.SQLITE_IOERR_SHORT_READ),
    ):
        assert storage_fault(error, HERE, of_library=True) is None


def test_an_error_that_came_of_one_is_one_unless_it_was_decided_already() -> None:
    came = RuntimeError("x")
    came.__cause__ = system(errno.EIO)
    assert isinstance(storage_fault(came), StorageFailed)
    ours = UsageError("x", hint="y")
    ours.__cause__ = system(errno.EIO)
    assert storage_fault(ours) is None


def test_the_hint_is_a_command_that_a_shell_takes(tmp_path: Path) -> None:
    folder = tmp_path / "two words"
    folder.mkdir()
    fault = storage_fault(system(errno.EACCES, str(folder / "new" / "file")))
    assert fault is not None
    assert fault.hint == f"Run `ls -ld '{folder}'` to see whose it is."


def test_what_works_still_is_said_once() -> None:
    with pytest.raises(DiskFull) as raised, storage_faults_told(HERE, "outer"), storage_faults_told(HERE, "inner"):
        raise system(errno.ENOSPC)
    assert raised.value.still_works == "inner"
    with pytest.raises(IndexCorrupt), storage_faults_told(HERE, "outer", of_library=True):
        raise IndexCorrupt("No space left on device", hint="x")
