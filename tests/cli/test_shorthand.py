"""What may be left out of a command line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qabot.cli.shorthand import expand
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import run_qabot

TREE = {"ask": (), "chat": (), "status": (), "eval": ("calibrate",), "feeds": ("add", "list"), "help": ()}
HOMELESS = {"help", "feeds"}


def takes_home(command: Sequence[str]) -> bool:
    return " ".join(command) not in HOMELESS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ([], ["chat"]),
        (["--home", "D"], ["chat", "--home", "D"]),
        (["--home=D"], ["chat", "--home=D"]),
        (["who left GDS"], ["ask", "who left GDS"]),
        (["why?"], ["ask", "why?"]),
        (["warum？"], ["ask", "warum？"]),
        (["who left GDS?", "--json", "-n", "5"], ["ask", "who left GDS?", "--json", "-n", "5"]),
        (["--home", "D", "who left GDS?"], ["ask", "who left GDS?", "--home", "D"]),
        (["--home", "D", "status", "--json"], ["status", "--home", "D", "--json"]),
        (["--home", "D", "feeds", "list"], ["feeds", "list", "--home", "D"]),
        (["--home", "D", "eval", "set.jsonl"], ["eval", "--home", "D", "set.jsonl"]),
        (["--home", "D", "help", "ask"], ["help", "ask"]),
        (["--home=D", "feeds", "--help"], ["feeds", "--help"]),
        (["ask", "who left?"], ["ask", "who left?"]),
        (["status"], ["status"]),
        (["aks"], ["aks"]),
        (["who", "left", "GDS?"], ["who", "left", "GDS?"]),
        (["who left", "GDS?"], ["who left", "GDS?"]),
        (["--version"], ["--version"]),
        (["--what is it?"], ["--what is it?"]),
        (["--home"], ["--home"]),
        ([" "], [" "]),
        ([""], [""]),
    ],
    ids=" ".join,
)
def test_the_command_is_written_out(typed: list[str], meant: list[str]) -> None:
    assert expand(typed, TREE, takes_home) == meant
    assert expand(meant, TREE, takes_home) == meant, "what is written out stays"


def test_a_bare_question_is_asked(judged_home: Home) -> None:
    question = "How much did GDS get in the 2015 Spending Review?"
    bare = run_qabot("--home", str(judged_home.path), question)
    assert (bare.code, bare.stderr) == (0, "")
    assert bare.stdout == run_qabot("ask", question, home=judged_home).stdout


def test_a_home_alone_opens_the_chat_on_it(starter_home: Home, call: Call) -> None:
    ran = call("--home", str(starter_home.path))
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Error: The chat needs a terminal.\n"), "the chat was meant, and there is no terminal"
    lines = run_qabot("--home", str(starter_home.path), env={"TERM": "dumb"}, input=b"/index\n")
    assert lines.code == 0
    assert "213 qabot briefs" in lines.stdout


def test_one_unknown_word_is_no_question(call: Call) -> None:
    ran = call("aks")
    assert (ran.code, ran.stdout) == (2, "")
    assert "No such command 'aks'. Did you mean 'ask'?" in ran.stderr


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        (("schema", "ask"), "{"),
        (("help", "ask"), "Usage: qabot ask"),
        (("plan", "--passages", "1000"), "passages"),
        (("watch", "--help"), "Usage: qabot watch"),
        (("corpus", "--help"), "Usage: qabot corpus"),
        (("feeds", "--help"), "Usage: qabot feeds"),
        (("history", "--help"), "Usage: qabot history"),
        (("serve", "--help"), "Usage: qabot serve"),
        (("eval", "--help"), "Usage: qabot eval"),
    ],
    ids="schema help plan watch corpus feeds history serve eval".split(),
)
def test_a_home_may_stand_before_any_command(
    typed: tuple[str, ...], first: str, starter_home: Home, call: Call
) -> None:
    ran = call("--home", str(starter_home.path), *typed)
    assert (ran.code, ran.stderr) == (0, "")
    assert first in ran.stdout
