"""What the tests would notice: `python -m tests.mutations [WORD…]` makes one change after another and runs some tests.

Each change is one that a slip of the hand could make: a number, an entry of a list, a guard. It is made in a copy of
the tree, the tests of its room that are quick are run there, and it is printed whether they caught it. What survives
wants a test that states the value itself. WORDs choose changes whose file holds one of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec import Struct

from tests.conftest import STARTER, kept_starter

ROOT = Path(__file__).resolve().parent.parent
_PARTS = ("qabot", "tests", "corpus", "pyproject.toml", "constraints.txt", "README.md")
_NO_TESTS = 5
"""pytest's exit status where nothing was run."""


class Mutation(Struct, frozen=True):
    """One change."""

    file: str
    """Below `qabot`."""
    old: str
    """What stands there, once."""
    new: str
    """What takes its place."""
    tests: str
    """Arguments of pytest, below `tests`."""


SURVIVED_ONCE = (
    Mutation("question/follow_ups.py", "_FAR = 8", "_FAR = 3", "question/test_thresholds.py"),
    Mutation("question/dates/date_mentions.py", "_NEAR = 5", "_NEAR = 3", "question/test_thresholds.py"),
    Mutation("core/text.py", "apr cllr rt", "apr rt", "core/test_thresholds.py"),
    Mutation("index/build/chunking.py", "(first + last) // 2 + 1", "first + 1", "index/test_thresholds.py"),
    Mutation(
        "core/database.py", '        database.execute("PRAGMA temp_store = MEMORY")', "#", "core/test_thresholds.py"
    ),
    Mutation(
        "core/database.py", '"PRAGMA secure_delete = ON"', '"PRAGMA secure_delete = OFF"', "core/test_thresholds.py"
    ),
    Mutation("index/vector_index.py", "HALF_FROM = 50_000", "HALF_FROM = 500_000", "index/test_thresholds.py"),
    Mutation("core/name_keys.py", "if len(words) > 1 and words[0]", "if words and words[0]", "core/test_thresholds.py"),
    Mutation("index/filter_query.py", "last_day >= ?", "first_day >= ?", "index/test_thresholds.py"),
    Mutation("corpus/ingest/adder.py", "None in dates or ", "", "corpus/ingest/test_thresholds.py"),
)
"""What no test noticed when it was first tried."""
SIBLINGS = (
    Mutation("question/follow_ups.py", "MOST = 6", "MOST = 4", "question/test_thresholds.py"),
    Mutation("core/text.py", "p pp para paras", "p para paras", "core/test_thresholds.py"),
    Mutation("index/build/chunking.py", "MOST_WORDS = 150", "MOST_WORDS = 200", "index/test_thresholds.py"),
    Mutation(
        "index/build/chunking.py", "MOST_CHARACTERS = 2_000", "MOST_CHARACTERS = 2_500", "index/test_thresholds.py"
    ),
    Mutation("index/filter_query.py", "first_day <= ?", "last_day <= ?", "index/test_thresholds.py"),
    Mutation("core/database.py", "path.chmod(0o600)", "path.chmod(0o644)", "core/test_database.py"),
    Mutation("corpus/metadata.py", "LIST_LIMIT = 50", "LIST_LIMIT = 60", "corpus/test_metadata.py"),
    Mutation("corpus/metadata.py", "TITLE_LIMIT = 500", "TITLE_LIMIT = 400", "corpus/test_metadata.py"),
    Mutation("corpus/formats/boilerplate.py", "LONGEST = 300", "LONGEST = 500", "corpus/ingest/test_flattened.py"),
    Mutation("corpus/formats/html.py", "DEPTH_LIMIT = 1000", "DEPTH_LIMIT = 2000", "corpus/formats/test_html.py"),
    Mutation("corpus/formats/decoding.py", "_NUL_SHARE = 0.01", "_NUL_SHARE = 0.1", "corpus/formats"),
    Mutation("corpus/ingest/adder.py", "EARLIEST = 1990", "EARLIEST = 1980", "corpus/ingest"),
    Mutation("corpus/ingest/adder.py", "REPEATED = 3", "REPEATED = 2", "corpus/ingest/test_adding.py"),
    Mutation(
        "corpus/feeds/feed_parser.py", "MOST_ITEMS = 1000", "MOST_ITEMS = 2000", "corpus/feeds/test_thresholds.py"
    ),
    Mutation("corpus/fetch/robots.py", "_TOO_MANY = 429", "_TOO_MANY = 430", "corpus/fetch/test_fetching.py"),
    Mutation("corpus/fetch/address_policy.py", "address.is_multicast or ", "", "corpus/fetch/test_addresses.py"),
    Mutation("facts/near_duplicates.py", "SAME_THREES = 0.6", "SAME_THREES = 0.5", "facts/test_thresholds.py"),
    Mutation("facts/near_duplicates.py", "FEWEST_WORDS = 30", "FEWEST_WORDS = 10", "facts/test_thresholds.py"),
    Mutation("chat/clipboard.py", "MOST_BYTES = 74_994", "MOST_BYTES = 75_000", "chat/test_clipboard.py"),
    Mutation("chat/facets.py", "LEAST_OF_GROUP = 5", "LEAST_OF_GROUP = 3", "chat/test_thresholds.py"),
    Mutation("chat/history.py", "MOST_QUESTIONS = 10_000", "MOST_QUESTIONS = 9_000", "chat/test_history.py"),
    Mutation("chat/recent_questions.py", "MOST = 8", "MOST = 9", "cli/test_ask_continue.py"),
    Mutation(
        "retrieval/ranking_parameters.py",
        "per_article: int = 2",
        "per_article: int = 3",
        "retrieval/test_ranking_parameters.py",
    ),
    Mutation(
        "retrieval/ranking_parameters.py",
        "duplicate_cosine: float = 0.8",
        "duplicate_cosine: float = 0.6",
        "retrieval/test_ranking_parameters.py",
    ),
    Mutation("evaluate/calibrator.py", "MOST_REFUSED = 0.10", "MOST_REFUSED = 0.20", "evaluate/test_calibrating.py"),
    Mutation("evaluate/bootstrap.py", "LEVEL = 95", "LEVEL = 90", "evaluate/test_bootstrap.py"),
    Mutation("server/request_guard.py", '"127.0.0.1", "::1")', '"127.0.0.1")', "server/test_access.py"),
    Mutation("models/onnx_session.py", "CHARACTERS_A_TOKEN = 16", "CHARACTERS_A_TOKEN = 2", "models/test_reranker.py"),
    Mutation("core/telemetry.py", '"HF_HUB_DISABLE_TELEMETRY", ', "", "core/test_telemetry.py"),
    Mutation("index/build/diff.py", "_SETTLING_NS = 2_000_000_000", "_SETTLING_NS = 0", "index/test_thresholds.py"),
)
"""Further numbers, entries and guards, over all rooms."""


