"""The log of generations: whoever alters, drops, adds or moves a line of it, or an old manifest, is found out."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build.indexer import update
from qabot.index.generation_log import complete
from qabot.index.log_verification import verify_log
from qabot.index.publication import roll_back, switch
from tests.conftest import article, write_corpus
from tests.homes import WITHOUT_READER, indexed_home

CORPUS = {f"{n}.md": article(f"Council {n} buys a boat", f"Council {n} bought a boat. It is blue.") for n in range(3)}


def built(home: Home, colour: str) -> str:
    """Publish a generation in which the first boat has a colour, and return its name."""
    write_corpus(
        home, {**CORPUS, "0.md": article("Council 0 buys a boat", f"Council 0 bought a boat. It is {colour}.")}
    )
    return update(home, ModelSettings(), ignore_progress, WITHOUT_READER).generation or ""


@pytest.fixture(scope="module")
def logged_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An index that was built four times and rolled back once; the starter index it begins with has a log, or none."""
    home = indexed_home(starter_home, tmp_path_factory.mktemp("logged"), CORPUS)
    for colour in ("red", "green"):
        built(home, colour)
    roll_back(home.index)
    built(home, "white")
    return home


@pytest.fixture
def index(logged_home: Home, tmp_path: Path) -> Path:
    """A copy of what the log is compared with."""
    for path in (logged_home.index / "CURRENT", logged_home.index / "log.jsonl"):
        shutil.copy(path, tmp_path)
    for manifest in logged_home.index.glob("*/manifest.json"):
        (tmp_path / manifest.parent.name).mkdir()
        shutil.copy(manifest, tmp_path / manifest.parent.name)
    return tmp_path


def lines(index: Path) -> list[bytes]:
    """Return the lines of a log."""
    return (index / "log.jsonl").read_bytes().splitlines(keepends=True)


def written(index: Path, changed: list[bytes]) -> tuple[str, ...]:
    """Put other lines into a log, and return what is found wrong with it."""
    (index / "log.jsonl").write_bytes(b"".join(changed))
    return verify_log(index).faults


