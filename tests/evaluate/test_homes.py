"""The home that a folder of articles is asked in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qabot.core.errors import UsageError
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.list_files import LISTS
from qabot.evaluate.eval_home import prepare


@pytest.fixture
def asked(tmp_path: Path) -> Settings:
    """The settings of a command, with a home that holds nothing."""
    (tmp_path / "own").mkdir()
    return Settings(Home(tmp_path / "own"))


def test_a_folder_of_articles_is_linked_to(tmp_path: Path, asked: Settings) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    home = prepare(articles, tmp_path / "kept", asked).home
    (articles / "new.md").write_text("new", encoding="utf-8")
    assert home.path.parent == tmp_path / "kept"
    assert [path.name for path in home.corpus.iterdir()] == ["new.md"]
    assert prepare(articles, tmp_path / "kept", asked).home == home


def test_of_a_question_set_only_the_articles_are_taken(tmp_path: Path, asked: Settings) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"):
        (folder / name).write_text("{}", encoding="utf-8")
    corpus = prepare(folder, tmp_path / "kept", asked).home.corpus
    assert [path.name for path in corpus.iterdir()] == ["corpus.jsonl"]
    before = (corpus / "corpus.jsonl").stat()
    prepare(folder, tmp_path / "kept", asked)
    assert (corpus / "corpus.jsonl").stat() == before, "an unchanged file is left alone"
    (folder / "corpus.jsonl").write_text('{"text": "changed"}', encoding="utf-8")
    (folder / "corpus.jsonl").chmod(0o444)
    prepare(folder, tmp_path / "kept", asked)
    prepare(folder, tmp_path / "kept", asked)
    assert (corpus / "corpus.jsonl").read_text(encoding="utf-8") == '{"text": "changed"}'


def test_a_folder_that_becomes_a_set_loses_nothing(tmp_path: Path, asked: Settings) -> None:
    """What was a link to the user's folder is never cleared as if it were the home's own."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "mine.md").write_text("mine", encoding="utf-8")
    prepare(folder, tmp_path / "kept", asked)
    (folder / "corpus.jsonl").write_text("{}", encoding="utf-8")
    corpus = prepare(folder, tmp_path / "kept", asked).home.corpus
    assert sorted(path.name for path in folder.iterdir()) == ["corpus.jsonl", "mine.md"]
    assert (corpus.is_symlink(), [path.name for path in corpus.iterdir()]) == (False, ["corpus.jsonl"])
    (folder / "corpus.jsonl").unlink()
    corpus = prepare(folder, tmp_path / "kept", asked).home.corpus
    assert [path.name for path in corpus.iterdir()] == ["mine.md"]


def test_another_folder_or_another_model_has_another_home(tmp_path: Path, asked: Settings) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    other = Settings(asked.home, ModelSettings("another"))
    homes = {
        prepare(tmp_path / name, tmp_path / "kept", settings).home.path
        for name in ("a", "b")
        for settings in (asked, other)
    }
    assert len(homes) == 4
    assert prepare(tmp_path / "a", tmp_path / "kept", other).model == other.model


@pytest.mark.parametrize("name", LISTS)
def test_what_the_command_s_home_says_of_answering_is_used(tmp_path: Path, asked: Settings, name: str) -> None:
    (tmp_path / "articles").mkdir()
    own = asked.home.path / name
    own.write_text("{}", encoding="utf-8")
    used = prepare(tmp_path / "articles", tmp_path / "kept", asked).home.path / name
    assert used.read_text(encoding="utf-8") == "{}"
    own.write_text("[]", encoding="utf-8")
    os.utime(own, (1, 1))
    prepare(tmp_path / "articles", tmp_path / "kept", asked)
    assert used.read_text(encoding="utf-8") == "[]"
    own.unlink()
    prepare(tmp_path / "articles", tmp_path / "kept", asked)
    assert not used.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, asked: Settings) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        prepare(tmp_path / "nothing", tmp_path / "kept", asked)
