"""What the machine refuses (a full disk, a right, a file too many) is told as that, whatever command meets it."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.corpus.ingest.adder import add
from qabot.index.build.indexer import update
from tests import forked
from tests.cli.conftest import Call
from tests.cli.helpers import LIMIT, Result, environment
from tests.conftest import article, copy_but_weights, write_corpus
from tests.homes import indexed_home

ASKED = "What did Zorblax council buy?"
FILES = {
    "a.md": article("Zorblax council", "Zorblax council bought a payroll system.", published="2015-11-25"),
    "b.md": article("Trams", "The quibbly tram runs to the harbour again.", published="2016-01-02"),
}
SAID = {
    errno.ENOSPC: "is full.",
    errno.EDQUOT: "is full.",
    errno.EIO: "its disk fails (Input/output error).",
    errno.EROFS: "it lies on a file system that may only be read.",
    errno.EMFILE: "too many files are open.",
    errno.EACCES: "you have no permission.",
}
WORDS = {
    "ask": ("ask", ASKED, "--private"),
    "show": ("show", "a"),
    "corpus list": ("corpus", "list"),
    "corpus show": ("corpus", "show", "a"),
    "corpus remove": ("corpus", "remove", "a"),
    "corpus edit": ("corpus", "edit", "a", "--title", "Other"),
}
PLACES = {
    "rollback": (2, 4, 5),
    "corpus remove": (1, 4, 6),
    "corpus edit": (1, 4, 6),
    "ask": (0, 7),
    "status": (0, 12),
    "verify-index": (0, 20),
}
"""Some of the things that each command does with files, counted from 0."""
REFUSED = [
    *product(PLACES, (errno.EIO, errno.EACCES)),
    *product(("corpus edit",), (errno.ENOSPC, errno.EDQUOT, errno.EROFS)),
    ("ask", errno.EMFILE),
]
"""Commands, and what is refused to each."""


def run_script(code: str, *args: str) -> Result:
    """Run some code in a process of its own, which has loaded the program."""
    line = forked.script(code, *args)
    done = subprocess.run(line, capture_output=True, env=environment(), timeout=LIMIT, check=False)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def sweep(command: str, base: Home, root: Path, number: int, places: Sequence[int]) -> list[tuple[int, int, str]]:
    """Run a command with one refusal after another; returns where each was (-1: nowhere), its exit code and message."""
    code = "import json, sys; from tests.cli.refusing import tell_sweep; tell_sweep(**json.loads(sys.argv[1]))"
    given = {
        "arguments": [*WORDS.get(command, (command,)), "--home", str(root)],
        "base": str(base.path),
        "root": str(root),
        "number": number,
        "places": places,
        "reads": command in {"ask", "status", "verify-index"},
    }
    ran = run_script(code, json.dumps(given))
    assert (ran.code, ran.stderr) == (0, "")
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def base(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with an index, an earlier one and an ingest store. Not to be changed."""
    home = indexed_home(starter_home, tmp_path_factory.mktemp("refused"), FILES)
    write_corpus(home, {"c.md": article("C", "The vorpal ferry sails on Sundays.")})
    update(home, ModelSettings(), ignore_progress)
    assert list(add(home.corpus, [])) == []
    return home


@pytest.fixture(scope="module")
def guarded(base: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of which everything may be read and nothing written, once rights are given up. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("guarded") / "home")
    shutil.copytree(base.path, home.path, ignore=shutil.ignore_patterns("*.lock", "lock"))
    (home.path / "qabot.toml").touch()
    for path in [*home.path.rglob("*"), home.path]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return home


@contextmanager
def closed(path: Path) -> Generator[None]:
    """Let nobody read a file or a folder of a home that others use too."""
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(mode)


