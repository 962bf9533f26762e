"""`verify-index`: sound is 0, and one flipped byte anywhere is 1 with the file's name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import Shape, departures, run_qabot

VERIFIED: Shape = {"schema": "qabot.verify-index/1", "generation": str, "sound": bool, "faults": [str]}


@pytest.fixture(scope="module")
def copied_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An index whose files are its own; tests put back what they change."""
    home = Home(tmp_path_factory.mktemp("copied"))
    shutil.copytree(starter_home.index, home.index)
    return home


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _generation(home: Home) -> Path:
    return home.index / (home.index / "CURRENT").read_text().strip()


def test_a_sound_index(copied_home: Home, call: Call) -> None:
    ran = run_qabot("verify-index", home=copied_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"Generation {_generation(copied_home).name} is sound: ")
    told = call("verify-index", "--json", home=copied_home).document()
    assert departures(told, VERIFIED) == []
    assert (told["sound"], told["faults"], told["generation"]) == (True, [], _generation(copied_home).name)


@pytest.mark.parametrize(
    "name", ["segments/0/vectors.faiss", "segments/0/passages.db", "text/*.store", "encoder/tokenizer.json"]
)
def test_one_flipped_byte(name: str, copied_home: Home, call: Call) -> None:
    folder = _generation(copied_home)
    path = next(folder.glob(name))
    _flip(path)
    try:
        told = call("verify-index", "--json", home=copied_home)
        plain = run_qabot("verify-index", home=copied_home)
    finally:
        _flip(path)
    document = told.document()
    assert (told.code, told.stderr, document["sound"]) == (1, "", False)
    assert departures(document, VERIFIED) == []
    relative = path.relative_to(folder).as_posix()
    assert f"{relative} does not match its checksum." in document["faults"]
    assert (plain.code, plain.stderr) == (1, "")
    assert f"{relative} does not match its checksum.\n" in plain.stdout
    assert "qabot rollback" in plain.stdout
    assert call("verify-index", home=copied_home).code == 0


def test_a_stray_and_a_missing_file(copied_home: Home, call: Call) -> None:
    folder = _generation(copied_home)
    (folder / "notes.txt").write_text("mine")
    (folder / "segments/0/vectors.faiss").rename(folder / "segments/0/vectors.away")
    try:
        told = call("verify-index", "--json", home=copied_home)
    finally:
        (folder / "notes.txt").unlink()
        (folder / "segments/0/vectors.away").rename(folder / "segments/0/vectors.faiss")
    assert told.code == 1
    faults = told.document()["faults"]
    assert "segments/0/vectors.faiss is missing." in faults
    assert "notes.txt does not belong here." in faults
