"""Articles on a disk that fails: all else is done, nothing that was indexed goes, and the command ends with 74."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.corpus import article_reader
from qabot.corpus.drafts import RawDocument
from tests.cli.conftest import Call
from tests.conftest import MakeHome, article, write_corpus

SOUND = article("Trams", "The quibbly tram runs to the harbour again.", published="2016-01-02")
LOST = article("Zorblax council", "Zorblax council bought a payroll system.", published="2015-11-25")
CAUSE = "cannot be read (Input/output error)"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of files that the disk does not give."""
    names: set[str] = set()

    def refusing(path: Path) -> None:
        if path.name in names:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    open_indexed: Callable[[Path], BufferedReader] = article_reader._open  # pyright: ignore[reportPrivateUsage]
    open_added = RawDocument.opened

    def opened(path: Path) -> BufferedReader:
        refusing(path)
        return open_indexed(path)

    def added(document: RawDocument) -> object:
        refusing(document.path or Path())
        return open_added(document)

    monkeypatch.setattr(article_reader, "_open", opened)
    monkeypatch.setattr(RawDocument, "opened", added)
    return names


def never_indexed(home: Home) -> Home:
    """Take a home's index away."""
    shutil.rmtree(home.index)
    return home


def test_a_first_build_takes_in_all_else_and_does_not_end_well(
    make_home: MakeHome, call: Call, failing: set[str]
) -> None:
    home = never_indexed(make_home({"a.md": SOUND, "b.md": LOST}))
    failing.add("b.md")
    told = call("index", home=home)
    assert told.code == 74
    assert "1 article, 1 passage" in told.stdout
    assert f"Not all of {home.path} could be read: b.md: {CAUSE}." in told.stderr
    assert "`qabot index`" in told.stderr
    document = call("index", "--json", home=home)
    assert document.code == 74
    assert document.document()["problems"] == [
        {"path": "b.md", "cause": CAUSE, "line": None, "skipped": True, "refused": True}
    ]
    failing.clear()
    assert call("index", home=home).code == 0
    assert "Zorblax" in call("show", "b", home=home).stdout


def test_what_was_indexed_before_stays(make_home: MakeHome, call: Call, failing: set[str]) -> None:
    home = make_home({"a.md": SOUND, "b.md": LOST})
    assert call("index", home=home).code == 0
    os.utime(home.corpus / "b.md", (0, 0))
    write_corpus(home, {"c.md": article("Ferries", "The wombat ferry stopped in May.", published="2017")})
    failing.add("b.md")
    assert call("index", home=home).code == 74
    assert {name: call("show", name, home=home).code for name in "abc"} == {"a": 0, "b": 0, "c": 0}


def test_where_nothing_can_be_read_no_index_is_made(make_home: MakeHome, call: Call, failing: set[str]) -> None:
    home = never_indexed(make_home({"b.md": LOST}))
    failing.add("b.md")
    told = call("index", home=home)
    assert told.code == 74
    assert f"b.md: {CAUSE}" in told.stderr
    assert call("status", home=home).code != 0


def test_what_is_added_beside_it_is_kept(make_home: MakeHome, call: Call, failing: set[str], tmp_path: Path) -> None:
    home = make_home({"a.md": SOUND})
    for name, text in {"new.md": LOST, "gone.md": SOUND.replace("harbour", "castle")}.items():
        (tmp_path / name).write_text(text)
    failing.add("gone.md")
    told = call("add", str(tmp_path / "new.md"), str(tmp_path / "gone.md"), home=home)
    assert told.code == 74
    assert "gone.md" in told.stderr
    assert "Input/output error" in told.stderr
    assert list(home.corpus.rglob("*zorblax*"))
    assert not list(home.corpus.rglob("*gone*"))


def test_a_file_that_is_no_article_is_no_fault_of_the_disk(make_home: MakeHome, call: Call) -> None:
    home = make_home({"a.md": SOUND, "bad.md": ""})
    assert call("index", home=home).code == 0