def main() -> None:
    """Make each change that is asked for, and print what became of it."""
    caught = tried = 0
    with tempfile.TemporaryDirectory(prefix="qabot-mutations-") as made:
        copy = Path(made)
        for part in _PARTS:
            source = ROOT / part
            shutil.copytree(source, copy / part) if source.is_dir() else shutil.copy(source, copy / part)
        for mutation in (*SURVIVED_ONCE, *SIBLINGS):
            if len(sys.argv) == 1 or any(word in mutation.file for word in sys.argv[1:]):
                tried += 1
                outcome = _outcome(mutation, copy)
                caught += outcome == "caught"
                print(f"{outcome:9} {mutation.file}: {mutation.old.strip()} -> {mutation.new}", flush=True)  # noqa: T201
    print(f"{caught} of {tried} caught")  # noqa: T201


def _outcome(mutation: Mutation, copy: Path) -> str:
    path = copy / "qabot" / mutation.file
    whole = path.read_text(encoding="utf-8")
    if whole.count(mutation.old) != 1:
        return "stale"
    path.write_text(whole.replace(mutation.old, mutation.new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/{mutation.tests}"]
    environment = os.environ | {"PYTHONPATH": str(copy), STARTER: str(kept_starter(ROOT))}
    ran = subprocess.run(command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, check=False)
    path.write_text(whole, encoding="utf-8")
    return {0: "SURVIVED", 1: "caught", _NO_TESTS: "stale"}.get(ran.returncode, f"error {ran.returncode}")


if __name__ == "__main__":
    main()
