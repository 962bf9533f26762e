"""The way of one question through the code: how often its text is read, how often a call crosses from file to file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import print_table

QUESTIONS = (
    "What did GDS say about Verify in 2015?",
    "How much was Capita fined by the ICO?",
    "Why did Leicester City Council leave its shared services?",
)
"""With a date and names, with a figure asked for, and with a reason asked for."""
_COUNTED = {
    "texts read for content words": ("content_spans", "tokenise"),
    "proper names sought": ("proper_names",),
    "lexical queries made": ("wanted", "lexical_query", "bind"),
    "texts turned into terms": ("Generation.terms",),
}
"""What is counted, by the names that the functions have or had: an older qabot can be put on the path."""


def walk(homes: Homes) -> None:
    """Count the calls of `qabot ask` for a few questions, each in a process of its own."""
    columns = {question: counts(homes.starter().path, question) for question in QUESTIONS}
    names = next(iter(columns.values()))
    print_table(["", *QUESTIONS], [[name, *(f"{each[name]:,}" for each in columns.values())] for name in names])


def counts(home: Path, question: str) -> dict[str, int]:
    """Return the figures for one question, asked in a fresh process by whichever qabot is first on the path."""
    command = [sys.executable, str(Path(__file__).with_name("walk_child.py")), str(home), question]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = {name: sum(told["functions"].get(each, 0) for each in names) for name, names in _COUNTED.items()}
    return found | {"calls across files": told["across"], "files": told["files"], "modules loaded": told["modules"]}