def flipped(data: bytes, place: int) -> bytes:
    """Return the same with one bit of one byte turned."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_a_log_that_nobody_touched_is_whole(index: Path) -> None:
    proof = verify_log(index)
    assert proof.faults == ()
    events = [each.event for each in proof.entries]
    assert events[-5:] == ["built", "built", "built", "answers again", "built"]
    assert [each.number for each in proof.entries] == list(range(1, len(events) + 1))
    assert proof.entries[-2].generation == proof.entries[-4].generation


def test_it_can_be_checked_with_the_standard_library_alone(index: Path) -> None:
    before, entry = None, dict[str, str]()
    for number, line in enumerate((index / "log.jsonl").read_text().splitlines(), start=1):
        entry = json.loads(line)
        told = entry.pop("hash")
        said = json.dumps(entry, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(said.encode()).hexdigest() == told
        assert (entry["number"], entry["before"]) == (number, before)
        manifest = index / entry["generation"] / "manifest.json"
        if manifest.exists():
            assert hashlib.sha256(manifest.read_bytes()).hexdigest() == entry["manifest"]
        before = told
    assert entry["generation"] == (index / "CURRENT").read_text().strip()


def test_each_manifest_names_the_one_before(index: Path) -> None:
    proof = verify_log(index)
    newest = json.loads((index / proof.entries[-1].generation / "manifest.json").read_text())
    assert (newest["before"], newest["log"]) == (proof.entries[-2].manifest, proof.entries[-2].hash)


def test_a_flipped_byte_of_any_line_is_found_and_named(index: Path) -> None:
    whole = lines(index)
    for number, line in enumerate(whole, start=1):
        for place in range(number % 7, len(line), 23):
            faults = written(index, [*whole[: number - 1], flipped(line, place), *whole[number:]])
            assert any(f"Line {number} of log.jsonl" in fault for fault in faults), (number, place, faults)


def test_a_dropped_line_is_found_and_named(index: Path) -> None:
    whole = lines(index)
    for number in range(1, len(whole)):
        faults = written(index, [*whole[: number - 1], *whole[number:]])
        assert faults[0].startswith(f"Line {number} of log.jsonl is entry {number + 1}, 2"), faults
    (fault,) = written(index, whole[:-1])
    assert "answers: its line was dropped, or a process was stopped" in fault


def test_swapped_lines_are_found_and_named(index: Path) -> None:
    whole = lines(index)
    for number in range(1, len(whole)):
        faults = written(index, [*whole[: number - 1], whole[number], whole[number - 1], *whole[number + 1 :]])
        assert faults[0].startswith(f"Line {number} of log.jsonl is entry {number + 1}, 2"), faults


def rehashed(line: bytes, **changed: object) -> bytes:
    """Return a line that says something else, with a hash that fits."""
    entry = {**json.loads(line), **changed}
    del entry["hash"]
    said = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    return json.dumps({**entry, "hash": hashlib.sha256(said.encode()).hexdigest()}).encode() + b"\n"


def test_an_added_line_is_found_and_named(index: Path) -> None:
    whole = lines(index)
    for number in range(1, len(whole) + 1):
        faults = written(index, [*whole[:number], whole[number - 1], *whole[number:]])
        assert f"Line {number + 1} of log.jsonl" in faults[0], faults
        forged = rehashed(whole[number - 1], number=number + 1, before=json.loads(whole[number - 1])["hash"])
        faults = written(index, [*whole[:number], forged, *whole[number:]])
        assert faults, number


def test_a_line_that_was_written_anew_with_a_hash_that_fits_is_found(index: Path) -> None:
    whole = lines(index)
    for number in range(1, len(whole)):
        faults = written(
            index, [*whole[: number - 1], rehashed(whole[number - 1], at="2020-01-01T00:00:00+00:00"), *whole[number:]]
        )
        assert any(f"Line {number + 1} of log.jsonl" in fault and "does not follow" in fault for fault in faults), (
            faults
        )


def test_a_flipped_byte_of_any_manifest_is_found_and_named(index: Path) -> None:
    manifests = sorted(index.glob("*/manifest.json"))
    assert len(manifests) == 2
    for manifest in manifests:
        data = manifest.read_bytes()
        for place in range(3, len(data), len(data) // 9):
            manifest.write_bytes(flipped(data, place))
            assert any(manifest.parent.name in fault for fault in verify_log(index).faults), place
        manifest.write_bytes(data)


def test_a_log_begun_anew_cannot_hide_that_there_was_another(logged_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(logged_home.path, home.path)
    noted = verify_log(home.index).head or ""
    (home.index / "log.jsonl").unlink()
    assert "This index has no log; " in verify_log(home.index).faults[0]
    built(home, "grey")
    faults = verify_log(home.index, noted).faults
    assert "Line 1 of log.jsonl, 2" in faults[0]
    assert "behind an entry that is not there" in faults[0]
    assert f"No entry has the hash {noted}" in faults[-1]


def test_an_index_of_before_begins_a_log_and_says_from_when(logged_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(logged_home.path, home.path)
    (home.index / "log.jsonl").unlink()
    name = (home.index / "CURRENT").read_text().strip()
    manifest = home.index / name / "manifest.json"
    tree = json.loads(manifest.read_text())
    del tree["before"], tree["log"], tree["checksum"]
    checksum = hashlib.sha256(json.dumps(tree, sort_keys=True).encode("ascii")).hexdigest()
    manifest.write_text(json.dumps({**tree, "checksum": checksum}))
    built(home, "pink")
    proof = verify_log(home.index)
    assert proof.faults == ()
    assert [(each.event, each.generation == name) for each in proof.entries] == [("begun", True), ("built", False)]


def test_who_was_stopped_before_writing_it_down_is_made_up_for(logged_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(logged_home.path, home.path)
    whole = lines(home.index)
    assert written(home.index, whole[:-1]) != ()
    complete(home.index)
    assert lines(home.index) == whole  # to the letter: what is made up for says what was lost
    entries = verify_log(home.index).entries
    switch(home.index, entries[-2].generation)  # as a rollback does that is stopped then
    built(home, "brown")
    proof = verify_log(home.index)
    assert proof.faults == ()
    assert [each.event for each in proof.entries[-2:]] == ["answers again", "built"]
