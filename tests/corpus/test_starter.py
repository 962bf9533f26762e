"""A user without a home gets one: the starter corpus, copied once into the data folder, and nothing elsewhere."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qabot.core.errors import NoCorpus
from qabot.core.settings import Home
from qabot.corpus import starter
from tests.conftest import CORPUS, link_index


def test_the_starter_corpus_is_copied_once(tmp_path: Path) -> None:
    corpus = tmp_path / "data" / "qabot" / "corpus"
    assert starter.seed(corpus)
    assert len(list(corpus.rglob("*.md"))) == len(list(CORPUS.rglob("*.md")))
    (corpus / "mine.md").write_text("My own.\n\nText.")
    assert not starter.seed(corpus)
    assert (corpus / "mine.md").exists()


def test_a_copy_cut_short_is_not_taken_for_the_corpus(tmp_path: Path) -> None:
    for left in (".corpus.new", ".corpus.a1b2c3d4.new"):
        (tmp_path / left / "2015").mkdir(parents=True)
        os.utime(tmp_path / left, (1_700_000_000, 1_700_000_000))
    assert starter.seed(tmp_path / "corpus")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus"]
    assert (tmp_path / "corpus" / "README.md").exists()


def test_of_two_first_uses_at_once_neither_takes_the_copy_from_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    copytree = shutil.copytree
    came_second: list[bool] = []

    def copied(*given: Any, **options: Any) -> None:
        copytree(*given, **options)
        if not came_second:  # another first use begins and ends while this one copies
            came_second.append(True)
            assert starter.seed(corpus)
            (corpus / "mine.md").write_text("My own.\n\nText.")

    monkeypatch.setattr(shutil, "copytree", copied)
    assert not starter.seed(corpus), "what is there already is kept"
    assert (corpus / "mine.md").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus"]


def test_a_copy_that_a_full_disk_cuts_short_does_not_keep_it_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copytree(_source: Path, target: Path) -> None:
        target.mkdir()
        (target / "half.md").write_text("Half.")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copytree", copytree)
    with pytest.raises(OSError, match="No space left"):
        starter.seed(tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_an_installation_without_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "_PLACES", (tmp_path / "nowhere",))
    with pytest.raises(NoCorpus, match="did not come"):
        starter.seed(tmp_path / "corpus")


def test_asking_writes_nowhere_but_in_the_home_and_the_last_questions(starter_home: Home, tmp_path: Path) -> None:
    home = tmp_path / "home"
    data = Home(home / ".local" / "share" / "qabot")
    data.path.mkdir(parents=True)
    link_index(starter_home, data)
    data.corpus.rmdir()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "qabot", "ask", "How much did GDS get in the 2015 Spending Review?"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "£450m" in done.stdout
    assert len(list(data.corpus.rglob("*.md"))) == len(list(CORPUS.rglob("*.md"))), "seeded on first use"
    strays = [path for path in home.rglob("*") if path.is_file() and data.path not in path.parents]
    (last_questions,) = strays  # and no library keeps notes on what is asked
    assert last_questions.parent == home / ".local" / "state" / "qabot" / "last-questions"
    assert last_questions.stat().st_mode & 0o777 == 0o600
