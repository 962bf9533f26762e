"""`--help`, completion and the version: at hand without a home."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from typer.main import get_command

import qabot
from qabot.chat.theme_names import THEME_NAMES
from qabot.cli.app import app
from qabot.cli.subcommands.chat_command import Theme
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import run_qabot, steering
from tests.conftest import link_index

HOME = ("--home",)
SAID = {
    "ask": (
        "QUESTION|-", "-n", "--after", "--before", "--on", "--outlet", "--org", "--format", "text", "jsonl", "md",
        "html", "bibtex", "ris", "csl-json",
        "--json", "--no-inferred-filters", "--continue", "--private", "--full", "--explain", *HOME,
    ),
    "index": ("--rebuild", "--dry-run", "--ray", "--ray-address", "HOST:PORT", "loopback", "--json", *HOME),
    "plan": ("--passages", "--dimensions", "384", "--precision", "fp16", "--node-price", "--compose", "--json"),
    "status": ("--json", *HOME),
    "verify-index": ("--json", "exit 1", *HOME),
    "doctor": ("--deep", "--json", "exit 1", *HOME),
    "check": ("DRAFT|-", "--quiet", "--format", "--json", "--comments", "--proof", "exit 1", *HOME),
    "brief": (
        "TOPIC", "--format", "md", "html", "docx", "json", "--output", "--title", "--limit", "--after", "--outlet",
        "proof.json", "ctrl+k", "exit 1", *HOME,
    ),
    "rollback": HOME,
    "show": ("ID", "--passage", "--quote", "START:END", "--json", *HOME),
    "trust": ("HOME", "--list", "--withdraw", "QABOT_HOME", "private_addresses", *HOME),
    "serve": (
        "--host", "127.0.0.1", "--port", "8617", "--socket", "--fd", "--name", "--open", "--no-open", "--proxy-headers",
        "--log-questions", "--rate", "600", "--idle", "--background", "nginx", "systemd", "/api/v1", *HOME,
    ),
    "serve keys add": ("NAME", "--role", "reader", "editor", *HOME),
    "serve keys list": HOME,
    "serve keys remove": ("NAME", *HOME),
    "web": ("--host", "127.0.0.1", "--port", "8617", *HOME),
    "mcp": ("--print-config", "claude", "vscode", "cursor", "--bundle", "FILE", "changes_since", *HOME),
    "figures": (
        "TOPIC", "--sort", "date", "value", "--limit", "--after", "--outlet", "--org", "--format", "table", "md",
        "html", "csv", "--json", "--chart", "--ascii", "exit 1", *HOME,
    ),
    "said": (
        "WHO", "--about", "--as", "ACT", "--limit", "--oldest", "--group", "--after", "--outlet", "--org", "--format",
        "table", "md", "html", "csv", "--json", "called_for", "speech_cues.toml", *HOME,
    ),
    "timeline": ("TOPIC", "--limit", "--format", "--json", "--chart", "exit 1", *HOME),
    "chat": ("--plain", "QABOT_PLAIN", "--theme", "QABOT_THEME", "--ascii", "QABOT_ASCII", "--private", *HOME),
}  # fmt: skip
"""What the help of a command says besides its own options."""
COMMANDS = (
    "add", "ask", "brief", "chat", "check", "corpus", "corpus diff", "corpus dropped", "corpus duplicates",
    "corpus edit", "corpus list", "corpus remove", "corpus restore", "corpus show", "doctor", "eval", "eval calibrate",
    "feeds", "feeds add", "feeds backfill", "feeds export", "feeds list", "feeds pull", "feeds remove",
    "feeds suggest", "figures", "help", "history", "history clear", "history list", "history path", "history search",
    "index", "mcp", "plan", "rollback", "said", "schema", "serve", "serve keys", "serve keys add", "serve keys list",
    "serve keys remove", "show", "status", "timeline", "trust", "verify-index", "watch", "watch add",
    "watch list", "watch remove", "watch run", "watch show", "web",
)  # fmt: skip


def declared(commands: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command and group that is shown, with its whole name."""
    for name, command in commands.items():
        if not command.hidden:
            yield f"{before}{name}", command
            yield from declared(getattr(command, "commands", {}), f"{before}{name} ")


DECLARED = dict(declared(cast("Any", get_command(app)).commands))


