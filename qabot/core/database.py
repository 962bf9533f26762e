"""Opening a SQLite file that qabot writes to: one way for all of them.

What a file is stands in its first hundred bytes, and is read from them before SQLite sees the file, which might change
some just by opening it. So a file of a newer qabot, or of another program, stays as it is to the last byte. What the
machine refuses (a right, a disk, another process's lock) is no damage: nothing is moved for it. Only a file that
SQLite itself calls malformed may be set aside, under another name beside it, and only where the policy says so.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from qabot.core.errors import QabotError
from qabot.core.home_files import require_no_link
from qabot.core.storage_faults import storage_fault

E = TypeVar("E", bound=QabotError)

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
"""Bytes of a database's header; a file of fewer, but some, is no database."""
_VERSION_AT = slice(60, 64)
_APPLICATION_AT = slice(68, 72)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite appends to a file's name for the files that it writes beside it."""
_PRIMARY = 0xFF
"""The part of an extended result code that says of what kind it is."""


class Layout(Struct, frozen=True):
    """What a file of one kind holds, and by what it is known."""

    application_id: int
    """Four bytes by which it is told from any other program's database."""
    migrations: tuple[str, ...]
    """SQL scripts: the first makes the tables of an empty file, each further one brings a file one version on."""

    @property
    def version(self) -> int:
        """The newest version, which is written and read; a file's own is its `user_version`."""
        return len(self.migrations)


class Policy(Struct, Generic[E], frozen=True):
    """How a file is treated, and what is said when it cannot be used."""

    name: str
    """What messages call it, such as `The history`."""
    error: type[E]
    """What is raised."""
    still_works: str
    """What the user can go on doing meanwhile."""
    start_anew: str
    """How to do without what is in it, as a clause that names the file as `{path}`."""
    refused: type[E] | None = None
    """What is raised where the machine refuses to read or write the file; None for the same."""
    is_private: bool = False
    """Whether only its owner may read it, and what is deleted is gone from its bytes and passes through no other."""
    is_checked: bool = False
    """Whether every page is looked over when it is opened."""
    sets_damaged_aside: bool = False
    """Whether a new file may take the place of one that is damaged, which is kept beside it."""
    wait_s: float = 10.0
    """How long to wait for another process that holds it."""
    isolation: Literal["DEFERRED"] | None = "DEFERRED"
    """How Python begins transactions by itself; None where the caller says BEGIN."""
    is_in_home: bool = False
    """Whether it lies in a home, which others may have filled: where a link has its name, or that of its journal, it is
    left alone."""
    any_thread: bool = False
    """Whether any thread may use the connection, one at a time."""

    def unusable(self, path: Path, cause: Exception | str) -> E:
        """Return the error that says why a file cannot be used, at its opening or later."""
        kind = self.error
        why = (cause.strerror or cause) if isinstance(cause, OSError) else cause
        if isinstance(cause, sqlite3.Error) and _primary(cause) in _LOCKED:
            hint = "Another process holds it: run the command again when that is done."
        elif isinstance(cause, Exception) and (refused := storage_fault(cause, path)):
            hint, kind = refused.hint, self.refused or self.error
        elif isinstance(cause, OSError | sqlite3.OperationalError):
            hint = f"Look at {path.parent}: whether you may write there, and whether its disk is full."
        else:
            anew = self.start_anew.format(path=path)
            hint = f"{anew[0].upper()}{anew[1:]}."
        return kind(f"{self.name} {path} cannot be used: {why}.", still_works=self.still_works, hint=hint)

    def too_new(self, path: Path, found: int, known: int) -> E:
        """Return the error that says that a newer qabot wrote a file."""
        message = f"{self.name} {path} cannot be used: it has format {found}, and this qabot reads format {known}."
        hint = f"Upgrade qabot, or {self.start_anew.format(path=path)}."
        return self.error(message, still_works=self.still_works, hint=hint)


