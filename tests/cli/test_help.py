"""`--help`, completion and the version: at hand without a home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.helpers import run_qabot

HOME = ("--home",)
OPTIONS = {
    "ask": (
        "QUESTION|-", "-n", "--after", "--before", "--on", "--outlet", "--org", "--format", "text", "jsonl", "md",
        "html", "bibtex", "ris", "csl-json",
        "--json", "--no-inferred-filters", "--continue", "--full", "--explain", *HOME,
    ),
    "index": ("--rebuild", "--dry-run", "--json", *HOME),
    "status": ("--json", *HOME),
    "verify-index": ("--json", "exit 1", *HOME),
    "rollback": HOME,
    "show": ("ID", "--passage", "--quote", "START:END", "--json", *HOME),
    "web": ("--host", "127.0.0.1", "--port", "8617", "--private", "--open", "--no-open", "Ctrl-C", *HOME),
}  # fmt: skip


@pytest.mark.parametrize("command", OPTIONS)
def test_every_command_has_help_with_examples(command: str, call: Call) -> None:
    for flag in ("--help", "-h"):
        ran = call(command, flag)
        assert (ran.code, ran.stderr) == (0, "")
        assert ran.stdout.startswith(f"Usage: qabot {command} ")
        assert "Examples:" in ran.stdout
        assert f"qabot {command}" in ran.stdout.split("Examples:")[1]
        assert [option for option in OPTIONS[command] if option not in ran.stdout] == []


def test_the_front_page_names_commands_exit_codes_and_variables() -> None:
    ran = run_qabot("--help")
    assert (ran.code, ran.stderr) == (0, "")
    assert "\x1b" not in ran.stdout
    page = ran.stdout
    for word in (*OPTIONS, "--version", "--install-completion", "Examples:", "QABOT_HOME", "QABOT_MODEL", "NO_COLOR"):
        assert word in page
    codes = page.split("Exit codes:")[1]
    for code in ("0 answered", "1 nothing found", "2 usage", "3 no", "4 model", "5 model", "6 another", "70", "130"):
        assert code in codes


def test_without_a_command_it_points_to_help() -> None:
    ran = run_qabot()
    assert (ran.code, ran.stdout) == (2, "")
    assert "qabot --help" in ran.stderr


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("qabot s", {"schema", "status", "show"}), ("qabot ask --out", {"--outlet"})],
    ids=["command", "option"],
)
def test_what_the_shell_completes(typed: str, offered: set[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1), "_QABOT_COMPLETE": "complete_bash"}
    ran = run_qabot(env=words)
    assert (set(ran.stdout.split()), ran.stderr) == (offered, "")


def test_completion_is_installed_for_the_shell(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = run_qabot("--install-completion", "bash", env=env)
    assert (ran.code, ran.stderr) == (0, "")
    assert [path.name for path in tmp_path.rglob("qabot.sh")] == ["qabot.sh"]
