"""What is public: the names of each room's face, and the examples in docstrings."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import qabot
from qabot.core.settings import Home

PACKAGE = Path(qabot.__file__).parent
PUBLIC = ["Answer", "Article", "Conversation", "Engine", "Evidence", "QabotError", "Settings", "__version__"]


def rooms_with_a_lazy_face() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("__init__.py")):
        if "lazy_face(" in path.read_text(encoding="utf-8"):
            yield ".".join(("qabot", *path.parent.relative_to(PACKAGE).parts))


def shown(room: str) -> tuple[set[str], dict[str, str], list[str]]:
    """Return what a room's face says to type checkers, to Python and to readers."""
    path = PACKAGE.joinpath(*room.split(".")[1:], "__init__.py")
    checked: set[str] = set()
    loaded: dict[str, str] = {}
    listed: list[str] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.If):
            checked = {a.name for each in node.body if isinstance(each, ast.ImportFrom) for a in each.names}
            (call,) = (each for each in ast.walk(node) if isinstance(each, ast.Dict))
            loaded = {name: module for module, names in ast.literal_eval(call).items() for name in names}
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            listed = ast.literal_eval(node.value)
    return checked, loaded, listed


def test_the_public_names_are_exactly_these() -> None:
    assert qabot.__all__ == PUBLIC
    assert {"qabot", "qabot.core", "qabot.engine"} <= set(rooms_with_a_lazy_face())


@pytest.mark.parametrize("room", [*rooms_with_a_lazy_face()])
def test_a_face_says_the_same_to_checkers_readers_and_python(room: str) -> None:
    checked, loaded, listed = shown(room)
    assert checked == set(loaded) == {name for name in listed if name != "__version__"}
    assert len(listed) == len(set(listed))
    module = importlib.import_module(room)
    for name, place in loaded.items():
        assert getattr(module, name) is getattr(importlib.import_module(f"{room}.{place}"), name)
    assert set(listed) <= set(dir(module))
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = module.Nonsense


def test_importing_qabot_loads_nothing_and_sets_nothing() -> None:
    code = (
        "import os, sys, json; before = dict(os.environ); import qabot; own = [m for m in sys.modules if 'qabot' in m];"
        "print(json.dumps([sorted(own), dict(os.environ) == before])); from qabot import QabotError;"
        "print(json.dumps([m for m in ('numpy', 'faiss', 'typer', 'platformdirs') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    names, loaded = map(json.loads, done.stdout.splitlines())
    assert names == [["qabot", "qabot.core", "qabot.core.faces"], True]
    assert loaded == []


def modules_with_examples() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if ">>> " in path.read_text(encoding="utf-8"):
            parts = path.relative_to(PACKAGE).with_suffix("").parts
            yield ".".join(("qabot", *(part for part in parts if part != "__init__")))


@pytest.mark.parametrize("name", [*modules_with_examples()])
def test_examples_in_docstrings_are_true(
    name: str, starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news").symlink_to(starter_home.path)
    monkeypatch.chdir(tmp_path)
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.attempted > 0
    assert ran.failed == 0
