"""The homes that are measured, built once and kept for later runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels
from qabot.index.build import indexer
from qabot.index.snapshot import open_current
from qabot.models import embedders
from qabot.models.encoder import Vectors
from tests.benchmarks.measure import ROOT, SkippedError, print_table
from tests.benchmarks.stopwatch import Stopwatch
from tests.benchmarks.synthetic import Language, learn, records

LARGE = 29_500
"""Articles that make about 100,000 passages."""
MEDIUM = 10_000
"""Articles in the index that new ones are added to."""

_DECISIVE = (
    "models/batch_embedding.py",
    "models/reader_graph.py",
    "index/build/chunking.py",
    "core/text.py",
    "index/*.py",
)
"""What decides how an index looks, below `qabot/`: when it changes, kept homes are built anew."""
_SPREAD = 0.9
"""How far a made-up passage's vector lies from the real one it is derived from."""


class Homes(Struct, frozen=True):
    """Homes below a folder."""

    folder: Path
    """Where they are kept."""

    def starter(self) -> Home:
        """Return the starter corpus, indexed by the real model."""
        home = Home(self.folder / "starter")
        if not (ROOT / "corpus").is_dir():
            raise SkippedError("the repository has no corpus")
        if _is_current(home):
            return home
        shutil.copytree(ROOT / "corpus", home.corpus)
        return _built(home)

    def synthetic(self, articles: int) -> Home:
        """Return a home of so many made-up articles: everything as qabot builds it but the vectors."""
        home = Home(self.folder / f"articles-{articles}")
        if _is_current(home):
            return home
        home.corpus.mkdir(parents=True)
        write_records(home.corpus / "made.jsonl", records(self.language(), articles))
        with self._made_vectors():
            return _built(home)

    def bring_up_to_date(self, home: Home, on_progress: OnProgress = ignore_progress) -> None:
        """Take in what came into the corpus of such a home, with vectors that are made up likewise."""
        with self._made_vectors():
            indexer.update(home, ModelSettings(), on_progress, PairModels())

    @contextmanager
    def _made_vectors(self) -> Generator[None]:
        """Have an index built with the encoder of the starter corpus, and vectors scattered about those there."""
        generation = open_current(self.starter().index)
        pool = generation.vectors(np.arange(generation.manifest.passages, dtype=np.int64))
        encoder = generation.folder / "encoder"

        def export(_model: str | None, folder: Path, *, allow_download: bool = False) -> None:  # noqa: ARG001
            shutil.copytree(encoder, folder, dirs_exist_ok=True)

        def embed(_folder: Path, texts: Sequence[str], on_progress: OnProgress, **_: Any) -> Vectors:
            on_progress(Progress("embed", 0, len(texts)))
            vectors = like(pool, len(texts))
            on_progress(Progress("embed", len(texts), len(texts)))
            return vectors

        with patch.object(indexer, "export_encoder", export), patch.object(embedders, "embed_documents", embed):
            yield

    def language(self) -> Language:
        """Return the language of the starter corpus."""
        return learn(self.articles())

    def articles(self) -> list[Article]:
        """Return the articles of the starter corpus."""
        generation = open_current(self.starter().index)
        found = [generation.require_article(stored.id) for stored in generation.articles.stored()]
        generation.close()
        return found

    def copy(self, source: Home, name: str) -> Home:
        """Return a home that holds the same as another, by hard links; an earlier one of that name goes."""
        home = Home(self.folder / name)
        shutil.rmtree(home.path, ignore_errors=True)
        shutil.copytree(source.path, home.path, copy_function=_linked, ignore=shutil.ignore_patterns("*.lock"))
        return home


def _linked(source: str, target: str) -> None:
    """Give a file a second name, for `copytree`; what SQLite writes into is copied, else both homes would change."""
    (shutil.copy2 if Path(source).name.startswith("holdings.") else os.link)(source, target)


def like(pool: Vectors, count: int) -> Vectors:
    """Return unit vectors scattered about those of the pool, shape (count, dimension), the same every time."""
    rng = np.random.default_rng(3)
    vectors = rng.standard_normal((count, pool.shape[1]), dtype=np.float32)
    vectors *= _SPREAD / np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors += pool[rng.integers(len(pool), size=count)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def write_records(path: Path, made: Iterable[dict[str, Any]]) -> None:
    """Write a JSONL file that looks as if it had lain there for a minute, so that it need not be read again."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in made)
    then = path.stat().st_mtime_ns - 60_000_000_000
    os.utime(path, ns=(then, then))


def print_stages(home: Home) -> None:
    """Print how long the build of a kept home took, by stage."""
    generation = open_current(home.index)
    held = generation.manifest
    generation.close()
    stages: dict[str, float] = json.loads((home.path / "stages.json").read_text(encoding="utf-8"))
    size = sum(record.size for record in held.files.values()) / 1e6
    print(f"  Index of {held.articles:,} articles, {held.passages:,} passages, {size:,.0f} MB; its build took:")
    rows = [[name, f"{taken:.2f}"] for name, taken in [*stages.items(), ("total", sum(stages.values()))]]
    print_table(["seconds", ""], rows)


def _built(home: Home) -> Home:
    print(f"  building {home.path.name} …", flush=True)
    watch = Stopwatch()
    indexer.update(home, ModelSettings(), watch, PairModels())
    watch.lap("prune")
    (home.path / "stages.json").write_text(json.dumps(watch.seconds), encoding="utf-8")
    (home.path / "stamp").write_text(_stamp(), encoding="utf-8")
    return home


def _is_current(home: Home) -> bool:
    """Whether a home was built by this very code from this very corpus; one that was not is removed."""
    stamp = home.path / "stamp"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp():
        return True
    shutil.rmtree(home.path, ignore_errors=True)
    return False


@cache
def _stamp() -> str:
    """Return a SHA-256 (hex) over whatever would make a home look otherwise, as it is when the run begins."""
    ours = [Path(__file__).with_name("synthetic.py"), Path(__file__)]
    sources = [path for pattern in _DECISIVE for path in sorted((ROOT / "qabot").glob(pattern))]
    digest = hashlib.sha256()
    for path in [*ours, *sources, *sorted((ROOT / "corpus").rglob("*.md"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