def test_these_are_the_commands() -> None:
    assert tuple(sorted(DECLARED)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_and_all_its_options(name: str, call: Call) -> None:
    pages = [call(*name.split(), "--help"), call(*name.split(), "-h"), call("help", *name.split())]
    assert {(ran.code, ran.stderr) for ran in pages} == {(0, "")}
    assert len({ran.stdout for ran in pages}) == 1
    page = pages[0].stdout
    assert page.startswith(f"Usage: qabot {name} ")
    assert f"qabot {name}" in page.split("Examples:")[1]
    flags = [flag for option in DECLARED[name].params for flag in option.opts if flag.startswith("-")]
    assert [word for word in (*flags, *SAID.get(name, ())) if word not in page] == []


def test_the_front_page_names_commands_exit_codes_and_variables() -> None:
    ran = run_qabot("--help")
    assert (ran.code, ran.stderr) == (0, "")
    assert "\x1b" not in ran.stdout
    page = ran.stdout
    top = {name.split()[0] for name in COMMANDS}
    for word in (*top, "--version", "--home", "--install-completion", "Examples:", "NO_COLOR"):
        assert word in page
    codes = page.split("Exit codes:")[1]
    for code in ("0 answered", "1 nothing found", "2 usage", "3 no", "4 model", "5 model", "6 another", "70", "130"):
        assert code in codes
    assert run_qabot("help").stdout == page


def test_the_front_page_names_every_variable_that_the_source_reads(call: Call) -> None:
    sources = (path.read_text(encoding="utf-8") for path in Path(qabot.__file__).parent.rglob("*.py"))
    named = {name for source in sources for name in re.findall(r"\bQABOT_[A-Z_]+", source)}
    told = set(re.findall(r"\bQABOT_[A-Z_]+", call("--help").stdout.split("Environment:")[1]))
    assert told == named
    assert told >= {"QABOT_HOME", "QABOT_RERANK", "QABOT_DOWNLOAD", "QABOT_ASCII", "QABOT_PLAIN", "QABOT_THEME"}


def test_help_of_no_command_names_the_nearest(call: Call) -> None:
    ran = call("help", "aks")
    assert (ran.code, ran.stdout) == (2, "")
    assert "No such command 'aks'. Did you mean 'ask'?" in ran.stderr


def test_without_a_command_it_points_to_help() -> None:
    ran = run_qabot()
    assert (ran.code, ran.stdout) == (2, "")
    assert "qabot --help" in ran.stderr


def completed(*words: str) -> set[str]:
    """Return what bash is offered for the last of these words."""
    typed = {"COMP_WORDS": " ".join(("qabot", *words)), "COMP_CWORD": str(len(words))}
    ran = run_qabot(env=typed | {"_QABOT_COMPLETE": "complete_bash"})
    assert ran.stderr == ""
    assert steering(ran.stdout) == set()
    return set(filter(None, ran.stdout.splitlines()))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("s", {"said", "schema", "serve", "status", "show"}),
        ("ask --out", {"--outlet"}),
        ("help v", {"verify-index"}),
        ("help feeds l", {"list"}),
    ],
)
def test_what_the_shell_completes(typed: str, offered: set[str]) -> None:
    assert completed(*typed.split()) == offered


def test_names_of_the_index_are_completed(tram_home: Home) -> None:
    at = ("--home", str(tram_home.path))
    assert completed("ask", *at, "--outlet", "D") == {"Diginomica"}
    assert completed("ask", *at, "--org", "HM") == {"HM Revenue and Customs (HMRC)"}
    assert completed("show", *at, "f") == {"first", "fax", "ferry"}
    assert completed(*at, "show", "fa") == {"fax"}
    assert completed("corpus", "remove", *at, "fer") == {"ferry"}
    assert completed("corpus", "edit", *at, "ferry", "fa") == {"fax"}
    assert completed("corpus", "edit", *at, "ferry", "--outlet", "Dig") == {"Diginomica"}


@pytest.mark.parametrize("trouble", ["no home", "no index", "foreign name", "no database", "damaged"])
def test_completion_is_silent_on_any_trouble(trouble: str, starter_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    if trouble != "no home":
        home.corpus.mkdir(parents=True)
    if trouble in {"foreign name", "no database", "damaged"}:
        link_index(starter_home, home)
    for database in home.index.glob("*/segments/*/passages.db"):
        database.unlink()
        if trouble == "damaged":
            database.write_bytes(b"SQLite format 3\0" + bytes(200))
    if trouble == "foreign name":
        (home.index / "CURRENT").unlink()
        (home.index / "CURRENT").write_text("../corpus\n")
    assert completed("ask", "--home", str(home.path), "--outlet", "O") == set()


def test_completion_is_installed_for_the_shell(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = run_qabot("--install-completion", "bash", env=env)
    assert (ran.code, ran.stderr) == (0, "")
    assert [path.name for path in tmp_path.rglob("qabot.sh")] == ["qabot.sh"]


def test_the_themes_that_the_command_line_takes_are_those_of_the_chat() -> None:
    """It declares its own, as what declares a command loads nothing of the chat."""
    assert [each.value for each in Theme] == [*THEME_NAMES]
