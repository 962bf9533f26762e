"""What is open when a later part fails is closed at once, not when the garbage collector comes by."""

from __future__ import annotations

import sqlite3
from itertools import count
from typing import Any

import pytest

from qabot.core.errors import IndexCorrupt
from qabot.core.progress import ignore_progress
from qabot.core.settings import ModelSettings
from qabot.index import articles_db, fact_rows, segments, snapshot
from qabot.index.build import fact_writing, segment_writer
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.snapshot import Generation
from tests.conftest import MakeHome, article, write_corpus

PAYROLL = {"a.md": article("Payroll", "Zorblax council paid £3m for a payroll system.")}
TRAMS = {"b.md": article("Trams", "Wombat council bought forty trams.")}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Every connection that is made from now on; that they are held here keeps them from being collected."""
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connected(*given: Any, **options: Any) -> sqlite3.Connection:
        made.append(connect(*given, **options))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", connected)
    return made


def open_still(made: list[sqlite3.Connection]) -> int:
    """Return how many connections are open."""

    def is_open(connection: sqlite3.Connection) -> bool:
        try:
            connection.total_changes  # noqa: B018 - it raises where the connection is closed
        except sqlite3.ProgrammingError:
            return False
        return True

    return sum(map(is_open, made))


def failing_at(times: int, real: Any) -> Any:
    """Return what does as this does, but fails from so many calls on."""
    calls = count(1)

    def call(*given: Any, **options: Any) -> Any:
        if next(calls) >= times:
            raise IndexCorrupt("It is damaged.", hint="Build it anew.")
        return real(*given, **options)

    return call


@pytest.mark.parametrize(
    ("module", "name", "times"),
    [
        (snapshot, "TextIndex", 1),
        (snapshot, "SegmentedVectors", 1),
        (snapshot, "open_facts", 1),
        (segments, "FactStore", 2),
        (segments, "VectorIndex", 1),
        (segments, "VectorIndex", 2),
        (articles_db.ArticleStore, "_one", 3),
        (fact_rows, "ReadConnections", 2),
    ],
)
@pytest.mark.usefixtures("exported_already")
def test_a_generation_of_which_a_part_fails_leaves_nothing_open(
    make_home: MakeHome,
    opened: list[sqlite3.Connection],
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    times: int,
) -> None:
    home = make_home(PAYROLL)
    write_corpus(home, TRAMS)
    update(home, ModelSettings(), ignore_progress)
    folder = home.index / (current_name(home.index) or "")
    opened.clear()
    with monkeypatch.context() as patched:
        patched.setattr(module, name, failing_at(times, getattr(module, name)))
        with pytest.raises(IndexCorrupt, match="It is damaged"):
            Generation(folder)
    assert (len(opened) > 0, open_still(opened)) == (True, 0)


@pytest.mark.parametrize(
    ("module", "name"),
    [(segment_writer.ArticleWriter, "set_files"), (segment_writer, "write_vectors"), (fact_writing.FactWriter, "add")],
)
@pytest.mark.usefixtures("exported_already")
def test_a_build_that_fails_leaves_nothing_open_that_it_wrote(
    make_home: MakeHome,
    opened: list[sqlite3.Connection],
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
) -> None:
    home = make_home(PAYROLL)
    write_corpus(home, TRAMS)
    opened.clear()
    monkeypatch.setattr(module, name, failing_at(1, getattr(module, name)))
    with pytest.raises(IndexCorrupt, match="It is damaged"):
        update(home, ModelSettings(), ignore_progress)
    assert (len(opened) > 0, open_still(opened)) == (True, 0)
