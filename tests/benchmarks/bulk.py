"""Passages to vectors in bulk, in one process, the models being loaded."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np

from qabot.core.articles import Article
from qabot.core.progress import Progress, ignore_progress
from qabot.core.text import sentences
from qabot.corpus.formats.jsonl import read_gzip
from qabot.corpus.origin import Origin
from qabot.index.snapshot import open_current
from qabot.models import batch_embedding, processor_embedding
from qabot.models.encoder import OnnxEncoder, Vectors
from qabot.models.openvino_backend import has_bfloat16
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import Goal, SkippedError, alternate, print_ratio_goals, print_table, ratios, seconds

_PASSAGES = 512
_TOKENS = 240
"""The most in a passage; whole sentences leave about 230."""
_MARKS = 2
"""Tokens that mark start and end, counted with every sentence but taken once."""
_ROUNDS = 3
_PEER = "sentence-transformers, defaults"
_FULL = "qabot, float32 (ONNX Runtime)"


def bulk(homes: Homes, articles: Path | None) -> None:
    """Time `embed_documents`, opening and compiling the network included, against `SentenceTransformer.encode`.

    What it does once the network is compiled is told apart, since the other side's model is loaded before it is timed.
    """
    folder = open_current(homes.starter().index).folder / "encoder"
    encoder = OnnxEncoder.open(folder)
    found = homes.articles() if articles is None else read_articles(articles)
    texts = list(itertools.islice(passages(found, encoder), _PASSAGES))
    tokens = encoder.count_tokens(texts)
    half = has_bfloat16()
    print(f"  {len(texts)} passages of {np.mean(tokens):.0f} tokens; bfloat16: {'yes' if half else 'no'}")
    made: dict[str, Vectors] = {}
    ours = f"qabot, {'bfloat16 (OpenVINO)' if half else 'as it chooses here'}"
    os.environ["TQDM_DISABLE"] = "1"
    model: Any = import_module("sentence_transformers").SentenceTransformer(
        batch_embedding.resolve_model(None).location
    )

    running: list[float] = []

    def embed() -> None:
        watch = Watch()
        made[ours] = batch_embedding.embed_documents(folder, texts, watch, device="cpu")
        running.append(watch.rate)

    def embed_in_full() -> None:
        with patch.object(processor_embedding, "OPENVINO_FROM", sys.maxsize):
            made[_FULL] = batch_embedding.embed_documents(folder, texts, ignore_progress, device="cpu")

    def encode() -> None:
        made[_PEER] = model.encode(texts, show_progress_bar=False)

    sides = {ours: seconds(embed), _FULL: seconds(embed_in_full), _PEER: seconds(encode)}
    for once in sides.values():
        once()
    times = alternate(sides, _ROUNDS)
    _print_rates(times, made, len(texts))
    of_peer = median(running) / (len(texts) / median(times[_PEER]))
    print(f"  {ours}, once set up: {median(running):.1f} passages a second, {of_peer:.2f} ×")
    print_ratio_goals("bulk against sentence-transformers", ratios(times, ours, _PEER), 2.4 if half else 1.35)
    least = float(_cosines(made[ours], made[_PEER]).min())
    print(Goal("least cosine with its vectors", least, 0.9995, "", at_most=False))


class Watch:
    """Takes the time between the first and the last batch."""

    def __init__(self) -> None:
        """Begin."""
        self._told: list[tuple[float, int]] = []

    def __call__(self, progress: Progress) -> None:
        """Note how far it has come."""
        self._told.append((perf_counter(), progress.done))

    @property
    def rate(self) -> float:
        """Passages a second."""
        (started, first), (ended, last) = self._told[0], self._told[-1]
        return (last - first) / (ended - started)


def passages(articles: Sequence[Article], encoder: OnnxEncoder) -> Iterator[str]:
    """Yield runs of whole sentences of as many tokens as fit, across articles where these are short."""
    run: list[str] = []
    used = 0
    parts = [article.text[a:b] for article in articles for a, b in sentences(article.text)]
    counts = encoder.count_tokens(parts)
    # Where the articles do not last, they are gone through again from another sentence on, which cuts them elsewhere.
    for start in range(0, len(parts), 3):
        for part, tokens in zip(parts[start:], counts[start:], strict=True):
            if run and used + tokens > _TOKENS:
                yield " ".join(run)
                run, used = [], 0
            run.append(part)
            used += tokens - _MARKS


def read_articles(path: Path) -> list[Article]:
    """Read the articles of a gzipped JSONL file."""
    try:
        with path.open("rb") as stream:
            items = read_gzip(stream, path.stat().st_size, Origin(path.name, path.stem))
            return list(itertools.islice((item for item in items if isinstance(item, Article)), 2 * _PASSAGES))
    except OSError as cause:
        raise SkippedError(f"{path.name} cannot be read ({cause.strerror})") from cause


def _print_rates(times: dict[str, list[float]], made: dict[str, Vectors], count: int) -> None:
    rows: list[list[str]] = []
    for name, taken in times.items():
        cosines = _cosines(made[name], made[_PEER])
        rows.append(
            [
                name,
                f"{count / median(taken):.1f}",
                f"{count / min(taken):.1f}",
                f"{median(times[_PEER]) / median(taken):.2f} ×",
                f"{min(times[_PEER]) / min(taken):.2f} ×",
                f"{cosines.min():.6f} / {cosines.mean():.6f}",
            ]
        )
    print_table(["passages a second", "median", "best", "of medians", "of minima", "cosine least / mean"], rows)


def _cosines(one: Vectors, other: Vectors) -> Vectors:
    product = np.sum(one * other, axis=1)
    return product / (np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1))
