"""The rules of the house that no linter checks by itself."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from typer.main import get_command

import qabot
from qabot.cli.app import app
from qabot.core.settings import Home
from tests.syntax import nodes, tree

PACKAGE = Path(qabot.__file__).parent
HEAVY = tuple(
    "torch transformers sentence_transformers textual openvino onnx lxml yaml pydantic starlette uvicorn jinja2 "
    "multipart trafilatura pypdfium2 warcio courlan htmldate feedparser httpx2 httpcore2 protego watchfiles".split()
)
DEFERRED = {
    ("cli/chat_launch.py", "qabot.engine.session.Session"),
    ("cli/chat_launch.py", "qabot.tui.command_handler.CommandHandler"),
    ("cli/error_boundary.py", "qabot.output.schemas.document.encode_line"),
    ("cli/error_boundary.py", "qabot.output.schemas.event_schemas.ErrorLine"),
    ("cli/format_option.py", "qabot.output.writer_registry.find"),
    ("cli/format_option.py", "qabot.output.writer_registry.writers"),
    ("cli/options.py", "qabot.cli.ask"),
    ("cli/options.py", "qabot.cli.completion_names"),
    ("cli/options.py", "qabot.cli.index_update"),
    ("cli/page.py", "qabot.cli.terminal_page.terminal_page"),
    ("cli/progress_display.py", "qabot.cli.progress_bars.bars"),
    ("cli/progress_display.py", "qabot.cli.progress_lines.lines"),
}
"""Every import that is not at the top of its module, but for those of commands: these import their work when given."""
INDEX = ("faiss", "onnxruntime", "tantivy", "tokenizers")
BUILD = ("openvino", "onnx", "qabot.index.build.indexer", "qabot.models.batch_embedding")
FETCH = ("httpx2", "httpcore2", "protego", "feedparser", "watchfiles")
SERVE = ("starlette", "uvicorn", "jinja2", "multipart", "qabot.server")
FORMATS = ("lxml", "trafilatura", "courlan", "pypdfium2", "warcio")
MEASURES = ("sklearn", "ir_measures", "qabot.evaluate")
NEVER = (
    *("torch", "transformers", "sentence_transformers", "pydantic"),
    *("pymilvus", "grpc", "pandas", "pyarrow", "ray"),
)
SCREEN = ("textual", "rich")
SMALL = (*INDEX, *BUILD, *FETCH, *FORMATS, *MEASURES, *SCREEN, *SERVE, "numpy", "yaml")
"""What a command that only looks something up has no use for."""
CORPUS = (*INDEX, *BUILD, *FETCH, *FORMATS, *MEASURES, *SCREEN, *SERVE, "numpy")
READING = (*BUILD, *FETCH, *FORMATS, *MEASURES, *SERVE, "textual", "yaml")
TABLES = ("pandas", "pyarrow")
"""What scikit-learn takes in where it is installed, so that only those who measure may load it."""
SERVERS = ("web",)
"""Commands that speak the Model Context Protocol, whose library is made of pydantic."""
WINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "add": ("add {article}", CORPUS),
    "ask": ("ask GDS --after never", READING),
    "brief": ("brief Zorblax --after never", READING),
    "chat": ("chat", (*INDEX, *BUILD, *FETCH, *FORMATS, *MEASURES, "numpy", "yaml", "qabot.engine.session")),
    "check": ("check {article}", READING),
    "corpus diff": ("corpus diff ID", CORPUS),
    "corpus dropped": ("corpus dropped ID", CORPUS),
    "corpus duplicates": ("corpus duplicates", CORPUS),
    "corpus edit": ("corpus edit ID", CORPUS),
    "corpus list": ("corpus list", CORPUS),
    "corpus remove": ("corpus remove ID", CORPUS),
    "corpus restore": ("corpus restore ID", CORPUS),
    "corpus show": ("corpus show ID", CORPUS),
    "doctor": ("doctor", READING),
    "eval calibrate": ("eval calibrate nowhere.jsonl", (*FETCH, "textual")),
    "eval questions": ("eval nowhere.jsonl", (*FETCH, "textual")),
    "feeds add": ("feeds add nowhere.opml", (*INDEX, *BUILD, *MEASURES, *SCREEN)),
    "feeds backfill": ("feeds backfill nowhere --after 2024", (*INDEX, *BUILD, *MEASURES, *SCREEN)),
    "feeds export": ("feeds export", (*INDEX, *BUILD, *MEASURES, *SCREEN)),
    "feeds list": ("feeds list", SMALL),
    "feeds pull": ("feeds pull", (*INDEX, *BUILD, *MEASURES, *SCREEN)),
    "feeds remove": ("feeds remove nowhere", (*INDEX, *BUILD, *MEASURES, *SCREEN)),
    "feeds suggest": ("feeds suggest", SMALL),
    "figures": ("figures Zorblax --after never", READING),
    "help": ("help feeds pull", (*SMALL, "sqlite3")),
    "history clear": ("history clear", SMALL),
    "history list": ("history list", SMALL),
    "history path": ("history path", SMALL),
    "history search": ("history search socitm", SMALL),
    "index": ("index --dry-run", (*FETCH, *MEASURES, *SCREEN)),
    "mcp": ("mcp --print-config claude", (*BUILD, *FETCH, *FORMATS, *MEASURES, "textual", "mcp")),
    "plan": ("plan --passages 1000", (*SMALL, "sqlite3")),
    "rollback": ("rollback", READING),
    "said": ("said Zorblax --after never", READING),
    "schema": ("schema", SMALL),
    "serve keys add": ("serve keys add NAME", tuple({*SMALL} - {"qabot.server"})),
    "serve keys list": ("serve keys list", tuple({*SMALL} - {"qabot.server"})),
    "serve keys remove": ("serve keys remove NAME", tuple({*SMALL} - {"qabot.server"})),
    "show": ("show ID", READING),
    "status": ("status", READING),
    "timeline": ("timeline Zorblax --after never", READING),
    "trust": ("trust --list", (*SMALL, "sqlite3")),
    "verify-index": ("verify-index", READING),
    "watch add": ("watch add Zorblax", READING),
    "watch list": ("watch list", SMALL),
    "watch remove": ("watch remove Zorblax", SMALL),
    "watch run": ("watch run", (*BUILD, *FORMATS, *MEASURES, "textual", "yaml")),
    "watch show": ("watch show Zorblax", SMALL),
    "web": ("web --host nowhere.invalid", (*BUILD, *MEASURES, "textual")),
}
"""Each command as it is typed, and what it must not load: modules and libraries of other commands' work."""
_CODE = """
import json, sys
from qabot.cli import main
code = main({arguments!r})
print(json.dumps([code, [name for name in {heavy!r} if name in sys.modules]]), file=sys.stderr)
"""
_EACH_IN_A_FORK = """
import json, os, sys
from qabot.cli import main
for line in sys.stdin:
    arguments, heavy, environment = json.loads(line)
    if not os.fork():
        told, nowhere = os.dup(1), os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.environ.update(environment)
        try:
            code = main(arguments)
            os.write(told, json.dumps([code, [name for name in heavy if name in sys.modules]]).encode() + b"\\n")
            os._exit(0)
        finally:
            os._exit(1)
    if os.wait()[1]:
        print("null", flush=True)
"""
Run = Callable[[Sequence[str], Sequence[str], Mapping[str, str]], tuple[int, list[str]]]
"""Runs a command with these variables, and returns its exit code and which of these modules it has loaded."""


