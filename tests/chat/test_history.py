"""Earlier questions: found as they were asked, private, gone when forgotten, and never a reason to crash."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from qabot.chat.history import History, PastQuestion, default_path, new_conversation
from qabot.core.errors import HistoryUnusable
from qabot.engine.session import Session

HOSTILE = [
    "100% of _councils_",
    "'; DROP TABLE questions; --",
    'outlet:"The Register" OR 1=1 "',
    "NEAR(gds, 3) AND * ^ col:x",
    "[bold]red[/] [/]",
    "\x1b]52;c;cm0=\x07\x1b[31m\u202eevil",
    "nul \x00 within",
    "two\nlines\tand a tab",
    "日本語 🏴󠁧󠁢󠁳󠁣󠁴󠁿 İstanbul ﬁ ß",
    "w" * 10_000,
    "",
]
NOBODY = 65534
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def question(text: str = "Who left GDS?", home: str = "/news", conversation: str = "c", **rest: str) -> PastQuestion:
    """Return a question that has been answered."""
    when = datetime(2026, 11, 24, 10, 3, tzinfo=UTC)
    asked = PastQuestion(0, when, home, conversation, text, "", "strong", 2, "2015/a", "A title", "20261124-ab")
    return structs.replace(asked, **rest)


def texts(found: list[PastQuestion]) -> list[str]:
    return [each.text for each in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "qabot" / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History.open(path) as opened:
        yield opened


class TestKeeping:
    """What is added is found again, as it was."""

    def test_what_is_read_is_what_was_added(self, history: History, path: Path) -> None:
        asked = question("How much did GDS get?", filters='outlet:"Computer Weekly" after:2015', verdict="possible")
        history.add(asked)
        (found,) = history.search()
        assert found == structs.replace(asked, id=found.id)
        with History.open(path) as again:
            assert again.search() == [found]

    def test_the_time_is_kept_in_utc_to_the_microsecond(self, history: History) -> None:
        abroad = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
        history.add(structs.replace(question(), when=abroad))
        (found,) = history.search()
        assert found.when == abroad
        assert found.when.isoformat() == "2026-06-30T23:30:00.123456+00:00"

    def test_a_turn_is_kept_with_its_best_article(self, history: History, starter: Session, tmp_path: Path) -> None:
        turn = starter.ask("How much did GDS get in the 2015 Spending Review?")
        history.add(PastQuestion.of(turn, "how much did  GDS get?", tmp_path, "c", NOON, "on:2015"))
        (found,) = history.search()
        best = turn.answer.evidence[0].article
        assert (found.article, found.title, found.evidence) == (best.id, best.title, len(turn.answer.evidence))
        assert (found.text, found.filters, found.home) == ("how much did  GDS get?", "on:2015", str(tmp_path))
        assert (found.verdict, found.generation) == (turn.answer.verdict, turn.generation)
        assert found.when == NOON

    def test_a_turn_without_an_answer_has_no_article(self, starter: Session, tmp_path: Path) -> None:
        asked = PastQuestion.of(
            starter.ask("who ate the gruffalo pie"), "who ate the gruffalo pie", tmp_path, "c", NOON
        )
        assert (asked.verdict, asked.evidence, asked.article, asked.title) == ("not_found", 0, None, None)

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_any_text_comes_back_character_by_character(self, history: History, text: str) -> None:
        history.add(question(text, filters=text, title=text, home=text, conversation=text))
        (found,) = history.search(text, home=text)
        assert (found.text, found.filters, found.title) == (text, text, text)
        assert history.last(text) == [text]
        assert history.conversation(text) == [found]
        assert history.clear(home=text) == 1

    def test_names_that_are_no_utf_8_are_kept_apart(self, history: History) -> None:
        homes = [os.fsdecode(b"/caf\xe9"), os.fsdecode(b"/caf\xe8")]
        for home in homes:
            history.add(question(f"of {home}", home=home))
        assert texts(history.search(home=homes[1])) == ["of /caf\\udce8"]
        assert history.count(homes[0]) == 1

    def test_beyond_the_cap_the_oldest_go(self, history: History, path: Path) -> None:
        history.add(question("the very first"))
        with sqlite3.connect(path) as db:
            (row,) = db.execute("SELECT * FROM questions").fetchall()
            filler = [(*row[1:4], f"filler {i}", *row[5:]) for i in range(9_999)]
            db.executemany("INSERT INTO questions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", filler)
        db.close()
        assert texts(history.search("very first")) == ["the very first"]
        history.add(question("one more"))
        assert history.count() == 10_000
        assert history.search("very first") == []
        assert b"the very first" not in path.read_bytes()
        everything = history.search(limit=10_000)
        assert (everything[0].text, everything[-1].text) == ("one more", "filler 0")


class TestFinding:
    """Words narrow; nothing in them means anything but itself."""

    @given(
        added=st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["/a", "/b"]), st.text("abAB%_ ", max_size=4))),
        words=st.one_of(st.text(max_size=3), st.text("abAB%_'\" \\*ßé", max_size=5)),
        home=st.sampled_from([None, "/a", "/b"]),
        limit=st.integers(1, 6),
    )
    def test_search_is_a_plain_filter_over_what_was_added(
        self, added: list[tuple[str, str, str]], words: str, home: str | None, limit: int
    ) -> None:
        with tempfile.TemporaryDirectory() as folder, History.open(Path(folder) / "history.db") as history:
            fill(history, *(question(text, home=where, filters=filters) for text, where, filters in added))
            wanted = [
                text
                for text, where, filters in reversed(added)
                if home in (None, where)
                and all(folded(word) in folded(text) or folded(word) in folded(filters) for word in words.split())
            ]
            assert texts(history.search(words, home, limit)) == wanted[:limit]
            assert history.count(home) == sum(home in (None, where) for _, where, _ in added)

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("STRASSE", True),
            ("straße spending", True),
            ("rev end", True),
            ("spending cuts", False),
            ("spend%", False),
            ("s_ending", False),
            ("café", True),
            ("cafe\u0301", True),
            ("before:2016", True),
            ("A title", False),
        ],
    )
    def test_words_are_found_in_any_case_inside_words_and_in_filters(
        self, history: History, words: str, found: bool
    ) -> None:
        history.add(question("Spending Review on the Straße, at the Café", filters="before:2016"))
        assert bool(history.search(words)) is found

    def test_the_newest_stand_first_and_the_limit_cuts_the_oldest(self, history: History) -> None:
        for number in range(5):
            history.add(question(f"question {number}"))
        assert texts(history.search("question", limit=3)) == ["question 4", "question 3", "question 2"]

    def test_openings_are_what_conversations_began_with_and_was_answered(self, history: History) -> None:
        for text, sitting in (("a", "1"), ("what about it?", "1"), ("b", "2"), ("a", "3"), ("c", "4")):
            history.add(
                question(text, home="/x", conversation=sitting, verdict="not_found" if text == "c" else "strong")
            )
        history.add(question("d", home="/y", conversation="5"))
        assert history.openings("/x", 9) == ["a", "b"]
        assert history.openings("/x", 1) == ["a"]

    def test_what_came_of_a_question_can_be_amended(self, history: History) -> None:
        first, second = (history.add(question(text, verdict="possible")) for text in ("first", "second"))
        assert first is not None
        history.amend(first, question("another text", verdict="strong"))
        assert [(each.text, each.verdict) for each in history.search()] == [("second", "possible"), ("first", "strong")]
        assert second != first

    def test_the_last_texts_are_each_home_s_own_and_each_once(self, history: History) -> None:
        for text, home in (("a", "/x"), ("b", "/x"), ("c", "/y"), ("a", "/x"), ("A", "/x")):
            history.add(question(text, home=home))
        assert history.last("/x") == ["A", "a", "b"]
        assert history.last("/x", limit=2) == ["A", "a"]
        assert history.last("/z") == []

    def test_a_sitting_is_told_in_the_order_it_went(self, history: History) -> None:
        mine, other = new_conversation(), new_conversation()
        assert mine != other
        for text, conversation in (("who left GDS?", mine), ("cyber", other), ("why?", mine)):
            history.add(question(text, conversation=conversation))
        assert texts(history.conversation(mine)) == ["who left GDS?", "why?"]


class TestForgetting:
    """What is forgotten is nowhere any more."""

    def test_one_question_is_forgotten_with_every_byte_of_it(self, history: History, path: Path) -> None:
        fill(history, *(question(f"kept {number} " + "padding " * 20) for number in range(300)))
        history.add(question("the marmalade merger", filters="org:Marmalade"))
        (target,) = history.search("marmalade")
        assert b"marmalade" in everything_in(path.parent).lower()
        assert history.delete(target.id)
        assert not history.delete(target.id)
        assert b"marmalade" not in everything_in(path.parent).lower()
        assert history.count() == 300

    def test_a_home_is_forgotten_and_the_others_stay(self, history: History, path: Path) -> None:
        for number in range(40):
            fill(history, question(f"marmalade {number}", home="/secret"), question(f"tram {number}"))
        assert history.clear("/secret") == 40
        assert history.clear("/secret") == 0
        assert (history.count("/secret"), history.count("/news")) == (0, 40)
        left = everything_in(path.parent)
        assert b"tram 39" in left
        assert b"marmalade" not in left
        assert b"/secret" not in left

    def test_everything_is_forgotten_and_ids_are_not_given_again(self, history: History, path: Path) -> None:
        fill(history, *(question(f"marmalade {number}") for number in range(40)))
        last = history.search(limit=1)[0].id
        assert history.clear() == 40
        assert history.search() == []
        assert b"marmalade" not in everything_in(path.parent)
        history.add(question())
        assert history.search()[0].id > last

    def test_forgetting_that_was_stopped_is_finished(self, history: History, path: Path) -> None:
        """As by a kill, or a full disk, between the questions and their bytes."""
        fill(history, *(question(f"marmalade {number} " + "padding " * 20) for number in range(100)))
        before = path.stat().st_size
        with sqlite3.connect(path) as database:
            database.execute("DELETE FROM questions")
        journal = path.with_name("history.db-journal")
        journal.write_bytes(bytes(512) + b"marmalade")
        assert path.stat().st_size == before
        assert history.clear() == 0
        assert not journal.exists()
        assert path.stat().st_size < before
        assert b"marmalade" not in everything_in(path.parent)

    def test_other_processes_see_at_once_what_is_left(self, history: History, path: Path) -> None:
        history.add(question("marmalade"))
        with History.open(path) as other:
            assert other.count() == 1
            history.clear()
            assert other.search() == []

    def test_a_history_that_is_off_leaves_no_trace(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with History.off() as off:
            off.add(question())
            assert not off.is_on
            assert (off.search(), off.last("/news"), off.conversation("c"), off.count()) == ([], [], [], 0)
            assert (off.delete(1), off.clear()) == (False, 0)
        assert list(tmp_path.iterdir()) == []


class TestPrivacy:
    """Where the file lies, and who can read it."""

    def test_it_lies_in_the_state_folder(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        assert default_path() == tmp_path / "qabot" / "history.db"

    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
    def test_only_its_owner_can_read_it_whatever_the_umask(self, path: Path, umask: int) -> None:
        before = os.umask(umask)
        try:
            with History.open(path) as history:
                history.add(question())
        finally:
            os.umask(before)
        assert mode(path) == 0o600
        assert mode(path.parent) == 0o700

    def test_a_copy_that_others_can_read_is_closed_to_them(self, path: Path) -> None:
        History.open(path).close()
        path.chmod(0o644)
        History.open(path).close()
        assert mode(path) == 0o600

    def test_what_is_deleted_passes_through_no_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite3, "connect", careless(sqlite3.connect))
        with History.open(path) as history:
            db = history._db  # pyright: ignore[reportPrivateUsage]
            assert db
            assert db.execute("PRAGMA secure_delete").fetchone() == (1,)
            assert db.execute("PRAGMA temp_store").fetchone() == (2,)  # in memory

    def test_what_is_trimmed_is_gone_from_the_bytes(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite3, "connect", careless(sqlite3.connect))
        monkeypatch.setattr("qabot.chat.history.MOST_QUESTIONS", 2)
        with History.open(path) as history:
            history.add(question("the private words of the first"))
            history.add(question("two"))
            assert b"the private words" in path.read_bytes()
            history.add(question("three"))
            assert texts(history.search()) == ["three", "two"]
        assert b"the private words" not in path.read_bytes()

    def test_nothing_lies_beside_it(self, history: History, path: Path) -> None:
        history.add(question())
        history.search()
        assert [each.name for each in path.parent.iterdir()] == ["history.db"]


class TestManyProcesses:
    """Real processes, all at once, and killed."""

    def test_several_begin_the_file_together_and_none_loses_a_question(self, path: Path) -> None:
        names = ("north", "east", "south", "west")
        writers = [start(_WRITER, path, name, "15") for name in names]
        for writer in writers:
            assert pipes(writer)[1].readline() == "ready\n"
        for writer in writers:  # all are set, none has begun
            say_go(writer)
        assert [(writer.communicate(timeout=60), writer.returncode)[1] for writer in writers] == [0, 0, 0, 0]
        with History.open(path) as history:
            for name in names:
                assert texts(history.search(name))[::-1] == [f"{name} question {n}" for n in range(15)]

    def test_killed_while_writing_it_keeps_every_question_that_was_added(self, path: Path) -> None:
        added = 0
        for kept in (1, 3, 7, 12):
            writer = start(_WRITER, path, f"after {kept}", "1000000")
            say_go(writer)
            for _ in range(1 + kept):  # "ready", and a line for each question that is safe
                assert pipes(writer)[1].readline()
            writer.send_signal(signal.SIGKILL)
            more = len(writer.communicate(timeout=60)[0].splitlines())
            added += kept + more
            with History.open(path) as history:
                assert history.count() in {added, added + 1}, "at most the one that was just being said"
                added = history.count()
                assert len(history.search(limit=10_000)) == added

    def test_killed_between_writing_and_committing_it_is_as_before(self, history: History, path: Path) -> None:
        history.add(question("before"))
        killed = start(_KILLED, path)
        killed.communicate(timeout=60)
        assert killed.returncode == -signal.SIGKILL
        assert path.with_name("history.db-journal").exists()
        with History.open(path) as again:
            assert texts(again.search()) == ["before"]
            again.add(question("after"))
        assert texts(history.search()) == ["after", "before"]


class TestTrouble:
    """Files and folders that cannot be used: told once, left as they are, and no reason to stop."""

    def make_foreign(self, path: Path) -> None:
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("CREATE TABLE letters (text TEXT)")
        db.close()

    def make_newer(self, path: Path) -> None:
        History.open(path).close()
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 2")
        db.close()

    def make_damaged(self, path: Path) -> None:
        with History.open(path) as history:
            fill(history, *(question(f"question {number}") for number in range(200)))
        content = bytearray(path.read_bytes())
        content[4096:] = os.urandom(len(content) - 4096)
        path.write_bytes(content)

    def make_short(self, path: Path) -> None:
        self.make_damaged(path)
        path.write_bytes(path.read_bytes()[:5000])

    def make_stub(self, path: Path) -> None:
        path.write_bytes(b"SQLite format 3\0")

    def make_text(self, path: Path) -> None:
        path.write_text("Dear diary,\n" * 50)

    def make_folder(self, path: Path) -> None:
        path.mkdir()

    @pytest.mark.parametrize("kind", ["foreign", "newer", "damaged", "short", "stub", "text", "folder"])
    def test_a_file_that_cannot_be_used_is_told_of_once_and_left_alone(self, path: Path, kind: str) -> None:
        path.parent.mkdir(parents=True)
        make: Callable[[Path], None] = getattr(self, f"make_{kind}")
        make(path)
        before = state(path.parent)
        told: list[HistoryUnusable] = []
        history = History.open(path, told.append)
        assert not history.is_on
        history.add(question())
        assert (history.search(), history.last("/news"), history.clear()) == ([], [], 0)
        history.close()
        (error,) = told
        assert str(path) in error.message
        assert error.still_works
        assert str(path.parent) in error.hint
        assert ("Upgrade qabot" in error.hint) is (kind == "newer")
        assert state(path.parent) == before
        with pytest.raises(HistoryUnusable):
            History.open(path)

    @pytest.mark.parametrize(("column", "value"), [("asked", "yesterday"), ("verdict", "perhaps")])
    def test_a_row_that_makes_no_sense_is_told_of_once(self, path: Path, column: str, value: str) -> None:
        with History.open(path) as history:
            history.add(question())
        with sqlite3.connect(path) as db:
            db.execute(f"UPDATE questions SET {column} = ?", (value,))  # noqa: S608 - one of two
        db.close()
        told: list[HistoryUnusable] = []
        with History.open(path, told.append) as history:
            assert (history.search(), history.search(), history.is_on) == ([], [], False)
        (error,) = told
        assert "question 1 is damaged" in error.message

    def test_a_file_damaged_while_it_is_open_ends_in_silence_after_one_word(self, path: Path) -> None:
        told: list[HistoryUnusable] = []
        with History.open(path, told.append) as history:
            fill(history, *(question(f"question {number}") for number in range(100)))
            path.write_bytes(b"\xff" * path.stat().st_size)
            for _ in range(3):
                history.add(question())
                assert history.search() == []
        assert len(told) == 1

    def test_a_state_folder_that_cannot_be_made_is_told_of(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(HistoryUnusable, match="Not a directory") as refused:
            History.open(tmp_path / "file" / "qabot" / "history.db")
        assert str(tmp_path / "file") in refused.value.hint

    def test_a_state_folder_one_may_not_write_to_is_told_of(self, open_to_all: Path) -> None:
        with without_rights(), pytest.raises(HistoryUnusable, match="Permission denied"):
            History.open(open_to_all / "qabot" / "history.db")
        assert list(open_to_all.iterdir()) == []

    def test_a_file_one_may_read_only_is_read_and_adding_is_told_of_once(self, open_to_all: Path) -> None:
        path, told = open_to_all / "history.db", list[HistoryUnusable]()
        with History.open(path) as history:
            history.add(question("before"))
        os.chown(path, NOBODY, -1) if os.geteuid() == 0 else None
        path.chmod(0o400)
        open_to_all.chmod(0o555)
        before = path.read_bytes()
        with without_rights(), History.open(path, told.append) as history:
            assert texts(history.search()) == ["before"]
            assert told == []
            for _ in range(2):
                history.add(question("after"))
        assert ["readonly" in error.message for error in told] == [True]
        assert path.read_bytes() == before
        open_to_all.chmod(0o755)


_WRITER = """
import sys
from pathlib import Path
from qabot.chat.history import History
from tests.chat.test_history import question

