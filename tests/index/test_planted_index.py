"""An index that came with a clone, and holds links: nothing outside of the home is written or deleted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qabot.chat.recent_questions import RecentQuestions
from qabot.core.articles import Article, Passage
from qabot.core.errors import IndexCorrupt, UsageError
from qabot.core.home_trust import TrustedHomes
from qabot.core.progress import ignore_progress
from qabot.core.questions import Filters
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.session import Session
from qabot.index import publication
from qabot.index.article_writer import ArticleWriter
from qabot.index.articles_db import ArticleStore
from qabot.index.build import indexer
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.manifest import Manifest
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import TextIndex
from qabot.index.verification import verify
from tests.conftest import MakeHome, article, link_index, write_corpus
from tests.planted import plant, plant_rows, signed

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
    assert {path.name for path in home.index.iterdir()} == {
        "CURRENT", ".lock", "log.jsonl", "holdings.db", generation.name, now.name,
    }  # fmt: skip


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


def test_a_model_that_the_index_alone_names_is_not_read(
    make_home: MakeHome, tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    home = make_home({"a.md": article("Trams", "Wombat council runs the quibbly tram.")})
    plant(home.index / current_name(home.index), source=str(outside))
    read: list[object] = []

    def export(source: str | None, folder: Path, *, allow_download: bool) -> None:
        assert not allow_download
        read.append(source)
        shutil.copytree(home.index / current_name(home.index) / "encoder", folder, dirs_exist_ok=True)

    monkeypatch.setattr(indexer, "export_encoder", export)
    with pytest.raises(UsageError, match="which only the index itself names") as told:
        update(home, ModelSettings(), ignore_progress, rebuild=True)
    assert f"qabot index --rebuild --model {outside}" in told.value.hint
    with pytest.raises(UsageError, match="only the index"):
        update(Home(home.path), ModelSettings(device="cuda"), ignore_progress, rebuild=True)
    write_corpus(home, {"b.md": article("Ferries", "Numbat council runs the ferry.")})
    assert update(home, ModelSettings(), ignore_progress).embedded == 1
    assert read == []
    TrustedHomes.read().trust(home.path.resolve(), {"model.name": str(outside)})
    assert update(home, ModelSettings(), ignore_progress, rebuild=True).published
    assert update(home, ModelSettings("packaged"), ignore_progress, rebuild=True).published
    assert read == [str(outside), None]


ODD: tuple[object, ...] = ("a\0", b"\xff\0", -1, 2**62, 1.5, "[" * 3_000, '{"a": 1}', "[1]", "r011-09-17")
"""What SQLite takes in any column, and no index of qabot's has there."""
COLUMNS = ("title", "published", "organisations", "topics", "kind", "reports_on", "first_passage", "passages")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_planted_value_is_damage_or_shown_as_it_stands(tmp_path: Path, column: str) -> None:
    told = 0
    for number, odd in enumerate(ODD):
        path = tmp_path / f"{number}.db"
        writer = ArticleWriter(path)
        writer.add(Article("a", "T", "Text."), "a.md", [Passage("a", 0, 0, 5, "Text.")], [b"1"])
        writer.close()
        plant_rows(path, (f"UPDATE articles SET {column} = ?", [odd]))  # noqa: S608 - a name of ours
        store = ArticleStore(path)
        for read in (
            store.article_summaries,
            store.dates,
            store.outlets,
            store.files,
            lambda store=store: list(store.stored()),
            lambda store=store: store.article("a"),
            lambda store=store: store.passages_of("a"),
            lambda store=store: store.titles_of([0]),
            lambda store=store: store.matching(Filters()),
            lambda store=store: SegmentedArticles([store]).unknown_names(Filters(organisations=("b",))),
        ):
            try:
                read()
            except IndexCorrupt:
                told += 1
        store.close()
    assert told >= 5


def test_an_id_that_ends_in_nul_is_answered_from(starter_home: Home, tmp_path: Path) -> None:
    link_index(starter_home, home := Home(tmp_path / "home"))
    plant(home.index / current_name(home.index), ("UPDATE articles SET id = id || ?", ["\0"]))
    with Session.open(Settings(home)) as session:
        assert session.ask("How much did GDS get in the 2015 Spending Review?").answer.evidence
