"""The README's commands are the ones that work, and its transcript is what qabot prints."""

from __future__ import annotations

import io
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from qabot.cli import main
from qabot.core.settings import Home

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
TRANSCRIPTS = re.findall(r"```console\n\$ (qabot [^\n]+)\n(.*?)```", README, re.DOTALL)


def test_two_commands_do_all_the_set_up() -> None:
    assert SET_UP == [
        (
            "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . "
            '&& .venv/bin/qabot ask "How much did GDS get in the 2015 Spending Review?"'
        ),
        (
            'python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e ".[dev]" '
            "&& .venv/bin/pytest -n auto --dist=loadfile"
        ),
    ]


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    wanted = [each for each in (*project["dependencies"], *extras) if not each.startswith("qabot[")]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal(line.split("==")[0]) for line in lines if not line.startswith("#")}
    assert all("==" in line for line in lines if not line.startswith("#"))
    assert {normal(re.split(r"[<>=]", each)[0]) for each in wanted} <= pinned
    assert "torch==2.13.0" in lines


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS, ids=[command for command, _ in TRANSCRIPTS])
def test_transcripts_are_real(starter_home: Home, capsys: pytest.CaptureFixture[str], command: str, shown: str) -> None:
    main([*shlex.split(command)[1:], "--home", str(starter_home.path)])
    printed = capsys.readouterr().out
    assert unwrapped(shown) == unwrapped(printed)


def test_there_is_a_transcript_with_the_answer() -> None:
    assert any("£450m" in shown for _, shown in TRANSCRIPTS)


def normal(name: str) -> str:
    """Return a package's name as it is compared."""
    return name.strip().lower().replace("_", "-")


def unwrapped(text: str) -> str:
    """Return a page's words, however its lines are broken."""
    return " ".join(text.replace("▌", " ").split())


def examples_of_ask(text: str) -> list[str]:
    """Return the questions that a text puts on the command line, with what limits them; no follow-up stands alone."""
    lines = [
        line.split("      ")[0] for line in re.findall(r"^(?:    |  )(?:echo .*|qabot ask .*)$", text, re.MULTILINE)
    ]
    return [
        line.strip() for line in (each.lstrip() for each in lines) if "--continue" not in line and "qabot ask" in line
    ]


HELP = (ROOT / "qabot/cli/subcommands/ask_command.py").read_text(encoding="utf-8")
ASKED = list(dict.fromkeys([*examples_of_ask(README), *examples_of_ask(HELP)]))


@pytest.mark.parametrize("command", ASKED)
def test_every_question_offered_is_answered_strongly_on_the_starter_corpus(
    starter_home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    said, _, _ = command.partition(" | ") if command.startswith("echo") else ("", "", "")
    words = shlex.split(re.split(r" [|>] ", command[command.index("qabot ask") :])[0])[1:]
    if said:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(shlex.split(said)[1].encode())))
    shown = [word for word in words if word not in {"--explain", "--full"}]
    if "--format" in shown:
        place = shown.index("--format")
        shown = shown[:place] + shown[place + 2 :]
    main([*shown, *([] if "--json" in shown else ["--json"]), "--home", str(starter_home.path), "--private"])
    assert json.loads(capsys.readouterr().out)["verdict"] == "strong"


def test_the_questions_offered_are_many() -> None:
    assert len(ASKED) >= 10
