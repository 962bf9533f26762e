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
from tests.conftest import article, write_corpus
from tests.homes import indexed_home
from tests.trusting import configure

SOUND = article("Trams", "The quibbly tram runs to the harbour again.", published="2016-01-02")
LOST = article("Zorblax council", "Zorblax council bought a payroll system.", published="2015-11-25")
FERRY = article("Ferries", "The wombat ferry stopped in May.", published="2017")
CAUSE = "cannot be read (Input/output error)"


@pytest.fixture(scope="module")
def indexed(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two articles, indexed without a reader. Not to be changed."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("disk"), {"a.md": SOUND, "b.md": LOST})


@pytest.fixture
def home(indexed: Home, tmp_path: Path) -> Home:
    """The same in a home of the test's own."""
    copied = Home(tmp_path / "home")
    shutil.copytree(indexed.path, copied.path, copy_function=_linked_in_the_index, ignore=_locks)
    configure(copied.path, '[reader]\nmodel = "off"\n')
    return copied


def _linked_in_the_index(source: str, target: str) -> None:
    """Link the files of an index, which are never written into; copy the others."""
    (os.link if "/index/" in source else shutil.copy2)(source, target)


_locks = shutil.ignore_patterns("*.lock", "lock", "last-questions.json", "holdings.*")


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


@pytest.mark.usefixtures("exported_already")
def test_a_first_build_takes_in_all_else_and_does_not_end_well(home: Home, call: Call, failing: set[str]) -> None:
    shutil.rmtree(home.index)
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


def test_what_was_indexed_before_stays_and_no_other_pays_for_it(home: Home, call: Call, failing: set[str]) -> None:
    held = call("show", "b", home=home).stdout
    (home.corpus / "b.md").write_text(article("Zorblax council", "Zorblax council sold it again."))
    write_corpus(home, {"c.md": FERRY, "0.md": "---\ntitle: [\n---\n"})
    failing.add("b.md")
    for args in (("--dry-run",), (), ()):
        ran = call("index", *args, home=home)
        assert ran.code == 74
        said, works, hint = ran.stderr.splitlines()[-3:]
        told = f"b.md: {CAUSE}; the version indexed before is kept"
        assert said == f"Error: Not all of {home.path} could be read: {told}."
        assert works == "All else was read, and what the index holds of these already stays in it."
        assert "See to the disk" in hint
        assert f"Note: {told} (skipped)." in ran.stdout
    as_json = call("index", "--json", home=home)
    assert as_json.code == 74
    assert [(each["path"], each["refused"]) for each in as_json.document()["problems"]] == [
        ("b.md", True),
        ("0.md", False),
    ]
    assert call("show", "b", home=home).stdout == held
    assert {name: call("show", name, home=home).code for name in "ac"} == {"a": 0, "c": 0}
    added = call("add", str(home.corpus / "c.md"), home=home)
    assert (added.code, added.stderr) in {(0, ""), (1, "")}
    failing.clear()
    mended = call("index", home=home)
    assert (mended.code, mended.stderr) == (0, "")
    assert "sold it again" in call("show", "b", home=home).stdout


def test_what_only_seems_to_have_changed_stays(home: Home, call: Call, failing: set[str]) -> None:
    assert call("index", home=home).code == 0
    os.utime(home.corpus / "b.md", (0, 0))
    write_corpus(home, {"c.md": FERRY})
    failing.add("b.md")
    assert call("index", home=home).code == 74
    assert {name: call("show", name, home=home).code for name in "abc"} == {"a": 0, "b": 0, "c": 0}


def test_where_nothing_can_be_read_no_index_is_made_and_the_corpus_is_not_called_empty(
    home: Home, call: Call, failing: set[str]
) -> None:
    shutil.rmtree(home.index)
    failing.update(("a.md", "b.md"))
    both = call("index", home=home)
    assert (both.code, both.stdout) == (74, "")
    assert f"a.md: {CAUSE}, and 1 more." in both.stderr
    (home.corpus / "a.md").unlink()
    told = call("index", home=home)
    assert told.code == 74
    assert f"b.md: {CAUSE}" in told.stderr
    assert call("status", home=home).code != 0


def test_what_is_added_beside_it_is_kept(home: Home, call: Call, failing: set[str], tmp_path: Path) -> None:
    bought = article("Numbat council", "The numbat ferry sails on Sundays, said the council. " * 20)
    for name, text in {"new.md": bought, "gone.md": SOUND.replace("harbour", "castle")}.items():
        (tmp_path / name).write_text(text)
    failing.add("gone.md")
    told = call("add", str(tmp_path / "new.md"), str(tmp_path / "gone.md"), home=home)
    assert told.code == 74
    assert "1  added" in told.stdout
    assert f"Error: Not everything could be read: gone.md: {CAUSE}." in told.stderr
    assert list(home.corpus.rglob("*numbat*"))
    assert not list(home.corpus.rglob("*gone*"))


def test_a_file_that_is_no_article_is_no_fault_of_the_disk(home: Home, call: Call) -> None:
    write_corpus(home, {"bad.md": ""})
    assert call("index", home=home).code == 0