def without_rights(home: Home, command: str) -> Result:
    """Run a command as somebody who has no right but those that files give."""
    code = (
        "import sys; from tests.cli.refusing import give_up_rights; give_up_rights(); "
        "from qabot.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    return run_script(code, *WORDS.get(command, (command,)), "--home", str(home.path))


@pytest.mark.parametrize(("command", "number"), REFUSED, ids=lambda each: errno.errorcode.get(each, each))
def test_what_the_machine_refuses_is_told(command: str, number: int, base: Home, tmp_path: Path) -> None:
    root = tmp_path / "home"
    ends = sweep(command, base, root, number, PLACES[command])
    assert 74 in {code for _, code, _ in ends}
    for place, code, message in ends:
        assert code in {0, 74}, (place, message)
        if code == 74:
            said = message.splitlines()[0]
            assert said.startswith("Error: ")
            assert str(root) in said
            assert SAID[number] in said
            assert "rebuild" not in message


@pytest.mark.parametrize(("number", "places"), [(errno.ENOSPC, [2, 25]), (errno.EIO, [9])])
def test_a_build_that_is_refused_leaves_nothing_behind(
    number: int, places: list[int], base: Home, tmp_path: Path
) -> None:
    changed = Home(tmp_path / "changed")
    shutil.copytree(base.path, changed.path, copy_function=copy_but_weights)
    (changed.corpus / "a.md").write_text(article("Zorblax council", "Zorblax council sold a payroll system."))
    root = tmp_path / "home"
    for place in places:
        ((_, code, message),) = sweep("index", changed, root, number, [place])
        assert code in {0, 74}, message
        if code:
            assert SAID[number] in message
            assert "Questions are answered from the index there is." in message
            assert (root / "index/CURRENT").read_text() == (base.index / "CURRENT").read_text()
        assert not list((root / "index").glob(".draft-*"))


@pytest.mark.parametrize("command", ["ask", "status", "show", "verify-index", "corpus list", "corpus show"])
def test_a_home_that_may_only_be_read_is_asked(command: str, guarded: Home) -> None:
    ran = without_rights(guarded, command)
    assert ran.code == 0
    assert "Error" not in ran.stderr
    assert "Zorblax" in ran.stdout or command in {"status", "verify-index"}
    assert not list(guarded.path.rglob("*lock"))


@pytest.mark.parametrize("command", ["index", "rollback", "corpus remove", "corpus edit"])
def test_a_home_that_may_only_be_read_is_not_changed(command: str, guarded: Home) -> None:
    ran = without_rights(guarded, command)
    assert (ran.code, ran.stdout) == (74, "")
    said, works, hint = ran.stderr.splitlines()
    assert said.startswith(f"Error: {guarded.path}/")
    assert said.endswith(" cannot be used: you have no permission.")
    assert works == "Questions are answered from the index there is."
    assert hint.startswith(f"Run `ls -ld {guarded.path}/")


@pytest.mark.parametrize(
    "name",
    [
        "CURRENT",
        "manifest.json",
        "segments/0/passages.db",
        "segments/0/vectors.faiss",
        "text/meta.json",
        "encoder/tokenizer.json",
    ],
)
def test_a_file_that_may_not_be_read_is_not_called_damaged(name: str, guarded: Home) -> None:
    (generation, *_) = sorted((each for each in guarded.index.iterdir() if each.is_dir()), reverse=True)
    file = guarded.index / name if name == "CURRENT" else generation / name
    with closed(file):
        ran = without_rights(guarded, "ask")
    assert (ran.code, ran.stdout) == (74, "")
    assert ran.stderr.startswith(f"Error: {file} cannot be used: you have no permission.\n")
    assert "rebuild" not in ran.stderr


def test_a_corpus_that_may_not_be_read_stops_no_question(guarded: Home) -> None:
    with closed(guarded.corpus):
        assert without_rights(guarded, "ask").code == 0
        ran = without_rights(guarded, "status")
    assert (ran.code, ran.stdout.splitlines()[-1]) == (0, "Waiting     the corpus folder cannot be read")


def test_the_doctor_makes_every_check_though_files_may_not_be_read(guarded: Home) -> None:
    settings = guarded.path / "qabot.toml"
    with closed(settings), closed(guarded.index / "CURRENT"):
        ran = without_rights(guarded, "doctor")
    assert ran.code == 1
    for file in (settings, guarded.index / "CURRENT"):
        assert f"{file} cannot be used: you have no permission." in ran.stdout
        assert f"ls -ld {file}" in ran.stdout
    assert "libraries" in ran.stdout
    assert "rebuild" not in ran.stdout


def test_an_index_is_opened_in_place_where_it_can_be(base: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a home that may only be read needs costs no other anything."""

    def never(_: Path) -> None:
        raise AssertionError

    monkeypatch.setattr("qabot.index.text_index.lock_folder", never)
    assert call("ask", ASKED, home=base).code == 0


def test_a_file_that_grows_too_large_is_told(base: Home, tmp_path: Path) -> None:
    """Refused by the system itself, in the middle of what a library writes."""
    home = Home(tmp_path / "home")
    shutil.copytree(base.path, home.path, copy_function=copy_but_weights)
    (home.corpus / "a.md").write_text(article("Zorblax council", "Zorblax council sold a payroll system."))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)); "
        "from qabot.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    ran = run_script(code, "index", "--home", str(home.path))
    assert (ran.code, ran.stdout) == (74, "")
    assert "inside qabot" not in ran.stderr
    assert (home.index / "CURRENT").read_text() == (base.index / "CURRENT").read_text()
    assert not list(home.index.glob(".draft-*"))
