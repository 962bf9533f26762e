"""Ten long articles added to an index of ten thousand, by a fresh process."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

from qabot.core.settings import Home
from qabot.index.build.chunking import indexed_text
from qabot.index.snapshot import open_current
from qabot.models.batch_embedding import resolve_model
from tests.benchmarks.breakdown import print_imports, print_steps
from tests.benchmarks.homes import MEDIUM, Homes, print_stages, write_records
from tests.benchmarks.measure import Goal, alternate, print_ratio_goals, print_times, python, qabot, ratios, run, wall
from tests.benchmarks.synthetic import records

_ADDED = 10
_WORDS = 680
_ROUNDS = 5
_PEER = """
import json, pathlib, sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1]).encode(json.loads(pathlib.Path(sys.argv[2]).read_text()))
"""
_OURS = "import sys; from qabot.cli import main; main(sys.argv[1:])"
_WATCHED = f"{_OURS}; sys.stderr.write(str('torch' in sys.modules))"


def add(homes: Homes) -> None:
    """Time `qabot index` against sentence-transformers embedding the same passages, which stores nothing."""
    base = homes.synthetic(MEDIUM)
    print_stages(base)
    texts = homes.folder / "added.json"
    _print_what_happens(homes, base, texts)

    def ours() -> float:
        return wall(qabot("index", "--home", str(_waiting(homes, base).path)))()

    peer = wall(python(_PEER, resolve_model(None).location, str(texts)))
    times = alternate({"qabot index": ours, "sentence-transformers, encode": peer}, _ROUNDS)
    print_times(times, "sentence-transformers, encode")
    print(Goal("add ten articles", median(times["qabot index"]), 4, " s"))
    both = ratios(times, "qabot index", "sentence-transformers, encode")
    print_ratio_goals("add ten articles against sentence-transformers", both, 3)
    print("\n  Steps of adding, in a fresh process:")
    print_steps("index", lambda: [str(_waiting(homes, base).path)], rounds=3)
    print("  Imports of adding, by package (under -X importtime, which slows them):")
    print_imports(_OURS, ["index", "--home", str(_waiting(homes, base).path)], rounds=1)


def _waiting(homes: Homes, base: Home) -> Home:
    """Return a copy of the base with the new articles in its corpus, not yet indexed."""
    home = homes.copy(base, "adding")
    write_records(home.corpus / "new.jsonl", records(homes.language(), _ADDED, words=_WORDS, seed=1))
    return home


def _print_what_happens(homes: Homes, base: Home, texts: Path) -> None:
    """Add once untimed: print what was embedded, and write the embedded texts to a file for the other side."""
    home = _waiting(homes, base)
    done = run(python(_WATCHED, "index", "--json", "--home", str(home.path)))
    report: dict[str, Any] = json.loads(done.stdout)
    generation = open_current(home.index)
    embedded = [
        indexed_text(generation.require_article(each).title, passage.text)
        for each in report["added"]
        for passage in generation.articles.passages_of(each)
    ]
    generation.close()
    texts.write_text(json.dumps(embedded), encoding="utf-8")
    words = sum(len(text.split()) for text in embedded) / max(1, len(embedded))
    print(
        f"  Added {len(report['added'])} articles of {len(embedded)} passages ({words:.0f} words each) to "
        f"{base.path.name}; embedded {report['embedded']}; torch loaded: {done.stderr.splitlines()[-1]}\n"
    )
