"""One step of `scale` in a fresh process: `python -m tests.benchmarks.scale_child STEP HOME STARTER`.

The vectors are made up, scattered about those of the starter index; all else is done as qabot does it, but that the
step `index-without-facts` reads no facts. What it took goes to standard output as one JSON object.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from qabot.core.articles import ReadIssue
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels, Settings
from qabot.engine import question_answerer
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.build import indexer
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from qabot.models import embedders
from qabot.models.encoder import Vectors
from tests.benchmarks.homes import Homes, like
from tests.benchmarks.synthetic import questions
from tests.benchmarks.warm import some_filters

_TICK_S = 0.02
_QUESTIONS = 12


class _Memory(threading.Thread):
    """Looks again and again how much memory is this process's own, and not that of a file that is mapped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        while True:
            lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
            own = next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
            self.most = max(self.most, own / 1024)
            time.sleep(_TICK_S)


def index(home: Home, starter: Home) -> dict[str, Any]:
    """Bring the index up to date."""
    generation = open_current(starter.index)
    pool = generation.vectors(np.arange(generation.manifest.passages, dtype=np.int64))
    encoder = generation.folder / "encoder"
    generation.close()

    def export(_model: str | None, folder: Path, *, allow_download: bool = False) -> None:  # noqa: ARG001
        shutil.copytree(encoder, folder, dirs_exist_ok=True)

    def embed(_folder: Path, texts: Sequence[str], on_progress: OnProgress, **_: Any) -> Vectors:
        on_progress(Progress("embed", len(texts), len(texts)))
        return like(pool, len(texts))

    with patch.object(indexer, "export_encoder", export), patch.object(embedders, "embed_documents", embed):
        report = indexer.update(home, ModelSettings(), ignore_progress, PairModels())
    opened = open_current(home.index)
    segments = [each.passages for each in opened.manifest.segments]
    opened.close()
    return {"passages": report.passages, "embedded": report.embedded, "segments": segments}


def index_without_facts(home: Home, starter: Home) -> dict[str, Any]:
    """Bring the index up to date, and read no facts: at a million passages they take most of an hour."""

    def no_rules(_home: Path) -> tuple[None, list[ReadIssue]]:
        return None, []

    with patch.object(indexer, "readable_rules", no_rules):
        return index(home, starter)


def ask(home: Home, starter: Home) -> dict[str, Any]:
    """Put questions, plainly and with filters; return how long they took in CPU milliseconds, and how long to search.

    What is left of a question is the encoder, the reader and what is made of what they read, which costs the same
    whatever the size.
    """
    homes = Homes(starter.path.parent)
    language = homes.language()
    asked = questions(language, [article.title for article in homes.articles()], _QUESTIONS)
    filters = some_filters(language)
    taken: dict[str, list[float]] = {name: [] for name in filters}
    searched: dict[str, list[float]] = {name: [] for name in filters}
    search, laps = question_answerer.search_readings, list[float]()

    def timed(*arguments: Any) -> Any:
        began = time.process_time()
        found = search(*arguments)
        laps.append(1000 * (time.process_time() - began))
        return found

    with Engine.open(Settings(home)) as engine, patch.object(question_answerer, "search_readings", timed):
        conversation = Conversation(engine)
        conversation.ask(asked[0])
        for text in asked:
            for name, each in filters.items():
                started = time.process_time()
                conversation.ask(text, each)
                taken[name].append(1000 * (time.process_time() - started))
                searched[name].append(laps[-1])
    return {"times": {name: [*_percentiles(taken[name]), *_percentiles(searched[name])] for name in filters}}


def _percentiles(times: Sequence[float]) -> list[float]:
    return np.percentile(times, [50, 99]).round(1).tolist()


def check(home: Home, _starter: Home) -> dict[str, Any]:
    """Verify the index."""
    opened = open_current(home.index)
    opened.close()
    size = sum(record.size for record in opened.manifest.files.values()) / 1e6
    started, began = _spent(), time.perf_counter()
    faults = list(verify(opened.folder))
    rates = {"MB a CPU s": size / (_spent() - started), "MB a second": size / (time.perf_counter() - began)}
    return {"faults": faults, "MB": size, **rates}


_STEPS: dict[str, Callable[[Home, Home], dict[str, Any]]] = {
    "index": index,
    "index-without-facts": index_without_facts,
    "ask": ask,
    "verify": check,
}


def _spent() -> float:
    """Return the seconds of the processor that this process has taken so far, with those of processes that it had."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _written() -> float:
    """Return how many megabytes this process has written so far."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return int(lines[1].split()[1]) / 1e6


def main() -> None:
    """Do the step that the arguments name."""
    step, home, starter = sys.argv[1:]
    memory = _Memory()
    memory.start()
    came = _STEPS[step](Home(Path(home)), Home(Path(starter)))
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost = {
        "CPU s": _spent(),
        "own MB": memory.most,
        "with mapped": used.ru_maxrss / 1024,
        "MB written": _written(),
    }
    sys.stdout.write(json.dumps(came | cost))


if __name__ == "__main__":
    main()
