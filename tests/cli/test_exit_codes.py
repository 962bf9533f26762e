"""Every exit code, with an error that says what happened and what to do, for people and for programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from qabot.core.settings import Home
from qabot.engine import question_answerer
from tests.cli.conftest import Call
from tests.cli.helpers import Result, run_qabot
from tests.conftest import MakeHome, article, link_index, write_corpus

JSON_COMMANDS = (
    ("ask", "GDS", "--json"),
    ("status", "--json"),
    ("verify-index", "--json"),
    ("rollback", "--json"),
    ("show", "x", "--json"),
)


def assert_told(ran: Result, code: int, *words: str) -> Any:
    """Check that a run failed with one JSON document that names the cause, and return it."""
    told = ran.error()
    assert ran.code == told["code"] == code
    assert set(told) == {"schema", "code", "message", "hint"}
    assert told["schema"] == "qabot.error/1"
    assert told["hint"]
    for word in words:
        assert word in told["message"] + told["hint"]
    return told


def test_0_and_1_as_processes(starter_home: Home) -> None:
    assert run_qabot("ask", "How much did GDS get in the 2015 Spending Review?", home=starter_home).code == 0
    assert run_qabot("ask", "zxqv blorp fnord", home=starter_home).code == 1


def test_2_for_a_home_that_is_not_there(tmp_path: Path, call: Call) -> None:
    missing = Home(tmp_path / "nowhere")
    ran = run_qabot("ask", "GDS", home=missing)
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"Error: There is no folder {missing.path}.\n")
    assert "Traceback" not in ran.stderr
    for args in (*JSON_COMMANDS, ("index", "--json")):
        assert_told(call(*args, home=missing), 2, str(missing.path))
    assert not missing.path.exists()


def test_2_for_settings_that_cannot_be_read(tmp_path: Path, call: Call) -> None:
    home = Home(tmp_path)
    for content in ("[model\n", "modle = 1\n", "model = 1\n", '[model]\ndevice = "abacus"\n'):
        (tmp_path / "qabot.toml").write_text(content)
        assert call("status", "--json", home=home).error()["code"] == 2


def test_2_without_a_command_and_for_an_unknown_one(call: Call) -> None:
    for args in ((), ("aks",), ("--verbose",)):
        ran = call(*args)
        assert (ran.code, ran.stdout) == (2, "")
        assert "qabot --help" in ran.stderr


def test_3_without_a_corpus(tmp_path: Path, call: Call) -> None:
    home = Home(tmp_path)
    ran = run_qabot("ask", "GDS", home=home)
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr.startswith(f"Error: The corpus folder {home.corpus} does not exist.\n")
    for args in (*JSON_COMMANDS, ("index", "--json")):
        assert_told(call(*args, home=home), 3)
    home.corpus.mkdir()
    (home.corpus / "notes.pdf").write_bytes(b"%PDF-")
    assert_told(call("ask", "GDS", "--json", home=home), 3, str(home.corpus))
    assert not (home.index / "CURRENT").exists()


@pytest.mark.parametrize("damage", ["current", "manifest", "future", "missing", "short"])
def test_3_for_an_index_that_cannot_be_read(damage: str, starter_home: Home, tmp_path: Path, call: Call) -> None:
    home = Home(tmp_path)
    link_index(starter_home, home)
    (generation,) = (path for path in home.index.iterdir() if path.is_dir())
    manifest = json.loads((generation / "manifest.json").read_text())
    (generation / "manifest.json").unlink()
    if damage == "manifest":
        (generation / "manifest.json").write_text("{")
    else:
        later = {"format": manifest["format"] + 1} if damage == "future" else {}
        (generation / "manifest.json").write_text(json.dumps(manifest | later))
    if damage == "current":
        (home.index / "CURRENT").unlink()
        (home.index / "CURRENT").write_bytes(b"../../etc\xff\n")
    elif damage in {"missing", "short"}:
        (generation / "segments/0/passages.db").unlink()
    if damage == "short":
        (generation / "segments/0/passages.db").write_bytes(b"SQLite format 3\0")
    for args in (("ask", "GDS", "--json"), ("status", "--json"), ("show", "x", "--json")):
        told = assert_told(call(*args, home=home), 3)
        assert "qabot" in told["hint"]


def test_4_where_the_model_is_not_the_indexs(starter_home: Home) -> None:
    ran = run_qabot("ask", "GDS", "--json", home=starter_home, env={"QABOT_MODEL": "not/there"})
    assert_told(ran, 4, "not/there", "qabot index")
    plain = run_qabot("ask", "GDS", home=starter_home, env={"QABOT_MODEL": "not/there"})
    assert (plain.code, plain.stdout, plain.stderr.count("\n")) == (4, "", 3)
    assert plain.stderr.startswith("Error: ")
    assert run_qabot("ask", "GDS", "-n", "1", home=starter_home, env={"QABOT_MODEL": "packaged"}).code == 0


def test_5_where_the_model_is_not_on_this_machine(
    starter_home: Home, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said plainly, and no file of the working directory is imported in the place of a library."""
    home = Home(tmp_path)
    link_index(starter_home, home)
    write_corpus(home, {"a.md": article("A", "The quibbly tram.")})
    (tmp_path / "torch.py").write_text("raise SystemExit('ran a stranger')")
    monkeypatch.chdir(tmp_path)
    ran = run_qabot("index", "--json", home=home, env={"QABOT_MODEL": "no-such-org/no-such-model"})
    told = assert_told(ran, 5, "no-such-org/no-such-model is not on this machine")
    assert "stranger" not in told["message"]
    assert call("ask", "How much did GDS get in the 2015 Spending Review?", home=home).code == 0
    assert (home.index / "CURRENT").read_text() == (starter_home.index / "CURRENT").read_text()


def test_6_while_another_process_writes(make_home: MakeHome, call: Call) -> None:
    home = make_home({"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    write_corpus(home, {"b.md": article("B", "The quibbly tram.")})
    with FileLock(home.index / ".lock"):
        assert_told(run_qabot("index", "--json", home=home), 6, str(home.index))
        plain = run_qabot("index", home=home)
        assert (plain.code, plain.stdout) == (6, "")
        assert "Questions are answered from the index there is.\n" in plain.stderr
        assert_told(run_qabot("rollback", "--json", home=home), 6)
        assert run_qabot("ask", "What did Zorblax council buy?", home=home).code == 0
        assert call("status", home=home).code == call("verify-index", home=home).code == 0
        assert call("index", "--dry-run", home=home).code == 0
    assert call("index", home=home).code == 0


def test_70_for_a_fault_of_qabots_own(starter_home: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def _fail(*_: object) -> None:
        raise RuntimeError("the \x1b[31mwheel\x1b[0m came off")

    monkeypatch.setattr(question_answerer, "search_readings", _fail)
    assert_told(call("ask", "GDS", "--json", home=starter_home), 70, "the", "came off", "QABOT_DEBUG=1")
    plain = call("ask", "GDS", home=starter_home)
    assert (plain.code, plain.stdout) == (70, "")
    assert "RuntimeError: the wheel came off" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "\x1b" not in plain.stderr
    monkeypatch.setenv("QABOT_DEBUG", "1")
    assert "Traceback" in call("ask", "GDS", home=starter_home).stderr


def test_a_generation_that_is_gone_is_told_not_raised(starter_home: Home, tmp_path: Path, call: Call) -> None:
    home = Home(tmp_path)
    home.index.mkdir()
    shutil.copy(starter_home.index / "CURRENT", home.index)
    assert_told(call("ask", "GDS", "--json", home=home), 3)
    assert call("verify-index", home=home).code in {1, 3}