def leaves(commands: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Yield the name of every command that does something, groups gone through."""
    for name, command in commands.items():
        inside = getattr(command, "commands", None)
        if inside:
            yield from leaves(inside, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_is_in_the_table() -> None:
    assert set(leaves(cast("Any", get_command(app)).commands)) == set(WINGS)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run commands in forks of one process that has loaded the command line, which each of them would load first."""
    line = [sys.executable, "-c", _EACH_IN_A_FORK]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, told = process.stdin, process.stdout
        assert asked
        assert told

        def _run(*given: object) -> tuple[int, list[str]]:
            asked.write(f"{json.dumps(given)}\n")
            asked.flush()
            return json.loads(told.readline())

        yield _run
        asked.close()


@pytest.mark.parametrize("name", WINGS)
def test_each_command_loads_its_own_wing(name: str, run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "corpus").mkdir(parents=True)
    article = tmp_path / "article.md"
    article.write_text("---\ntitle: Zorblax\n---\n\nZorblax council bought a payroll system.\n")
    typed, foreign = WINGS[name]
    arguments = typed.format(article=article).split()
    variables = {"QABOT_HOME": str(home), "XDG_STATE_HOME": str(tmp_path / "state")}
    never = [each for each in NEVER if not (name in SERVERS and each == "pydantic")]
    never = [each for each in never if not (name.startswith("eval") and each in TABLES)]
    exit_code, loaded = run(arguments, (*never, *foreign), variables)
    assert loaded == []
    assert exit_code in {0, 1, 2, 3}


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "How much did GDS get in the 2015 Spending Review?"],
        ["ask", "How much did GDS get in the 2015 Spending Review?", "--json"],
        ["ask", "How much did GDS get in the 2015 Spending Review?", "--format", "html"],
        ["show", "2015/2015-11-26-socitm-spending-review"],
        ["status", "--json"],
        ["--help"],
    ],
    ids=lambda arguments: " ".join(word for word in arguments if len(word) < 10),
)
def test_nothing_heavy_on_the_path_of_a_question(starter_home: Home, arguments: list[str]) -> None:
    if arguments != ["--help"]:
        arguments = [*arguments, "--home", str(starter_home.path)]
    code = _CODE.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stderr) == [0, []]
    assert done.stdout


