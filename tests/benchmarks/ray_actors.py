"""Embedding by Ray: how fast beside one process, and what becomes of passages whose actor is killed."""

from __future__ import annotations

import importlib.util
import itertools
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median

import numpy as np

from qabot.core.progress import Progress, ignore_progress
from qabot.core.text import sentences
from qabot.index.snapshot import open_current
from qabot.models.batch_embedding import embed_documents, ignore_vectors
from qabot.models.cluster.ray_embedder import RESTARTS, RayEmbedder
from qabot.models.encoder import OnnxEncoder, Vectors
from tests.benchmarks.bulk import Watch, passages
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import Goal, SkippedError, print_table
from tests.processes import process_tree

_PASSAGES = 768
_SENTENCES = 640
"""Short texts that are embedded in each try: twenty blocks."""
_ROUNDS = 3
_HERE, _RAY = "one process", "Ray, an actor a core"


def ray(homes: Homes, tries: int, seed: int) -> None:
    """Embed with an actor a core and in one process, in turn; then kill actors while they embed, and count."""
    if importlib.util.find_spec("ray") is None:
        raise SkippedError("Ray is not installed")
    folder = open_current(homes.starter().index).folder / "encoder"
    texts = list(itertools.islice(passages(homes.articles(), OnnxEncoder.open(folder)), _PASSAGES))
    _measure(folder, texts)
    parts = (article.text[a:b] for article in homes.articles() for a, b in sentences(article.text))
    _kill(folder, list(itertools.islice(parts, _SENTENCES)), tries, random.Random(seed))  # noqa: S311 - no secret


def _measure(folder: Path, texts: Sequence[str]) -> None:
    rates: dict[str, list[float]] = {_HERE: [], _RAY: []}
    spent: dict[str, list[float]] = {_HERE: [], _RAY: []}
    with RayEmbedder() as embedder:
        started = time.perf_counter()
        made = embedder.embed(folder, texts, ignore_progress, ignore_vectors)
        first = time.perf_counter() - started
        alone = made
        for _ in range(_ROUNDS):
            before, watch = _tree_cpu_s(), Watch()
            alone = embed_documents(folder, texts, watch, device="cpu")
            rates[_HERE].append(watch.rate)
            spent[_HERE].append(_tree_cpu_s() - before)
            before, started = _tree_cpu_s(), time.perf_counter()
            made = embedder.embed(folder, texts, ignore_progress, ignore_vectors)
            rates[_RAY].append(len(texts) / (time.perf_counter() - started))
            spent[_RAY].append(_tree_cpu_s() - before)
        actors = len(embedder.processes)
    start_up = first - len(texts) / median(rates[_RAY])
    print(f"  {len(texts)} passages, {actors} actors; starting the node and its actors took some {start_up:.0f} s")
    rows = [
        [side, f"{median(rates[side]):.1f}", f"{max(rates[side]):.1f}", f"{median(spent[side]):.1f}"] for side in rates
    ]
    print_table(["", "passages a second, median", "best", "CPU s, median"], rows)
    both = {"medians": median, "the best": max}
    for name, of in both.items():
        print(Goal(f"Ray against one process, {name}", of(rates[_RAY]) / of(rates[_HERE]), 0.9, " ×", at_most=False))
    print(f"  the same vectors, bit for bit: {'yes' if np.array_equal(made, alone) else 'NO'}")


def _kill(folder: Path, texts: Sequence[str], tries: int, chance: random.Random) -> None:
    """Kill an actor in the midst of each try; a node is asked as long as Ray starts its actors anew, and a while on."""
    alone = embed_documents(folder, texts, ignore_progress, device="cpu")
    lost = twice = otherwise = killed = here = 0
    left = tries
    while left:
        with RayEmbedder() as embedder:
            embedder.embed(folder, texts, ignore_progress, ignore_vectors)
            for _ in range(min(left, (RESTARTS + 1) * len(embedder.processes))):
                left -= 1
                seen: Counter[int] = Counter()
                killer = _Killer(chance.randrange(len(texts) // 2), chance)

                def count(places: Sequence[int], _: Vectors, seen: Counter[int] = seen) -> None:
                    seen.update(places)

                made = embedder.embed(folder, texts, killer, count)
                killed += killer.killed
                lost += len(texts) - len(seen)
                twice += sum(times - 1 for times in seen.values())
                otherwise += int(np.sum(np.any(made != alone, axis=1)))
            here += embedder.embedded_here
    head = ["tries", "killed in mid-build", "passages", "lost", "given twice", "other vectors", "done by this process"]
    print_table(head, [[f"{each:,}" for each in (tries, killed, tries * len(texts), lost, twice, otherwise, here)]])


class _Killer:
    """Kills an actor, by chance one of them, once so many passages are embedded."""

    def __init__(self, after: int, chance: random.Random) -> None:
        self._after, self._chance = after, chance
        self.killed = 0

    def __call__(self, progress: Progress) -> None:
        actors = [process for process, name in process_tree(os.getpid()).items() if name.startswith("ray::Encoder")]
        if not self.killed and progress.done >= self._after and actors and progress.done < (progress.total or 0):
            threading.Timer(self._chance.random() / 4, self._kill, [self._chance.choice(actors)]).start()
            self.killed = 1

    def _kill(self, process: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _tree_cpu_s() -> float:
    """Return the processor time that this process and those below it have taken, in seconds."""
    ticks = 0
    for process in process_tree(os.getpid()):
        with suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