def storable(text: str) -> str:
    """Return text as SQLite can hold it: bytes of a path or a question that are no UTF-8 are spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def open_database(path: Path | None, layout: Layout, policy: Policy[E]) -> sqlite3.Connection:
    """Open a database, making the file and its folder where there are none, and bring it to the newest version.

    Args:
        path: The file; None for a database in memory, of which nothing is kept.
        layout: What it holds.
        policy: How it is treated.

    Raises:
        QabotError: The policy's error: the file is damaged, another program's, of a newer qabot, held by another
            process, or may not be read. It is left as it is, except where the policy has a damaged one set aside.
    """
    if path is None:
        return _prepared(_connect(":memory:", policy), layout, policy)
    found = _inode(path)
    try:
        _require_no_links(path, policy)
        return _open(path, layout, policy)
    except (OSError, sqlite3.Error) as cause:
        if not (policy.sets_damaged_aside and is_damage(cause)):
            raise policy.unusable(path, cause) from cause
    try:
        if _inode(path) == found:  # else another process, which saw the damage too, has put a new one there
            path.replace(path.with_suffix(f".damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"))
    except OSError as cause:
        raise policy.unusable(path, cause) from cause
    return open_database(path, layout, policy)


def _inode(path: Path) -> int | None:
    """Return what tells a file from another that takes its name; None where there is none, or it cannot be told."""
    try:
        return path.lstat().st_ino
    except OSError:
        return None


def open_copy(path: Path, layout: Layout, policy: Policy[E]) -> sqlite3.Connection:
    """Open a copy of a database in memory, for one that may only be read: what is written to the copy goes with it.

    Raises:
        QabotError: The policy's error, as for `open_database`, but a damaged one is never set aside.
    """
    database = _connect(":memory:", policy)
    try:
        _require_no_links(path, policy)
        _require_ours(path, layout, policy)
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            file.backup(database)
        return _prepared(database, layout, policy, path)
    except (OSError, sqlite3.Error) as cause:
        database.close()
        raise policy.unusable(path, cause) from cause
    except QabotError:
        database.close()
        raise


def _require_no_links(path: Path, policy: Policy[E]) -> None:
    """Refuse a database of a home where a link has its name, or that of what is written beside it."""
    if policy.is_in_home:
        for name in (path.name, *(f"{path.name}{suffix}" for suffix in _BESIDE)):
            require_no_link(path.with_name(name), policy.still_works)


def is_damage(cause: Exception) -> bool:
    """Whether SQLite says that a file is malformed or no database; nothing else an error may be is damage."""
    return isinstance(cause, sqlite3.DatabaseError) and _primary(cause) in _DAMAGED


@contextmanager
def transaction(database: sqlite3.Connection) -> Generator[None]:
    """Begin as a writer, so that two who read first and write then cannot block each other."""
    database.execute("BEGIN IMMEDIATE")
    with database:
        yield


def _open(path: Path, layout: Layout, policy: Policy[E]) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700 if policy.is_private else 0o777, parents=True, exist_ok=True)
    if policy.is_private:
        _close_to_others(path)
    _require_ours(path, layout, policy)
    database = _connect(path, policy)
    try:
        return _prepared(database, layout, policy, path)
    except (sqlite3.Error, QabotError):
        database.close()
        raise


def _close_to_others(path: Path) -> None:
    """Make the file, which SQLite would let others read, and take back what a copy put in its place may allow."""
    os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        with suppress(OSError):
            path.chmod(0o600)


def _require_ours(path: Path, layout: Layout, policy: Policy[E]) -> None:
    """Refuse what this qabot did not write or cannot read, by the file's header."""
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if not head:
        return
    if len(head) < _HEADER or not head.startswith(_MAGIC):
        damage = sqlite3.DatabaseError("it is damaged, or no database")
        damage.sqlite_errorcode = sqlite3.SQLITE_NOTADB
        raise damage
    if int.from_bytes(head[_APPLICATION_AT]) != layout.application_id:
        raise policy.unusable(path, "it is a database, but not one of qabot's")
    if (version := int.from_bytes(head[_VERSION_AT])) > layout.version:
        raise policy.too_new(path, version, layout.version)


def _connect(path: Path | str, policy: Policy[E]) -> sqlite3.Connection:
    target = path if isinstance(path, str) else f"{path.resolve().as_uri()}?mode=rwc"
    return sqlite3.connect(
        target,
        uri=True,
        timeout=policy.wait_s,
        isolation_level=None,
        check_same_thread=not policy.any_thread,
    )


def _prepared(
    database: sqlite3.Connection, layout: Layout, policy: Policy[E], path: Path = Path(":memory:")
) -> sqlite3.Connection:
    """Bring an open database to the newest version, and look it over."""
    if policy.is_private:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")  # VACUUM copies what is left; none of it is to pass through /tmp
    if _version(database) < layout.version:
        with transaction(database):
            _migrate(database, layout)
    if (found := _version(database)) != layout.version:  # a newer qabot wrote it meanwhile
        raise policy.too_new(path, found, layout.version)
    if policy.is_checked and (fault := database.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise policy.unusable(path, str(fault))
    database.isolation_level = policy.isolation
    return database


def _migrate(database: sqlite3.Connection, layout: Layout) -> None:
    """Take the steps that another process has not taken meanwhile."""
    for script in layout.migrations[_version(database) :]:
        for statement in script.split(";\n"):
            database.execute(statement)
    database.execute(f"PRAGMA application_id = {layout.application_id}")
    database.execute(f"PRAGMA user_version = {layout.version}")


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _primary(cause: sqlite3.Error) -> int | None:
    """The kind of an error of SQLite's; None where Python made it."""
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY
