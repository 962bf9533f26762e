"""Rows that processes verify are verified as one process does it, and whatever becomes of the processes."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.settings import Home
from qabot.index import row_parts as parts_of
from qabot.index.current_generation import current_name
from qabot.index.manifest import FileRecord, Manifest, SegmentRecord
from qabot.index.row_parts import RowPart, row_parts, verified_apart
from qabot.index.verification import verify
from tests.conftest import link_index

NAME = "segments/0/passages.db"
ALTERED = (3, 90, 200)
"""Articles whose title is another than was written."""


@pytest.fixture
def damaged(starter_home: Home, tmp_path: Path) -> Path:
    """A generation with altered rows, whose manifest names the file as it is: only the rows' own checksums tell."""
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    folder = home.index / current_name(home.index)
    path = folder / NAME
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    with sqlite3.connect(path) as database:
        for ordinal in ALTERED:
            database.execute("UPDATE articles SET title = 'Another' WHERE ordinal = ?", (ordinal,))
    database.close()
    manifest = Manifest.read(folder)
    (folder / "manifest.json").unlink()  # it is a second name of that of the index which all tests share
    replace(manifest, files=manifest.files | {NAME: FileRecord.of(path)}).write(folder)
    return folder


def test_parts_hold_every_article_once() -> None:
    segments = [SegmentRecord(number, articles, 0, ()) for number, articles in ((0, 10), (3, 4), (4, 0), (5, 1))]
    assert row_parts(segments, 4) == [
        RowPart(0, 0, 4),
        RowPart(0, 4, 8),
        RowPart(0, 8, 10),
        RowPart(1, 0, 4),
        RowPart(3, 0, 1),
    ]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_every_part_is_answered_for_in_order(damaged: Path, processes: int) -> None:
    parts = row_parts(Manifest.read(damaged).segments, 50)
    with verified_apart(damaged, parts, processes) as answers:
        found = [*answers]
    assert [None if each is None else len(each) for each in found] == [1, 1, 0, 0, 1]
    assert all("does not match its checksum" in fault for each in found for fault in each or ())


def test_a_part_whose_process_ended_is_verified_here(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [*verify(damaged, processes=0)]
    assert len(alone) == 3
    assert [*verify(damaged, processes=2)] == alone

    def nothing(*_: str) -> Sequence[str]:
        return [sys.executable, "-c", "print('[1'); raise SystemExit(1)"]

    monkeypatch.setattr(parts_of, "module_command", nothing)
    with verified_apart(damaged, row_parts(Manifest.read(damaged).segments, 50), 2) as answers:
        assert [*answers] == [None] * 5
    assert [*verify(damaged, processes=2)] == alone

    def missing(*_: str) -> Sequence[str]:
        return [str(damaged / "no-such-program")]

    monkeypatch.setattr(parts_of, "module_command", missing)
    assert [*verify(damaged, processes=2)] == alone