def test_help_loads_no_index_code() -> None:
    code = _CODE.format(arguments=["--help"], heavy=("numpy", "faiss", "onnxruntime", "tantivy", "rich"))
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stderr) == [0, []]


def test_the_chat_draws_before_any_index_code_is_loaded() -> None:
    reports = ("qabot.reports.topic_ledger", "qabot.reports.sayings", "qabot.reports.check.draft_checker")
    names = (*HEAVY, "numpy", "faiss", "onnxruntime", "tantivy", "tokenizers", "qabot.engine.session", *reports)
    loaded = [name for name in names if name != "textual"]
    code = f"import sys; import qabot.cli.chat_launch; print([name for name in {loaded!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_imports_are_deferred_nowhere_else() -> None:
    found = set(deferred_imports())
    commands = {each for each in found if each[0].startswith("cli/subcommands/") and each[1].startswith("qabot.cli.")}
    assert found - commands == DEFERRED


def test_a_module_that_declares_commands_imports_no_work_at_its_top() -> None:
    """So that a new command is its declaration, its line in `DECLARED` and its work, and nothing else loads that."""
    shared = {f"qabot.cli.{name}" for name in ("error_boundary", "format_option", "gc_frozen", "options")}
    for path in (PACKAGE / "cli" / "subcommands").glob("*_command*.py"):
        body = tree(path).body
        top = {node.module or "" for node in body if isinstance(node, ast.ImportFrom)}
        own = {name for name in top if name.startswith("qabot.")}
        assert {name for name in own - shared if not name.startswith("qabot.core.")} == set(), path.name
        assert any(isinstance(node, ast.FunctionDef) and node.name == "declare" for node in body), path.name


def deferred_imports() -> Iterator[tuple[str, str]]:
    """Yield every import inside a function, as the file and what is imported."""
    for path in PACKAGE.rglob("*.py"):
        top = set(tree(path).body)
        if not any(isinstance(node, ast.Import | ast.ImportFrom) and node not in top for node in nodes(path)):
            continue
        inside = {
            node
            for function in nodes(path)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        for node in inside:
            name = path.relative_to(PACKAGE).as_posix()
            if isinstance(node, ast.ImportFrom):
                yield from ((name, f"{node.module}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)


def test_no_module_and_no_function_outgrows_its_seam() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path}: {node.name}"


def test_nothing_reads_or_writes_pickles() -> None:
    for path in PACKAGE.rglob("*.py"):
        imported = {
            name.split(".")[0]
            for node in nodes(path)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not imported & {"pickle", "shelve", "marshal", "joblib", "dill", "cloudpickle"}, path
