"""A damaged, foreign or future index is refused with a way out; nothing in it is ever executed."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from qabot.answer.answerer import Answerer
from qabot.core.errors import IndexCorrupt, IndexFromFuture, IndexOutdated, IndexUnusable, NoIndex
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.session import Session
from qabot.index import snapshot as generation_reading
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.manifest import FileRecord, Manifest
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from qabot.question.analysis import analyse
from qabot.retrieval.ranking_parameters import RANKING
from tests.asked import bound, find
from tests.conftest import MakeHome, article, link_index

PARTS = [
    "manifest.json",
    "segments/0/passages.db",
    "segments/0/vectors.faiss",
    "text/meta.json",
    "text/*.term",
    "text/*.idx",
    "text/*.fast",
    "encoder/encoder.json",
    "encoder/tokenizer.json",
    "encoder/model.onnx",
    "encoder/model.onnx.data",
    "encoder/reading.onnx",
    "encoder/reading.onnx.data",
]


class Trap:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        """Leave it here."""
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        """Tell pickle to make a folder."""
        return os.mkdir, (str(self.mark),)


@pytest.fixture
def home(starter_home: Home, tmp_path: Path) -> Home:
    """A copy of the starter index, to be damaged."""
    copy = Home(tmp_path / "home")
    link_index(starter_home, copy)
    return copy


def part(home: Home, pattern: str) -> Path:
    """Return a file of the index, as a copy of its own."""
    path = next(iter(sorted((home.index / current_name(home.index)).glob(pattern))))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    return path


def assert_refused(home: Home) -> None:
    with pytest.raises(IndexUnusable) as caught:
        Session.open(Settings(home))
    assert caught.value.exit_code == 3
    assert "qabot " in caught.value.hint
    # The next update replaces what cannot be read, so there is always a way out.


@pytest.mark.parametrize("pattern", PARTS)
def test_damage_is_refused(home: Home, pattern: str) -> None:
    path = part(home, pattern)
    whole = path.read_bytes()
    for damaged in (
        whole[: len(whole) // 2],
        b"",
        b"\0" * len(whole),
        os.urandom(len(whole)),
        b"<html>not found</html>",
    ):
        path.write_bytes(damaged)
        assert_refused(home)
        assert list(verify(path.parents[len(Path(pattern).parts) - 1]))
    path.unlink()
    assert_refused(home)
    path.write_bytes(whole)
    Session.open(Settings(home)).close()


@pytest.mark.parametrize("pattern", PARTS)
def test_a_planted_pickle_is_refused_and_not_run(home: Home, tmp_path: Path, pattern: str) -> None:
    mark = tmp_path / "executed"
    path = part(home, pattern)
    path.write_bytes(pickle.dumps(Trap(mark)))
    assert_refused(home)
    assert list(verify(open_folder(home)))
    assert not mark.exists()


def test_scattered_damage_is_told_or_harmless(
    starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what opening compares, damage surfaces as what it is wherever it is met, and never as something else."""

    def overlook(_path: Path, _record: FileRecord, *, whole: bool) -> None:
        """Find no fault with a file."""
        del whole

    monkeypatch.setattr(generation_reading, "file_fault", overlook)
    chance = random.Random(20151125)  # noqa: S311 - nothing secret
    question = analyse('How much did "GDS" get in the 2015 Spending Review? -verify')
    encoder = open_current(starter_home.index).encoder()
    reading = encoder.encode_query_tokens(question.whole)
    suffixes = {".term", ".idx", ".fast", ".pos", ".fieldnorm", ".store", ".db", ".faiss"}
    told = 0
    for number in range(24):
        home = Home(tmp_path / str(number))
        link_index(starter_home, home)
        files = [path for path in sorted(open_folder(home).rglob("*")) if path.suffix in suffixes]
        damaged = chance.choice(files)
        content = bytearray(damaged.read_bytes())
        for _ in range(chance.choice([1, 8, 64])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        damaged.unlink()
        damaged.write_bytes(bytes(content))
        try:
            generation = open_current(home.index)
            found = find(generation, generation.vectors(np.array([7]))[0], question, 10)
            Answerer(generation, encoder, None, RANKING).answer(bound(generation, question), reading, found, 10)
        except IndexUnusable:
            told += 1
    assert told > 3


@pytest.mark.usefixtures("exported_already")
def test_an_update_heals_what_opens_but_cannot_be_copied(make_home: MakeHome) -> None:
    home = make_home(
        {"a.md": article("Servers", "Servers cost £4m."), "b.md": article("Payroll", "Payroll is shared.")}
    )
    path = part(home, "segments/*/passages.db")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE texts SET text = 'Servers cost £9m.'")
    database.close()
    manifest = Manifest.read(open_folder(home))
    files = manifest.files | {path.relative_to(open_folder(home)).as_posix(): FileRecord.of(path)}
    replace(manifest, files=files).write(open_folder(home))  # so that only the article's own checksum can tell
    with Session.open(Settings(home)) as session, pytest.raises(IndexCorrupt, match="checksum"):
        session.article("a")
    (home.corpus / "b.md").unlink()
    update(home, ModelSettings(), ignore_progress)
    with Session.open(Settings(home)) as session:
        assert session.article("a").text == "Servers cost £4m."


def test_a_file_that_does_not_belong_is_reported(home: Home, tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    (open_folder(home) / "vectors.pkl").write_bytes(pickle.dumps(Trap(mark)))
    assert list(verify(open_folder(home))) == ["vectors.pkl does not belong here."]
    Session.open(Settings(home)).close()
    assert not mark.exists()


def test_a_sound_index_verifies(home: Home) -> None:
    assert list(verify(open_folder(home))) == []


def test_one_changed_byte_is_found(home: Home) -> None:
    for pattern in PARTS[1:]:
        path = part(home, pattern)
        whole = bytearray(path.read_bytes())
        whole[len(whole) // 3] ^= 1
        path.write_bytes(bytes(whole))
        assert any(pattern.rsplit(".", 1)[-1] in fault for fault in verify(open_folder(home))), pattern
        whole[len(whole) // 3] ^= 1
        path.write_bytes(bytes(whole))
    assert list(verify(open_folder(home))) == []


def test_an_index_of_the_future_is_named_as_such(home: Home) -> None:
    path = part(home, "manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 4, "novelty": True}))
    with pytest.raises(IndexFromFuture, match="format 4"):
        open_current(home.index)


@pytest.mark.usefixtures("exported_already")
def test_an_index_that_does_not_tell_articles_from_briefs_is_not_read_but_built_anew(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("A", "The pound rose.")})
    path = part(home, "manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 1}))
    with pytest.raises(IndexOutdated, match="built by an older qabot") as told:
        open_current(home.index)
    assert "`qabot index`" in told.value.hint
    assert update(home, ModelSettings(), ignore_progress).published
    assert open_current(home.index).manifest.articles


@pytest.mark.parametrize("content", ["", "../../etc", "/etc", "20260101T000000000000Z-zzzzzzzz", "\0", "x" * 10_000])
def test_current_that_names_no_generation(home: Home, content: str) -> None:
    (home.index / "CURRENT").unlink()
    (home.index / "CURRENT").write_text(content)
    with pytest.raises(IndexCorrupt, match="CURRENT"):
        open_current(home.index)


def test_current_that_names_a_missing_generation(home: Home) -> None:
    shutil.rmtree(open_folder(home))
    assert_refused(home)


def test_a_manifest_that_points_outside_is_refused(home: Home) -> None:
    manifest = Manifest.read(part(home, "manifest.json").parent)
    files = {**manifest.files, "../CURRENT": manifest.files["segments/0/passages.db"]}
    replace(manifest, files=files).write(open_folder(home))
    with pytest.raises(IndexCorrupt, match="outside"):
        open_current(home.index)


def test_no_index_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="no index"):
        open_current(tmp_path)


def open_folder(home: Home) -> Path:
    return home.index / current_name(home.index)
