"""The rules of the house that no linter checks by itself."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import qabot
from qabot.core.settings import Home

PACKAGE = Path(qabot.__file__).parent
HEAVY = tuple(
    "torch transformers sentence_transformers textual openvino onnx lxml yaml pydantic aiohttp textual_serve "
    "trafilatura pypdf warcio courlan htmldate feedparser httpx2 httpcore2 protego watchfiles".split()
)
DEFERRED = {
    ("cli/add_command.py", "qabot.cli.add"),
    ("cli/app.py", "qabot.cli.ask"),
    ("cli/app.py", "qabot.cli.chat_launch"),
    ("cli/app.py", "qabot.cli.answer_documents"),
    ("cli/app.py", "qabot.cli.index_command"),
    ("cli/app.py", "qabot.cli.inspection"),
    ("cli/app.py", "qabot.cli.text_layout"),
    ("cli/app.py", "qabot.cli.plain"),
    ("cli/app.py", "qabot.cli.web_command"),
    ("cli/chat_launch.py", "qabot.engine.session.Session"),
    ("cli/chat_launch.py", "qabot.tui.command_handler.CommandHandler"),
    ("cli/app.py", "qabot.cli.index_watch"),
    ("cli/corpus_commands.py", "qabot.cli.corpus_actions"),
    ("cli/error_boundary.py", "qabot.output.schemas.document.encode_line"),
    ("cli/error_boundary.py", "qabot.output.schemas.event_schemas.ErrorLine"),
    ("cli/eval_commands.py", "qabot.cli.evaluation"),
    ("cli/feed_commands.py", "qabot.cli.pull"),
    ("cli/feed_commands.py", "qabot.cli.subscriptions"),
    ("cli/format_option.py", "qabot.output.writers.find"),
    ("cli/format_option.py", "qabot.output.writers.writers"),
    ("cli/history_commands.py", "qabot.cli.history_listing"),
    ("cli/schema_command.py", "qabot.cli.schema_listing"),
}
"""Every import that is not at the top of its module."""
_CODE = """
import json, sys
from qabot.cli import main
code = main({arguments!r})
print(json.dumps([code, [name for name in {heavy!r} if name in sys.modules]]), file=sys.stderr)
"""


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
    names = (*HEAVY, "numpy", "faiss", "onnxruntime", "tantivy", "tokenizers", "qabot.engine.session")
    loaded = [name for name in names if name != "textual"]
    code = f"import sys; import qabot.cli.chat_launch; print([name for name in {loaded!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_imports_are_deferred_nowhere_else() -> None:
    assert set(deferred_imports()) == DEFERRED


def deferred_imports() -> Iterator[tuple[str, str]]:
    """Yield every import inside a function, as the file and what is imported."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {
            node
            for function in ast.walk(tree)
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
        source = path.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 400, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and path.name != "app.py":
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path}: {node.name}"


def test_nothing_reads_or_writes_pickles() -> None:
    for path in PACKAGE.rglob("*.py"):
        imported = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not imported & {"pickle", "shelve", "marshal", "joblib", "dill", "cloudpickle"}, path
