"""What one question costs: a fresh process, perhaps beside earlier code, and an open engine, part by part."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from qabot.core.settings import Home, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.loaded_models import Models
from qabot.models.batch_embedding import resolve_model
from qabot.models.encoder import TokenEmbeddings, Vectors
from qabot.models.reader import PassageReading, ReadingPair
from tests.benchmarks.cold import PEER, QUESTION
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import ROOT, Goal, alternate, print_ratio_goals, print_table, python, ratios, run
from tests.benchmarks.synthetic import questions

_ROUNDS = 12
_ASKED, _WARMING = 60, 5
_ARTICLES_A_PASSAGE = 0.295
_PARTS = ("question", "search", "passages", "sentences", "the rest", "all", "all, processor")


def question(homes: Homes, passages: int, against: Path | None) -> None:
    """Time `qabot ask` on the starter index in fresh processes, and an open engine over so many passages."""
    starter = homes.starter()
    _cold(homes, starter, against)
    _warm(homes, homes.synthetic(max(1, round(passages * _ARTICLES_A_PASSAGE))))


def _cold(homes: Homes, starter: Home, against: Path | None) -> None:
    """Print the processor's and the clock's seconds of a fresh process, each side in turn."""
    asking = [sys.executable, "-m", "qabot", "ask", QUESTION, "--json", "--home"]
    peer = python(PEER, resolve_model(None).location, QUESTION)
    sides = {"qabot ask": _Fresh([*asking, str(starter.path)], ROOT), "sentence-transformers": _Fresh(peer, ROOT)}
    if against:
        before = _indexed_by(against, homes, starter)
        sides["qabot ask, before"] = _Fresh([*asking, str(before.path)], against)
    for once in sides.values():
        once()  # compiles, and brings files into the system's cache
        once.processor.clear()
    clock = alternate(sides, _ROUNDS)
    rows = [
        [name, *(f"{figure(taken):.3f}" for taken in (each.processor, clock[name]) for figure in (median, min))]
        for name, each in sides.items()
    ]
    print("  One question to a fresh process, starter index:")
    print_table(["seconds", "processor, median", "minimum", "clock, median", "minimum"], rows)
    processor = {name: each.processor for name, each in sides.items()}
    print(Goal("cold ask", median(processor["qabot ask"]), 0.75, " s of the processor"))
    both = ratios(processor, "qabot ask", "sentence-transformers")
    print_ratio_goals("cold ask against sentence-transformers, processor", both, 10)


class _Fresh:
    """Runs a command in a fresh process, with the code of a tree, and returns its seconds by the clock."""

    def __init__(self, command: Sequence[str], tree: Path) -> None:
        self._command = ["env", f"PYTHONPATH={tree}", *command]
        self.processor: list[float] = []
        """Seconds of the processor that each run took."""

    def __call__(self) -> float:
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        run(self._command)
        ended, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return ended - started


def _indexed_by(tree: Path, homes: Homes, starter: Home) -> Home:
    """Return a home of the starter corpus whose index is as the code of another tree makes it."""
    home = homes.copy(starter, "question-before")
    run(["env", f"PYTHONPATH={tree}", sys.executable, "-m", "qabot", "index", "--home", str(home.path)])
    return home


def _warm(homes: Homes, home: Home) -> None:
    """Print what each part of a question costs, asked of an open engine, each question once."""
    asked = questions(homes.language(), [article.title for article in homes.articles()], _WARMING + _ASKED)
    taken: list[list[float]] = []
    with Engine.open_lexical(Settings(home)) as engine:
        timed = _Timed(engine.load_models())
        engine.equip(timed.models)
        for text in asked:
            timed.seconds.clear()
            processor = time.process_time()
            spent = Conversation(engine).ask(text).timing_ms
            processor = time.process_time() - processor
            parts = [1000 * timed.seconds.get(name, 0.0) for name in ("question", "passages", "sentences")]
            rest = spent["total"] - sum(parts) - spent["search"]
            taken.append([parts[0], spent["search"], *parts[1:], rest, spent["total"], 1000 * processor])
        with engine.lease() as current:
            held = current.generation.manifest.passages
    figures = np.percentile(taken[_WARMING:], (50, 99), axis=0).T
    print(f"  {_ASKED} questions to an open engine, {held:,} passages, {len(os.sched_getaffinity(0))} cores:")
    rows = [[name, f"{middle:.1f}", f"{high:.1f}"] for name, (middle, high) in zip(_PARTS, figures, strict=True)]
    print_table(["milliseconds", "p50", "p99"], rows)
    middle, high = figures[_PARTS.index("all")].tolist()
    print(Goal("warm ask, p50", middle, 90, " ms"))
    print(Goal("warm ask, p99", high, 150, " ms"))


class _Timed:
    """Models that note how long they are at work, by the clock."""

    def __init__(self, models: Models) -> None:
        self.seconds: dict[str, float] = {}
        self._models = models
        reader = self if models.reader else None
        self.models = Models(self, models.calibration, models.reranker, reader, models.loaded_for)

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        return self._noted("question", self._models.encoder.encode_query_tokens, text)

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Read many questions, with their tokens."""
        return self._models.encoder.encode_many_query_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Read many questions."""
        return self._models.encoder.encode_queries(texts)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        return self._noted("sentences", self._models.encoder.encode_document_tokens, texts)

    def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
        assert self._models.reader
        return self._noted("passages", self._models.reader.read, pairs)

    def has_whole(self, word: str) -> bool:
        """Return whether the reader has a word whole."""
        assert self._models.reader
        return self._models.reader.has_whole(word)

    def _noted(self, part: str, work: Callable[..., Any], *given: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*given)
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - started
