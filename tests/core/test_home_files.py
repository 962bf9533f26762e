"""No link in a home is written through, and no file in it is read without end."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qabot.chat.clipboard import write_file
from qabot.core.database import Layout, Policy, open_copy, open_database
from qabot.core.errors import IndexLocked, UsageError
from qabot.core.home_files import create, discard, make_folder, put, read_up_to, replacing
from qabot.core.toml_files import read_toml
from qabot.core.writer_locks import held_lock
from qabot.output import conversation_file

LAYOUT = Layout(1, ("CREATE TABLE t (x)",))
POLICY = Policy(name="The file", error=UsageError, still_works="", start_anew="move {path} away", is_in_home=True)


def export(folder: Path) -> Path:
    """Export a conversation."""
    return conversation_file.save((), "c.md", folder, datetime(2026, 11, 25, tzinfo=UTC))


def quote(folder: Path) -> Path:
    """Write a quote."""
    return write_file("word " * 10, folder, "q.txt")


@contextmanager
def files_of_at_most(size: int) -> Generator[None]:
    """Let no file grow larger, in bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file of the user's outside of the home."""
    (tmp_path / "home").mkdir()
    file = tmp_path / "victim"
    file.write_text("mine")
    return file


class TestWriting:
    """Files in one step."""

    def test_what_killed_processes_left_goes_and_nothing_else(self, tmp_path: Path) -> None:
        names = (f".{'0' * 16}.new", f".{'1' * 16}.new", ".notes.new", "0123456789abcdef.new")
        for name, seconds in zip(names, (50, 70, 70, 70), strict=True):
            (tmp_path / name).touch()
            then = time.time() - seconds
            os.utime(tmp_path / name, (then, then))
        put(tmp_path / "CURRENT", b"new")
        assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", names[0], *names[2:]}

    @pytest.mark.parametrize("write", [create, put])
    def test_what_cannot_be_written_whole_is_not_left(
        self, write: Callable[[Path, bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            write(tmp_path / "CURRENT", b"new")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("write", [export, quote])
    def test_half_a_file_of_the_users_stands_in_no_ones_way(
        self, write: Callable[[Path], Path], tmp_path: Path
    ) -> None:
        with files_of_at_most(10), pytest.raises(UsageError, match="File too large"):
            write(tmp_path)
        assert list(tmp_path.iterdir()) == []
        assert write(tmp_path).stat().st_size > 10

    def test_takes_the_place_of_a_link_and_leaves_what_it_leads_to(self, victim: Path) -> None:
        target = victim.parent / "home" / "CURRENT"
        target.symlink_to(victim)
        put(target, b"new")
        assert (victim.read_text(), target.read_text(), target.is_symlink()) == ("mine", "new", False)
        assert [path.name for path in target.parent.iterdir()] == ["CURRENT"]

    def test_makes_nothing_through_a_link_to_nowhere(self, victim: Path) -> None:
        link = victim.parent / "home" / "x"
        link.symlink_to(victim.parent / "nowhere")
        with pytest.raises(FileExistsError):
            create(link, b"new")
        assert not (victim.parent / "nowhere").exists()

    def test_leaves_nothing_behind_where_it_fails(self, tmp_path: Path) -> None:
        def fail() -> None:
            with replacing(tmp_path / "x") as waiting:
                create(waiting, b"half")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fail()
        assert list(tmp_path.iterdir()) == []

    def test_says_that_a_folder_is_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "CURRENT").mkdir()
        with pytest.raises(UsageError, match="is a folder"):
            put(tmp_path / "CURRENT", b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]

    def test_keeps_to_the_mode_that_is_asked_for(self, tmp_path: Path) -> None:
        put(tmp_path / "secret", b"", 0o600)
        assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600

    def test_removes_a_link_and_not_the_folder_behind_it(self, victim: Path) -> None:
        for name, target in (("a", victim.parent), ("b", victim), ("c", "nowhere")):
            link = victim.parent / "home" / name
            link.symlink_to(target)
            discard(link)
        (victim.parent / "home" / "d" / "e").mkdir(parents=True)
        discard(victim.parent / "home" / "d")
        assert (list((victim.parent / "home").iterdir()), victim.read_text()) == ([], "mine")


class TestNames:
    """What has to keep its name is refused where a link has it."""

    def test_a_folder(self, victim: Path) -> None:
        link = victim.parent / "home" / ".qabot"
        link.symlink_to(victim.parent)
        with pytest.raises(UsageError, match="symbolic link") as refused:
            make_folder(link)
        assert refused.value.hint.startswith(f"Run `rm {link}`")
        with pytest.raises(UsageError, match="is no folder"):
            make_folder(victim)

    def test_a_lock(self, victim: Path) -> None:
        link = victim.parent / "home" / ".lock"
        for target in (victim, victim.parent / "nowhere"):
            link.symlink_to(target)
            with pytest.raises(UsageError, match="symbolic link"), held_lock(link, "held"):
                pass
            link.unlink()
        link.mkdir()
        with pytest.raises(UsageError, match="cannot be locked"), held_lock(link, "held"):
            pass
        assert victim.read_text() == "mine"
        assert not (victim.parent / "nowhere").exists()

    def test_a_lock_that_is_held_is_told_as_such(self, tmp_path: Path) -> None:
        one, other = (held_lock(tmp_path / "lock", "Held.") for _ in range(2))
        with one, pytest.raises(IndexLocked, match=r"Held\."), other:
            pass

    @pytest.mark.parametrize("opens", [open_database, open_copy])
    @pytest.mark.parametrize("suffix", ["", "-journal", "-wal", "-shm"])
    def test_a_database_and_what_is_written_beside_it(
        self, victim: Path, suffix: str, opens: Callable[[Path, Layout, Policy[UsageError]], sqlite3.Connection]
    ) -> None:
        path = victim.parent / "home" / "kept.db"
        (victim.parent / "home" / f"kept.db{suffix}").symlink_to(victim)
        with pytest.raises(UsageError, match="symbolic link"):
            opens(path, LAYOUT, POLICY)
        assert victim.read_text() == "mine"


class TestReading:
    """Files to a size."""

    def test_a_pipe_and_a_device_are_no_files(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "zero").symlink_to("/dev/zero")
        for name in ("pipe", "zero", "."):
            with pytest.raises(ValueError, match="it is no file"):
                read_up_to(tmp_path / name, 10)

    def test_one_byte_more_is_too_large(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes(b"x" * 2048)
        assert len(read_up_to(tmp_path / "x", 2048)) == 2048
        with pytest.raises(ValueError, match="larger than 1 KiB"):
            read_up_to(tmp_path / "x", 2047)

    @pytest.mark.parametrize(
        ("toml", "why"),
        [
            ("a = " + "[" * 50_000, "nested too deep"),
            ("a = " + "{a=" * 20_000, "nested too deep"),
            ("a." * 30_000 + "a = 1", "more than 100 dots"),
            ("a." * 101 + "a = 1", "more than 100 dots"),
            ('a = "' + "x" * 70_000 + '"', "larger than 64 KiB"),
        ],
    )
    def test_toml_that_would_take_long_is_refused(self, tmp_path: Path, toml: str, why: str) -> None:
        (tmp_path / "x.toml").write_text(toml)
        with pytest.raises(ValueError, match=why):
            read_toml(tmp_path / "x.toml", 65_536)

    def test_toml_with_as_many_dots_as_may_be_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "x.toml").write_text("a." * 100 + "a = 1")
        assert list(read_toml(tmp_path / "x.toml", 65_536)) == ["a"]
