"""`qabot status` of a home that was copied or cloned: what says what it said is not waiting."""

from __future__ import annotations

import shutil
from pathlib import Path

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.conftest import MakeHome, article


def test_a_copied_home_has_nothing_waiting(make_home: MakeHome, tmp_path: Path, call: Call) -> None:
    home = make_home(
        {"a.md": article("Servers", "Servers cost £4m."), "b.md": article("Payroll", "Payroll is shared.")}
    )
    shutil.copytree(home.path, tmp_path / "copy", copy_function=shutil.copyfile)
    copy = Home(tmp_path / "copy")
    waiting = call("status", "--json", home=copy).document()["waiting"]
    assert waiting == {"files": 0, "new": [], "changed": [], "gone": []}
    assert "Waiting     nothing" in call("status", home=copy).stdout
    (copy.corpus / "a.md").write_text(article("Servers", "Servers cost £5m."), encoding="utf-8")
    assert call("status", "--json", home=copy).document()["waiting"]["changed"] == ["a.md"]
