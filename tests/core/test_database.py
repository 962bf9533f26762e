"""The one way in which a SQLite file is opened: what is made, brought on, refused, left alone and set aside."""

from __future__ import annotations

import errno
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.database import Layout, Policy, is_damage, open_copy, open_database
from qabot.core.errors import NotFound, QabotError

ID = 0x746F7931
FIRST = "CREATE TABLE things (name TEXT);\n"
SECOND = "ALTER TABLE things ADD COLUMN colour TEXT;\nUPDATE things SET colour = 'red';\n"
OLD = Layout(ID, (FIRST,))
NEW = Layout(ID, (FIRST, SECOND))
POLICY = Policy("The box", NotFound, "Boxes can be looked at.", "move {path} away to begin a new box", wait_s=0)
SETTING_ASIDE = replace(POLICY, sets_damaged_aside=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "box.db"


def make(path: Path, *names: str) -> None:
    """Make a box of these things."""
    with closing(open_database(path, OLD, POLICY)) as database, database:
        database.executemany("INSERT INTO things VALUES (?)", [(name,) for name in names])


def refused(path: Path, layout: Layout = OLD, policy: Policy[NotFound] = SETTING_ASIDE) -> QabotError:
    """Return why a box cannot be opened, which changes nothing in its folder."""
    before = state(path.parent)
    with pytest.raises(NotFound, match=r"box\.db cannot be used: ") as raised:
        open_database(path, layout, policy)
    assert state(path.parent) == before
    assert raised.value.still_works == "Boxes can be looked at."
    return raised.value


def state(folder: Path) -> dict[str, bytes | None]:
    return {file.name: file.read_bytes() if file.is_file() else None for file in folder.iterdir()}


def test_a_file_is_made_with_its_folder_and_is_known_by_its_header(path: Path) -> None:
    make(path, "hat")
    assert path.read_bytes()[60:64] == b"\0\0\0\1"
    assert path.read_bytes()[68:72] == b"toy1"
    with closing(open_database(path, OLD, POLICY)) as database:
        assert database.execute("SELECT name FROM things").fetchall() == [("hat",)]


def test_without_a_path_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_database(None, NEW, POLICY)) as database:
        assert database.execute("SELECT name, colour FROM things").fetchall() == []
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_is_brought_on_and_keeps_what_it_holds(path: Path) -> None:
    make(path, "hat")
    with closing(open_database(path, NEW, POLICY)) as database:
        assert database.execute("SELECT name, colour FROM things").fetchall() == [("hat", "red")]
        assert database.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_step_that_fails_leaves_the_older_file(path: Path) -> None:
    make(path, "hat")
    before = path.read_bytes()
    with pytest.raises(NotFound, match="no such table"):
        open_database(path, Layout(ID, (FIRST, "CREATE TABLE other (x);\nINSERT INTO missing VALUES (1);\n")), POLICY)
    assert path.read_bytes() == before


def test_a_newer_file_asks_for_a_newer_qabot(path: Path) -> None:
    open_database(path, NEW, POLICY).close()
    error = refused(path)
    assert error.hint == f"Upgrade qabot, or move {path} away to begin a new box."
    assert "it has format 2, and this qabot reads format 1" in error.message


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.executescript("PRAGMA journal_mode = WAL; CREATE TABLE letters (text)")
    assert refused(path).hint == f"Move {path} away to begin a new box."


def test_a_file_held_by_another_process_is_not_damaged(path: Path) -> None:
    make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "run the command again" in refused(path).hint


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (sqlite3.SQLITE_IOERR, "See to the disk that "),
        (sqlite3.SQLITE_FULL, "Free some space there"),
        (sqlite3.SQLITE_PERM, "Run `ls -ld "),
        (sqlite3.SQLITE_CANTOPEN, "Look at "),
        (sqlite3.SQLITE_NOMEM, "Look at "),
    ],
)
def test_a_fault_of_the_machine_is_not_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, hint: str
) -> None:
    make(path, "hat")
    fault = sqlite3.OperationalError("the machine's fault")
    fault.sqlite_errorcode = code

    def fail(*_arguments: object, **_named: object) -> None:
        raise fault

    monkeypatch.setattr(sqlite3, "connect", fail)
    assert refused(path).hint.startswith(hint)


def test_a_folder_in_its_place_is_not_damage(path: Path) -> None:
    path.mkdir(parents=True)
    assert "Is a directory" in refused(path).message


@pytest.mark.parametrize("content", [b"x", b"no database " * 100, b"SQLite format 3\0"], ids=["byte", "text", "stub"])
def test_a_damaged_file_is_set_aside_only_where_the_policy_says_so(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert refused(path, policy=POLICY).hint == f"Move {path} away to begin a new box."
    open_database(path, OLD, SETTING_ASIDE).close()
    aside, made = sorted(path.parent.iterdir(), key=lambda file: file.suffix != ".db", reverse=True)
    assert made == path
    assert aside.name.startswith("box.damaged-2")
    assert aside.read_bytes() == content


def test_what_another_process_put_in_the_place_of_a_damaged_one_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 100)

    def seen_by_another_too(cause: Exception) -> bool:
        path.rename(path.with_suffix(".damaged-1"))
        make(path, "hat")
        return is_damage(cause)

    monkeypatch.setattr("qabot.core.database.is_damage", seen_by_another_too)
    with closing(open_database(path, OLD, SETTING_ASIDE)) as opened:
        assert opened.execute("SELECT name FROM things").fetchall() == [("hat",)]
    assert sorted(file.name for file in path.parent.iterdir()) == ["box.damaged-1", "box.db"]


def test_a_damaged_file_that_cannot_be_set_aside_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 100)

    def replace_file(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", replace_file)
    assert refused(path).hint.startswith("Run `ls -ld ")


def test_pages_are_looked_over_where_the_policy_says_so(path: Path) -> None:
    make(path, *(f"thing {number}" * 50 for number in range(200)))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    refused(path, policy=replace(POLICY, is_checked=True))
    open_database(path, OLD, POLICY).close()


def test_a_copy_that_cannot_be_made_names_the_file_it_is_of(path: Path) -> None:
    make(path, *(f"thing {number}" * 50 for number in range(200)))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(NotFound) as raised:
        open_copy(path, OLD, replace(SETTING_ASIDE, is_checked=True))
    assert raised.value.message.startswith(f"The box {path} cannot be used: ")
    assert raised.value.hint == f"Move {path} away to begin a new box."
    assert [file.name for file in path.parent.iterdir()] == ["box.db"]


def test_what_is_written_to_a_copy_is_not_in_the_file(path: Path) -> None:
    make(path, "hat")
    content = path.read_bytes()
    with closing(open_copy(path, NEW, POLICY)) as copy, copy:
        assert copy.execute("SELECT name, colour FROM things").fetchall() == [("hat", "red")]
        copy.execute("DELETE FROM things")
    assert path.read_bytes() == content


def test_a_private_file_is_its_owners_alone(path: Path) -> None:
    private = replace(POLICY, is_private=True)
    open_database(path, OLD, private).close()
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path)] == [0o700, 0o600]
    path.chmod(0o644)
    open_database(path, OLD, private).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
