"""An index that came with a clone, and holds links: nothing outside of the home is written or deleted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qabot.chat.recent_questions import RecentQuestions
from qabot.core.errors import IndexCorrupt, UsageError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index import publication
from qabot.index.build.indexer import update
from qabot.index.manifest import Manifest
from qabot.index.snapshot import Generation, current_name, open_current, verify
from qabot.index.text_index import TextIndex
from tests.conftest import MakeHome, article, link_index, write_corpus
from tests.planted import signed

NAME = "20261129T000000000000Z-0123abcd"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of the user's with a file of theirs."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "victim").write_text("mine")
    (folder / "victim").chmod(0o600)
    return folder


def untouched(outside: Path) -> bool:
    """Whether that is as it was."""
    file = outside / "victim"
    return ([path.name for path in outside.iterdir()], file.read_text(), file.stat().st_mode & 0o777) == (
        ["victim"],
        "mine",
        0o600,
    )


def test_a_whole_update_goes_through_no_link_that_was_planted(make_home: MakeHome, outside: Path) -> None:
    home = make_home({"a.md": article("Trams", "Wombat council runs the quibbly tram.")})
    victim, generation = outside / "victim", home.index / current_name(home.index)
    for name in ("CURRENT.new", ".draft-1", "x.new", NAME):
        (home.index / name).symlink_to(outside if name in {".draft-1", NAME} else victim)
    for planted in (generation / "text" / "planted.idx", generation / "encoder" / "planted.bin"):
        planted.symlink_to(victim)
    write_corpus(home, {"b.md": article("Ferries", "Numbat council runs the ferry.")})
    assert update(home, ModelSettings(), ignore_progress).published
    assert untouched(outside)
    now = open_current(home.index)
    assert (now.manifest.articles, [path for path in now.folder.rglob("*") if path.is_symlink()]) == (2, [])
    assert list(verify(now.folder)) == []
    assert {path.name for path in home.index.iterdir()} == {"CURRENT", ".lock", generation.name, now.name}


@pytest.mark.parametrize("part", ["segments/0/passages.db", "segments/0", "segments", "text", "encoder", "."])
def test_a_generation_that_is_a_link_or_holds_one_is_refused(
    starter_home: Home, tmp_path: Path, outside: Path, part: str
) -> None:
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    generation = home.index / current_name(home.index)
    planted = generation / part
    shutil.move(planted, tmp_path / "moved")
    planted.symlink_to(tmp_path / "moved")
    with pytest.raises(IndexCorrupt):
        Generation(generation)
    (tmp_path / "draft" / "segments").mkdir(parents=True)
    if part in {"text", "."}:
        with pytest.raises(IndexCorrupt, match="symbolic link"):
            publication.link_text(generation, tmp_path / "draft")
    if part in {"segments/0", "segments"}:
        with pytest.raises(IndexCorrupt, match="symbolic link"):
            publication.link_segment(generation, tmp_path / "draft", "segments/0", ())
    assert untouched(outside)


def test_tantivy_makes_no_lock_through_a_link(starter_home: Home, tmp_path: Path, outside: Path) -> None:
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    text = home.index / current_name(home.index) / "text"
    (text / ".tantivy-meta.lock").symlink_to(outside / "made")
    with pytest.raises(IndexCorrupt, match="symbolic link"):
        TextIndex(text)
    assert untouched(outside)


def test_a_lock_or_an_index_that_leads_elsewhere_is_refused(
    tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    home = Home(tmp_path / "home")
    home.index.mkdir(parents=True)
    (home.index / ".lock").symlink_to(outside / "victim")
    with pytest.raises(UsageError, match="symbolic link"):
        update(home, ModelSettings(), ignore_progress)
    shutil.rmtree(home.index)
    home.index.symlink_to(outside)
    for act in (lambda: update(home, ModelSettings(), ignore_progress), lambda: publication.roll_back(home.index)):
        with pytest.raises(UsageError, match="outside this home"):
            act()
    assert untouched(outside)
    (outside / "last-questions.json").write_text("mine")
    RecentQuestions.of(home, tmp_path / "questions")
    assert (outside / "last-questions.json").exists()


def test_the_rights_of_what_a_link_leads_to_stay(tmp_path: Path, outside: Path) -> None:
    draft = tmp_path / "index" / "draft"
    draft.mkdir(parents=True)
    (draft / "x").symlink_to(outside / "victim")
    publication.publish(tmp_path / "index", draft, NAME)
    assert ((tmp_path / "index" / "CURRENT").read_text(), untouched(outside)) == (f"{NAME}\n", True)


@pytest.mark.parametrize(
    "planted",
    [
        {"previous": "../../outside"},
        {"first": "r011"},
        {"last": "2015-02-30"},
        {"passages": "many"},
        {"model": 3},
        {"files": {"a": "b"}},
        {"\x1b]0;": 1},
    ],
    ids=lambda planted: next(iter(planted)),
)
def test_a_manifest_that_says_what_none_says_is_refused(
    starter_home: Home, tmp_path: Path, planted: dict[str, object]
) -> None:
    source = starter_home.index / current_name(starter_home.index)
    folder = tmp_path / source.name
    folder.mkdir()
    tree = json.loads((source / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(tree))
    assert Manifest.read(folder).articles == 213
    (folder / "manifest.json").write_text(json.dumps(signed(tree | planted)))
    with pytest.raises(IndexCorrupt) as caught:
        Manifest.read(folder)
    assert "checksum" not in caught.value.message
    (folder / "manifest.json").write_text(json.dumps(tree | {"briefs": 7}))
    with pytest.raises(IndexCorrupt, match="own checksum"):
        Manifest.read(folder)
