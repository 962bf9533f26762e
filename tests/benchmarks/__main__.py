"""The command: `python -m tests.benchmarks [NAME…]`; `--help` tells its options."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

from tests.benchmarks.add import add
from tests.benchmarks.bulk import bulk
from tests.benchmarks.chat import chat
from tests.benchmarks.check import check
from tests.benchmarks.cold import cold
from tests.benchmarks.concurrency import concurrency
from tests.benchmarks.faults import faults
from tests.benchmarks.flips import flips
from tests.benchmarks.homes import Homes
from tests.benchmarks.hostile import hostile
from tests.benchmarks.indexing import indexing
from tests.benchmarks.ingest import ingest
from tests.benchmarks.labelled_facts import labelled_facts
from tests.benchmarks.labelled_topics import topics
from tests.benchmarks.machine import facts, load
from tests.benchmarks.measure import SkippedError
from tests.benchmarks.nearest import nearest
from tests.benchmarks.quality import quality
from tests.benchmarks.question import question
from tests.benchmarks.ray_actors import ray
from tests.benchmarks.saved_questions import watch
from tests.benchmarks.sayings import sayings
from tests.benchmarks.scale import scale
from tests.benchmarks.served import served
from tests.benchmarks.start import start
from tests.benchmarks.store import store
from tests.benchmarks.walk import walk
from tests.benchmarks.warm import warm

_NAMES = (
    "start", "walk", "question", "cold", "warm", "concurrency", "served", "chat", "check", "add", "ingest",
    "indexing", "scale", "nearest", "faults", "milvus",
    "flips", "hostile", "quality", "facts", "topics", "sayings", "watch", "ray", "bulk",
)  # fmt: skip
"""In the order they are taken; `bulk` comes last because it brings torch into this process."""


def main() -> None:
    """Take the benchmarks that are named, or all of them."""
    options = _options()
    homes = Homes(options.keep.expanduser().resolve())
    homes.folder.mkdir(parents=True, exist_ok=True)
    os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports the hub's library
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # no process that is timed is to compile
    benchmarks: Mapping[str, Callable[[], None]] = {
        "start": lambda: start(homes, options.against),
        "walk": lambda: walk(homes),
        "question": lambda: question(homes, options.passages, options.against),
        "cold": lambda: cold(homes),
        "warm": lambda: warm(homes),
        "concurrency": lambda: concurrency(homes),
        "served": lambda: served(homes, options.seconds),
        "chat": lambda: chat(homes),
        "check": lambda: check(homes),
        "add": lambda: add(homes),
        "ingest": lambda: ingest(homes, options.data),
        "indexing": lambda: indexing(homes, options.passages),
        "scale": lambda: scale(homes, options.passages, facts=options.facts),
        "nearest": lambda: nearest(homes, options.passages),
        "faults": lambda: faults(homes, options.tries or 60, options.seed),
        "milvus": lambda: store(homes, options.passages, options.tries or 20, options.seed),
        "flips": lambda: flips(homes, options.tries or 300),
        "hostile": lambda: hostile(homes),
        "quality": lambda: quality(homes, options.data),
        "facts": labelled_facts,
        "topics": lambda: topics(homes),
        "sayings": sayings,
        "watch": lambda: watch(homes),
        "ray": lambda: ray(homes, options.tries or 20, options.seed),
        "bulk": lambda: bulk(homes, options.articles),
    }
    print("\n".join(facts()))
    for name in _NAMES:
        if options.names and name not in options.names:
            continue
        print(f"\n{name}", flush=True)
        started = time.perf_counter()
        try:
            benchmarks[name]()
        except SkippedError as reason:
            print(f"  skipped: {reason}")
        print(f"\n  {name} took {time.perf_counter() - started:.0f} s, load {load()}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure qabot; print figures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(_NAMES)}; all")
    parser.add_argument("--articles", type=Path, metavar="JSONL.GZ", help="take the passages of `bulk` from here")
    parser.add_argument("--data", type=Path, metavar="DIR", help="take the sets of `quality` and `ingest` from here")
    parser.add_argument(
        "--passages",
        type=int,
        default=20_000,
        metavar="N",
        help="of how many passages `indexing`, `scale`, `nearest`, `question`, `milvus` are",
    )
    parser.add_argument(
        "--no-facts",
        dest="facts",
        action="store_false",
        help="have `scale` read no facts: most of its time",
    )
    parser.add_argument(
        "--against", type=Path, metavar="DIR", help="compare `start` and `question` with those of this checkout"
    )
    parser.add_argument(
        "--tries",
        type=int,
        metavar="N",
        help="how many `faults` (60), `milvus` and `ray` (20) and `flips` (300) try",
    )
    parser.add_argument("--seconds", type=float, default=300, metavar="S", help="how long `served` is asked by many")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="where the chance of `faults` and `ray` begins"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        default=platformdirs.user_cache_path("qabot-benchmarks", appauthor=False),
        metavar="DIR",
        help="where indexes are kept between runs; delete it to build them anew",
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(_NAMES):
        parser.error(f"there is no benchmark {min(unknown)}; there are {', '.join(_NAMES)}")
    return options


if __name__ == "__main__":
    main()
