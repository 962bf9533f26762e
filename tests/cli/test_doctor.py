"""`qabot doctor`: what it prints, for people and for programs, and how it exits."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

import pytest

from qabot.chat.doctor.variable_checks import KNOWN
from qabot.cli import doctor_report
from qabot.cli.progress_display import progress
from qabot.core.progress import OnProgress
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import Shape, departures, steering

TOLD: Shape = {
    "schema": "qabot.doctor/1",
    "version": str,
    "deep": bool,
    "well": bool,
    "findings": [{"subject": str, "state": str, "words": str, "command": (str, None)}],
}


@pytest.fixture
def home(tram_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of the test's own with which nothing is wrong, in an environment without what steers qabot."""
    for name in [name for name in os.environ if name.startswith("QABOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = Home(tmp_path / "home")
    shutil.copytree(tram_home.path, own.path, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock"))
    return own


def test_nothing_wrong_is_0_and_something_is_1(home: Home, call: Call) -> None:
    ran = call("doctor", home=home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"ok      home: {home.path}: --home names it.\n")
    assert "\nNothing is wrong" in ran.stdout
    (home.path / "qabot.toml").write_text("[")
    ran = call("doctor", home=home)
    assert (ran.code, ran.stderr) == (1, "")
    assert f'\n        "${{EDITOR:-vi}}" {home.path}/qabot.toml\n' in ran.stdout
    assert "\nwrong   settings: " in ran.stdout
    assert "\n1 thing wrong" in ran.stdout
    assert steering(ran.stdout) == set()


def test_as_one_document(home: Home, call: Call) -> None:
    ran = call("doctor", "--json", home=home)
    told = ran.document()
    assert departures(told, TOLD) == []
    assert (ran.code, ran.stderr, told["well"], told["deep"]) == (0, "", True, False)
    shutil.rmtree(home.index)
    ran = call("doctor", "--json", home=home)
    told = ran.document()
    assert (ran.code, told["well"]) == (1, False)
    assert {"subject": "index", "state": "wrong", "command": f"qabot index --home {home.path}"}.items() <= next(
        each.items() for each in told["findings"] if each["subject"] == "index"
    )


def test_a_home_that_is_not_there_is_a_finding(tmp_path: Path, call: Call) -> None:
    ran = call("doctor", home=Home(tmp_path / "nowhere"))
    assert (ran.code, ran.stderr) == (1, "")
    assert f"        mkdir -p {tmp_path}/nowhere/corpus\n" in ran.stdout
    assert not (tmp_path / "nowhere").exists()


def test_in_depth_it_shows_how_far_it_has_come(home: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_lines(shown: Literal["auto", "none"]) -> AbstractContextManager[OnProgress]:
        return progress("jsonl" if shown == "auto" else shown)

    monkeypatch.setattr(doctor_report, "progress", as_lines)
    assert call("doctor", home=home).stderr == ""
    ran = call("doctor", "--deep", "--json", home=home)
    assert ran.document()["deep"] is True
    assert {json.loads(line)["stage"] for line in ran.stderr.splitlines()} == {"read", "verify", "model"}


def test_the_variables_that_it_knows_are_those_of_the_front_page(call: Call) -> None:
    told = re.findall(r"\bQABOT_[A-Z_]+", call("--help").stdout.split("Environment:")[1])
    assert sorted(KNOWN) == sorted(set(told))
