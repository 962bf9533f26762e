"""Of a dump that changed, only the lines that changed are read again, and the index says what a full build says."""

from __future__ import annotations

import gzip
import json
import os
import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.corpus.formats import jsonl
from qabot.index.build.indexer import BuildReport, update
from qabot.index.manifest import Manifest
from qabot.index.publication import roll_back
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from tests.conftest import link_index
from tests.index.test_segments import said, vectors_made_up

assert vectors_made_up, "a fixture"

_CLOCK = [1e9]


def record(number: int, edition: int = 0, own: str | None = "r{}") -> str:
    said_of_itself = {"id": own.format(number)} if own else {}
    text = f"Of ferry {number} in edition {edition}."
    return json.dumps(said_of_itself | {"title": f"Story {number}", "published": "2014-03-09", "text": text})


def put(home: Home, lines: list[str], name: str = "dump.jsonl") -> None:
    """Write a dump of the past, later each time."""
    _CLOCK[0] += 10
    path = home.corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    os.utime(path, (_CLOCK[0], _CLOCK[0]))


@pytest.fixture
def home(starter_home: Home, tmp_path: Path, vectors_made_up: None) -> Home:  # noqa: ARG001
    """An empty home that has its model."""
    made = Home(tmp_path / "home")
    link_index(starter_home, made)
    return made


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the lines that are parsed."""
    numbers: list[int] = []
    real = jsonl.read_record

    def counted(line: bytes | None, origin: jsonl.Origin) -> object:
        numbers.append(origin.line or 0)
        return real(line, origin)

    monkeypatch.setattr(jsonl, "read_record", counted)
    return numbers


def index(home: Home, *, rebuild: bool = False) -> BuildReport:
    return update(home, ModelSettings(), ignore_progress, rebuild=rebuild)


@pytest.mark.parametrize("name", ["dump.jsonl", "some/dump.jsonl.gz"])
def test_only_the_lines_that_changed_are_parsed(home: Home, parsed: list[int], name: str) -> None:
    lines = [record(number) for number in range(50)]
    put(home, lines, name)
    index(home)
    assert parsed == [*range(1, 51)]
    parsed.clear()
    lines[6] = record(6, edition=1)
    put(home, [record(99), *lines[:20], *lines[21:]], name)
    report = index(home)
    assert (report.added, report.changed, report.removed) == (("r99",), ("r6",), ("r20",))
    assert parsed == [1, 8]
    assert list(verify(open_current(home.index).folder)) == []
    parsed.clear()
    put(home, list(reversed(lines)), name)
    report = index(home)
    assert (report.added, report.changed, report.removed) == (("r20",), (), ("r99",))
    assert parsed == [30], "what came back was forgotten"


def test_what_is_called_by_its_line_is_known_in_its_place(home: Home, parsed: list[int]) -> None:
    lines = [record(number, own=None) for number in range(10)]
    put(home, lines)
    index(home)
    parsed.clear()
    put(home, [*lines[:4], record(77, own=None), *lines[4:]])
    report = index(home)
    assert parsed == [*range(5, 12)]
    assert (report.added, len(report.changed)) == (("dump#11",), 6)
    assert [open_current(home.index).require_article(f"dump#{n}").title for n in (4, 5, 6)] == [
        "Story 3",
        "Story 77",
        "Story 4",
    ]


def test_a_line_with_a_fault_is_read_and_told_each_time(home: Home, parsed: list[int]) -> None:
    odd = '{"id": "odd", "title": "Odd", "published": "someday", "text": "It has an odd date."}'
    put(home, [record(1), "{no json", odd, record(2)])
    first = index(home)
    assert len(first.problems) == 2
    parsed.clear()
    put(home, [record(1), "{no json", odd, record(2, edition=1)])
    second = index(home)
    assert parsed == [2, 3, 4]
    assert [each.line for each in second.problems] == [each.line for each in first.problems]


def test_lines_of_one_id_are_told_though_they_are_known(home: Home, parsed: list[int]) -> None:
    put(home, [record(1), record(1), record(1, edition=1), record(2)])
    assert len(index(home).problems) == 2
    assert open_current(home.index).require_article("r1").text == "Of ferry 1 in edition 0.", "the first counts"
    parsed.clear()
    put(home, [record(1), record(1), record(1, edition=1), record(2), record(3)])
    assert len(index(home).problems) == 2
    assert parsed == [3, 5]
    put(home, [record(1, edition=1), record(1), record(2), record(3)])
    assert index(home).changed == ("r1",)
    put(home, [record(1, edition=1), record(2), record(3)])
    parsed.clear()
    assert not index(home).changed


def test_an_article_that_another_file_took_over_is_not_known(home: Home, parsed: list[int]) -> None:
    put(home, [record(1), record(2)])
    index(home)
    put(home, [record(1, edition=5)], "a.jsonl")
    assert index(home).changed == ("r1",)
    (home.corpus / "a.jsonl").unlink()
    parsed.clear()
    index(home)
    assert open_current(home.index).require_article("r1").text == "Of ferry 1 in edition 0."
    assert 1 in parsed


def test_a_rebuild_reads_every_line(home: Home, parsed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, [record(number) for number in range(4)])
    index(home)
    parsed.clear()
    monkeypatch.setattr("qabot.index.build.indexer.export_encoder", interrupted)
    with pytest.raises(KeyboardInterrupt):
        index(home, rebuild=True)
    assert parsed == [1, 2, 3, 4]


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_of_an_index_that_an_older_qabot_built_every_line_is_read(home: Home, parsed: list[int]) -> None:
    put(home, [record(number) for number in range(4)])
    index(home)
    folder = open_current(home.index).folder
    (rows,) = (folder / "lines").iterdir()
    assert rows.stat().st_size == 4 * 20
    manifest = Manifest.read(folder)
    rows.unlink()
    rows.parent.rmdir()
    files = {name: each for name, each in manifest.files.items() if not name.startswith("lines/")}
    replace(manifest, files=files).write(folder)
    put(home, [record(number) for number in range(5)])
    parsed.clear()
    assert index(home).added == ("r4",)
    assert parsed == [1, 2, 3, 4, 5]


def test_however_a_dump_changes_it_is_as_if_all_was_read(home: Home, starter_home: Home, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - the same every time
    lines = [record(number, own=None if number % 5 == 0 else "r{}") for number in range(40)]
    for edition in range(7):
        for _ in range(3):
            place = chance.randrange(len(lines))
            match chance.randrange(5):
                case 0:
                    lines[place] = record(place, edition)
                case 1:
                    del lines[place]
                case 2:
                    lines.insert(place, lines[chance.randrange(len(lines))])
                case 3:
                    lines.insert(place, record(100 + edition, own=None))
                case _:
                    chance.shuffle(lines)
        put(home, lines)
        index(home)
        if edition == 4:
            roll_back(home.index)
    whole = Home(tmp_path / "whole")
    link_index(starter_home, whole)
    put(whole, lines)
    index(whole)
    assert said(open_current(home.index)) == said(open_current(whole.index))
    assert list(verify(open_current(home.index).folder)) == []


def test_of_a_file_that_is_one_article_no_lines_are_kept(home: Home) -> None:
    put(home, [record(1), record(2)])
    for name in ("a.md", "b.html", "c.txt"):
        (home.corpus / name).write_text("# Tolls\n\nThe council put up the tolls of its ferries.\n")
    index(home)
    lines = open_current(home.index).folder / "lines"
    assert [path.stat().st_size for path in lines.iterdir()] == [40], "the dump's, 20 bytes a line"
