"""The house as ARCHITECTURE.md draws it: its rooms, their faces, and the size of what lives in them."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from tests.mutations import SIBLINGS, SURVIVED_ONCE, Mutation
from tests.syntax import nodes, tree

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "qabot"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())
SHELLS = {"cli", "tui", "server"}
PACKAGES = sorted(path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("*/**/__init__.py"))
NO_MODULES = {"qabot", "qabot_current", "step"}
"""What else the heads of packages name: a command, an alias and a field of Milvus."""
COMMAND = re.compile(r"`((?:qabot|chmod|kill|mkdir|rm) [^`]*)`")
QUOTING = re.compile(r"(?:shlex\.)?quote\(|len\(|.*\.pid\Z")
"""What needs no more quoting: a word that was quoted, and a number."""
OF_FIXED_WORDS = {("add_report", "lacking[0]"), ("indexer", "PACKAGED"), ("schema_listing", "near[0]")}
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("ARCHITECTURE.md", "CONTRIBUTING.md")}


def test_the_rooms_are_those_of_the_picture() -> None:
    floors = DOCUMENTS["ARCHITECTURE.md"].partition("## The house")[2].partition("## The ways")[0]
    rows = [line.split("|")[2] for line in floors.splitlines() if re.match(r"\| \d", line)]
    drawn = [name for row in rows for name in re.findall(r"`(\w+)/`", row)]
    assert sorted(drawn) == ROOMS
    assert len(ROOMS) <= 16


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_module_that_is_named_exists(document: str) -> None:
    named = set(re.findall(r"`((?:qabot/|tests/)?[a-z_]+(?:/[a-z_.]+)+)`", DOCUMENTS[document]))
    places = [ROOT / name if name.startswith(("qabot/", "tests/")) else PACKAGE / name for name in named]
    own = [
        place
        for place in places
        if place.relative_to(PACKAGE if PACKAGE in place.parents else ROOT).parts[0] in (*ROOMS, "tests")
    ]
    assert own, "the document names no module at all"
    assert [str(place) for place in own if not place.exists()] == []


def test_what_stands_in_a_command_to_run_is_quoted_for_a_shell() -> None:
    bare = {(path.stem, name) for path in MODULES for name in unquoted(path)}
    assert bare == OF_FIXED_WORDS


def unquoted(path: Path) -> Iterator[str]:
    """Yield what a module puts as it is into a command between backticks, which a reader may paste into a shell."""
    for text in ast.walk(tree(path)):
        parts = text.values if isinstance(text, ast.JoinedStr) else []
        words = (str(part.value) if isinstance(part, ast.Constant) else f"{{{at}}}" for at, part in enumerate(parts))
        for command in COMMAND.findall("".join(words)):
            put = (parts[int(at)] for at in re.findall(r"\{(\d+)\}", command))
            names = (ast.unparse(part.value) for part in put if isinstance(part, ast.FormattedValue))
            yield from (name for name in names if not QUOTING.match(name))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_head_of_a_package_names_what_is_in_it(package: str) -> None:
    folder = PACKAGE / package
    named = set(re.findall(r"`([a-z]\w+)(?:\.[A-Z]\w+)?`", ast.get_docstring(tree(folder / "__init__.py")) or ""))
    below = [path for path in MODULES if folder in path.parents]
    modules = {part for path in below for part in path.relative_to(folder).with_suffix("").parts}
    defined = {getattr(node, "name", None) for path in below for node in tree(path).body}
    assert named - modules - defined - NO_MODULES == set()


@pytest.mark.parametrize(
    "mutation", [*SURVIVED_ONCE, *SIBLINGS], ids=lambda mutation: f"{mutation.file}: {mutation.old}"
)
def test_what_a_mutation_changes_stands_there_once(mutation: Mutation) -> None:
    assert (PACKAGE / mutation.file).read_text(encoding="utf-8").count(mutation.old) == 1
    assert (ROOT / "tests" / mutation.tests).exists()


def test_no_two_modules_have_one_name() -> None:
    names = Counter(path.stem for path in MODULES if path.stem not in {"__init__", "__main__"})
    assert [name for name, count in names.items() if count > 1] == []


def test_modules_and_functions_are_small() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert median(lines.values()) <= 120
    assert {path.name: count for path, count in lines.items() if count > 450} == {}
    sizes = [(node.end_lineno or 0) - node.lineno + 1 for path in MODULES for node in functions(path)]
    assert median(sizes) <= 8


def test_nothing_catches_every_exception() -> None:
    broad = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or any(isinstance(each, ast.Name) and each.id == "Exception" for each in ast.walk(node.type))
        )
    ]
    assert broad == []


def test_records_are_structs() -> None:
    """A dataclass takes forty times as long to make, and there are a hundred on the way of a question."""
    others = [
        f"{path.relative_to(PACKAGE)}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] != "tui"  # Textual's messages have a metaclass of their own
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom | ast.Import)
        and "dataclasses" in (getattr(node, "module", None), *(alias.name for alias in node.names))
    ]
    assert others == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in SHELLS])
def test_a_face_names_what_other_rooms_use(room: str) -> None:
    face = importlib.import_module(f"qabot.{room}")
    used = names_used_of()[room]
    assert sorted(face.__all__) == sorted(used)
    for name in face.__all__:
        assert getattr(face, name) is not None


@cache
def names_used_of() -> dict[str, set[str]]:
    """Return what each room is asked for by the others, by room; modules that are taken whole are left out.

    A room that is taken whole, `from qabot import reports`, is asked for what is then taken off its face.
    """
    used: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        own = path.relative_to(PACKAGE).parts[0]
        whole = taken_whole(path)
        for node in nodes(path):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in whole:
                used[node.value.id].add(node.attr)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qabot."):
                _, room, *modules = (node.module or "").split(".")
                if room != own and room in ROOMS:
                    folder = PACKAGE.joinpath(room, *modules)
                    used[room] |= {alias.name for alias in node.names if not (folder / f"{alias.name}.py").exists()}
    return used


def taken_whole(path: Path) -> set[str]:
    """Return the rooms that a module takes whole."""
    taken = (node for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.module == "qabot")
    return {alias.name for node in taken for alias in node.names} & set(ROOMS)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, methods too."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
