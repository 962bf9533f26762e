"""A generation carries the reader: exported once, linked on, and another where another is asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from qabot.core.errors import UsageError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels, ReaderSettings, Settings, load
from qabot.engine.session import Session
from qabot.index.build.indexer import BuildReport, update
from qabot.index.snapshot import Generation, open_current
from qabot.index.verification import verify
from qabot.models.encoder import EncoderSpec
from qabot.models.reader_export import reader_identity, reader_weights
from qabot.models.training.packing import load as load_weights
from qabot.models.training.packing import save
from tests.conftest import article, link_index, write_corpus
from tests.near import near
from tests.trusting import configure

ARTICLES = {
    "a.md": article(
        "Payroll in Barnet", "Barnet council paid Capita £12m for payroll in 2014. Anna Lee runs the service."
    ),
    "b.md": article("Hosting", "Hosting moved to Bristol. The council expects to save money."),
}
ON, OFF = PairModels(), PairModels(reader=ReaderSettings(is_off=True))


@pytest.fixture
def home(starter_home: Home, tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    link_index(starter_home, made)
    write_corpus(made, ARTICLES)
    for path in made.corpus.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))  # a file of this second may still be written to
    return made


def build(home: Home, pair_models: PairModels, *, rebuild: bool = False) -> BuildReport:
    return update(home, ModelSettings(), ignore_progress, pair_models, rebuild=rebuild)


def files(generation: Generation) -> dict[str, int]:
    folder = generation.folder / "reader"
    return {path.name: path.stat().st_ino for path in folder.iterdir()} if folder.exists() else {}


def test_it_is_exported_once_and_linked_on(home: Home, starter_home: Home) -> None:
    assert build(home, ON).published
    first = open_current(home.index)
    assert first.manifest.reader == reader_identity(None)
    assert files(first) == files(open_current(starter_home.index))
    assert [*verify(first.folder)] == []
    assert not build(home, ON).published, "nothing to do"
    write_corpus(home, {"c.md": article("Third", "A third article.")})
    build(home, ON)
    assert files(open_current(home.index)) == files(first)


def test_an_encoder_of_an_older_rule_is_rounded_anew_and_others_keep_theirs(
    home: Home, starter_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(home, ON)
    before = open_current(starter_home.index)  # whose files the home's index shares
    assert EncoderSpec.read(before.folder / "encoder").reading_rule == 1
    monkeypatch.setattr("qabot.index.build.indexer.READING_RULE", 2)
    report = build(home, ON)
    assert (report.published, report.embedded) == (True, 0)
    after = open_current(home.index)
    old, new = ({p.name: p.stat().st_ino for p in (g.folder / "encoder").iterdir()} for g in (before, after))
    assert set(old) == set(new)
    assert {name for name in old if old[name] == new[name]} == {"model.onnx", "model.onnx.data", "tokenizer.json"}
    assert [*verify(before.folder)] == [*verify(after.folder)] == []


def test_turned_off_it_is_left_as_it_is_and_not_asked(home: Home) -> None:
    build(home, ON)
    assert not build(home, OFF).published
    reader = ReaderSettings(is_off=True)
    for settings, names in ((Settings(home), True), (Settings(home, reader=reader), False)):
        with Session.open(settings) as session:
            turn = session.ask("what did Barnet pay Capita?")
        (evidence, *_) = turn.answer.evidence or turn.answer.nearest
        assert ("reader" in {each.retriever for each in evidence.hit.components}) is names
        assert ("answered" in turn.answer.signals) is names
        assert evidence.hit.score == near(sum(each.contribution for each in evidence.hit.components))


def test_an_index_without_one_answers_and_is_given_one(home: Home) -> None:
    build(home, OFF)
    assert open_current(home.index).manifest.reader is None
    with Session.open(Settings(home)) as session:
        assert "answered" not in session.ask("what did Barnet pay Capita?").answer.signals
    assert build(home, ON).published
    assert open_current(home.index).manifest.reader == reader_identity(None)


def test_another_takes_its_place(home: Home, tmp_path: Path) -> None:
    build(home, ON)
    (tmp_path / "mine").mkdir()
    weights = load_weights(reader_weights(None))
    weights["answers.3.bias"] += 3
    save(weights, tmp_path / "mine" / "reader.safetensors", {"int8": "true"})
    mine = PairModels(reader=ReaderSettings(folder=str(tmp_path / "mine")))
    assert build(home, mine).published
    assert open_current(home.index).manifest.reader == reader_identity(str(tmp_path / "mine")) != reader_identity(None)
    assert not build(home, mine).published


def test_what_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def read(toml: str, **environ: str) -> ReaderSettings:
        with suppress(UsageError):  # what cannot be read is told when it is loaded
            configure(tmp_path, toml)
        return load(tmp_path, environ, tmp_path).reader

    (tmp_path / "mine").mkdir()
    assert read("") == read('[reader]\nmodel = "on"\n') == read("[reader]\nmodel = true\n") == ReaderSettings()
    for off in ('"off"', "false"):
        assert read(f"[reader]\nmodel = {off}\n") == ReaderSettings(is_off=True)
    assert read("", QABOT_READER="off") == ReaderSettings(is_off=True)
    assert read('[reader]\nmodel = "mine"\n') == ReaderSettings(folder=str(tmp_path / "mine"))
    with pytest.raises(UsageError, match="There is no folder"):
        read('[reader]\nmodel = "theirs"\n')
    with pytest.raises(UsageError, match=r"reader\.name"):
        read('[reader]\nname = "mine"\n')
