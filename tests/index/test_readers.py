"""Readers never wait for a writer, and never see half of one generation and half of another."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from qabot.core.errors import IndexLocked, InternalError, NotFound
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.publication import roll_back
from qabot.index.read_connections import ReadConnections
from qabot.index.snapshot import open_current
from tests.conftest import MakeHome, article, write_corpus

_READER = """
import json, re, sys, time
from pathlib import Path
from qabot.core.settings import Home, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine

settings = Settings(Home(Path(sys.argv[1])))
seen, opened = [], 0
print("ready", flush=True)
while not (settings.home.path / "stop").exists():
    with Engine.open(settings) as engine:
        conversation = Conversation(engine)
        opened += 1
        for _ in range(2):
            answer = conversation.ask("which edition is the register of services", limit=3).answer
            told = [article for e in answer.evidence for article in (e.article, *e.duplicates)]
            editions = {int(re.search(r"edition (\\d+)", article.text)[1]) for article in told}
            assert len(told) == 3, answer
            assert len(editions) == 1, f"a torn index: {editions}"
            assert all(e.article.text[e.start : e.end] == e.text for e in answer.evidence)
            seen += editions
            time.sleep(0.05)  # what it would ask meanwhile tells no more
            engine.refresh()
assert seen == sorted(seen), "an older generation came back"
print(json.dumps({"opened": opened, "editions": len(set(seen))}))
"""


def edition(number: int) -> dict[str, str]:
    return {
        f"{place}.md": article(f"Register of services in {place}", f"The register of services is edition {number}.")
        for place in ("leeds", "york", "hull")
    }


def test_readers_during_twenty_swaps(make_home: MakeHome) -> None:
    home = make_home(edition(0))
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(home.path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(1, 21):
            write_corpus(home, edition(number))
            assert update(home, ModelSettings(), ignore_progress).published
        (home.path / "stop").touch()
        out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    told = json.loads(out)
    assert told["opened"] > 5
    assert told["editions"] > 5, "the reader saw the index change"


def test_an_engine_goes_on_with_its_generation_until_it_is_refreshed(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    with Engine.open(Settings(home)) as engine:
        conversation = Conversation(engine)
        for number in (2, 3, 4):  # the engine's generation is pruned meanwhile
            write_corpus(home, edition(number))
            update(home, ModelSettings(), ignore_progress)
        assert "edition 1" in conversation.ask("register of services").answer.evidence[0].article.text
        assert engine.refresh()
        assert not engine.refresh()
        assert "edition 4" in conversation.ask("register of services").answer.evidence[0].article.text
        assert len(conversation.turns) == 2


def test_a_second_writer_is_told_and_readers_go_on(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    write_corpus(home, edition(2))
    with FileLock(home.index / ".lock"):
        with pytest.raises(IndexLocked, match="Another process"):
            update(home, ModelSettings(), ignore_progress)
        with Engine.open(Settings(home)) as engine:
            assert Conversation(engine).ask("register of services").answer.evidence
    assert update(home, ModelSettings(), ignore_progress).published, "a lock that is let go of leaves nothing behind"


def test_roll_back_and_forward(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    write_corpus(home, edition(2))
    update(home, ModelSettings(), ignore_progress)
    first, second = open_current(home.index).manifest.previous, current_name(home.index)
    assert roll_back(home.index).name == first == current_name(home.index)
    assert text_of(home) == "The register of services is edition 1."
    report = update(home, ModelSettings(), ignore_progress)
    assert report.published
    assert text_of(home) == "The register of services is edition 2."
    assert current_name(home.index) > second
    roll_back(home.index)
    assert text_of(home) == "The register of services is edition 1."


def test_nothing_to_roll_back_to(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    roll_back(home.index)  # to the index the home was made from
    with pytest.raises(NotFound, match="no earlier generation"):
        roll_back(home.index)


def text_of(home: Home) -> str:
    with Engine.open(Settings(home)) as engine:
        return engine.article("leeds").text


class TestConnections:
    """Threads that read one file at once each do so through a connection of their own."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A file with one row."""
        path = tmp_path / "a ? file #1.db"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE answers (answer INTEGER)")
            connection.execute("INSERT INTO answers VALUES (42)")
        connection.close()
        return path

    @staticmethod
    def lent_to(threads: int, connections: ReadConnections, at_once: int) -> set[int]:
        """Lend connections to threads that hold theirs until so many hold one; return which connections there were."""
        meeting = threading.Barrier(at_once)

        def read(_number: int) -> int:
            with connections.lent() as connection:
                meeting.wait(60)
                assert connection.execute("SELECT answer FROM answers").fetchall() == [(42,)]
                return id(connection)

        with ThreadPoolExecutor(threads) as pool:
            return set(pool.map(read, range(threads)))

    def test_two_threads_never_share_one(self, path: Path) -> None:
        connections = ReadConnections(path, 8)
        assert len(self.lent_to(3, connections, 3)) == 3
        connections.close()

    def test_one_thread_opens_one(self, path: Path) -> None:
        connections = ReadConnections(path, 8)
        assert len({next(iter(self.lent_to(1, connections, 1))) for _ in range(5)}) == 1
        connections.close()

    def test_more_threads_than_connections_take_turns(self, path: Path) -> None:
        connections = ReadConnections(path, 2)
        assert len(self.lent_to(6, connections, 2)) == 2
        connections.close()

    def test_what_is_open_serves_all_once_the_file_is_gone(self, path: Path) -> None:
        connections = ReadConnections(path, 8)
        path.unlink()
        assert len(self.lent_to(4, connections, 1)) == 1
        connections.close()

    def test_one_that_is_lent_is_closed_when_it_comes_back(self, path: Path) -> None:
        connections = ReadConnections(path, 8)
        with connections.lent() as connection:
            connections.close()
            assert connection.execute("SELECT answer FROM answers").fetchall() == [(42,)]
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT answer FROM answers")
        with pytest.raises(InternalError, match="closed"), connections.lent():
            pass

    def test_no_writing(self, path: Path) -> None:
        connections = ReadConnections(path, 8)
        with connections.lent() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("INSERT INTO answers VALUES (43)")
        connections.close()

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(sqlite3.OperationalError):
            ReadConnections(tmp_path / "none.db", 8)
