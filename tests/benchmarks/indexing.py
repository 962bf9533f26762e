"""What facts cost a first build, beside all else that it does: by the clock, and of the processor.

All is done as qabot does it but the embedding, whose vectors are made up: what it would take is told from a sample of
the very passages, since to embed them all takes many times as long as the rest.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from qabot.core.progress import Progress
from qabot.core.settings import Home
from qabot.index.build.chunking import indexed_text
from qabot.index.snapshot import open_current
from qabot.models import batch_embedding
from tests.benchmarks.homes import Homes, write_records
from tests.benchmarks.measure import Goal, print_table
from tests.benchmarks.synthetic import WORDS, records

_A_PASSAGE = 126
"""Words of made-up text that make a passage."""
_SAMPLE = 1_024
_MOST = 15.0
"""Per cent that facts may add."""


class Cost(Struct, frozen=True):
    """What some work took."""

    clock: float
    """Seconds that went by."""
    processor: float
    """Seconds of all cores, those of processes that ended included."""

    @classmethod
    def now(cls) -> Cost:
        """Return what there was so far."""
        used = os.times()
        return cls(time.perf_counter(), used.user + used.system + used.children_user + used.children_system)

    def __sub__(self, other: Cost) -> Cost:
        """Return what came to it since another."""
        return Cost(self.clock - other.clock, self.processor - other.processor)

    def times(self, number: float) -> Cost:
        """Return so many times as much."""
        return Cost(self.clock * number, self.processor * number)


class FactWatch:
    """Takes the progress of a build, and when its facts began and ended."""

    def __init__(self) -> None:
        """Begin with the build."""
        self.began = self.ended = Cost.now()
        self._stage = ""

    def __call__(self, message: Progress) -> None:
        """Note when the stage before the facts ends, and when the one behind them begins."""
        if message.stage not in {"facts", "publish"}:
            self.began = Cost.now()
        elif message.stage == "publish" and self._stage == "facts":
            self.ended = Cost.now()
        self._stage = message.stage


def indexing(homes: Homes, passages: int) -> None:
    """Build an index of about so many passages, and print what its facts add to what it takes without them."""
    home = Home(homes.folder / "indexing")
    shutil.rmtree(home.path, ignore_errors=True)
    home.corpus.mkdir(parents=True)
    write_records(home.corpus / "made.jsonl", records(homes.language(), passages * _A_PASSAGE // WORDS))
    begun, watch = Cost.now(), FactWatch()
    homes.bring_up_to_date(home, watch)
    facts, whole = watch.ended - watch.began, Cost.now() - begun
    opened = open_current(home.index)
    held = opened.manifest
    embedding = _embedding(home, _sample(home)).times(held.passages)
    opened.close()
    rest = whole - facts
    without = Cost(rest.clock + embedding.clock, rest.processor + embedding.processor)
    rows = [("all but these two", rest), (f"embedding, as {_SAMPLE:,} passages take", embedding), ("facts", facts)]
    print(f"  {held.articles:,} articles, {held.passages:,} passages")
    print_table(
        ["seconds", "clock", "processor"], [[name, f"{cost.clock:.1f}", f"{cost.processor:.1f}"] for name, cost in rows]
    )
    print(Goal("facts beside all else, by the clock", 100 * facts.clock / without.clock, _MOST, " %"))
    print(Goal("facts beside all else, of the processor", 100 * facts.processor / without.processor, _MOST, " %"))


def _sample(home: Home) -> list[str]:
    """Return passages of an index, from all over it."""
    opened = open_current(home.index)
    ids = [int(place) for place in np.linspace(0, opened.manifest.passages - 1, _SAMPLE)]
    titles = opened.articles.titles_of(ids)
    texts = [indexed_text(titles[each], told.text) for each, told in zip(ids, opened.passages(ids), strict=True)]
    opened.close()
    return texts


def _embedding(home: Home, texts: Sequence[str]) -> Cost:
    """Return what embedding takes for each of some passages, once the network is set up."""
    opened = open_current(home.index)
    opened.close()
    told: list[Cost] = []
    done: list[int] = []

    def watch(message: Progress) -> None:
        told.append(Cost.now())
        done.append(message.done)

    batch_embedding.embed_documents(opened.folder / "encoder", texts, watch, device="cpu")
    return (told[-1] - told[0]).times(1 / (done[-1] - done[0]))
