"""`qabot history`: the chat's questions, looked through and forgotten."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from qabot.chat.history import History, PastQuestion, default_path
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import LIMIT, Shape, command, departures, environment, read_screen, run_qabot, steering

ASKED = PastQuestion(
    0,
    datetime(2026, 11, 24, 10, 3, tzinfo=UTC),
    "/srv/news",
    "c0ffee",
    "How much did GDS get?",
    "after:2015",
    "strong",
    3,
    "2015/gds",
    "GDS gains from Spending Review",
    "20261124-ab",
)
HOSTILE = structs.replace(
    ASKED,
    home="/other",
    text="[bold]who\x1b[31m left\u202e GDS[/]\n\x1b]52;c;cm0=\x07?",
    filters="",
    title="\x1b[2J[/]",
)
UNANSWERED = structs.replace(
    ASKED, text="who ate the pie", filters="", verdict="not_found", evidence=0, article=None, title=None
)
SHAPE: Shape = {
    "id": int,
    "when": str,
    "home": str,
    "conversation": str,
    "text": str,
    "filters": str,
    "verdict": ("strong", "possible", "not_found"),
    "evidence": int,
    "article": (None, {"id": str, "title": str}),
    "generation": str,
}


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The history of a user who has none yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return default_path()


@pytest.fixture
def filled(path: Path) -> Path:
    """A history of three questions."""
    with History.open(path) as history:
        for each in (ASKED, HOSTILE, UNANSWERED):
            history.add(each)
    return path


def left(path: Path) -> list[str]:
    with History.open(path) as history:
        return [each.text for each in history.search()]


def on_terminal(answer: str, *arguments: str) -> tuple[int, str]:
    """Run `qabot` on a terminal at which somebody answers, and return the exit code and the screen."""
    controller, terminal = os.openpty()
    line = command(*arguments)
    with subprocess.Popen(line, stdin=terminal, stdout=terminal, stderr=terminal, env=environment()) as process:
        os.close(terminal)
        os.write(controller, answer.encode())
        screen = read_screen(controller)
        return process.wait(LIMIT), screen


@pytest.mark.usefixtures("filled")
def test_the_newest_question_stands_first_with_what_came_of_it() -> None:
    ran = run_qabot("history", "list", env={"TZ": "Europe/Paris"})
    assert (ran.code, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[:2] == ["2026-11-24 11:03  who ate the pie", "                  not found"]
    assert lines[-2:] == [
        "2026-11-24 11:03  How much did GDS get? after:2015",
        "                  strong · GDS gains from Spending Review",
    ]
    assert run_qabot("history", "list", "-n", "1", env={"TZ": "Europe/Paris"}).stdout.splitlines() == lines[:2]


@pytest.mark.usefixtures("filled")
def test_what_was_typed_and_titles_cannot_steer_the_terminal(call: Call) -> None:
    ran = call("history", "search", "left")
    assert steering(ran.stdout) == set()
    assert [line[18:] for line in ran.stdout.splitlines()] == ["[bold]who left GDS[/] ?", "strong · [/]"]


@pytest.mark.usefixtures("filled")
def test_json_tells_everything(call: Call) -> None:
    ran = call("history", "list", "--json")
    assert departures(ran.document(), {"schema": "qabot.history/1", "questions": [SHAPE]}) == []
    assert [each["text"] for each in ran.document()["questions"]] == [UNANSWERED.text, HOSTILE.text, ASKED.text]
    assert ran.document()["questions"][2]["when"] == "2026-11-24T10:03:00+00:00"
    assert ran.document()["questions"][2]["article"] == {"id": "2015/gds", "title": "GDS gains from Spending Review"}
    assert ran.document()["questions"][0]["article"] is None


@pytest.mark.usefixtures("filled")
def test_search_takes_words_as_they_stand_and_a_home(call: Call) -> None:
    def found(*words: str) -> list[str]:
        return [each["home"] for each in call("history", "search", "--json", *words).document()["questions"]]

    assert found("gds") == ["/other", "/srv/news"]
    assert found("GDS", "2015") == ["/srv/news"]
    assert found("GDS 2015") == ["/srv/news"]
    assert found("gds", "--home", "/srv/news/") == ["/srv/news"]
    assert found("g%s") == found('"') == []


def test_nothing_found_is_exit_1_and_makes_no_file(path: Path, call: Call) -> None:
    for arguments in (("list",), ("search", "gds")):
        ran = call("history", *arguments)
        assert (ran.code, ran.stdout, ran.stderr) == (1, "", "")
        ran = call("history", *arguments, "--json")
        assert (ran.code, ran.document()) == (1, {"schema": "qabot.history/1", "questions": []})
    ran = call("history", "clear")
    assert (ran.code, ran.stdout) == (0, "Forgot 0 questions.\n")
    assert not path.parent.exists()


def test_the_path_is_told_whether_or_not_it_is_there(path: Path) -> None:
    ran = run_qabot("history", "path")
    assert (ran.code, ran.stdout, ran.stderr) == (0, f"{path}\n", "")


class TestClear:
    """Forgetting is asked for twice."""

    def test_in_a_pipe_it_is_refused_without_yes(self, filled: Path) -> None:
        ran = run_qabot("history", "clear", input=b"y\n")
        assert (ran.code, ran.stdout) == (2, "")
        assert "--yes" in ran.stderr
        assert len(left(filled)) == 3

    def test_with_yes_everything_goes(self, filled: Path) -> None:
        ran = run_qabot("history", "clear", "--yes")
        assert (ran.code, ran.stdout, ran.stderr) == (0, "Forgot 3 questions.\n", "")
        assert left(filled) == []

    def test_with_a_home_only_its_own_go(self, filled: Path, call: Call) -> None:
        assert call("history", "clear", "-y", "--home", "/other").stdout == "Forgot 1 question.\n"
        assert left(filled) == [UNANSWERED.text, ASKED.text]

    @pytest.mark.parametrize(("answer", "kept"), [("y\n", 0), ("n\n", 3), ("\n", 3)], ids=["yes", "no", "neither"])
    def test_on_a_terminal_it_asks_first(self, filled: Path, answer: str, kept: int) -> None:
        code, screen = on_terminal(answer, "history", "clear")
        assert code == 0
        assert "Forget 3 questions? [y/N]" in screen
        assert screen.endswith("Nothing was forgotten.\n" if kept else "Forgot 3 questions.\n")
        assert len(left(filled)) == kept


def test_a_history_that_cannot_be_used_is_exit_7_and_stays(path: Path, call: Call) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("Dear diary")
    for arguments in (("list", "--json"), ("search", "gds", "--json")):
        ran = call("history", *arguments)
        assert ran.code == ran.error()["code"] == 8
        assert str(path) in ran.error()["hint"]
    ran = call("history", "clear", "--yes")
    assert (ran.code, ran.stdout) == (8, "")
    assert str(path) in ran.stderr
    assert path.read_text() == "Dear diary"


def test_ask_keeps_nothing_in_it(path: Path, starter_home: Home) -> None:
    ran = run_qabot("ask", "How much did GDS get in the 2015 Spending Review?", home=starter_home)
    assert ran.code == 0
    assert not path.exists()


def test_the_help_says_whose_history_it_is(call: Call) -> None:
    ran = call("history", "--help")
    page = " ".join(ran.stdout.split())
    assert "The history is the chat's. `qabot ask` keeps nothing in it" in page
    for name in ("list", "search", "clear", "path"):
        assert f"Usage: qabot history {name}" in call("history", name, "-h").stdout
        assert f"qabot history {name}" in call("history", name, "-h").stdout.split("Examples:")[1]
