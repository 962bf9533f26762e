"""`qabot trust`: what a home sets is ignored and told, until the user says yes to it; and homes made to do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import run_qabot, steering
from tests.conftest import link_index
from tests.planted import plant

PRIVATE = "[network]\nprivate_addresses = true\n"
NOTE = "sets network.private_addresses, which is ignored"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home that was cloned, and that the user stands in."""
    home = Home(tmp_path / "clone")
    home.corpus.mkdir(parents=True)
    home.index.mkdir()
    (home.path / "qabot.toml").write_text(PRIVATE)
    monkeypatch.chdir(home.path)
    return home


def test_a_yes_is_asked_for_once_a_command_listed_and_taken_back(clone: Home, call: Call) -> None:
    for named in (None, clone):
        ran = call("feeds", "list", home=named)
        assert (ran.stderr.count(NOTE), ran.stderr.count(f"Run `qabot trust {clone.path}`")) == (1, 1)
    assert call("trust", "--list").stdout == "You have said yes to no home.\n"
    assert call("trust").stdout == (
        f"From now on these hold in {clone.path}, as they stand:\n  network.private_addresses = True\n"
        f"Run `qabot trust --withdraw {clone.path}` to take that back.\n"
    )
    assert NOTE not in call("feeds", "list").stderr
    assert call("trust", "--list").stdout == f"{clone.path}\n  network.private_addresses = True\n"
    assert call("trust", "--withdraw").code == 0
    assert NOTE in call("feeds", "list").stderr
    again = call("trust", "--withdraw", "--home", str(clone.path))
    assert (again.code, again.stderr.startswith(f"Error: You have not said yes to {clone.path}.")) == (1, True)


def test_a_home_that_is_gone_can_be_taken_back(clone: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("trust", str(clone.path)).code == 0
    monkeypatch.chdir(clone.path.parent)
    shutil.rmtree(clone.path)
    assert call("trust", str(clone.path)).code == 2
    assert call("trust", "--withdraw", str(clone.path)).code == 0


def test_a_link_that_leads_out_is_said_yes_to_by_name(clone: Home, call: Call) -> None:
    (clone.path.parent / "texts").mkdir()
    clone.corpus.rmdir()
    clone.corpus.symlink_to("../texts")
    refused = call("feeds", "remove", "https://example.org/feed")
    (clone.path / "a.txt").write_text("Tolls\n\n" + "Clerks met to speak of tolls and of much else. " * 20)
    refused = call("add", "a.txt")
    assert (refused.code, "outside this home" in refused.stderr, list(clone.corpus.iterdir())) == (2, True, [])
    assert f"  corpus/ is a link to {clone.path.parent}/texts\n" in call("trust").stdout
    assert call("add", "a.txt").code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("qabot.toml", "x = " + "[" * 50_000),
        ("qabot.toml", '[model]\nname = "' + "x" * 5_000_000 + '"'),
        ("acronyms.toml", "[[body]]\nnames = " + "[" * 50_000),
        ("acronyms.toml", '[[body]]\nnames = ["A", "B"]\n' * 150_000),
        ("calibration.json", "[" * 5_000_000),
    ],
    ids=["nested", "long", "nested list", "4 MB list", "calibration"],
)
def test_files_of_a_home_that_are_too_much_are_a_sentence(
    starter_home: Home, tmp_path: Path, call: Call, name: str, content: str
) -> None:
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    (home.path / name).write_text(content)
    ran = call("ask", "GDS", home=home)
    assert (ran.code, len(ran.stderr) < 800, name in ran.stderr) == (2, True, True)


def test_no_planted_index_steers_a_terminal(starter_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    (generation,) = (path for path in home.index.iterdir() if path.is_dir())
    steered = "\x1b]52;c;c3VkbyBybQ==\x07\x9b31m\x9d0;owned\x9c\u202e\u2066\u200b"
    names = ", ".join(f"{name} = {name} || ?1" for name in ("title", "outlet", "reporting", "id"))
    lists = "organisations = json_array(?1), topics = json_array(?1)"
    sql = f"UPDATE articles SET {names}, author = ?1, url = ?1, {lists}"  # noqa: S608 - names of ours
    plant(generation, (sql, [steered]), model="evil\x9b31m\u202e\x1b]0;owned\x07")
    ask = ("ask", "GDS Spending Review", "-n", "1")
    for command in (ask, (*ask, "--json"), ("status",), ("status", "--json"), ("verify-index", "--json")):
        ran = run_qabot(*command, home=home)
        assert ran.code in {0, 1}, ran
        assert (steering(ran.stdout), steering(ran.stderr)) == (set(), set()), command
        if command == (*ask, "--json"):
            assert "\\u009b31m\\u009d0;owned\\u009c\\u202e\\u2066\\u200b" in ran.stdout