print("ready", flush=True)
sys.stdin.readline()
with History.open(Path(sys.argv[1])) as history:
    for number in range(int(sys.argv[3])):
        history.add(question(f"{sys.argv[2]} question {number}"))
        print(number, flush=True)
"""
_KILLED = """
import os, signal, sys
from pathlib import Path
from qabot.chat import history
from tests.chat.test_history import question

opened = history.History.open(Path(sys.argv[1]))
db = opened._db
db.execute("PRAGMA cache_spill = 1")
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
for number in range(300):
    db.execute(history._INSERT, ["half written"] * 10)
os.kill(os.getpid(), signal.SIGKILL)
"""


def start(code: str, path: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a process of its own on a history."""
    line = [sys.executable, "-c", code, str(path), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).resolve().parents[2])


def pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """Return the standard input and output of a process that was started with both."""
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout


def say_go(writer: subprocess.Popen[str]) -> None:
    """Let a writer begin."""
    pipes(writer)[0].write("go\n")
    pipes(writer)[0].flush()


def fill(history: History, *questions: PastQuestion) -> None:
    """Add many questions without waiting for the disk, which is what takes the time."""
    db = history._db  # pyright: ignore[reportPrivateUsage]
    assert db
    db.execute("PRAGMA synchronous = OFF")
    for each in questions:
        history.add(each)
    db.execute("PRAGMA synchronous = FULL")


def folded(text: str) -> str:
    """Return text as it is compared; the tests' own words for it."""
    return unicodedata.normalize("NFC", text).casefold()


def careless(connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    """Connect as where SQLite was built to leave what is deleted in the file, and to use files for its work."""

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        db = connect(*arguments, **named)
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("PRAGMA temp_store = FILE")
        return db

    return connected


def everything_in(folder: Path) -> bytes:
    """Return the bytes of every file in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def state(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    """Return the time and the bytes of everything in a folder, by name."""
    return {
        path.name: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None) for path in folder.iterdir()
    }


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that any user can reach, and only this one can write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def without_rights() -> Generator[None]:
    """Do without root's right to write anywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
