"""Processes of our own find this package and nothing in the folder they start in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from qabot.core.child_process import child_environment, module_command


def test_the_command_names_this_interpreter_and_trusts_no_folder() -> None:
    assert module_command("qabot", "status", "--json") == [sys.executable, "-P", "-m", "qabot", "status", "--json"]


def test_this_package_comes_behind_what_was_on_the_path() -> None:
    root = str(Path(__file__).resolve().parents[2])
    assert child_environment({"PYTHONPATH": "/libraries", "A": "b"}) == {"PYTHONPATH": f"/libraries:{root}", "A": "b"}
    assert child_environment({}) == {"PYTHONPATH": root}


def test_a_module_in_the_working_folder_stays_there(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise SystemExit('imported from the working folder')")
    done = subprocess.run(
        module_command("qabot", "--version"), cwd=tmp_path, env=child_environment(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout[:6], done.stderr) == (0, b"qabot ", b"")
