"""Exact search of very many vectors, segment by segment: processor time and seconds, on one core and on every one."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np

from qabot.index.snapshot import open_current
from qabot.index.vector_index import VectorIndex, write_vectors
from qabot.models.onnx_session import core_count, on_every_core
from tests.benchmarks.homes import Homes, like
from tests.benchmarks.measure import print_table

_SEGMENT = 100_000
_QUESTIONS = 20
_LIMIT = 100


def nearest(homes: Homes, passages: int) -> None:
    """Search so many vectors, scattered about those of the starter index, in segments as a first build makes them."""
    generation = open_current(homes.starter().index)
    pool = generation.vectors(np.arange(generation.manifest.passages, dtype=np.int64))
    generation.close()
    folder = homes.folder / "nearest"
    folder.mkdir(exist_ok=True)
    indexes: list[VectorIndex] = []
    for first, end in pairwise([*range(0, passages, _SEGMENT), passages]):
        path = folder / f"{first}-{end}.faiss"
        if not path.exists():
            # The same ones turned round by a few places are others, and quicker made.
            write_vectors(path, np.roll(like(pool, end - first), first // _SEGMENT, axis=1))
        indexes.append(VectorIndex(path))
    questions = pool[np.random.default_rng(1).integers(len(pool), size=_QUESTIONS)]
    rows: list[list[str]] = []
    for cores in dict.fromkeys((1, core_count())):
        seconds, used = list[float](), list[float]()
        for vector in questions:
            started, before = time.perf_counter(), time.process_time()
            if cores == 1:
                _ = [index.nearest(vector, _LIMIT) for index in indexes]
            else:
                on_every_core(lambda index, asked=vector: index.nearest(asked, _LIMIT), indexes)
            seconds.append(1000 * (time.perf_counter() - started))
            used.append(1000 * (time.process_time() - before))
        figures = (np.min(used), np.median(used), np.min(seconds), np.median(seconds))
        rows.append([f"on {cores} of the cores", *(f"{each:.1f}" for each in figures)])
    head = [f"{passages:,} vectors, ms", "processor, least", "median", "elapsed, least", "median"]
    print_table(head, rows)
